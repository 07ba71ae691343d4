"""一人一档: everything the platform holds of a person or an organisation in order of time, as far
as one may see it; and 查看完整, the one way from a masked number to the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Page, Paginator

from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.roles import roles_in
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.reading.entries import note
from fashu.kernel.reading.line import Moment, line_of, parts_of, role_title
from fashu.kernel.reading.views import View
from fashu.kernel.registry.models import IdentityDocument, Organisation, Part, Person
from fashu.kernel.registry.numbers import full_number
from fashu.kernel.registry.subjects import together

SHORTEST_REASON = 4
"""Characters: 查一下 is no reason."""

PER_PAGE = 30
MOST_CASES = 10
"""How many of the latest cases are named beside the line, on which they all are."""

S = TypeVar("S", Person, Organisation)


@dataclass(frozen=True, slots=True)
class Life(Generic[S]):
    """A person or an organisation with all entries that stand for it, and a page of its line.

    `parts` are the latest of `count` parts in cases.
    """

    subject: S
    entries: tuple[S, ...]
    names: tuple[str, ...]
    documents: tuple[IdentityDocument, ...]
    parts: tuple[tuple[Part, Case, str], ...]
    count: int
    page: Page[Moment]


def life_of(subject: S, page: str | None = None) -> Life[S]:
    """A page of the line of a person or an organisation, latest first, with an entry in the log of
    who read it.
    """
    entries = together(subject)
    parts = parts_of(entries)
    latest = list(parts.order_by("-since", "-pk")[:MOST_CASES])
    cases = Case.objects.in_bulk([part.case_id for part in latest])
    told = tuple((p, cases[p.case_id], role_title(cases[p.case_id], p.role)) for p in latest)
    # The line is no query set, but has what a paginator needs.
    pages: Paginator[Moment] = Paginator(line_of(entries), PER_PAGE)  # type: ignore[arg-type]
    moments = pages.get_page(page)
    seen = cases | {each.case.pk: each.case for each in moments if each.case is not None}
    if isinstance(subject, Person):
        note(View.PERSON, cases=list(seen.values()), persons=[each.pk for each in entries])
    else:
        note(View.ORGANISATION, cases=list(seen.values()))
    names = _names(subject, entries, latest)
    rows = _documents(entries) if isinstance(subject, Person) else ()
    return Life(subject, tuple(entries), names, rows, told, parts.count(), moments)


def _names(
    subject: Person | Organisation,
    entries: Iterable[Person] | Iterable[Organisation],
    parts: Iterable[Part],
) -> tuple[str, ...]:
    """Every other name under which it was entered, or stands in a case that the reader sees."""
    found = [*(entry.name for entry in entries), *(part.name for part in parts)]
    return tuple(name for name in dict.fromkeys(found) if name and name != subject.name)


def _documents(entries: Iterable[Person] | Iterable[Organisation]) -> tuple[IdentityDocument, ...]:
    """One row for each number, though several accounts have typed it."""
    ids = [entry.pk for entry in entries]
    found = {row.ref: row for row in IdentityDocument.objects.filter(person_id__in=ids)}
    return tuple(found.values())


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
