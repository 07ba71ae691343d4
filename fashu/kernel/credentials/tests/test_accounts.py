"""Opening, disabling and resetting single accounts: who may, what follows, what the log says."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.access.models import LogEntry
from fashu.kernel.credentials import accounts, activation, passwords, sessions, signin, totp
from fashu.kernel.credentials.accounts import Newcomer
from fashu.kernel.credentials.models import Means, Outcome, Session, SignIn
from fashu.kernel.credentials.origin import NOWHERE
from fashu.kernel.credentials.signin import SignInRefusedError
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Posting
from fashu.kernel.people.posts import Span
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db

GOOD, BETTER = "Qinghe-7381", "Shimen-4412"


@pytest.fixture
def office() -> Office:
    return Office.objects.create(
        code="99", title="某局", level=Level.CITY, kind=OfficeKind.JUSTICE, division_code="99"
    )


def made(username: str, kind: Kind, name: str = "某人") -> Account:
    with acting_as(SYSTEM):
        return Account.objects.create_account(username, name=name, kind=kind)


@pytest.fixture
def keeper(db: None) -> Actor:
    return actor_for(made("keeper", Kind.SYSTEM_ADMIN, "许维"))


@pytest.fixture
def granter(db: None) -> Actor:
    return actor_for(made("granter", Kind.SECURITY_ADMIN, "鲍严"))


@pytest.fixture
def officer(db: None) -> Account:
    account = made("hefei", Kind.OFFICER, "何飞")
    passwords.choose(account, GOOD)
    return account


@pytest.fixture
def still() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def log() -> list[LogEntry]:
    with acting_as(SYSTEM):
        return list(LogEntry.objects.order_by("seq"))


def newcomer(office: Office, **changes: object) -> Newcomer:
    told = {"username": "xin", "name": "新来", "phone": "13900000009", "post": "科员"}
    return Newcomer(office=office, span=Span(clock.today()), **(told | changes))  # type: ignore[arg-type] # by name


def test_a_newcomer_has_a_post_a_code_and_no_right(keeper: Actor, office: Office) -> None:
    with acting_as(keeper):
        slip = accounts.open_account(newcomer(office))
    with pytest.raises(SignInRefusedError):
        signin.check("xin", slip.code)
    account = activation.redeem("xin", slip.code, GOOD)
    assert signin.check("xin", GOOD).pk == account.pk
    actor = actor_for(account)
    assert (actor.office_title, actor.roles) == ("某局", frozenset())
    assert [entry.action for entry in log()] == ["account", "post", "appoint"]
    assert {entry.name for entry in log()} == {"许维"}
    assert "13900000009" not in str([entry.after for entry in log()])
    assert slip.code not in str([vars(entry) for entry in log()])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"username": "何飞"}, "账号写得不对"),
        ({"username": "x" * 65}, "账号写得不对"),
        ({"username": "citizen"}, "已有这个账号"),
        ({"name": " "}, "姓名"),
        ({"phone": "x"}, "手机号码"),
        ({"kind": Kind.SECURITY_ADMIN}, "只能建立"),
        ({"kind": Kind.CITIZEN}, "只能建立"),
        ({"span": Span(date(2026, 2, 1), date(2026, 1, 1))}, "早于起始"),
    ],
)
def test_a_wrong_newcomer_leaves_nothing_behind(
    keeper: Actor, office: Office, changes: dict[str, object], words: str
) -> None:
    made("citizen", Kind.CITIZEN)
    entered = {"span": Span(clock.today())} | changes
    told = {"username": "xin", "name": "新来"} | entered
    with acting_as(keeper), pytest.raises(Refused, match=words):
        accounts.open_account(Newcomer(office=office, **told))  # type: ignore[arg-type] # by name
    with acting_as(SYSTEM):
        assert Account.objects.count() == 2
    assert log() == []


ACTS: dict[str, Callable[[Account, Office], object]] = {
    "open": lambda account, office: accounts.open_account(newcomer(office)),
    "restate": lambda account, office: accounts.restate(account, "别名", ""),
    "disable": lambda account, office: accounts.disable(account, "离职"),
    "reset": lambda account, office: accounts.reset(account, "忘记密码"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("kind", [Kind.SECURITY_ADMIN, Kind.AUDIT_ADMIN, Kind.OFFICER])
def test_nobody_else_keeps_accounts(
    act: Callable[[Account, Office], object], kind: Kind, office: Office, officer: Account
) -> None:
    with acting_as(actor_for(made("other", kind))), pytest.raises(Refused, match="系统管理员"):
        act(officer, office)
    assert log() == []


@pytest.mark.parametrize("act", ["restate", "disable", "reset"])
@pytest.mark.parametrize("kind", [Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN, Kind.AUDIT_ADMIN])
def test_no_administrator_is_in_the_hands_of_one_other(
    act: str, kind: Kind, keeper: Actor, office: Office
) -> None:
    """Whoever could reset the security administrator's password could grant himself everything."""
    other = made("other", kind)
    with acting_as(keeper), pytest.raises(Refused, match="一人处置"):
        ACTS[act](other, office)
    for change in ({"password": "mine"}, {"is_active": False}, {"name": "x"}):
        with (
            acting_as(keeper),
            pytest.raises(ProgrammingError, match="一人处置"),
            transaction.atomic(),
        ):
            Account.objects.filter(pk=other.pk).update(**change)


