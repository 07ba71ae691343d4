"""Checking a password: the lock of the account, the slow-down of the address, the log."""

from datetime import timedelta

import pytest
import time_machine

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.credentials import browsers, signin
from fashu.kernel.credentials.models import Outcome, SignIn
from fashu.kernel.credentials.origin import Origin
from fashu.kernel.credentials.signin import SignInRefusedError, TooSoonError
from fashu.kernel.people.models import Account

pytestmark = pytest.mark.django_db

HERE, ELSEWHERE = Origin("198.51.100.7"), Origin("203.0.113.9")


def fail(times: int, origin: Origin = HERE, username: str = "linqing") -> None:
    for _ in range(times):
        with pytest.raises(SignInRefusedError):
            signin.check(username, "wrong", origin)


def lines() -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        return [(line.who, line.outcome) for line in SignIn.objects.order_by("id")]


def test_the_right_password_signs_in(officer: Account) -> None:
    assert signin.check("linqing", "right") == officer


@pytest.mark.parametrize("username", ["linqing", "nobody"])
def test_a_wrong_password_and_an_unknown_name_sound_the_same(
    officer: Account, username: str
) -> None:
    with pytest.raises(SignInRefusedError, match=r"账号或者密码不正确"):
        signin.check(username, "wrong")


def test_a_disabled_account_cannot_sign_in(officer: Account) -> None:
    with acting_as(SYSTEM):
        Account.objects.filter(pk=officer.pk).update(is_active=False)
    with pytest.raises(SignInRefusedError):
        signin.check("linqing", "right")


def test_an_account_without_a_password_cannot_sign_in() -> None:
    with acting_as(SYSTEM):
        Account.objects.create_account("ghost", name="无", kind=Kind.SYSTEM)
    with pytest.raises(SignInRefusedError):
        signin.check("ghost", "")


def test_five_failures_lock_the_account_for_a_quarter_of_an_hour(officer: Account) -> None:
    with time_machine.travel("2026-11-21 10:00:00+08:00", tick=False) as traveller:
        for _ in range(signin.ATTEMPTS):
            with pytest.raises(SignInRefusedError, match="锁定 15 分钟"):
                signin.check("linqing", "wrong")
        with pytest.raises(SignInRefusedError, match="锁定 15 分钟"):
            signin.check("linqing", "right")
        traveller.shift(signin.LOCK + timedelta(seconds=1))
        assert signin.check("linqing", "right") == officer


def test_a_success_forgets_earlier_failures(officer: Account) -> None:
    with pytest.raises(SignInRefusedError):
        signin.check("linqing", "wrong")
    assert signin.check("linqing", "right").failed_attempts == 0


def test_a_guesser_elsewhere_does_not_keep_the_owner_out(officer: Account) -> None:
    own = Origin(HERE.address, known=browsers.remember("", officer))
    fail(signin.ATTEMPTS, ELSEWHERE)
    fail(1, HERE)
    assert signin.check("linqing", "right", own) == officer


def test_a_known_browser_may_not_guess_either(officer: Account) -> None:
    own = Origin(HERE.address, known=browsers.remember("", officer))
    fail(signin.ATTEMPTS, own)
    fail(signin.ATTEMPTS, own)
    with pytest.raises(SignInRefusedError):
        signin.check("linqing", "right", own)


def test_a_browser_is_known_to_its_own_account_only(officer: Account) -> None:
    with acting_as(SYSTEM):
        other = Account.objects.create_account("zhou", name="周正", kind=Kind.OFFICER)
    tokens = browsers.remember("", other)
    assert not browsers.known_as(tokens, officer)
    both = browsers.remember(tokens, officer)
    assert browsers.known_as(both, officer)
    assert browsers.known_as(both, other)


@pytest.mark.parametrize("token", ["", "x", "~~~", "é:1:2"])
def test_a_made_up_token_makes_no_browser_known(officer: Account, token: str) -> None:
    assert not browsers.known_as(token, officer)


def test_many_failures_slow_an_address_down_and_no_other(officer: Account) -> None:
    with time_machine.travel("2026-11-21 10:00:00+08:00", tick=False) as traveller:
        for n in range(signin.FREE):
            fail(1, username=f"nobody-{n}")
        with pytest.raises(TooSoonError, match="请等"):
            signin.check("linqing", "right", HERE)
        assert signin.check("linqing", "right", ELSEWHERE) == officer
        traveller.shift(timedelta(seconds=2))
        assert signin.check("linqing", "right", HERE) == officer


def test_an_address_never_waits_longer_than_half_a_minute(officer: Account) -> None:
    with time_machine.travel("2026-11-21 10:00:00+08:00", tick=False) as traveller:
        for n in range(signin.FREE + 6):
            fail(1, username=f"nobody-{n}")
            if n >= signin.FREE - 1:
                traveller.shift(signin.LONGEST_WAIT)
        fail(1, username="nobody")
        with pytest.raises(TooSoonError) as refused:
            signin.check("linqing", "right", HERE)
        assert refused.value.seconds == signin.LONGEST_WAIT.seconds


def test_a_household_counts_as_one_address(officer: Account) -> None:
    assert Origin("2001:db8::1").network == Origin("2001:db8::ffff:2").network == "2001:db8::/64"
    assert Origin("2001:db8:0:1::1").network != Origin("2001:db8::1").network
    assert Origin("::ffff:198.51.100.7").network == HERE.network
    assert Origin("no address").network == ""


def test_every_failure_is_written_down_with_its_reason(officer: Account) -> None:
    fail(1)
    fail(1, username="my secret password")
    with acting_as(SYSTEM):
        Account.objects.filter(pk=officer.pk).update(is_active=False)
    fail(1)
    found = lines()
    assert [outcome for _, outcome in found] == [
        Outcome.WRONG,
        Outcome.UNKNOWN,
        Outcome.INACTIVE,
    ]
    assert found[0][0] == "林清（linqing）"
    assert "secret" not in found[1][0]


def test_what_was_typed_as_an_unknown_name_is_recognised_and_not_kept(officer: Account) -> None:
    fail(2, username="typo")
    fail(1, username="other")
    first, second, third = (who for who, _ in lines())
    assert first == second != third


def test_attempts_that_nobody_checked_do_not_fill_the_log(officer: Account) -> None:
    with time_machine.travel(clock.now(), tick=False):
        fail(signin.FREE, username="nobody")
        before = len(lines())
        fail(3)
        assert len(lines()) == before
