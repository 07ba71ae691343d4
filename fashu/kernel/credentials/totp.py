"""One-time passwords from an app (RFC 6238), and the recovery codes for when it is lost."""

from io import BytesIO

import pyotp
import segno

from fashu.kernel import clock
from fashu.kernel.access import acting_as
from fashu.kernel.credentials import codes, journal, sealing
from fashu.kernel.credentials.models import Means, Outcome, RecoveryCode, Totp
from fashu.kernel.credentials.origin import Origin, oneself
from fashu.kernel.credentials.signin import ATTEMPTS, LOCK
from fashu.kernel.people.models import Account

ISSUER = "法枢"
STEP_SECONDS = 30
DRIFT = 1
"""So many half-minutes a phone may be early or late."""

RECOVERY_CODES = 10
REFUSED = "动态口令不正确。请核对手机的时间，用应用里当前显示的六位数字重试；每个口令只能用一次。"
EXHAUSTED = f"错误的次数太多，请过 {LOCK.seconds // 60} 分钟再试。"


class FactorRefusedError(Exception):
    """The second factor is not accepted; the message is for the person at the screen."""


def code_at(secret: str, step: int) -> str:
    """The one-time password of one half-minute."""
    return pyotp.HOTP(secret).at(step)


def prepare(account: Account) -> str:
    """The address for the app's camera; a secret already confirmed stays as it is."""
    with acting_as(oneself(account)):
        found = Totp.objects.filter(account=account).first()
        if found is None:
            secret = pyotp.random_base32()
            sealed = sealing.seal(secret.encode(), _purpose(account))
            found = Totp.objects.create(account=account, sealed=sealed)
        if found.confirmed_at is not None:
            raise FactorRefusedError("动态口令已经启用。要换手机，请先停用再重新启用。")
    return _totp(found, account).provisioning_uri(name=account.username, issuer_name=ISSUER)


def picture(account: Account) -> bytes:
    """The address as a picture for the app's camera (SVG)."""
    drawn = BytesIO()
    code = segno.make(prepare(account), error="m")
    code.save(drawn, kind="svg", scale=6, border=3, light="#fff", nl=False)
    return drawn.getvalue()


def secret_of(account: Account) -> str:
    """The secret of a preparation, for whoever cannot use the camera."""
    with acting_as(oneself(account)):
        found = Totp.objects.get(account=account, confirmed_at=None)
    return _secret(found, account)


def confirm(account: Account, code: str, origin: Origin) -> list[str]:
    """Take the app into use once it shows the right password; new recovery codes, shown once."""
    _require_patience(account)
    with acting_as(oneself(account)):
        found = Totp.objects.filter(account=account, confirmed_at=None).first()
        is_right = found is not None and _use(found, account, code)
        if is_right:
            Totp.objects.filter(account=account).update(confirmed_at=clock.now())
    if not is_right:
        journal.note(account, Means.TOTP, Outcome.WRONG, origin)
        raise FactorRefusedError(REFUSED)
    journal.note(account, Means.TOTP, Outcome.CHANGED, origin, detail="启用动态口令")
    return renew_recovery(account)


def remove(account: Account, origin: Origin) -> None:
    """Stop asking for one-time passwords; the recovery codes go with them."""
    with acting_as(oneself(account)):
        Totp.objects.filter(account=account).delete()
        RecoveryCode.objects.filter(account=account).delete()
    journal.note(account, Means.TOTP, Outcome.CHANGED, origin, detail="停用动态口令")


def is_enrolled(account: Account) -> bool:
    """Whether the account is asked for one-time passwords."""
    with acting_as(oneself(account)):
        return Totp.objects.filter(account=account).exclude(confirmed_at=None).exists()


def check(account: Account, code: str, origin: Origin) -> Means:
    """Accept a one-time password or a recovery code, each once; raises FactorRefusedError."""
    _require_patience(account)
    means = Means.TOTP if code.strip().replace(" ", "").isdecimal() else Means.RECOVERY
    with acting_as(oneself(account)):
        found = Totp.objects.filter(account=account).exclude(confirmed_at=None).first()
        if means is Means.TOTP:
            is_right = found is not None and _use(found, account, code)
        else:
            is_right = bool(
                RecoveryCode.objects.filter(
                    account=account, digest=codes.digest(code), used_at=None
                ).update(used_at=clock.now())
            )
    if not is_right:
        journal.note(account, means, Outcome.WRONG, origin)
        raise FactorRefusedError(REFUSED)
    return means


def renew_recovery(account: Account) -> list[str]:
    """New recovery codes in place of the old; they are shown now and kept as digests."""
    drawn = [codes.draw() for _ in range(RECOVERY_CODES)]
    with acting_as(oneself(account)):
        RecoveryCode.objects.filter(account=account).delete()
        RecoveryCode.objects.bulk_create(
            RecoveryCode(account=account, digest=codes.digest(code)) for code in drawn
        )
    return drawn


def recovery_left(account: Account) -> int:
    """How many recovery codes have not been used."""
    with acting_as(oneself(account)):
        return RecoveryCode.objects.filter(account=account, used_at=None).count()


def _use(found: Totp, account: Account, code: str) -> bool:
    """Whether the code is of a half-minute near now, and of none that was used before."""
    typed, now = code.replace(" ", ""), int(clock.now().timestamp()) // STEP_SECONDS
    secret = _secret(found, account)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if pyotp.utils.strings_equal(code_at(secret, step), typed):
            newer = Totp.objects.filter(account=account, last_step__lt=step)
            return newer.update(last_step=step) == 1
    return False


def _require_patience(account: Account) -> None:
    means = (Means.TOTP, Means.RECOVERY)
    if journal.recent_failures(account, means, LOCK) >= ATTEMPTS:
        raise FactorRefusedError(EXHAUSTED)


def _totp(found: Totp, account: Account) -> pyotp.TOTP:
    return pyotp.TOTP(_secret(found, account))


def _secret(found: Totp, account: Account) -> str:
    return sealing.unseal(found.sealed, _purpose(account)).decode()


def _purpose(account: Account) -> str:
    return f"totp of {account.pk}"
