"""The seals of the demonstration's city, and papers of the faithful citizen that carry them."""

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.documents import drafting, sealing, seals
from fashu.kernel.documents.models import Seal
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Office
from fashu.kernel.procedure import Refused

KEEPER, HEAD = "lin", "zhou"
OFFICES = ("9901", "G9901")
MOST = 6
"""Papers sealed: enough to show every page of papers, few enough to wait for."""


def plant_seals() -> None:
    """Seals for the city's government and its bureau, kept by 林清. Repeating does nothing."""
    with acting_as(SYSTEM):
        keeper = Account.objects.get(username=KEEPER)
        for office in Office.objects.filter(code__in=OFFICES):
            if not Seal.objects.filter(office=office, ended_at=None).exists():
                seals.make(office, keeper)


def seal_some() -> int:
    """Approve and seal papers of the city's latest cases; how many."""
    with acting_as(SYSTEM):
        actors = {a.username: a for a in Account.objects.filter(username__in=(KEEPER, HEAD))}
    lin, zhou = actor_for(actors[KEEPER]), actor_for(actors[HEAD])
    with acting_as(lin):
        city = Case.objects.filter(office__code="9901").order_by("-id")
        waiting = IssuedPaper.objects.filter(case__in=city).select_related("case__office")
        chosen = list(waiting.order_by("-issued_on", "-id")[: MOST * 6])
    done = 0
    for issued in chosen:
        if done < MOST and drafting.form_of(issued.case, issued.paper).is_sealed:
            try:
                with acting_as(lin):
                    document = drafting.draft(issued.case, issued)
                with acting_as(zhou):
                    document = drafting.approve(document)
                with acting_as(lin):
                    sealing.seal_document(document)
            except Refused:
                continue
            done += 1
    return done
