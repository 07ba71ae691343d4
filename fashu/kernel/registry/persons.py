"""Entering, finding and merging persons. Row-level security decides who finds whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.procedure.identity import Document, born, canonical, contradictions, is_male
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry.models import IdentityDocument, Merge, Person
from fashu.kernel.registry.numbers import keep, refs_of
from fashu.kernel.registry.parties import initials

LAST = "\U0010ffff"
"""Sorts after every name, so that a beginning is a range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What an officer knows of a person. `number` is as typed; it may be missing."""

    name: str
    document: str = Document.RESIDENT
    number: str = ""
    born_on: date | None = None
    is_male: bool | None = None
    phone: str = ""


def find(words: str) -> QuerySet[Person]:
    """Persons by the beginning of a name, the beginning of its pinyin initials, or a whole number.

    A beginning is a range of an index; a word within a name is not looked for, because it would
    ask the policy about every person there is.
    """
    word = words.strip()
    found = Person.objects.filter(merged_into=None).order_by("name", "id")
    if not word:
        return found.order_by("-id")
    if refs := refs_of(word):
        return found.filter(documents__ref__in=refs).distinct()
    lower = word.lower()
    named = Q(name__gte=word, name__lt=word + LAST)
    return found.filter(named | Q(initials__gte=lower, initials__lt=lower + LAST))


def add(entered: Entered) -> Person:
    """Enter a person in the office's name; with a number that is known, the person it belongs to.

    Raises Refused for a wrong number or one that says otherwise than the form.
    """
    actor, name = current_actor(), entered.name.strip()
    if not name or len(name) > 100:
        raise refuse("请填写姓名，不超过100字")
    if not entered.number.strip():
        return _create(entered, None, None)
    document = Document(entered.document)
    try:
        number = canonical(document, entered.number)
    except ValueError as error:
        raise refuse(f"“证件号码”{error}") from None
    if wrong := contradictions(document, number, birthday=entered.born_on, male=entered.is_male):
        raise refuse("；".join(wrong), remedy="请核对证件原件")
    token = keep(document, number)
    row = IdentityDocument.objects.get(ref=token.ref, account_id=actor.account_id or 0)
    if row.person is None:
        row.person = _create(entered, born(document, number), is_male(document, number))
        row.save(update_fields=["person"])
    return row.person


def _create(entered: Entered, birthday: date | None, male: bool | None) -> Person:
    actor, name = current_actor(), entered.name.strip()
    return Person.objects.create(
        name=name,
        initials=initials(name),
        born_on=birthday or entered.born_on,
        is_male=entered.is_male if male is None else male,
        phone=entered.phone.strip()[:40],
        account_id=actor.account_id or 0,
        office_path=actor.office_path or None,
        entered_at=clock.now(),
    )


# -- One person entered twice ----------------------------------------------------------------------


def together(person: Person) -> list[Person]:
    """The person and every entry merged into him, as far as the present actor sees them."""
    found, level = [person], [person.pk]
    while level:
        below = list(Person.objects.filter(merged_into_id__in=level).order_by("id"))
        found += below
        level = [each.pk for each in below]
    return found


def standing_for(person: Person) -> Person:
    """The entry that stands for this one now."""
    seen = {person.pk}
    while person.merged_into_id is not None and person.merged_into_id not in seen:
        above = Person.objects.filter(pk=person.merged_into_id).first()
        if above is None:
            return person
        seen.add(above.pk)
        person = above
    return person


def merge(kept: Person, gone: Person, reason: str) -> Merge:
    """Let one entry stand for another. Nothing moves: parts, numbers and readings stay where they
    are and are shown together, so that taking it back is exact. Raises Refused.
    """
    actor = current_actor()
    if kept.pk == gone.pk or standing_for(kept).pk == gone.pk:
        raise refuse("不能把一个人并入他自己")
    if kept.merged_into_id or gone.merged_into_id:
        raise refuse("其中一条已经并入另一条", remedy="请对合并后的人员操作")
    if not reason.strip():
        raise refuse("请写明认定为同一人的理由")
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    return Merge.objects.create(
        kept=kept,
        gone=gone,
        reason=reason.strip()[:200],
        account_id=actor.account_id or 0,
        office_path=actor.office_path or None,
        at=clock.now(),
    )


def unmerge(done: Merge) -> Person:
    """Take a merge back: both stand for themselves again, exactly as before."""
    if done.undone_at is not None:
        raise refuse("这次合并已经撤销")
    gone = Person.objects.get(pk=done.gone_id)
    gone.merged_into = None
    gone.save(update_fields=["merged_into"])
    done.undone_at = clock.now()
    done.save(update_fields=["undone_at"])
    return gone
