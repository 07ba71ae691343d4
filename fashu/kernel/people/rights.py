"""Granting and withdrawing: what the security administrator does, each act with a line in the log.

Roles and data scopes act on the holder's next request. Whatever concerns an administrator needs
a second security administrator (复核).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import Actor, DataScope, Kind, current_actor, log
from fashu.kernel.access.models import Appointment, Grant, Role, RoleScope
from fashu.kernel.people.actors import DELEGABLE, delegable
from fashu.kernel.people.models import Account, Office, Posting
from fashu.kernel.procedure.refusal import refuse


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last day, both included; without a last day until withdrawn."""

    since: date
    until: date | None = None


@transaction.atomic
def define_role(
    key: str, title: str, plays: Iterable[str], note: str = "", *, is_personal: bool = True
) -> Role:
    """Make a role, or give an existing one other words and other roles of procedures."""
    _granting()
    before = Role.objects.filter(key=key).first()
    plays = sorted(set(plays))
    role = Role(key=key, title=title, plays=plays, note=note, is_personal=is_personal)
    if Role.objects.filter(title=title).exclude(key=key).exists():
        raise refuse(f"已有名为“{title}”的角色", remedy="请换一个名称")
    role.save()
    log.write("role", f"角色 {title}", _role(before), _role(role))
    return role


@transaction.atomic
def set_scope(
    role: Role, scope: DataScope, *, business: str = "", offices: Iterable[str] = ()
) -> RoleScope:
    """Give a role its data scope in one business, or wherever none is named.

    `offices` are codes, for 自定 alone; each office stands for itself. Raises Refused.
    """
    _granting()
    codes = sorted(set(offices))
    if codes and scope is not DataScope.CUSTOM:
        raise refuse(f"“{scope.title}”不需要指定机构", remedy="指定机构的，请选择“自定”")
    named = list(Office.objects.filter(code__in=codes))
    if missing := set(codes) - {office.code for office in named}:
        raise refuse(f"没有机构{'、'.join(sorted(missing))}", remedy="请核对机构代码")
    line = RoleScope.objects.filter(role=role, business=business).first()
    before = _scope(line)
    line = line or RoleScope(role=role, business=business)
    line.scope = scope
    line.save()
    line.offices.set(named)
    log.write("scope", f"角色 {role.title} 业务 {business or '全部'}", before, _scope(line))
    return line


@transaction.atomic
def drop_scope(role: Role, business: str) -> None:
    """Let a role have in a business what it has everywhere."""
    _granting()
    line = RoleScope.objects.filter(role=role, business=business).first()
    if line is not None:
        log.write("scope", f"角色 {role.title} 业务 {business or '全部'}", _scope(line), None)
        line.delete()


@transaction.atomic
def grant(account: Account, office: Office, role: Role, span: Span, basis: str = "") -> Grant:
    """Give somebody a role in an office in which he serves. Raises Refused."""
    actor = _granting()
    if account.kind not in (Kind.OFFICER, Kind.AUDITOR):
        raise refuse(f"{account}不是办案人员，不能授予角色", remedy="管理员与办案人员互相分立")
    if span.until is not None and span.until < span.since:
        raise refuse("截止日期早于起始日期", remedy="请核对日期")
    if not Posting.objects.in_force().filter(account=account, office=office).exists():
        raise refuse(f"{account}不在{office}任职", remedy="请先由系统管理员登记任职")
    if Grant.objects.in_force().filter(account=account, office=office, role=role).exists():
        raise refuse(f"{account}在{office}已有角色“{role}”", remedy="需要改期限的，请先收回")
    given = Grant.objects.create(
        account=account,
        office=office,
        role=role,
        since=span.since,
        until=span.until,
        basis=basis,
        granted_by_id=actor.account_id,
        granted_at=clock.now(),
    )
    log.write("grant", _whose(account), None, _grant(given))
    return given


@transaction.atomic
def withdraw(given: Grant) -> None:
    """Take a granted role back from now on. Raises Refused where that was done before."""
    actor = _granting()
    if given.withdrawn_at is not None:
        raise refuse("这项授权已经收回")
    before = _grant(given)
    given.withdrawn_by_id, given.withdrawn_at = actor.account_id, clock.now()
    given.save(update_fields=["withdrawn_by", "withdrawn_at"])
    log.write("withdraw", _whose(given.account), before, None)


@transaction.atomic
def strip(posting: Posting, role: str) -> None:
    """Take back a role that came with a post. Raises Refused where it did not."""
    _granting()
    if role not in posting.roles:
        raise refuse("该任职没有这一角色")
    before = {"机构": posting.office.title, "随岗角色": list(posting.roles)}
    posting.roles = [held for held in posting.roles if held != role]
    posting.save(update_fields=["roles"])
    log.write("withdraw", _whose(posting.account), before, {"随岗角色": posting.roles})


