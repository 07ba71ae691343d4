"""One-time passwords and recovery codes."""

from base64 import b32encode
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials import sealing, totp
from fashu.kernel.credentials.models import Means, Totp
from fashu.kernel.credentials.origin import NOWHERE
from fashu.kernel.credentials.signin import ATTEMPTS, LOCK
from fashu.kernel.credentials.totp import FactorRefusedError, code_at
from fashu.kernel.people.models import Account
from fashu.kernel.sealing import AES, SealError

pytestmark = pytest.mark.django_db


def shown(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half-minutes later."""
    return code_at(secret, int(clock.now().timestamp()) // 30 + steps)


@pytest.fixture
def secret(officer: Account) -> str:
    """The app of an officer, in use since a while."""
    totp.prepare(officer)
    secret = totp.secret_of(officer)
    with time_machine.travel(clock.now() - timedelta(hours=1)):
        totp.confirm(officer, shown(secret), NOWHERE)
    return secret


@pytest.mark.parametrize(
    ("second", "password"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238(second: int, password: str) -> None:
    """Appendix B, SHA-1; of its eight digits an app shows the last six."""
    secret = b32encode(b"12345678901234567890").decode()
    assert code_at(secret, second // 30) == password[-6:]


def test_what_the_app_shows_is_accepted_and_only_once(officer: Account, secret: str) -> None:
    with time_machine.travel(clock.now(), tick=False):
        code = shown(secret)
        assert totp.check(officer, code, NOWHERE) is Means.TOTP
        with pytest.raises(FactorRefusedError, match="只能用一次"):
            totp.check(officer, code, NOWHERE)


def test_an_earlier_one_is_not_accepted_after_a_later(officer: Account, secret: str) -> None:
    with time_machine.travel(clock.now(), tick=False):
        totp.check(officer, shown(secret), NOWHERE)
        with pytest.raises(FactorRefusedError):
            totp.check(officer, shown(secret, -1), NOWHERE)


@pytest.mark.parametrize(("steps", "accepted"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(
    officer: Account, secret: str, steps: int, accepted: bool
) -> None:
    with time_machine.travel(clock.now(), tick=False):
        if accepted:
            totp.check(officer, shown(secret, steps), NOWHERE)
        else:
            with pytest.raises(FactorRefusedError):
                totp.check(officer, shown(secret, steps), NOWHERE)


def test_it_cannot_be_guessed_by_trying(officer: Account, secret: str) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _ in range(ATTEMPTS):
            with pytest.raises(FactorRefusedError):
                totp.check(officer, "000000", NOWHERE)
        with pytest.raises(FactorRefusedError, match="15 分钟"):
            totp.check(officer, shown(secret), NOWHERE)
        traveller.shift(LOCK + timedelta(seconds=1))
        totp.check(officer, shown(secret), NOWHERE)


@pytest.mark.parametrize("code", ["", "abc", "１２３４５６", "12345", "0" * 500, "²²²²²²"])
def test_what_is_no_code_is_refused_in_words(officer: Account, secret: str, code: str) -> None:
    with pytest.raises(FactorRefusedError):
        totp.check(officer, code, NOWHERE)


def test_each_recovery_code_works_once(officer: Account, secret: str) -> None:
    codes = totp.renew_recovery(officer)
    assert len(set(codes)) == totp.RECOVERY_CODES
    assert totp.check(officer, codes[3].lower(), NOWHERE) is Means.RECOVERY
    with pytest.raises(FactorRefusedError):
        totp.check(officer, codes[3], NOWHERE)
    assert totp.recovery_left(officer) == totp.RECOVERY_CODES - 1


def test_new_recovery_codes_make_the_old_ones_worthless(officer: Account, secret: str) -> None:
    old = totp.renew_recovery(officer)
    totp.renew_recovery(officer)
    with pytest.raises(FactorRefusedError):
        totp.check(officer, old[0], NOWHERE)


def test_nobody_is_asked_before_the_app_was_seen_to_work(officer: Account) -> None:
    totp.prepare(officer)
    assert not totp.is_enrolled(officer)
    with pytest.raises(FactorRefusedError):
        totp.confirm(officer, "000000", NOWHERE)
    assert not totp.is_enrolled(officer)


def test_a_confirmed_secret_is_not_shown_again(officer: Account, secret: str) -> None:
    with pytest.raises(FactorRefusedError):
        totp.prepare(officer)
    with pytest.raises(Totp.DoesNotExist):
        totp.secret_of(officer)


def test_the_secret_lies_sealed_and_opens_for_its_owner_only(
    officer: Account, citizen: Account, secret: str
) -> None:
    with acting_as(SYSTEM):
        sealed = Totp.objects.get(account=officer).sealed
    assert secret not in sealed
    assert sealing.unseal(sealed, f"totp of {officer.pk}").decode() == secret
    with pytest.raises(SealError, match="改动"):
        sealing.unseal(sealed, f"totp of {citizen.pk}")


def test_an_old_key_opens_what_it_sealed_after_a_new_one_came(
    officer: Account, secret: str
) -> None:
    with acting_as(SYSTEM):
        sealed = Totp.objects.get(account=officer).sealed
    sealing.KEYS.add(AES)
    assert not sealing.is_current(sealed)
    totp.check(officer, shown(secret), NOWHERE)


def test_a_key_that_is_gone_is_named(settings: LazySettings) -> None:
    with pytest.raises(SealError, match="缺少密钥gone"):
        sealing.unseal("gone.AAAA", "x")
