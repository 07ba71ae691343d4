"""Reading a file of a statute into a value: `parse_statute(text, filename)`."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePath

from fashu.kernel.law import history
from fashu.kernel.law.body import read_body
from fashu.kernel.law.history import Dated, Ending, Event
from fashu.kernel.law.provision import LEAVES, Kind, Provision, walk
from fashu.kernel.law.source import Source, take_apart
from fashu.kernel.law.titles import official_title, title_key

_AMENDING = re.compile(r"修正案|关于(?:修改|废止|修订)|的(?:修改|补充)?决定$|(?:补充)?决定$")
_CASE_HEADING = re.compile(r"(?:基本|简要)案情|案情(?:简介|回顾)|裁判(?:结果|要点|要旨)|典型意义")
_FILE_REMARK = re.compile(r"[(（][\d-]+[)）]$")
_REPEALED = ("废止", "失效")


class Form(StrEnum):
    """What kind of text it is."""

    STATUTE = "法规"
    AMENDING = "修改文件"  # 修正案 and decisions that change another text
    REPLY = "批复"  # texts without articles: 批复、通知、复函


@dataclass(frozen=True, slots=True)
class Statute:
    """One edition of one statute, or one part of a code that is printed in several files.

    `title` is in the form `Law.title` has; `part` names the part (人格权编) or is empty.
    `in_force_from` is None when nothing tells it. `repealed` is what the
    source says, which is not always right. `mended` and `missing` tell in Chinese what was
    put right and which articles are not there.
    """

    title: str
    part: str
    form: Form
    category: str
    instrument: str
    promulgated: Dated | None
    in_force_from: Dated | None
    repealed: bool
    repeals: tuple[str, ...]
    header: tuple[str, ...]
    events: tuple[Event, ...]
    body: tuple[Provision, ...]
    mended: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that holds no statute, with the reason in Chinese."""

    reason: str


def parse_statute(text: str, filename: str) -> Statute | Unreadable:
    """Read the text of a file. `filename` may carry folders; the last one names the category."""
    source = take_apart(text)
    path = PurePath(filename)
    acts = history.events(source.header)
    if reason := _why_not(source, acts, path):
        return Unreadable(reason)
    title, part = _title(source, path)
    form = Form.AMENDING if _AMENDING.search(title) else Form.STATUTE
    body = read_body(source.body, amending=form is Form.AMENDING)
    leaves = [p for _, p in walk(body.parts) if p.kind in LEAVES]
    if form is Form.STATUTE and not any(p.kind is Kind.ARTICLE for p in leaves):
        form = Form.REPLY
    final = history.ending(p.text for p in reversed(leaves))
    made, starts = _dates(source, path, acts, final)
    return Statute(
        title=title,
        part=part,
        form=form,
        category=source.front.get("category") or path.parent.name,
        instrument=history.instrument(source.header),
        promulgated=made,
        in_force_from=starts,
        repealed=any(word in source.front.get("status", "") for word in _REPEALED),
        repeals=final.repeals,
        header=source.header,
        events=acts,
        body=body.parts,
        mended=body.mended,
        missing=_opening(leaves, part, form) + body.missing,
    )


def _why_not(source: Source, acts: tuple[Event, ...], path: PurePath) -> str:
    """Why a file is no statute; empty when it is one."""
    headings = " ".join(line for line in source.body if line.startswith("#"))
    dated = acts or source.front.get("publish_date") or _file_date(path)
    if not source.body:
        return "没有正文" if source.titles or source.header else "只有目录信息，没有文本"
    if not dated and _CASE_HEADING.search(headings):
        return "案例，不是法律文件"
    if not dated and not any(line.startswith("第") for line in source.body):
        return "没有制定机关和日期，也没有条文，不是法律文件"
    return ""


def _title(source: Source, path: PurePath) -> tuple[str, str]:
    """Title and part. A header may break the title over several lines or several headings."""
    name = _FILE_REMARK.sub("", path.stem)
    part = source.front.get("subtitle", "")
    printed = source.front.get("title") or "".join(t for t in source.titles if t != part)
    title = official_title(printed) if printed else name
    agrees = part or not name or title_key(title) == title_key(name)
    return (title if agrees or len(title) >= len(name) else official_title(name)), part


def _file_date(path: PurePath) -> date | None:
    return history.first_date(path.stem[path.stem.rfind("(") :]) if "(" in path.stem else None


def _dates(
    source: Source, path: PurePath, acts: tuple[Event, ...], final: Ending
) -> tuple[Dated | None, Dated | None]:
    said = {key: history.first_date(source.front.get(f"{key}_date", "")) for key in _FRONT_DATES}
    made = history.promulgated(_file_date(path), acts, said["publish"])
    return made, history.in_force(made.on if made else None, acts, final, said["implement"])


_FRONT_DATES = ("publish", "implement")


def _opening(leaves: list[Provision], part: str, form: Form) -> tuple[str, ...]:
    """A text that begins in the middle has lost its first articles; a part of a code has not."""
    first = next((p for p in leaves if p.kind is Kind.ARTICLE), None)
    if first is None or first.number == 1 or part or form is Form.AMENDING:
        return ()
    return (f"缺{first.label}之前的条文",)
