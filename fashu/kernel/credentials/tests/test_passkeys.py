"""Passkeys, with a security key in software on the other side."""

from dataclasses import replace

import pytest

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials import passkeys
from fashu.kernel.credentials.models import Outcome, Passkey, SignIn
from fashu.kernel.credentials.origin import NOWHERE
from fashu.kernel.credentials.passkeys import PasskeyRefusedError, Site
from fashu.kernel.credentials.tests.authenticator import Authenticator
from fashu.kernel.people.models import Account

pytestmark = pytest.mark.django_db

SITE = Site("localhost", "http://localhost")


def add(account: Account, device: Authenticator) -> Passkey:
    asked = passkeys.ask_to_make(account, SITE)
    answer = device.make(asked.options)
    return passkeys.add(account, answer, asked.challenge, SITE, name="手机", origin=NOWHERE)


def use(device: Authenticator, account: Account | None = None, site: Site = SITE) -> Account:
    asked = passkeys.ask_to_use(site, account)
    return passkeys.check(device.use(asked.options), asked.challenge, site, NOWHERE, account)


def outcomes() -> list[str]:
    with acting_as(SYSTEM):
        return list(SignIn.objects.order_by("id").values_list("outcome", flat=True))


@pytest.fixture
def device(officer: Account) -> Authenticator:
    device = Authenticator()
    add(officer, device)
    return device


def test_a_device_names_its_owner_by_itself(officer: Account, device: Authenticator) -> None:
    assert use(device) == officer
    assert use(device) == officer


def test_nobody_is_recognised_by_a_device_that_was_never_added(officer: Account) -> None:
    with pytest.raises(PasskeyRefusedError):
        use(Authenticator())


def test_a_device_of_somebody_else_does_not_count(citizen: Account, device: Authenticator) -> None:
    with pytest.raises(PasskeyRefusedError):
        use(device, citizen)


def test_the_same_key_under_another_credential_is_refused(
    officer: Account, device: Authenticator
) -> None:
    forger = Authenticator(credential_id=device.credential_id)
    with pytest.raises(PasskeyRefusedError):
        use(forger)
    assert use(device) == officer


def test_an_answer_to_an_earlier_question_is_worth_nothing(
    officer: Account, device: Authenticator
) -> None:
    first, second = passkeys.ask_to_use(SITE), passkeys.ask_to_use(SITE)
    answer = device.use(first.options)
    with pytest.raises(PasskeyRefusedError):
        passkeys.check(answer, second.challenge, SITE, NOWHERE)


@pytest.mark.parametrize(
    "place", ["https://localhost", "http://localhost:81", "https://fashu.example"]
)
def test_a_signature_made_for_another_site_is_refused(device: Authenticator, place: str) -> None:
    device.place = place
    with pytest.raises(PasskeyRefusedError):
        use(device)


def test_a_signature_for_another_name_is_refused(device: Authenticator) -> None:
    device.name = "evil.example"
    with pytest.raises(PasskeyRefusedError):
        use(device)


def test_a_device_that_asked_its_holder_nothing_is_refused(
    officer: Account, device: Authenticator
) -> None:
    device.verifies = False
    with pytest.raises(PasskeyRefusedError):
        use(device)
    with pytest.raises(PasskeyRefusedError):
        add(officer, Authenticator(verifies=False))


def test_a_counter_that_goes_back_suspends_the_passkey(
    officer: Account, device: Authenticator
) -> None:
    copy = replace(device)
    use(device)
    use(device)
    with pytest.raises(PasskeyRefusedError, match="可能被人复制"):
        use(copy)
    assert outcomes()[-1] == Outcome.REPLAYED
    device.counter += 10
    with pytest.raises(PasskeyRefusedError, match="没有通过验证"):
        use(device)


def test_nobody_without_the_key_can_suspend_it(officer: Account, device: Authenticator) -> None:
    use(device)
    forger = Authenticator(credential_id=device.credential_id, counter=-1)
    with pytest.raises(PasskeyRefusedError, match="没有通过验证"):
        use(forger)
    assert use(device) == officer


def test_a_device_is_added_once(officer: Account, citizen: Account, device: Authenticator) -> None:
    for account in (officer, citizen):
        with pytest.raises(PasskeyRefusedError, match="已经添加过"):
            add(account, device)


def test_a_removed_one_no_longer_opens(officer: Account, device: Authenticator) -> None:
    (passkey,) = passkeys.own(officer)
    assert passkeys.remove(officer, passkey.pk, NOWHERE)
    with pytest.raises(PasskeyRefusedError):
        use(device)


def test_nobody_removes_those_of_others(citizen: Account, device: Authenticator) -> None:
    with acting_as(SYSTEM):
        number = Passkey.objects.get().pk
    assert not passkeys.remove(citizen, number, NOWHERE)


def test_a_disabled_account_stays_outside(officer: Account, device: Authenticator) -> None:
    with acting_as(SYSTEM):
        Account.objects.filter(pk=officer.pk).update(is_active=False)
    with pytest.raises(PasskeyRefusedError):
        use(device)
    assert outcomes()[-1] == Outcome.INACTIVE


@pytest.mark.parametrize("answer", ["", "[]", "{}", '{"rawId": 7}', '{"rawId": "AA"}', "\ud800"])
def test_what_is_no_answer_is_refused_in_words(officer: Account, answer: str) -> None:
    asked = passkeys.ask_to_use(SITE)
    with pytest.raises(PasskeyRefusedError):
        passkeys.check(answer, asked.challenge, SITE, NOWHERE)
    with pytest.raises(PasskeyRefusedError):
        passkeys.add(officer, answer, asked.challenge, SITE, name="x", origin=NOWHERE)
