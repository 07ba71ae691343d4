"""待办, 已办, 我发起, 抄送: what lies with the present actor and those he stands in for."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.queries import handled, inbox
from fashu.kernel.cases.roles import account_of
from fashu.kernel.desk.delegation import stands_in_for
from fashu.kernel.desk.models import Copy, Errand, ErrandEvent, Task
from fashu.kernel.procedure.refusal import refuse


@dataclass(frozen=True, slots=True)
class Counts:
    """How much lies in each box; of the copies, those not yet read."""

    cases: int
    tasks: int
    started: int
    unread: int

    @property
    def todo(self) -> int:
        """Everything that waits."""
        return self.cases + self.tasks


def counts() -> Counts:
    """The numbers beside the menu's entries."""
    return Counts(
        cases=waiting_cases().count(),
        tasks=waiting_tasks().count(),
        started=started_errands().filter(closed_at=None).count(),
        unread=copies().filter(read_at=None).count(),
    )


def waiting_cases() -> QuerySet[Case]:
    """Cases that wait for the actor, the nearest term first."""
    return inbox(current_actor(), stands_in_for())


def waiting_tasks() -> QuerySet[Task]:
    """Errands that wait for the actor or for somebody whose place he takes."""
    own = {account_of(current_actor()), *stands_in_for()}
    tasks = Task.objects.filter(account__in=own)
    return tasks.select_related("errand", "case")


def done_cases() -> QuerySet[Case]:
    """Cases in which the actor has taken a step, latest first."""
    return handled(current_actor()).select_related("office")


def done_errands() -> QuerySet[Errand]:
    """Errands of others on which the actor has acted, latest first."""
    me = account_of(current_actor())
    acted = ErrandEvent.objects.filter(errand=OuterRef("pk")).filter(Q(hand=me) | Q(by=me))
    found = Errand.objects.filter(Exists(acted)).exclude(initiator=me)
    return found.select_related("case").order_by("-moved_at", "-id")


def started_errands() -> QuerySet[Errand]:
    """Errands that the actor has started, latest first."""
    mine = Errand.objects.filter(initiator=account_of(current_actor()))
    return mine.select_related("case").order_by("-moved_at", "-id")


def copies() -> QuerySet[Copy]:
    """What the actor was told of, latest first."""
    own = Copy.objects.filter(account=account_of(current_actor()))
    return own.select_related("case", "errand")


def read_copy(copy_id: int) -> Copy:
    """Note that the actor has read a copy. Raises Refused for somebody else's."""
    copy = copies().filter(pk=copy_id).first()
    if copy is None:
        raise refuse("没有找到这份抄送")
    if copy.read_at is None:
        copy.read_at = clock.now()
        copy.save(update_fields=["read_at"])
    return copy


def errands_of(case: Case) -> QuerySet[Errand]:
    """The errands around a case, the running ones first."""
    found = Errand.objects.filter(case=case).select_related("case")
    return found.prefetch_related("tasks").order_by("closed_at", "-id")
