"""The log of calls: who asked for what, and how it was answered."""

from dataclasses import dataclass

from fashu.kernel import clock
from fashu.kernel.access import acting_as
from fashu.kernel.exchange.keys import Caller
from fashu.kernel.exchange.models import Call


@dataclass(frozen=True, slots=True)
class Answered:
    """How a call was answered. `count`: how many items left the house."""

    method: str
    path: str
    case_number: str
    status: int
    count: int
    millis: int
    address: str
    request: str


def record(caller: Caller, answered: Answered) -> None:
    """Write a call down, before its answer leaves. Nobody changes it afterwards."""
    with acting_as(caller.actor):
        Call.objects.create(
            consumer_id=caller.consumer_id,
            account_id=caller.actor.account_id or 0,
            key=caller.key,
            method=answered.method,
            path=answered.path[:120],
            case_number=answered.case_number[:40],
            status=answered.status,
            count=answered.count,
            millis=answered.millis,
            address=answered.address[:45],
            request=answered.request[:64],
            at=clock.now(),
        )