def test_a_disabled_account_is_out_at_once_and_comes_back_as_it_was(
    keeper: Actor, officer: Account
) -> None:
    session = sessions.begin(officer, NOWHERE, Means.PASSWORD)
    with acting_as(keeper):
        accounts.disable(officer, "离职")
    with acting_as(SYSTEM):
        assert Session.objects.get(pk=session.pk).ending == "forced"
    with pytest.raises(SignInRefusedError):
        signin.check("hefei", GOOD)
    with acting_as(keeper):
        with pytest.raises(Refused, match="已经停用"):
            accounts.disable(officer, "离职")
        with pytest.raises(Refused, match="请先启用"):
            accounts.reset(officer, "忘记密码")
        accounts.enable(officer, "返岗")
    assert signin.check("hefei", GOOD).pk == officer.pk
    assert [(e.action, (e.after or {})["理由"]) for e in log()] == [
        ("disable", "离职"),
        ("enable", "返岗"),
    ]


def test_a_reset_ends_the_password_and_every_session(keeper: Actor, officer: Account) -> None:
    session = sessions.begin(officer, NOWHERE, Means.PASSWORD)
    with acting_as(keeper):
        first = accounts.reset(officer, "忘记密码")
        second = accounts.reset(officer, "激活码遗失")
    for password in (GOOD, first.code):
        with pytest.raises(SignInRefusedError):
            signin.check("hefei", password)
    with pytest.raises(SignInRefusedError):
        activation.redeem("hefei", first.code, BETTER)
    with pytest.raises(passwords.PasswordRefusedError, match="用过"):
        activation.redeem("hefei", second.code, GOOD)
    activation.redeem("hefei", second.code, BETTER)
    assert signin.check("hefei", BETTER).pk == officer.pk
    with acting_as(SYSTEM):
        assert Session.objects.get(pk=session.pk).ended_at is not None
        own = SignIn.objects.filter(account=officer, detail__contains="许维")
        assert [line.outcome for line in own] == [Outcome.CHANGED] * 2


def test_a_reset_leaves_the_second_factor(keeper: Actor, officer: Account) -> None:
    """So a system administrator who keeps the code for himself still does not come in."""
    enrol(officer)
    with acting_as(keeper):
        accounts.reset(officer, "忘记密码")
    assert totp.is_enrolled(officer)


def enrol(account: Account) -> None:
    totp.prepare(account)
    step = int(clock.now().timestamp()) // 30
    totp.confirm(account, totp.code_at(totp.secret_of(account), step), NOWHERE)


def test_the_security_administrator_releases_a_lost_second_factor(
    keeper: Actor, granter: Actor, officer: Account
) -> None:
    enrol(officer)
    with acting_as(keeper), pytest.raises(Refused, match="安全管理员"):
        accounts.release_factors(officer, "手机丢失")
    with acting_as(granter):
        with pytest.raises(Refused, match="理由"):
            accounts.release_factors(officer, " ")
        accounts.release_factors(officer, "手机丢失")
        with pytest.raises(Refused, match="没有设置"):
            accounts.release_factors(officer, "手机丢失")
        with pytest.raises(Refused, match="系统管理员"):
            accounts.reset(officer, "忘记密码")
    assert not totp.is_enrolled(officer)
    assert signin.check("hefei", GOOD).pk == officer.pk
    assert [entry.action for entry in log()] == ["reset"]


def test_nobody_releases_his_own_second_factor(granter: Actor) -> None:
    with acting_as(SYSTEM):
        account = Account.objects.get(username="granter")
    enrol(account)
    with acting_as(granter), pytest.raises(Refused, match="本人"):
        accounts.release_factors(account, "手机丢失")


def test_whose_password_everybody_knows_has_none_to_reset(keeper: Actor, officer: Account) -> None:
    passwords.mark_demonstration(officer)
    with acting_as(keeper), pytest.raises(Refused, match="演示账号"):
        accounts.reset(officer, "忘记密码")


def test_one_sees_until_when_a_code_holds(
    keeper: Actor, officer: Account, still: time_machine.Traveller
) -> None:
    assert activation.open_until(officer) is None
    with acting_as(keeper):
        slip = accounts.reset(officer, "忘记密码")
    assert activation.open_until(officer) == slip.expires_at
    still.shift(timedelta(days=31))
    assert activation.open_until(officer) is None


def test_a_posting_of_a_newcomer_is_his_own(keeper: Actor, office: Office) -> None:
    with acting_as(keeper):
        accounts.open_account(newcomer(office, post="", basis="示司任〔2026〕1号"))
        posting = Posting.objects.get(account__username="xin")
    assert (posting.post_id, posting.basis, posting.roles) == (None, "示司任〔2026〕1号", [])
