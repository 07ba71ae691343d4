"""The shapes of what the calculators take and give; docs/reference/whatif.md tells of them."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from fashu.web.api.schemas import When


class RefusedOut(Schema):
    """Why something cannot be done."""

    reason: str
    cite: str | None
    remedy: str


class RefusedEventOut(RefusedOut):
    """An event that the law did not allow."""

    event: int | None = Field(description="第几个事件，从0起；依法自动发生的为 null")
    errors: dict[str, str] = Field(description="JSON 指针 → 原因")


class BecauseOut(Schema):
    """One move on the way to a date."""

    kind: str
    reason: str
    cite: str | None
    before: When | None = None
    after: When | None = None
    days: int | None = None


class LapseOut(Schema):
    """What follows when a term runs out."""

    title: str
    cite: str


class DoubtOut(Schema):
    """A reading that the text does not settle."""

    question: str
    taken: str
    other: str


class TermOut(Schema):
    """A clock of the story."""

    key: str
    title: str
    n: int
    of: str
    nature: str
    starts: When
    due: When | None
    provisional: bool
    excluded_days: int
    status: str
    status_title: str
    closed_on: When | None
    owed_by: str
    owed_by_title: str
    cite: str
    because: list[BecauseOut]
    lapse: LapseOut
    doubts: list[DoubtOut]
    unverified: str


class MadeOut(Schema):
    """A paper that was made in the story."""

    key: str
    title: str
    n: int
    step: str
    issued_on: date
    served: dict[str, date]
    cite: str


class OwedOut(Schema):
    """A paper that somebody has still to receive."""

    key: str
    title: str
    to: str
    to_title: str
    cite: str


class PapersOut(Schema):
    """What was made and what is owed."""

    issued: list[MadeOut]
    owed: list[OwedOut]


class NextOut(Schema):
    """A step that could follow."""

    step: str
    title: str
    by: list[str]
    cite: str
    why_not: list[RefusedOut]


class AssumedOut(Schema):
    """An answer that was left out."""

    event: int
    fact: str
    reason: str
    unchecked: list[str]


class LineOut(Schema):
    """A line of what happened."""

    on: When
    event: int | None
    kind: str
    key: str
    text: str
    cite: str | None


class PendingOut(Schema):
    """A service that has not taken effect."""

    event: int
    takes_effect: When


class StoryOut(Schema):
    """Where the case stands."""

    procedure: str
    title: str
    version: str
    digest: str
    today: When
    stage: str | None
    stage_title: str | None
    outcome: str
    terms: list[TermOut]
    papers: PapersOut
    next: list[NextOut]
    refusals: list[RefusedEventOut]
    assumed: list[AssumedOut]
    history: list[LineOut]
    pending: list[PendingOut]


class RoleOut(Schema):
    """Who can have a part."""

    key: str
    title: str
    organ: bool


class StageOut(Schema):
    """Where a case can stand."""

    key: str
    title: str
    final: bool


class PaperKindOut(Schema):
    """A paper that the procedure knows."""

    key: str
    title: str


class DefinitionOut(Schema):
    """A procedure whole. Provisions have the fields of their kind (`provision`)."""

    key: str
    title: str
    version: str
    applies_from: date
    digest: str = Field(description="定义的 SHA-256")
    law: dict[str, Any]
    laws: list[dict[str, Any]]
    roles: list[RoleOut]
    stages: list[StageOut]
    papers: list[PaperKindOut]
    provisions: list[dict[str, Any]]


EVENT = {
    "type": "object",
    "required": ["on"],
    "description": "办理一步（step、by）或者一次送达（served）",
    "properties": {
        "on": {"type": "string", "description": "哪一天，或者带时区的时刻"},
        "step": {"type": "string", "description": "步骤的键"},
        "by": {"type": "string", "description": "办理的角色"},
        "facts": {"type": "object", "description": "回答"},
        "who": {"type": "array", "items": {"type": "string"}, "description": "办理人员"},
        "served": {"type": "string", "description": "文书的键"},
        "mode": {"type": "string", "description": "送达方式"},
        "to": {"type": "string", "description": "受送达的角色"},
        "n": {"type": "integer", "minimum": 0, "description": "第几份"},
    },
}
STORY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "title": "Story",
                    "required": ["procedure", "today", "events"],
                    "properties": {
                        "procedure": {"type": "string", "description": "程序的键"},
                        "today": {"type": "string", "description": "推演到哪一天，ISO 8601"},
                        "events": {"type": "array", "items": EVENT},
                    },
                }
            }
        },
    }
}
