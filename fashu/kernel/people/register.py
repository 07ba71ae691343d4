"""Reading the register of offices and officers: the tree, one office, search, counts."""

from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind
from fashu.kernel.people.models import Account, Office, Posting

KEEPERS = frozenset({Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN, Kind.SYSTEM})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are, as the database has them now."""

    offices: int
    closed: int
    officers: int


def offices_for(actor: Actor) -> QuerySet[Office]:
    """All offices for those who keep the register; for others their own and those below it."""
    if actor.kind in KEEPERS:
        return Office.objects.all()
    return Office.objects.filter(path__gte=actor.scope.start, path__lt=actor.scope.end)


def counts(actor: Actor) -> Counts:
    """The figures above the tree."""
    offices = offices_for(actor)
    return Counts(
        offices=offices.count(),
        closed=offices.filter(until__lt=clock.today()).count(),
        officers=officers_for(actor).count(),
    )


def roots_for(actor: Actor) -> QuerySet[Office]:
    """Where the tree begins for somebody."""
    if actor.kind in KEEPERS:
        return with_children(Office.objects.filter(parent=None))
    return with_children(Office.objects.filter(path=actor.office_path))


def with_children(offices: QuerySet[Office]) -> QuerySet[Office]:
    """Each with `below`, the number of offices directly under it."""
    return offices.annotate(below=Count("children"))


def search(actor: Actor, words: str, *, kind: str = "", level: str = "") -> QuerySet[Office]:
    """Offices by a part of the name, the beginning of a code, or initials of the pinyin."""
    found = offices_for(actor)
    for word in words.split():
        match = Q(title__icontains=word) | Q(code__istartswith=word)
        match |= Q(division_code__startswith=word)
        if word.isascii() and word.isalpha():
            match |= Q(initials__contains=word.lower())
        found = found.filter(match)
    found = found.filter(kind=kind) if kind else found
    return found.filter(level=level) if level else found


def postings_of(office: Office) -> QuerySet[Posting]:
    """Who serves in an office, the present ones first, as far as one may see it."""
    found = Posting.objects.filter(office=office).select_related(
        "account", "post", "on_behalf_of__account"
    )
    return found.order_by("-until", "post__title", "account__username")


def officers_for(actor: Actor) -> QuerySet[Account]:
    """The officers' accounts within sight; the database leaves out the others."""
    found = Account.objects.filter(kind__in=(Kind.OFFICER, Kind.AUDITOR))
    if actor.kind in KEEPERS:
        return found
    return found.filter(postings__in=Posting.objects.all()).distinct()


def search_officers(
    actor: Actor, words: str, *, office: Office | None = None, state: str = ""
) -> QuerySet[Account]:
    """Officers by name or account, by where they serve today, by how their account stands."""
    found = officers_for(actor)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(username__istartswith=word))
    if office is not None:
        there = Posting.objects.in_force().filter(
            office__path__gte=office.path, office__path__lt=f"{office.path[:-1]}0"
        )
        found = found.filter(pk__in=there.values("account"))
    match state:
        case "new":
            found = found.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
        case "disabled":
            found = found.filter(is_active=False)
        case "idle":
            held = Posting.objects.in_force().values("account")
            found = found.exclude(pk__in=held)
    return found.order_by("username")
