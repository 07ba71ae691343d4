"""Checking a password: a lock for the account, a slow-down for the address, a line in the log."""

from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import Count, Max

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, VISITOR, acting_as, signing_in
from fashu.kernel.credentials import journal
from fashu.kernel.credentials.browsers import known_as
from fashu.kernel.credentials.models import Means, Outcome
from fashu.kernel.credentials.origin import NOWHERE, Origin
from fashu.kernel.people.models import Account

ATTEMPTS = 5
LOCK = timedelta(minutes=15)
"""GB/T 22239-2019 8.1.4.1 b): 登录失败处理功能. It leaves the figures to the operator."""

FREE = 20
"""So many failures within LOCK cost an address nothing: a whole office may share one."""

LONGEST_WAIT = timedelta(seconds=30)
"""An address waits and is never shut: others sign in from it too."""

REFUSED = (
    f"账号或者密码不正确。请核对后重试。连续 {ATTEMPTS} 次错误的，"
    f"账号锁定 {LOCK.seconds // 60} 分钟，其间只有以前登录过的浏览器可以登录。"
)
"""One text for every reason: what is said of a lock would tell which names exist."""


class SignInRefusedError(Exception):
    """The sign-in failed; the message is for the person at the screen."""


class TooSoonError(SignInRefusedError):
    """Nothing was checked: too many failures came from this address."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds = max(1, round(wait.total_seconds()))
        super().__init__(
            f"这个网络地址登录失败的次数太多。请等 {self.seconds} 秒再试，"
            "或者使用通行密钥、以前登录过的浏览器登录。"
        )


def check(username: str, password: str, origin: Origin = NOWHERE) -> Account:
    """The account of that name, if the password is right; else raises SignInRefusedError.

    An unknown name and a locked account cost as much time as a wrong password and give the
    same message, so that nobody learns which names exist. A success is not yet written to the
    log: more may be asked for.
    """
    with acting_as(VISITOR), signing_in(username):
        account = Account.objects.select_for_update().filter(username=username).first()
        browser = trusted_browser(account, origin) if account else ""
        if not browser:
            require_patience(origin)
        outcome = _outcome(account, password, browser)
        if outcome is not None:
            journal.note(account, Means.PASSWORD, outcome, origin, who=username, browser=browser)
    # Raised outside the transaction: the count of failures must stay written.
    if account is None or outcome is not None:
        raise SignInRefusedError(REFUSED)
    return account


def require_patience(origin: Origin) -> None:
    """Raise TooSoonError where too many failures came from this address.

    What is refused so is not written down: it would only fill the log.
    """
    if not origin.network:
        return
    with acting_as(SYSTEM):
        found = journal.failures(LOCK, network=origin.network).aggregate(n=Count("*"), at=Max("at"))
    over = found["n"] - FREE
    if over < 0:
        return
    wait = found["at"] + min(LONGEST_WAIT, timedelta(seconds=2 ** min(over, 8))) - clock.now()
    if wait > timedelta() or not _alone(origin.network):
        raise TooSoonError(max(wait, timedelta(seconds=1)))


def trusted_browser(account: Account, origin: Origin) -> str:
    """The name of a browser that the account knows and that has not failed too often itself."""
    browser = known_as(origin.known, account) if origin.known else ""
    if not browser:
        return ""
    with acting_as(SYSTEM):
        failed = journal.failures(LOCK, account=account, browser=browser).count()
    return browser if failed < ATTEMPTS else ""


def _alone(network: str) -> bool:
    """Of many attempts that arrive at once from a slowed address only one is checked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [network])
        row = cursor.fetchone()
    return bool(row and row[0])


def _outcome(account: Account | None, password: str, browser: str) -> Outcome | None:
    """Why it fails; None where the password is right. Each way costs one hashing."""
    hindrance = _hindrance(account, browser)
    if account is None or hindrance is not None:
        make_password(password)
        return hindrance
    return None if _attempt(account, password, browser) else Outcome.WRONG


def _hindrance(account: Account | None, browser: str) -> Outcome | None:
    if account is None:
        return Outcome.UNKNOWN
    if not account.is_active:
        return Outcome.INACTIVE
    return Outcome.LOCKED if _is_locked(account) and not browser else None


def _is_locked(account: Account) -> bool:
    return account.locked_until is not None and account.locked_until > clock.now()


def _attempt(account: Account, password: str, browser: str) -> bool:
    """Whether the password is right; the failures in a row are counted."""
    is_right = check_password(password, account.password)
    if is_right:
        account.failed_attempts, account.locked_until = 0, None
    elif not browser:
        count_failure(account)
    account.save(update_fields=["failed_attempts", "locked_until"])
    return is_right


def count_failure(account: Account) -> None:
    """One more failure in a row; the caller saves."""
    account.failed_attempts += 1
    if account.failed_attempts >= ATTEMPTS:
        account.failed_attempts, account.locked_until = 0, clock.now() + LOCK
