"""A decided case of the city with its seals, for the stories of papers."""

from dataclasses import dataclass

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.cases.roles import case_by_number
from fashu.kernel.documents import drafting, sealing, seals
from fashu.kernel.documents.models import Document
from fashu.kernel.people.models import Account, Office
from fashu.synthetic.lives import ANSWER, HEARD, MAINTAINED
from fashu.synthetic.plant import plant_cast
from tests.security.province import _do, acting, copied


@dataclass(frozen=True)
class Desk:
    """Who writes, who approves and who keeps the seal, and a decided case."""

    number: str
    lin: Actor
    zhou: Actor
    zhang: Actor

    @property
    def case(self) -> Case:
        return case_by_number(self.number)

    def issued(self, paper: str = "decision") -> IssuedPaper:
        return IssuedPaper.objects.get(case__number=self.number, paper=paper)

    def drafted(self, paper: str = "decision") -> Document:
        with acting_as(self.lin):
            return drafting.draft(self.case, self.issued(paper))

    def approved(self, paper: str = "decision") -> Document:
        document = self.drafted(paper)
        with acting_as(self.zhou):
            return drafting.approve(document)

    def sealed(self, paper: str = "decision") -> Document:
        document = self.approved(paper)
        with acting_as(self.lin):
            return sealing.seal_document(document)


def make_desk() -> Desk:
    """The cast, the seals of the city in the hands of 林清, and a case that was decided."""
    plant_cast()
    with acting_as(SYSTEM):
        keeper = Account.objects.get(username="lin")
        for code in ("9901", "G9901"):
            seals.make(Office.objects.get(code=code), keeper)
    number = copied("desk")
    for act in (ANSWER, HEARD, *MAINTAINED):
        if not act.paper:
            _do(number, act)
    return Desk(number, acting("lin"), acting("zhou"), acting("zhang"))
