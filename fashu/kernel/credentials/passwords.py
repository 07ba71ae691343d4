"""What a password must be, how long it holds, and changing it.

GB/T 22239-2019 8.1.4.1 a): 身份鉴别信息具有复杂度要求并定期更换. The figures are in `policy`.
"""

import re
from itertools import pairwise

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from pypinyin import lazy_pinyin

from fashu.kernel import clock
from fashu.kernel.access import acting_as
from fashu.kernel.credentials import journal, sessions
from fashu.kernel.credentials.models import Ending, FormerPassword, Means, Outcome, Standing
from fashu.kernel.credentials.origin import NOWHERE, Origin, oneself
from fashu.kernel.credentials.policy import policy_for
from fashu.kernel.credentials.standing import standing_of
from fashu.kernel.people.models import Account

REMEMBERED = 5
"""So many former passwords may not come back."""

PASSPHRASE = 16
"""From this length on a password need not mix its characters."""

LONGEST = 128
CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")
COMMON = CommonPasswordValidator()


class PasswordRefusedError(Exception):
    """The new password will not do; `reasons` are sentences for whoever chose it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("".join(reasons))
        self.reasons = reasons


def must_change(account: Account) -> str:
    """Why the password has to be changed before anything else; empty where it need not."""
    standing = standing_of(account)
    if standing.is_demonstration:
        return ""
    if standing.is_initial or standing.password_set_at is None:
        return "您正在使用初始密码。请先设置只有您自己知道的密码。"
    age = policy_for(account).password_age
    if age is not None and clock.now() - standing.password_set_at >= age:
        return f"密码已使用超过 {age.days} 天，应当定期更换。请先设置新密码。"
    return ""


def rules_for(account: Account) -> list[str]:
    """The rules in words, for the page that asks for a new password."""
    shortest = policy_for(account).shortest
    return [
        f"至少 {shortest} 位，包含大写字母、小写字母、数字、符号中的三类；"
        f"或者至少 {PASSPHRASE} 位的一句话。",
        "不含您的姓名和账号，不是常见密码。",
        f"与最近 {REMEMBERED} 次用过的密码不同。",
    ]


def reasons_against(account: Account, password: str) -> list[str]:
    """Why a password will not do for this account; empty where it does."""
    reasons = [*_too_simple(account, password)]
    if _names(account, password):
        reasons.append("密码不能包含您的姓名或者账号。")
    try:
        COMMON.validate(password)
    except ValidationError:
        reasons.append("这是很多人都在用的密码，容易被猜中。")
    if not reasons and _was_used(account, password):
        reasons.append(f"这个密码最近 {REMEMBERED} 次中用过。请换一个。")
    return reasons


def choose(
    account: Account, password: str, origin: Origin = NOWHERE, *, keep: int | None = None
) -> None:
    """Give an account the password its owner chose; raises PasswordRefusedError.

    Every session ends but `keep`, whose browser needs the new proof.
    """
    if standing_of(account).is_demonstration:
        raise PasswordRefusedError(["这是演示账号，密码写在登录页上，不能修改。"])
    with acting_as(oneself(account)):
        reasons = reasons_against(account, password)
        if reasons:
            raise PasswordRefusedError(reasons)
        _set(account, password, is_initial=False)
    journal.note(
        account, Means.PASSWORD, Outcome.CHANGED, origin, detail="设置新密码", session=keep
    )
    sessions.end_all(account, Ending.CHANGED, origin, but=keep)


def give_initial(account: Account, password: str) -> None:
    """A password that somebody else knows: it has to be changed at the first sign-in."""
    with acting_as(oneself(account)):
        _set(account, password, is_initial=True)
    sessions.end_all(account, Ending.CHANGED, NOWHERE)


def void(account: Account, origin: Origin = NOWHERE) -> None:
    """The password no longer works, and every session ends; it does not come back either."""
    with acting_as(oneself(account)):
        _set(account, None, is_initial=True)
    sessions.end_all(account, Ending.CHANGED, origin)


def mark_demonstration(account: Account) -> None:
    """This invented person's password is shown to everybody and stays as it is."""
    changes = {"is_demonstration": True, "is_initial": False, "password_set_at": clock.now()}
    with acting_as(oneself(account)):
        Standing.objects.update_or_create(account=account, defaults=changes)


@transaction.atomic
def _set(account: Account, password: str | None, *, is_initial: bool) -> None:
    now = clock.now()
    if account.has_usable_password():
        FormerPassword.objects.create(account=account, encoded=account.password, replaced_at=now)
    kept = FormerPassword.objects.filter(account=account)[: REMEMBERED - 1]
    FormerPassword.objects.filter(account=account).exclude(pk__in=[f.pk for f in kept]).delete()
    account.set_password(password)
    account.failed_attempts, account.locked_until = 0, None
    account.save(update_fields=["password", "failed_attempts", "locked_until"])
    changes = {"is_initial": is_initial, "password_set_at": now}
    Standing.objects.update_or_create(account=account, defaults=changes)


def _too_simple(account: Account, password: str) -> list[str]:
    shortest = policy_for(account).shortest
    if len(password) > LONGEST:
        return [f"密码不能超过 {LONGEST} 位。"]
    if len(password) < shortest:
        return [f"密码至少 {shortest} 位。"]
    if len(set(password)) < shortest // 2 or _runs(password):
        return ["密码中重复或者连续的字符太多。"]
    kinds = sum(bool(re.search(kind, password)) for kind in CLASSES)
    if kinds < 3 and len(password) < PASSPHRASE:
        return [
            "密码应当包含大写字母、小写字母、数字、符号中的三类；"
            f"或者使用至少 {PASSPHRASE} 位的一句话。"
        ]
    return []


def _runs(password: str) -> bool:
    """Whether more than half of it only counts up or down: abcdefgh, 87654321."""
    steps = [ord(b) - ord(a) for a, b in pairwise(password)]
    return max(steps.count(1), steps.count(-1)) > len(password) // 2


def _names(account: Account, password: str) -> bool:
    lowered = password.lower()
    spelled = "".join(lazy_pinyin(account.name)).lower()
    latin = (account.username.lower(), spelled)
    return account.name.lower() in lowered or any(len(n) >= 4 and n in lowered for n in latin)


def _was_used(account: Account, password: str) -> bool:
    """The present password and those before it."""
    former = FormerPassword.objects.filter(account=account)[: REMEMBERED - 1]
    hashes = [account.password, *(f.encoded for f in former)]
    return any(check_password(password, encoded) for encoded in hashes)
