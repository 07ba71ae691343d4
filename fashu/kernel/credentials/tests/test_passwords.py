"""What a password must be, and how long it holds."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials import passwords, sessions
from fashu.kernel.credentials.models import Means, Outcome, SignIn
from fashu.kernel.credentials.origin import NOWHERE
from fashu.kernel.credentials.passwords import PasswordRefusedError, must_change, reasons_against
from fashu.kernel.people.models import Account

pytestmark = pytest.mark.django_db

GOOD = "Qinghe-7381"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "qinghe&7381Q",
        "correct horse battery staple",
        "清河水长流，石门山常在，岁岁年年人不同",
    ],
)
def test_these_will_do(officer: Account, password: str) -> None:
    assert reasons_against(officer, password) == []


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Qing-738", "至少 10 位"),
        ("qinghexian", "三类"),
        ("qinghe73815", "三类"),
        ("Aa1!Aa1!Aa1!", "重复"),
        ("Abcdefghijk1", "连续"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "重复"),
        ("x" * 129, "不能超过 128 位"),
        ("Linqing-7381", "姓名或者账号"),
        ("我是林清，住在清河县石门街十二号院里", "姓名或者账号"),
    ],
)
def test_these_will_not(officer: Account, password: str, reason: str) -> None:
    assert reason in "".join(reasons_against(officer, password))


def test_the_public_may_have_a_shorter_one(officer: Account, citizen: Account) -> None:
    assert reasons_against(citizen, "Qing-738") == []
    assert reasons_against(officer, "Qing-738") != []


def test_what_many_people_use_will_not_do(citizen: Account) -> None:
    assert any("很多人" in reason for reason in reasons_against(citizen, "P@ssw0rd"))


def test_none_of_the_last_five_comes_back(officer: Account) -> None:
    used = [f"Qinghe-{n}738" for n in range(6)]
    for password in used:
        passwords.choose(officer, password)
    for password in used[1:]:
        with pytest.raises(PasswordRefusedError, match="最近 5 次"):
            passwords.choose(officer, password)
    passwords.choose(officer, used[0])


def test_a_password_that_somebody_else_set_has_to_be_changed(officer: Account) -> None:
    assert "初始密码" in must_change(officer)
    passwords.choose(officer, GOOD)
    assert must_change(officer) == ""
    passwords.give_initial(officer, "Shimen-4412")
    assert "初始密码" in must_change(officer)


def test_after_ninety_days_an_officer_chooses_a_new_one(officer: Account) -> None:
    passwords.choose(officer, GOOD)
    with time_machine.travel(clock.now() + timedelta(days=89, hours=23)):
        assert must_change(officer) == ""
    with time_machine.travel(clock.now() + timedelta(days=90)):
        assert "超过 90 天" in must_change(officer)


def test_the_operator_may_let_it_stay(officer: Account, settings: LazySettings) -> None:
    settings.PASSWORD_DAYS = 0
    passwords.choose(officer, GOOD)
    with time_machine.travel(clock.now() + timedelta(days=900)):
        assert must_change(officer) == ""


def test_a_citizens_password_does_not_grow_old(citizen: Account) -> None:
    passwords.choose(citizen, GOOD)
    with time_machine.travel(clock.now() + timedelta(days=900)):
        assert must_change(citizen) == ""


def test_a_new_password_ends_every_session_but_ones_own(officer: Account) -> None:
    here, there = (sessions.begin(officer, NOWHERE, Means.PASSWORD) for _ in range(2))
    passwords.choose(officer, GOOD, keep=here.pk)
    proof = officer.get_session_auth_hash()
    assert sessions.resume(officer.pk, here.pk, proof) is not None
    assert sessions.resume(officer.pk, there.pk, proof) is None


def test_changing_it_is_written_down_and_the_password_is_not(officer: Account) -> None:
    passwords.choose(officer, GOOD)
    with acting_as(SYSTEM):
        line = SignIn.objects.get(outcome=Outcome.CHANGED)
    assert line.detail == "设置新密码"
    assert GOOD not in str(line.__dict__)


def test_the_password_of_a_demonstration_stays_as_it_is_shown(officer: Account) -> None:
    passwords.mark_demonstration(officer)
    assert must_change(officer) == ""
    with pytest.raises(PasswordRefusedError, match="演示账号"):
        passwords.choose(officer, GOOD)
