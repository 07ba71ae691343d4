"""Codes for accounts that were imported without a password: made, handed over, redeemed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, VISITOR, acting_as, signing_in
from fashu.kernel.credentials import codes, journal, passwords
from fashu.kernel.credentials.models import ActivationCode, Means, Outcome
from fashu.kernel.credentials.origin import NOWHERE, Origin
from fashu.kernel.credentials.signin import SignInRefusedError, require_patience
from fashu.kernel.people.models import Account

VALID_DAYS = 30
BATCH = 5000
REFUSED = (
    "账号或者激活码不正确，或者激活码已经用过、过期。请核对后重试；"
    "需要新的激活码，请联系本单位管理员。"
)


@dataclass(frozen=True, slots=True)
class Slip:
    """A code as it is handed to the owner of an account; it is kept nowhere else."""

    account: Account
    code: str
    expires_at: datetime


def issue(accounts: Iterable[Account], days: int = VALID_DAYS) -> list[Slip]:
    """A new code for each account; a code that it had before no longer works."""
    expires_at = clock.now() + timedelta(days=days)
    slips = [Slip(account, codes.draw(), expires_at) for account in accounts]
    with acting_as(SYSTEM):
        for start in range(0, len(slips), BATCH):
            _keep(slips[start : start + BATCH])
    return slips


def redeem(username: str, code: str, password: str, origin: Origin = NOWHERE) -> Account:
    """Give the account of that name its first own password.

    Raises SignInRefusedError where name and code do not belong together, in one text whatever
    the reason, and PasswordRefusedError, after which the code can still be used.
    """
    require_patience(origin)
    with acting_as(VISITOR), signing_in(username):
        account = Account.objects.filter(username=username, is_active=True).first()
    kept = _open_code(account, code) if account else None
    if account is None or kept is None:
        outcome = Outcome.WRONG if account else Outcome.UNKNOWN
        journal.note(account, Means.ACTIVATION, outcome, origin, who=username)
        raise SignInRefusedError(REFUSED)
    passwords.choose(account, password, origin)
    with acting_as(SYSTEM):
        kept.redeemed_at = clock.now()
        kept.save(update_fields=["redeemed_at"])
    journal.note(account, Means.ACTIVATION, Outcome.CHANGED, origin, detail="激活账号")
    return account


def open_until(account: Account) -> datetime | None:
    """Until when the account has a code that can still be used."""
    with acting_as(SYSTEM):
        found = ActivationCode.objects.filter(account=account, redeemed_at=None)
        kept = found.filter(expires_at__gt=clock.now()).first()
    return kept.expires_at if kept else None


def _keep(slips: list[Slip]) -> None:
    ids = [slip.account.pk for slip in slips]
    ActivationCode.objects.filter(account__in=ids, redeemed_at=None).delete()
    now = clock.now()
    ActivationCode.objects.bulk_create(
        ActivationCode(
            account=slip.account,
            digest=codes.digest(slip.code),
            made_at=now,
            expires_at=slip.expires_at,
        )
        for slip in slips
    )


def _open_code(account: Account, code: str) -> ActivationCode | None:
    with acting_as(SYSTEM):
        return (
            ActivationCode.objects.select_for_update()
            .filter(account=account, digest=codes.digest(code), redeemed_at=None)
            .filter(expires_at__gt=clock.now())
            .first()
        )
