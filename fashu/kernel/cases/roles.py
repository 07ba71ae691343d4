"""Which roles an actor plays in a case, and which cases he may see at all."""

from django.db import connection
from django.db.models import Q

from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.business import Business
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Case, Event, Participant
from fashu.kernel.procedure import Role, Step
from fashu.kernel.procedure.refusal import Refused, refuse

FORMER_ORGAN = "former_organ"
"""The role of an office that handed the case on: it keeps seeing the case, and acts no more."""


def case_by_number(number: str, *, lock: bool = False) -> Case:
    """The case of this number, if the present actor may see it.

    Raises Refused with the same words whether it is unknown or hidden, so that asking tells
    nothing. With `lock` the row is held until the transaction ends.
    """
    current_actor()
    query = Case.objects.select_related("office")
    if lock:
        query = query.select_for_update(of=("self",))
    case = query.filter(number=number).first()
    if case is None:
        raise _unknown(number)
    if lock:
        not_archived(case)
    return case


def procedure_of(number: str) -> str:
    """The procedure of the case of this number, as `case_by_number` finds it, and nothing else:
    the state of a long case is much to read. Raises Refused."""
    current_actor()
    found = Case.objects.filter(number=number).values_list("procedure", flat=True).first()
    if found is None:
        raise _unknown(number)
    return found


def _unknown(number: str) -> Refused:
    return refuse(f"没有找到案件{number}", remedy="请核对案号；不属于您的案件不会显示")


def not_archived(case: Case) -> None:
    """Raise Refused for a case that is in the archive: it is read, and nothing is done to it."""
    if case.archived_at is not None:
        raise refuse(f"{case.number}已经归档，只能查阅", remedy="确需办理的，另行立案")


def case_by_code(code: str) -> Case:
    """The case of a query code 查询码, for whoever holds the code. Raises Refused.

    The holder sees this one case for the rest of the transaction, whoever he is.
    """
    plain = code.strip().upper().replace("-", "").replace(" ", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT fashu_case_of_code(%s)", [plain])
        case_id = cursor.fetchone()[0]
        if case_id is not None:
            cursor.execute("SELECT set_config('fashu.opening', %s, true)", [str(case_id)])
    case = Case.objects.select_related("office").filter(pk=case_id).first()
    if case is None:
        raise refuse("没有找到这个查询码", remedy="请核对受理回执上的12位查询码")
    return case


def account_of(actor: Actor) -> int:
    """The account of an actor who must have signed in. Raises Refused."""
    if actor.account_id is None:
        raise refuse("请先登录", remedy="登录后回到本页继续")
    return actor.account_id


def roles_in(actor: Actor, case: Case) -> frozenset[str]:
    """The role keys that an actor plays in a case he can see."""
    if actor.kind is Kind.AUDITOR or actor.account_id is None:
        return frozenset()
    return frozenset(_own(actor, case) | _of_office(actor, case, business_of(case.procedure)))


def judges(actor: Actor, case: Case) -> bool:
    """Whether his roles show him the whole of a case, as he handles or oversees it.

    The same as `rls.judges`: whoever merely takes part sees the case and not what is for the
    office alone.
    """
    part = actor.reach.part(case.procedure)
    if case.office_path in part:
        return True
    if case.office_path not in part.own or actor.account_id is None:
        return False
    acted = Event.objects.filter(case=case, account_id=actor.account_id)
    return case.handler_id == actor.account_id or acted.exists()


def _own(actor: Actor, case: Case) -> set[str]:
    mine = Q(account_id=account_of(actor))
    if actor.office_path:
        mine |= Q(office_path=actor.office_path)
    held = Participant.objects.filter(mine, case=case).values_list("role", flat=True)
    return set(held) - {FORMER_ORGAN}


def _of_office(actor: Actor, case: Case, business: Business) -> set[str]:
    """Roles inside the handling office go by post; an office above acts only as superior.

    In either case only as far as his roles reach (数据范围).
    """
    if not judges(actor, case):
        return set()
    inside = {role.key for role in business.inside}
    if actor.office_path == case.office_path:
        return inside & actor.roles
    if actor.office_path and case.office_path.startswith(actor.office_path):
        return ({"superior"} - inside) & actor.roles
    return set()


def acting_role(held: frozenset[str], step: Step, asked: str) -> str:
    """The role in which the step is taken: the one asked for, or the only one that fits."""
    able = [role for role in step.by if role.key in held]
    if asked:
        if asked in held:
            return asked
        raise refuse("您在本案中没有这一角色", step.cite, "请核对您的岗位或委托")
    if not able:
        raise refuse(f"“{step.title}”由{_titles(step.by)}办理，您在本案中没有这一角色", step.cite)
    return able[0].key


def _titles(roles: tuple[Role, ...]) -> str:
    return "、".join(role.title for role in roles)
