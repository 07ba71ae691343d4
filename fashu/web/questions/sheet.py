"""A form as its template draws it: questions with what was answered and what is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from fashu.kernel import clock
from fashu.kernel.cases.attachments import KINDS, LARGEST
from fashu.kernel.people.models import Office
from fashu.kernel.procedure import Fact, Group, Kind, Option
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.identity import TITLES, token_of
from fashu.web.questions import offices
from fashu.web.questions.answers import NO, YES, chosen, document_and_number, standing, typed
from fashu.web.questions.offices import Found
from fashu.web.questions.persons import Offered, offered
from fashu.web.questions.subjects import Offered as Organisations
from fashu.web.questions.subjects import offered_organisations

RADIOS_AT_MOST = 7
"""More options than these are a drop-down list."""

ACCEPTED = ",".join(ending for endings in KINDS.values() for ending in endings)
"""Endings offered by the file dialogue; what counts is the check by content."""

_FLAG = (Option(YES, "是"), Option(NO, "否"))


class Kept(Protocol):
    """A file that has been uploaded: of a draft, or of a case."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Tick:
    """One option of a question as a radio button or a tick box."""

    id: str
    option: Option
    picked: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question on the page. `asked`: an earlier answer calls for it."""

    fact: Fact
    id: str
    value: str
    picked: frozenset[str]
    asked: bool
    error: str = ""
    files: tuple[Kept, ...] = ()
    office: Office | None = None
    found: Found | None = None
    raw: str = ""
    persons: Offered | None = None
    organisations: Organisations | None = None

    @property
    def named_id(self) -> str:
        """The id of the question for the name of whose number or code this is."""
        return self.id.removesuffix(self.fact.key) + self.fact.of[1] if self.fact.of else ""

    @property
    def template(self) -> str:
        """The fragment that draws it."""
        kind = self.fact.kind
        if kind is Kind.CHOICE and len(self.fact.options) > RADIOS_AT_MOST:
            return "questions/select.html"
        return f"questions/{'radios' if kind is Kind.FLAG else _FRAGMENT.get(kind, kind)}.html"

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """The options, the first under the question's own id so that an error can lead there."""
        options = _FLAG if self.fact.kind is Kind.FLAG else self.fact.options
        picked = frozenset({self.value}) if self.fact.kind is Kind.FLAG else self.picked
        return tuple(
            Tick(f"{self.id}_{n}" if n else self.id, option, option.key in picked)
            for n, option in enumerate(options)
        )

    @property
    def documents(self) -> tuple[tuple[str, str, bool], ...]:
        """The kinds of identity document: key, title, and which is chosen."""
        now, _ = document_and_number(self.raw)
        return tuple((kind.value, title, kind == now) for kind, title in TITLES.items())

    @property
    def token(self) -> str:
        """What stands for a number that was kept before; empty where none was."""
        return self.raw if token_of(self.raw) else ""

    @property
    def described_by(self) -> str:
        """The ids of what explains it: help, then error."""
        parts = (("help", self.fact.help or self.hint), ("error", self.error))
        return " ".join(f"{self.id}_{name}" for name, there in parts if there)

    @property
    def hint(self) -> str:
        """How to write the answer, in words."""
        if self.fact.kind is Kind.LONG_TEXT and self.fact.most:
            return _("最多{}字。").format(self.fact.most)
        return _HINTS.get(self.fact.kind, "")

    @property
    def follows(self) -> str:
        """The answers that call for it, as the script compares them; empty where always asked."""
        if self.fact.asked_when is None:
            return ""
        return " ".join(typed(self.fact, value) for value in self.fact.asked_when[1])

    @property
    def latest(self) -> str:
        """The last day that the calendar offers, for the date of what has happened."""
        return clock.today().isoformat() if self.fact.past else ""

    @property
    def accepted(self) -> str:
        """Endings of the files that may be uploaded."""
        return ACCEPTED


