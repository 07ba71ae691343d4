"""The first password of an account that was imported without one."""

from datetime import timedelta

import pytest
import time_machine

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.credentials import activation, passwords, signin
from fashu.kernel.credentials.models import ActivationCode
from fashu.kernel.credentials.passwords import PasswordRefusedError
from fashu.kernel.credentials.signin import SignInRefusedError
from fashu.kernel.people.models import Account

pytestmark = pytest.mark.django_db

GOOD = "Qinghe-7381"


@pytest.fixture
def imported(db: None) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.create_account("hefei", name="何飞", kind=Kind.OFFICER)


def test_a_code_opens_the_account_and_the_password_is_ones_own(imported: Account) -> None:
    (slip,) = activation.issue([imported])
    activation.redeem("hefei", slip.code, GOOD)
    assert passwords.must_change(signin.check("hefei", GOOD)) == ""


def test_how_it_is_written_does_not_matter(imported: Account) -> None:
    (slip,) = activation.issue([imported])
    activation.redeem("hefei", f" {slip.code.lower().replace('-', ' ')} ", GOOD)


def test_it_works_once(imported: Account) -> None:
    (slip,) = activation.issue([imported])
    activation.redeem("hefei", slip.code, GOOD)
    with pytest.raises(SignInRefusedError, match="已经用过"):
        activation.redeem("hefei", slip.code, "Shimen-4412")


def test_a_bad_password_does_not_use_it_up(imported: Account) -> None:
    (slip,) = activation.issue([imported])
    with pytest.raises(PasswordRefusedError):
        activation.redeem("hefei", slip.code, "short")
    activation.redeem("hefei", slip.code, GOOD)


def test_a_new_code_takes_the_place_of_the_old(imported: Account) -> None:
    (old,), (new,) = activation.issue([imported]), activation.issue([imported])
    with pytest.raises(SignInRefusedError):
        activation.redeem("hefei", old.code, GOOD)
    activation.redeem("hefei", new.code, GOOD)


def test_it_ends_with_its_days(imported: Account) -> None:
    (slip,) = activation.issue([imported], days=30)
    with (
        time_machine.travel(clock.now() + timedelta(days=30, seconds=1)),
        pytest.raises(SignInRefusedError, match="过期"),
    ):
        activation.redeem("hefei", slip.code, GOOD)


def test_a_code_of_somebody_else_and_an_unknown_name_sound_the_same(
    imported: Account, officer: Account
) -> None:
    (slip,) = activation.issue([imported])
    said = set()
    for name in ("linqing", "nobody"):
        with pytest.raises(SignInRefusedError) as refused:
            activation.redeem(name, slip.code, GOOD)
        said.add(str(refused.value))
    assert len(said) == 1


def test_the_code_itself_is_kept_nowhere(imported: Account) -> None:
    (slip,) = activation.issue([imported])
    with acting_as(SYSTEM):
        kept = ActivationCode.objects.get()
    assert slip.code not in str(kept.__dict__)
    assert slip.code.replace("-", "") not in str(kept.__dict__)


def test_a_whole_provinces_codes_are_different(db: None) -> None:
    with acting_as(SYSTEM):
        accounts = Account.objects.bulk_create(
            Account(username=f"o{n}", name="某", kind=Kind.OFFICER, password="!")
            for n in range(300)
        )
    assert len({slip.code for slip in activation.issue(accounts)}) == 300
