"""回避 among colleagues: who has to decide, who hears of it, and what waits for somebody else.

`cases.avoidance` shuts the door. A party that asks sees nobody who could decide; hence the system
looks for them and tells them.
"""

from collections.abc import Iterable

from django.db import transaction

from fashu.kernel.access import SYSTEM, acting_as, current_actor
from fashu.kernel.cases import avoidance
from fashu.kernel.cases.avoidance import SUPERIOR
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Avoidance, Case, Ground
from fashu.kernel.cases.roles import case_by_number
from fashu.kernel.desk.models import Kind, Task
from fashu.kernel.desk.notices import case_address, tell
from fashu.kernel.people.models import Posting

DESK = "/workbench/"
"""Where somebody is led who no longer sees the case."""


@transaction.atomic
def ask_to_avoid(
    number: str, ground: Ground, reason: str, *, account: int | None = None, for_party: bool = False
) -> Avoidance:
    """Ask that an officer avoid a case, and tell whoever has to decide. Raises Refused."""
    case = case_by_number(number)
    row = avoidance.ask_to_avoid(number, ground, reason, account=account, for_party=for_party)
    if row.is_upheld is None:
        _tell(deciders(case, row.account_id), f"回避申请待决定：{number}", case)
    _after(case, row)
    return row


@transaction.atomic
def decide_avoidance(
    number: str, avoidance_id: int, *, upheld: bool, answer: str = ""
) -> Avoidance:
    """Decide, and tell the officer concerned and whoever has to take over. Raises Refused."""
    case = case_by_number(number)
    row = avoidance.decide_avoidance(number, avoidance_id, upheld=upheld, answer=answer)
    if not upheld:
        _tell([row.account_id], f"决定不予回避，由您继续办理：{number}", case)
    _after(case, row)
    return row


def deciders(case: Case, concerned: int) -> list[int]:
    """Who may decide about an officer: the organ's own, or where nobody else is left, the office
    above. Found by the system, as a party sees neither."""
    organ = business_of(case.procedure).organ.key
    path = case.office_path
    above = [path[: n + 1] for n, letter in enumerate(path) if letter == "/"][:-1]
    with acting_as(SYSTEM):
        posts = Posting.objects.in_force().filter(account__is_active=True)
        own = posts.filter(office__path=path, roles__contains=[organ])
        found = set(own.values_list("account_id", flat=True)) - {concerned}
        if not found:
            higher = posts.filter(office__path__in=above, roles__contains=[SUPERIOR])
            found = set(higher.values_list("account_id", flat=True))
    return sorted(found)


def _after(case: Case, row: Avoidance) -> None:
    """Whoever is shut out learns it, and those who lead learn what he leaves behind."""
    if not row.shuts_out:
        return
    _tell([row.account_id], f"您应当回避，不再办理：{case.number}", case, address=DESK)
    with acting_as(SYSTEM):
        tasks = Task.objects.filter(case=case, account_id=row.account_id).count()
    left = ["承办人"] if case.handler_id == row.account_id else []
    left += [f"内部事项{tasks}项"] if tasks else []
    if left:
        words = f"{row.name}回避，请另行安排{'、'.join(left)}：{case.number}"
        _tell(_heads(case), words, case)


def _heads(case: Case) -> list[int]:
    heads = [role.key for role in business_of(case.procedure).heads]
    with acting_as(SYSTEM):
        posts = Posting.objects.in_force().filter(office__path=case.office_path)
        return list(posts.filter(roles__overlap=heads).values_list("account_id", flat=True))


def _tell(people: Iterable[int], words: str, case: Case, *, address: str = "") -> None:
    """Tell them all but oneself."""
    others = set(people) - {current_actor().account_id}
    with acting_as(SYSTEM):
        tell(sorted(others), Kind.ASSIGN, words, address or case_address(case), number=case.number)
