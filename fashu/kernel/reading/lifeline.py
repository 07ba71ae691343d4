"""一人一档: everything the platform holds of a person in order of time, as far as one may see it;
and 查看完整, the one way from a masked number to the whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.cases.roles import roles_in
from fashu.kernel.cases.rows import moment
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.reading.entries import note
from fashu.kernel.reading.models import Entry
from fashu.kernel.reading.views import View
from fashu.kernel.registry.models import IdentityDocument, Part, Person
from fashu.kernel.registry.numbers import full_number
from fashu.kernel.registry.persons import together

SHORTEST_REASON = 4
"""Characters: 查一下 is no reason."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on the line. `case` where it belongs to one, `kind` for its mark."""

    at: datetime
    kind: str
    title: str
    detail: str = ""
    case: Case | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """A person with all entries that stand for him."""

    person: Person
    entries: tuple[Person, ...]
    documents: tuple[IdentityDocument, ...]
    parts: tuple[tuple[Part, Case, str], ...]
    moments: tuple[Moment, ...]

    @property
    def names(self) -> list[str]:
        """Every other name under which he was entered."""
        found = [name for entry in self.entries for name in (entry.name, *entry.aliases)]
        return [name for name in dict.fromkeys(found) if name != self.person.name]


def life_of(person: Person) -> Life:
    """The life line of a person, latest first, with an entry in the log of who read it."""
    entries = together(person)
    ids = [entry.pk for entry in entries]
    documents = _once(IdentityDocument.objects.filter(person_id__in=ids))
    parts = list(Part.objects.filter(person_id__in=ids))
    cases = {case.pk: case for case in Case.objects.filter(pk__in=[p.case_id for p in parts])}
    note(View.PERSON, cases=list(cases.values()), persons=ids)
    known = tuple((p, cases[p.case_id], _role(cases[p.case_id], p.role)) for p in parts)
    moments = (*_entered(entries, documents), *_of_cases(known), *_read(ids, list(cases.values())))
    line = sorted(moments, key=lambda m: m.at, reverse=True)
    return Life(person, tuple(entries), documents, known, tuple(line))


def _once(rows: object) -> tuple[IdentityDocument, ...]:
    """One row for each number, though several accounts have typed it."""
    found = {row.ref: row for row in rows}  # type: ignore[attr-defined] # a query set
    return tuple(found.values())


def _role(case: Case, key: str) -> str:
    versions = business_of(case.procedure).family.versions
    return next((v.role_of[key].title for v in reversed(versions) if key in v.role_of), key)


def _entered(entries: list[Person], documents: tuple[IdentityDocument, ...]) -> Iterator[Moment]:
    for entry in entries:
        yield Moment(entry.entered_at, "entered", f"登记为“{entry.name}”")
    for row in documents:
        yield Moment(row.entered_at, "document", f"登记证件：{row}")


def _of_cases(parts: tuple[tuple[Part, Case, str], ...]) -> Iterator[Moment]:
    cases = {case.pk: (case, role) for _, case, role in parts}
    for case, role in cases.values():
        yield Moment(moment(case.opened_on), "case", f"作为{role}：{case.title}", case.number, case)
        if case.closed_on:
            yield Moment(moment(case.closed_on), "closed", f"办结：{case.title}", case.number, case)
    for paper in IssuedPaper.objects.filter(case_id__in=cases):
        case = cases[paper.case_id][0]
        yield Moment(moment(paper.issued_on), "paper", f"《{paper.title}》", case.number, case)


def _read(ids: list[int], cases: list[Case]) -> Iterator[Moment]:
    """Who looked at the person himself; what was read of his cases stands in the log."""
    for entry in Entry.objects.filter(persons__overlap=ids)[:50]:
        who = f"{entry.office_title} {entry.name}"
        yield Moment(entry.at, "read", f"{who}{entry.view_title}", entry.purpose)


def reveal(person: Person, ref: str, reason: str) -> str:
    """查看完整: the whole number, for whoever handles a case in which the person takes part.

    Raises Refused without a reason or for anybody else. The reason stands in the log for ever.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise refuse("请写明查看完整号码的理由", remedy="例如：核对当事人身份，制作决定书")
    ids = [entry.pk for entry in together(person)]
    case = _handled(ids)
    if case is None or not IdentityDocument.objects.filter(ref=ref, person_id__in=ids).exists():
        raise refuse("完整号码只对承办案件的人员显示", remedy="需要的，请向承办机关申请")
    number = full_number(ref)
    note(View.REVEAL, case=case, persons=ids, purpose=reason.strip()[:200])
    return number


def may_reveal(person: Person) -> bool:
    """Whether the present actor handles a case of the person."""
    return _handled([entry.pk for entry in together(person)]) is not None


def _handled(ids: list[int]) -> Case | None:
    """A case of the person in which the present actor has a role inside the office."""
    numbers = Part.objects.filter(person_id__in=ids).values_list("case_id", flat=True)
    for case in Case.objects.filter(pk__in=list(numbers)):
        inside = {role.key for role in business_of(case.procedure).inside}
        if roles_in(current_actor(), case) & inside:
            return case
    return None