@transaction.atomic
def entrust(posting: Posting, roles: Iterable[str]) -> None:
    """Give a delegate roles of whom he stands in for, instead of those he has. Raises Refused."""
    _granting()
    principal, asked = posting.on_behalf_of, frozenset(roles)
    if principal is None:
        raise refuse("这不是代理", remedy="任职的角色随岗位授予，或者授予本人")
    if not asked <= delegable(principal):
        raise refuse("代理的权限超出了被代理人可以代理的权限", remedy=DELEGABLE)
    before, after = {"代理的角色": posting.roles}, {"代理的角色": sorted(asked)}
    posting.roles = sorted(asked)
    posting.save(update_fields=["roles"])
    place = {"机构": posting.office.title, "代理": principal.account.name}
    log.write("grant", _whose(posting.account), place | before, place | after)


@transaction.atomic
def unlock(account: Account) -> None:
    """Let somebody who is locked out try again at once."""
    _granting()
    before = {"失败次数": account.failed_attempts, "锁定至": _iso(account.locked_until)}
    account.failed_attempts, account.locked_until = 0, None
    account.save(update_fields=["failed_attempts", "locked_until"])
    log.write("unlock", _whose(account), before, None)


# -- The three administrators ------------------------------------------------------------------


@transaction.atomic
def ask(account: Account, duty: Kind, reason: str) -> Appointment:
    """Ask that an account become an administrator, or (OFFICER) none any more. Raises Refused."""
    actor = _granting()
    if duty not in Appointment.DUTIES or account.kind == Kind.CITIZEN:
        raise refuse("只有工作人员的账号可以任命为管理员", remedy="请由系统管理员新建账号")
    if account.pk == actor.account_id:
        raise refuse("不能为本人申请", remedy="请由另一名安全管理员申请")
    if account.kind == duty:
        raise refuse(f"{account}已经是{_title(duty)}")
    if Appointment.objects.filter(account=account, is_approved=None).exists():
        raise refuse(f"{account}还有一项申请等待复核", remedy="请先复核该申请")
    if not reason.strip():
        raise refuse("请填写理由")
    asked = Appointment.objects.create(
        account=account,
        duty=duty.value,
        reason=reason.strip(),
        asked_by_id=actor.account_id or 0,
        asked_at=clock.now(),
    )
    log.write("ask", _whose(account), {"类型": _title(account.kind)}, {"类型": _title(duty)})
    return asked


@transaction.atomic
def decide(asked: Appointment, *, approve: bool) -> None:
    """The second person's word. Raises Refused for whoever asked, and for the one concerned."""
    actor = _granting()
    if actor.account_id in (asked.asked_by_id, asked.account_id):
        raise refuse("申请人和被任命人不能复核", remedy="请由另一名安全管理员复核")
    if not asked.is_open:
        raise refuse("这项申请已经复核")
    account = asked.account
    if approve and _has_roles(account):
        raise refuse(f"{account}还有办案角色", remedy="请先收回其角色，管理员与办案人员互相分立")
    before = {"类型": _title(account.kind)}
    asked.is_approved, asked.decided_by_id = approve, actor.account_id
    asked.decided_at = clock.now()
    asked.save(update_fields=["is_approved", "decided_by", "decided_at"])
    if approve:
        account.kind = asked.duty
        account.save(update_fields=["kind"])
    after = {"类型": _title(account.kind), "复核": "同意" if approve else "不同意"}
    log.write("decide", _whose(account), before, after)


def _has_roles(account: Account) -> bool:
    held = Posting.objects.in_force().filter(account=account).exclude(roles=[])
    return held.exists() or Grant.objects.in_force().filter(account=account).exists()


# -- Words -------------------------------------------------------------------------------------


def _granting() -> Actor:
    """The security administrator who acts, or the system. Raises Refused for anybody else."""
    actor = current_actor()
    if actor.kind not in (Kind.SECURITY_ADMIN, Kind.SYSTEM):
        raise refuse("角色和数据范围由安全管理员管理", remedy="请联系安全管理员")
    return actor


def _title(kind: str) -> str:
    return dict(Account.KINDS)[kind]


def _whose(account: Account) -> str:
    return f"账号 {account.username} {account.name}"


def _role(role: Role | None) -> dict[str, Any] | None:
    if role is None:
        return None
    personal = "是" if role.is_personal else "否"
    return {"名称": role.title, "程序中的角色": list(role.plays), "限本人": personal}


def _scope(line: RoleScope | None) -> dict[str, Any] | None:
    if line is None:
        return None
    offices = sorted(line.offices.values_list("code", flat=True))
    return {"范围": f"{line.scope} {DataScope(line.scope).title}", "机构": offices}


def _grant(given: Grant) -> dict[str, Any]:
    return {
        "角色": given.role.title,
        "机构": given.office.title,
        "自": given.since.isoformat(),
        "至": given.until.isoformat() if given.until else None,
        "依据": given.basis,
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
