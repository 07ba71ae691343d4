"""The manifest of a business: what the platform needs to know of it besides its procedure. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import CaseView, Family, Role, State
from fashu.kernel.procedure.facts import Json


@dataclass(frozen=True, slots=True)
class Finding:
    """What the platform has worked out for an officer, who decides. `holds`: None where open."""

    title: str
    holds: bool | None
    text: str
    cite: Citation


class Layout(StrEnum):
    """版式: a decision or notice, a 红头文件, a 函, or a record that nobody numbers."""

    DECISION = "decision"
    RED = "red"
    LETTER = "letter"
    RECORD = "record"


class Signs(StrEnum):
    """In whose name a paper goes out: the organ of the case, the office that handles it for the
    organ, the office above, or nobody (笔录, and what parties hand in)."""

    ORGAN = "organ"
    AGENCY = "agency"
    SUPERIOR = "superior"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class PaperForm:
    """How a paper looks, who signs it, its series (字号), the roles one of which approves it."""

    layout: Layout = Layout.RECORD
    signs: Signs = Signs.NOBODY
    series: str = ""
    approved_by: tuple[str, ...] = ()

    @property
    def is_sealed(self) -> bool:
        """Whether it is approved, numbered and sealed before it goes out."""
        return self.signs is not Signs.NOBODY


class PaperText(Protocol):
    """The words of a paper from the case as it stands, its title on the first line."""

    def __call__(
        self, family: Family, state: State, paper: str, today: date, words: str = ""
    ) -> str:
        """Dated as given; `words` replaces the built-in body. Raises Refused for what lacks."""


@dataclass(frozen=True)
class Business:
    """One business of the platform, as listed in the catalogue.

    `opened_by`: public roles whose holders may open a case from the public pages.
    `organ`: the role of the office that handles the case; the case is filed with that office.
    `inside`: roles played by officers of that office, by the posts they hold; `heads`: those of
    them that lead it, and so say who handles a case.
    `headline`: the title of a case from its facts, without more personal data than a name.
    `number_prefix`: letters before the case number. `retention_years`: how long a closed case
    is kept, None for ever, with its norm. `screening`: what the facts suggest while an
    application is examined; it proposes, an officer decides with reasons. `paper_text`,
    `paper_words` and `paper_forms`: the words of its papers, the built-in body of each, and how
    each looks.
    """

    key: str
    title: str
    summary: str
    family: Family
    number_prefix: str
    opened_by: tuple[Role, ...]
    organ: Role
    inside: tuple[Role, ...]
    headline: Callable[[Mapping[str, Json]], str]
    retention_years: int | None = None
    retention_cite: Citation | None = None
    screening: Callable[[CaseView], tuple[Finding, ...]] | None = None
    paper_text: PaperText | None = None
    paper_words: Callable[[str], str] | None = None
    paper_forms: Mapping[str, PaperForm] = field(default_factory=dict)
    heads: tuple[Role, ...] = ()