_FRAGMENT = {
    Kind.CHOICE: "radios",
    Kind.CHOICES: "boxes",
    Kind.NUMBER: "number",
    Kind.MONEY: "number",
}

_HINTS = {
    Kind.DAY: "按年、月、日填写，例如 2026-07-01。",
    Kind.MOMENT: "按年、月、日、时、分填写，北京时间，例如 2026-07-01 09:30。",
    Kind.MONEY: "单位：元，最多两位小数，例如 1280.50。",
    Kind.FILES: f"可上传PDF、OFD、图片、Word、Excel和文本，每个不超过{LARGEST >> 20}MB。",
    Kind.OFFICE: "输入名称中的几个字或者机构代码，再从查到的机关中选择。",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading."""

    title: str
    help: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page asks. `general`: what is wrong but with no one answer."""

    parts: tuple[Part, ...]
    general: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Question, ...]:
        """The questions at fault, in their order on the page."""
        return tuple(q for part in self.parts for q in part.questions if q.error)

    @property
    def has_errors(self) -> bool:
        """Whether the page needs an error summary."""
        return bool(self.general or self.errors)

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(q.fact.kind is Kind.FILES for part in self.parts for q in part.questions)

    @property
    def has_optional(self) -> bool:
        """Whether 选填 has to be explained."""
        return any(not q.fact.required for part in self.parts for q in part.questions)


def sheet(
    asks: Iterable[Fact | Group],
    answers: Mapping[str, Json],
    *,
    counted: Mapping[str, Json] | None = None,
    errors: Mapping[str, str] | None = None,
    general: Iterable[str] = (),
    files: Iterable[Kept] = (),
    searches: Mapping[str, str] | None = None,
    prefix: str = "id",
) -> Sheet:
    """Questions with their answers so far.

    `counted` are all answers that stand, where these questions are but a page of the step or
    depend on earlier steps. `files` are the uploads that answers may name, `searches` the words
    typed to find an organ, by question; `prefix` keeps the ids of several forms apart.
    """
    asks = tuple(asks)
    maker = _Maker(
        answers,
        standing(asks, answers) if counted is None else counted,
        errors or {},
        {file.sha256: file for file in files},
        searches or {},
        prefix,
    )
    parts = tuple(
        Part(title, words, tuple(map(maker.question, facts)))
        for title, words, facts in _parts(asks)
    )
    return Sheet(parts, tuple(general))


def _parts(asks: Iterable[Fact | Group]) -> Iterator[tuple[str, str, list[Fact]]]:
    """Groups as they are; single questions between them together, without a heading."""
    loose: list[Fact] = []
    for ask in asks:
        if isinstance(ask, Fact):
            loose.append(ask)
            continue
        if loose:
            yield "", "", loose
            loose = []
        yield ask.title, ask.help, list(ask.facts)
    if loose:
        yield "", "", loose


@dataclass(frozen=True, slots=True)
class _Maker:
    answers: Mapping[str, Json]
    counted: Mapping[str, Json]
    errors: Mapping[str, str]
    files: Mapping[str, Kept]
    searches: Mapping[str, str]
    prefix: str

    def question(self, fact: Fact) -> Question:
        value = self.answers.get(fact.key)
        picked = chosen(value)
        is_office = fact.kind is Kind.OFFICE
        words = self.searches.get(fact.key, "")
        return Question(
            fact=fact,
            id=f"{self.prefix}_{fact.key}",
            value=typed(fact, value),
            picked=picked,
            asked=fact.asked(self.counted),
            error=self.errors.get(fact.key, ""),
            files=tuple(self.files[key] for key in self.files if key in picked),
            office=offices.named(picked).get(str(value)) if is_office and picked else None,
            raw=str(value or "") if fact.kind is Kind.IDENTITY else "",
            persons=offered(words) if fact.kind is Kind.IDENTITY else None,
            organisations=offered_organisations(words) if fact.kind is Kind.CREDIT_CODE else None,
            found=offices.find(words) if is_office else None,
        )
