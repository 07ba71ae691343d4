"""承办人: claiming, assigning, handing on and giving back a case; urging and telling of it.

None of it is an event of the case and none moves a statutory clock: the law's term binds the
organ, whoever of its officers has the file.
"""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import Count, Max

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.avoidance import none_avoids
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.handling import is_head, set_handler
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.roles import account_of, case_by_number
from fashu.kernel.desk.colleagues import handlers, head, insider, may_be_asked, name_of
from fashu.kernel.desk.delegation import stands_in_for
from fashu.kernel.desk.models import Copy, Handling, How, Kind, Urge
from fashu.kernel.desk.notices import case_address, tell
from fashu.kernel.procedure.refusal import refuse


@transaction.atomic
def claim(number: str) -> Handling:
    """认领: take a case that nobody handles. Raises Refused."""
    case = _open_case(number)
    account = insider(case)
    if case.handler_id is not None:
        raise refuse("本案已有承办人", remedy="需要由您承办的，请负责人指派")
    return _give(case, account, How.CLAIM, account)


@transaction.atomic
def assign(number: str, to: int, words: str = "") -> Handling:
    """指派 by a head, or 转办 by whoever handles it (or stands in for him). Raises Refused."""
    case = _open_case(number)
    actor = current_actor()
    own = {account_of(actor)} | stands_in_for()
    how = How.ASSIGN if is_head(actor, case) else How.HAND_ON
    if how is How.HAND_ON and case.handler_id not in own:
        raise refuse("指派由承办机关负责人办理，转办由现在的承办人办理")
    none_avoids(case, (to,))
    if to not in handlers(case, business_of(case.procedure)):
        raise refuse("所选人员不在承办机关任职", remedy="请从承办机关的工作人员中选择")
    if to == case.handler_id:
        raise refuse("本案已由这位同事承办")
    return _give(case, to, how, account_of(actor), words)


@transaction.atomic
def assign_by_rule(number: str, how: How) -> Handling:
    """分办 by a head: in turn (轮流), or to whoever has the fewest open cases (负载)."""
    case = _open_case(number)
    by = head(case)
    candidates = handlers(case, business_of(case.procedure))
    if not candidates:
        raise refuse("承办机关没有可以承办的人员")
    return _give(case, chosen(case, candidates, how), how, by)


def give_by_rule(case: Case, to: int, words: str) -> Handling:
    """规则分办 of a locked case that nobody handles, by the system; `allotting` says to whom."""
    return _give(case, to, How.RULE, None, words)


def chosen(case: Case, candidates: Iterable[int], how: How) -> int:
    """Whom the rule names, the same for the same rows: ties go to the lower account number."""
    if how is How.TURN:
        last = _latest_handling(case, candidates)
        return min(candidates, key=lambda account: (last.get(account, 0), account))
    load = _open_cases(candidates)
    return min(candidates, key=lambda account: (load.get(account, 0), account))


@transaction.atomic
def release(number: str, words: str = "") -> Handling:
    """退回机关: the handler gives a case back, or a head takes it off him. Raises Refused."""
    case = _open_case(number)
    actor = current_actor()
    account = insider(case)
    if case.handler_id is None:
        raise refuse("本案没有承办人")
    if case.handler_id != account and not is_head(actor, case):
        raise refuse("由承办人本人或者负责人办理")
    return _give(case, None, How.RELEASE, account, words)


def urge(number: str, words: str = "") -> Urge:
    """催办 whoever handles a case, once a day. Raises Refused.

    Offices above may urge as well as colleagues: whoever sees the case within his scope.
    """
    actor, case = current_actor(), _open_case(number)
    if case.office_path not in actor.scope:
        raise refuse("催办由承办机关及其上级机关办理")
    if case.handler_id is None:
        raise refuse("本案没有承办人，无人可催", remedy="请先指派承办人")
    if case.handler_id == account_of(actor):
        raise refuse("不能催办本人")
    try:
        with transaction.atomic():
            told, address = f"催办：{case.number}", case_address(case)
            tell([case.handler_id], Kind.URGE, told, address, number=case.number)
            return Urge.objects.create(
                case=case,
                account_id=case.handler_id,
                name=name_of(case.handler_id),
                by_id=account_of(actor),
                by_name=actor.name,
                words=words.strip()[:200],
                on=clock.today(),
                at=clock.now(),
            )
    except IntegrityError:
        raise refuse("今天已经催办过", remedy="每人每天催办一次，请明天再催") from None


@transaction.atomic
def copy(number: str, to: tuple[int, ...], words: str = "") -> list[Copy]:
    """抄送 a case to colleagues. Raises Refused."""
    case = case_by_number(number)
    by = insider(case)
    if not to:
        raise refuse("没有选择抄送的同事")
    may_be_asked(case, to)
    tell(to, Kind.COPY, f"抄送：{case.number}", case_address(case), number=case.number)
    return [
        Copy.objects.create(
            case=case,
            account_id=person,
            by_id=by,
            by_name=name_of(by),
            words=words.strip()[:200],
            at=clock.now(),
        )
        for person in dict.fromkeys(to)
    ]


def _open_case(number: str) -> Case:
    case = case_by_number(number, lock=True)
    if case.closed_on is not None:
        raise refuse("本案已经办结")
    return case


def _give(case: Case, to: int | None, how: How, by: int | None, words: str = "") -> Handling:
    former = case.handler_id
    set_handler(case, to)
    given = f"{How(how).label}：{case.number}"
    for account, told in ((to, given), (former, f"不再由您承办：{case.number}")):
        if account is not None:
            address = case_address(case)
            tell([account], Kind.ASSIGN, told, address, number=case.number)
    return Handling.objects.create(
        case=case,
        account_id=to,
        name=name_of(to),
        by_id=by,
        by_name=name_of(by),
        how=how,
        words=words.strip()[:200],
        at=clock.now(),
    )


def _latest_handling(case: Case, candidates: Iterable[int]) -> dict[int, int]:
    """Account -> the number of the latest case given to him in this office."""
    given = Handling.objects.filter(case__office_path=case.office_path, account__in=candidates)
    found = given.order_by().values_list("account").annotate(last=Max("id"))
    return dict(found)


def _open_cases(candidates: Iterable[int]) -> dict[int, int]:
    """Account -> how many open cases he handles."""
    held = Case.objects.filter(handler__in=candidates, closed_on=None)
    return dict(held.order_by().values_list("handler").annotate(count=Count("id")))
