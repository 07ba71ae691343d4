"""Finding an organ by its name or code: who exists is public."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from fashu.kernel.people.models import Office

MOST = 20
"""How many organs are offered at once; more than these and the words were too few."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search offers. `more`: there are others that further words would bring up."""

    words: str
    offices: tuple["Offer", ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for an organ that was found: itself, or of a closed one its successor."""

    found: Office
    heir: Office | None

    @property
    def is_closed(self) -> bool:
        """Whether the organ found exists no more, or not yet."""
        return self.heir is None or self.heir.pk != self.found.pk


def find(words: str) -> Found:
    """The organs whose name holds every word, or whose code begins with it; the highest first."""
    wanted = words.split()
    if not wanted:
        return Found("")
    match = Q()
    for word in wanted:
        match &= Q(title__icontains=word) | Q(code__istartswith=word)
    offices = list(Office.objects.filter(match).select_related("successor")[: MOST + 1])
    offers = tuple(Offer(office, office.heir) for office in offices[:MOST])
    return Found(words.strip(), offers, len(offices) > MOST)


def named(codes: Iterable[str]) -> dict[str, Office]:
    """The organs of these codes; an unknown code is simply absent."""
    return {office.code: office for office in Office.objects.filter(code__in=set(codes))}
