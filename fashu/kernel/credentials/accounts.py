"""Single accounts, as administrators keep them: opened, kept right, shut, given another way in.

No password goes through an administrator's hands: he gets a code, once, for the owner. Who may
give a new password may not take a second factor away, and the other way round, so that neither can
become somebody else alone. Each act stands in the administration log; all raise Refused.
"""

import re
from dataclasses import dataclass

from django.db import transaction

from fashu.kernel.access import ADMINISTRATORS, SYSTEM, Kind, acting_as, current_actor, log
from fashu.kernel.credentials import activation, journal, passkeys, passwords, sessions, totp
from fashu.kernel.credentials.activation import Slip
from fashu.kernel.credentials.models import Ending, Means, Outcome
from fashu.kernel.credentials.origin import NOWHERE, Origin
from fashu.kernel.credentials.standing import standing_of
from fashu.kernel.people import posts
from fashu.kernel.people.administration import granter, keeper
from fashu.kernel.people.imports.officers import PHONE, USERNAME
from fashu.kernel.people.models import Account, Office
from fashu.kernel.people.posts import Span
from fashu.kernel.procedure.refusal import refuse

KINDS = {Kind.OFFICER: "工作人员", Kind.AUDITOR: "督察人员"}
"""What kinds of account the system administrator opens."""

TWO_PERSONS = "管理员的账号不由另一名管理员一人处置"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who comes, and where he serves first. `post` is a title; empty for none."""

    username: str
    name: str
    phone: str = ""
    kind: Kind = Kind.OFFICER
    office: Office
    post: str = ""
    span: Span
    basis: str = ""


@transaction.atomic
def open_account(newcomer: Newcomer) -> Slip:
    """An account with its first post, and the code by which its owner takes it into use."""
    keeper()
    _check_words(newcomer.name, newcomer.phone)
    if newcomer.kind not in KINDS:
        raise refuse("只能建立工作人员和督察人员的账号", remedy="管理员由两名安全管理员任命")
    if not USERNAME.fullmatch(newcomer.username) or len(newcomer.username) > 64:
        raise refuse("账号写得不对", username="账号由字母、数字和 . _ - 组成，最多64位。")
    with acting_as(SYSTEM):  # a citizen's name is taken too, though no administrator sees it
        is_taken = Account.objects.filter(username=newcomer.username).exists()
    if is_taken:
        raise refuse("已有这个账号", username=f"账号{newcomer.username}已经有人使用，请换一个。")
    account = Account.objects.create_account(
        newcomer.username, name=newcomer.name, kind=newcomer.kind, phone=newcomer.phone
    )
    log.write("account", _whose(account), None, _facts(account))
    title = newcomer.post.strip()
    post = posts.establish(newcomer.office, title) if title else None
    posts.appoint(account, newcomer.office, newcomer.span, post=post, basis=newcomer.basis)
    return activation.issue([account])[0]


@transaction.atomic
def restate(account: Account, name: str, phone: str) -> None:
    """Another name or telephone number."""
    _keeping(account)
    _check_words(name, phone)
    before, account.name, account.phone = _facts(account), name, phone
    account.save(update_fields=["name", "phone"])
    log.write("account", _whose(account), before, _facts(account))


@transaction.atomic
def disable(account: Account, reason: str, origin: Origin = NOWHERE) -> None:
    """Nobody signs in to it any more; whoever is signed in is out. Its posts stay as they are."""
    _keeping(account, reason)
    if not account.is_active:
        raise refuse("该账号已经停用")
    _switch(account, on=False)
    sessions.end_all(account, Ending.FORCED, origin)
    log.write("disable", _whose(account), {"启用": "是"}, {"启用": "否", "理由": reason.strip()})


@transaction.atomic
def enable(account: Account, reason: str) -> None:
    """The owner may sign in again, as he did before."""
    _keeping(account, reason)
    if account.is_active:
        raise refuse("该账号没有停用")
    _switch(account, on=True)
    log.write("enable", _whose(account), {"启用": "否"}, {"启用": "是", "理由": reason.strip()})


@transaction.atomic
def reset(account: Account, reason: str, origin: Origin = NOWHERE) -> Slip:
    """A code in place of the password, which no longer works; nor does a code given before."""
    _keeping(account, reason)
    if not account.is_active:
        raise refuse("该账号已经停用", remedy="请先启用")
    if standing_of(account).is_demonstration:
        raise refuse("这是演示账号，密码写在登录页上")
    passwords.void(account, origin)
    slip = activation.issue([account])[0]
    told = {"方式": "激活码", "有效期至": slip.expires_at.isoformat(), "理由": reason.strip()}
    log.write("reset", _whose(account), None, told)
    _tell(account, Means.ACTIVATION, "发给新的激活码", origin)
    return slip


@transaction.atomic
def release_factors(account: Account, reason: str, origin: Origin = NOWHERE) -> None:
    """Forget the second factors of somebody who has lost his; he chooses another at the door.

    The security administrator's part, and nobody's for himself.
    """
    granter()
    _check_reason(reason)
    if account.pk == current_actor().account_id:
        raise refuse("不能为本人解除", remedy="请由另一名安全管理员办理")
    had, has_totp = passkeys.own(account), totp.is_enrolled(account)
    if not has_totp and not had:
        raise refuse("该账号没有设置双因素验证")
    if has_totp:
        totp.remove(account, origin)
    for passkey in had:
        passkeys.remove(account, passkey.pk, origin)
    sessions.end_all(account, Ending.FORCED, origin)
    log.write("reset", _whose(account), None, {"方式": "解除双因素验证", "理由": reason.strip()})
    _tell(account, Means.TOTP, "解除双因素验证", origin)


def _keeping(account: Account, reason: str | None = None) -> None:
    keeper()
    if account.kind in ADMINISTRATORS and current_actor().kind is not Kind.SYSTEM:
        remedy = "请由两名安全管理员先免去其职责；忘记密码的，请运维人员在服务器上重置"
        raise refuse(TWO_PERSONS, remedy=remedy)
    if account.kind == Kind.CITIZEN:
        raise refuse("只维护工作人员的账号")
    if reason is not None:
        _check_reason(reason)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise refuse("请填写理由")


def _check_words(name: str, phone: str) -> None:
    if not name.strip():
        raise refuse("请填写姓名", name="请填写姓名。")
    if phone and not re.fullmatch(PHONE, phone):
        raise refuse("手机号码写得不对", phone="手机号码由5至20位数字组成，可以有空格和横线。")


def _switch(account: Account, *, on: bool) -> None:
    account.is_active = on
    account.save(update_fields=["is_active"])


def _tell(account: Account, means: Means, words: str, origin: Origin) -> None:
    """Its owner reads it in his own sign-in log."""
    detail = f"{words}（{current_actor().name}）"
    journal.note(account, means, Outcome.CHANGED, origin, detail=detail)


def _whose(account: Account) -> str:
    return f"账号 {account.username} {account.name}"


def _facts(account: Account) -> dict[str, str]:
    kind = dict(Account.KINDS)[account.kind]
    return {"姓名": account.name, "类型": kind, "手机号码": account.masked_phone}
