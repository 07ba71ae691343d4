"""Posts, secondment and delegation: in which post somebody acts, and for whom."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, DataScope, Kind, acting_as
from fashu.kernel.access.models import Grant, LogEntry, Role
from fashu.kernel.people import offices, posts, rights
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import (
    Account,
    Level,
    Office,
    OfficeKind,
    Post,
    Posting,
    PostingKind,
)
from fashu.kernel.people.offices import Decision
from fashu.kernel.people.posts import Span
from fashu.kernel.procedure.refusal import Refused

pytestmark = pytest.mark.django_db

NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
HEAD = ["handler", "head"]


@pytest.fixture(autouse=True)
def _tenth_of_november() -> Iterator[None]:
    with at(10):
        yield


def at(day: int) -> AbstractContextManager[None]:
    return clock.pretending(datetime(2026, 11, day, 9, tzinfo=clock.BEIJING))


def office(code: str, title: str, parent: Office | None = None) -> Office:
    return Office.objects.create(
        code=code,
        title=title,
        level=Level.COUNTY,
        kind=OfficeKind.JUSTICE,
        division_code=code.ljust(6, "0"),
        parent=parent,
    )


@pytest.fixture
def city() -> Office:
    return office("9901", "明德市司法局")


@pytest.fixture
def county(city: Office) -> Office:
    return office("990101", "清河县司法局", city)


@pytest.fixture
def sibling(city: Office) -> Office:
    return office("990102", "石门县司法局", city)


def officer(username: str, name: str) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.create_account(username, name=name, kind=Kind.OFFICER)


@pytest.fixture
def lin() -> Account:
    return officer("lin", "林清")


@pytest.fixture
def zhou(county: Office) -> Account:
    """Head of the county's bureau."""
    account = officer("zhou", "周正")
    with acting_as(SYSTEM):
        post = posts.establish(county, "局长")
        posts.appoint(account, county, Span(date(2020, 1, 1)), post=post)
        assert posts.entitle(post, HEAD) == 1
    return account


def appoint(account: Account, where: Office, kind: PostingKind = PostingKind.REGULAR) -> Posting:
    with acting_as(SYSTEM):
        return posts.appoint(account, where, NOVEMBER, roles=["handler"], kind=kind)


def delegated(principal: Account, to: Account, span: Span = NOVEMBER) -> Posting:
    with acting_as(actor_for(principal)):
        return posts.delegate(Posting.objects.get(account=principal), to, span)


def test_a_post_brings_its_roles_and_a_new_role_reaches_whoever_holds_it(
    zhou: Account, county: Office
) -> None:
    assert actor_for(zhou).roles == {"handler", "head"}
    with acting_as(SYSTEM):
        posts.entitle(posts.establish(county, "局长"), [*HEAD, "authority"])
    assert actor_for(zhou).roles == {"handler", "head", "authority"}


def test_a_secondment_leaves_the_main_post_and_is_entered_by_choice(
    lin: Account, city: Office, county: Office
) -> None:
    appoint(lin, county)
    lent = appoint(lin, city, PostingKind.SECONDMENT)
    at_home = actor_for(lin)
    assert at_home.office_path == county.path
    assert [post.label for post in at_home.posts] == ["清河县司法局", "明德市司法局（借调）"]
    assert actor_for(lin, lent.pk).office_path == city.path


def test_nobody_is_seconded_who_has_no_post(lin: Account, city: Office) -> None:
    with pytest.raises(Refused, match="没有任职"):
        appoint(lin, city, PostingKind.SECONDMENT)


def test_a_chosen_post_that_is_another_s_or_has_ended_is_not_entered(
    lin: Account, zhou: Account, county: Office, sibling: Office
) -> None:
    appoint(lin, sibling)
    lent = appoint(lin, county, PostingKind.SECONDMENT)
    with acting_as(SYSTEM):
        others = Posting.objects.get(account=zhou)
    assert actor_for(lin, others.pk).office_path == sibling.path
    with clock.pretending(datetime(2026, 12, 1, 9, tzinfo=clock.BEIJING)):
        assert actor_for(lin, lent.pk).office_path == ""


def test_a_delegate_acts_in_the_principal_s_post_and_says_for_whom(
    lin: Account, zhou: Account, county: Office, sibling: Office
) -> None:
    appoint(lin, sibling)
    deputy = actor_for(lin, delegated(zhou, lin).pk)
    assert (deputy.office_path, deputy.roles) == (county.path, frozenset(HEAD))
    assert (deputy.on_behalf_of, deputy.on_behalf_of_name) == (zhou.pk, "周正")
    assert actor_for(lin).posts[1].label == "清河县司法局 局长（代理周正）"
    assert actor_for(lin).on_behalf_of is None


@pytest.mark.parametrize(("day", "counts"), [(4, False), (5, True), (20, True), (21, False)])
def test_a_delegation_counts_between_its_days(
    lin: Account, zhou: Account, *, day: int, counts: bool
) -> None:
    span = Span(date(2026, 11, 5), date(2026, 11, 20))
    deputy = delegated(zhou, lin, span)
    with at(day):
        assert (actor_for(lin, deputy.pk).on_behalf_of == zhou.pk) is counts


def test_a_delegation_ends_with_the_principal_s_post(lin: Account, zhou: Account) -> None:
    deputy = delegated(zhou, lin)
    with acting_as(SYSTEM):
        posts.relieve(Posting.objects.get(account=zhou), date(2026, 11, 9))
    assert actor_for(lin, deputy.pk).office_path == ""


def test_what_the_principal_loses_his_delegate_loses(
    lin: Account, zhou: Account, county: Office
) -> None:
    deputy = delegated(zhou, lin)
    with acting_as(SYSTEM):
        posts.entitle(posts.establish(county, "局长"), ["handler"])
    assert actor_for(lin, deputy.pk).roles == {"handler"}


def test_the_principal_ends_his_delegation(lin: Account, zhou: Account) -> None:
    deputy = delegated(zhou, lin)
    with acting_as(actor_for(zhou)):
        posts.relieve(deputy, date(2026, 11, 9))
    assert actor_for(lin, deputy.pk).on_behalf_of is None


def test_a_delegation_is_not_passed_on(lin: Account, zhou: Account) -> None:
    deputy, third = delegated(zhou, lin), officer("wu", "吴敏")
    with acting_as(actor_for(lin, deputy.pk)), pytest.raises(Refused, match="转委托"):
        posts.delegate(deputy, third, NOVEMBER)


@pytest.mark.parametrize(
    ("span", "roles", "words"),
    [
        (Span(date(2026, 11, 1)), [], "截止日期"),
        (Span(date(2026, 11, 9), date(2026, 11, 8)), [], "早于起始"),
        (NOVEMBER, ["authority"], "超出"),
    ],
)
def test_a_delegation_has_an_end_and_stays_within_the_post(
    lin: Account, zhou: Account, span: Span, roles: list[str], words: str
) -> None:
    with acting_as(actor_for(zhou)), pytest.raises(Refused, match=words):
        posts.delegate(Posting.objects.get(account=zhou), lin, span, roles=roles)


def test_nobody_gives_away_another_s_post(lin: Account, zhou: Account, county: Office) -> None:
    appoint(lin, county)
    with acting_as(actor_for(lin)), pytest.raises(Refused, match="自己的职务"):
        posts.delegate(Posting.objects.get(account=zhou), lin, NOVEMBER)


def test_the_database_refuses_a_delegation_without_a_principal(
    lin: Account, county: Office
) -> None:
    own = {"account": lin, "office": county, "since": NOVEMBER.since, "until": NOVEMBER.until}
    with (
        acting_as(SYSTEM),
        pytest.raises(IntegrityError, match="posting_delegation_ends"),
        transaction.atomic(),
    ):
        Posting.objects.create(**own, kind=PostingKind.DELEGATION)


def test_a_delegate_sees_no_more_of_the_other_office_than_whose_post_it_is(
    lin: Account, zhou: Account, county: Office, sibling: Office
) -> None:
    third = officer("wu", "吴敏")
    appoint(third, county)
    appoint(lin, sibling)
    delegated(zhou, lin)
    with acting_as(actor_for(lin)):
        assert set(Account.objects.all()) == {lin, zhou}


def test_into_a_closed_office_people_are_only_lent(
    lin: Account, city: Office, county: Office
) -> None:
    appoint(lin, city)
    with acting_as(SYSTEM):
        closing = Decision(date(2026, 11, 9))
        closed = offices.close(county.code, closing, successor=city.code)
    with pytest.raises(Refused, match="职权由明德市司法局承继"):
        appoint(lin, closed)
    assert appoint(lin, closed, PostingKind.SECONDMENT).office_id == closed.pk


def administrator(kind: Kind) -> Actor:
    with acting_as(SYSTEM):
        return actor_for(Account.objects.create_account(kind.value, name=kind.value, kind=kind))


def test_the_system_administrator_appoints_and_the_security_administrator_grants(
    lin: Account, zhou: Account, county: Office
) -> None:
    with acting_as(administrator(Kind.SYSTEM_ADMIN)):
        posts.appoint(lin, county, NOVEMBER, post=posts.establish(county, "局长"))
        with pytest.raises(Refused, match="安全管理员"):
            posts.grant(posts.ungranted())
    assert (actor_for(lin).office_path, actor_for(lin).roles) == (county.path, frozenset())
    with acting_as(administrator(Kind.SECURITY_ADMIN)):
        assert [posting.account for posting in posts.ungranted()] == [lin]
        assert posts.grant(posts.ungranted()) == 1
        assert not posts.ungranted()
    assert actor_for(lin).roles == frozenset(HEAD)


def test_a_post_with_roles_is_no_way_around_the_security_administrator(county: Office) -> None:
    with acting_as(administrator(Kind.SYSTEM_ADMIN)):
        post = posts.establish(county, "副局长")
        with pytest.raises(ProgrammingError, match="安全管理员授予"), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(roles=HEAD)


def test_the_database_refuses_a_delegation_of_another_s_post(
    lin: Account, zhou: Account, county: Office
) -> None:
    appoint(lin, county)
    with acting_as(actor_for(lin)):
        principal = Posting.objects.get(account=zhou)
        span = {"since": NOVEMBER.since, "until": NOVEMBER.until}
        taken = Posting(
            account=lin,
            office=county,
            on_behalf_of=principal,
            kind="delegation",
            roles=HEAD,
            **span,
        )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            taken.save()


# -- What was granted to the principal ---------------------------------------------------------


def granted(account: Account, where: Office, role: str) -> Grant:
    with acting_as(SYSTEM):
        return rights.grant(account, where, Role.objects.get(key=role), rights.Span(NOVEMBER.since))


def own(account: Account) -> Posting:
    with acting_as(SYSTEM):
        return Posting.objects.get(account=account, on_behalf_of=None)


def test_a_granted_role_of_the_office_is_delegated_where_it_is_named(
    lin: Account, zhou: Account, county: Office
) -> None:
    given = granted(zhou, county, "authority")
    with acting_as(actor_for(zhou)):
        whole = posts.delegate(own(zhou), lin, Span(date(2026, 11, 1), date(2026, 11, 5)))
        named = posts.delegate(
            own(zhou), lin, Span(date(2026, 11, 6), NOVEMBER.until), roles=["authority"]
        )
    with at(3):
        assert actor_for(lin, whole.pk).roles == frozenset(HEAD)
    assert actor_for(lin, named.pk).roles == {"authority"}
    with acting_as(SYSTEM):
        rights.withdraw(given)
    assert actor_for(lin, named.pk).roles == frozenset()


def test_a_delegated_role_reaches_as_far_as_the_principal_s(
    lin: Account, zhou: Account, county: Office, sibling: Office
) -> None:
    granted(zhou, county, "authority")
    with acting_as(SYSTEM):
        role = Role.objects.get(key="authority")
        rights.set_scope(role, DataScope.CUSTOM, offices=[sibling.code])
    with acting_as(actor_for(zhou)):
        deputy = posts.delegate(own(zhou), lin, NOVEMBER, roles=["authority"])
    part = actor_for(lin, deputy.pk).reach.part("reconsideration")
    assert sibling.path in part
    assert county.path not in part


def test_what_wants_something_of_the_person_is_not_delegated(
    lin: Account, zhou: Account, county: Office
) -> None:
    """行政复议法第六条第二款: whoever handles cases has a qualification of his own."""
    granted(zhou, county, "office")
    with acting_as(actor_for(zhou)), pytest.raises(Refused, match="超出"):
        posts.delegate(own(zhou), lin, NOVEMBER, roles=["office"])
    with acting_as(SYSTEM):
        rights.define_role("office", "承办人", ["office"], is_personal=False)
    with acting_as(actor_for(zhou)):
        deputy = posts.delegate(own(zhou), lin, NOVEMBER, roles=["office"])
    assert actor_for(lin, deputy.pk).roles == {"office"}
    with acting_as(SYSTEM):
        rights.define_role("office", "承办人", ["office"], is_personal=True)
    assert actor_for(lin, deputy.pk).roles == frozenset()


def test_the_post_itself_is_delegated_without_what_wants_something_of_the_person(
    lin: Account, zhou: Account, county: Office
) -> None:
    with acting_as(SYSTEM):
        posts.entitle(posts.establish(county, "局长"), ["office", "authority"])
    deputy = delegated(zhou, lin)
    assert actor_for(lin, deputy.pk).roles == {"authority"}
    with acting_as(SYSTEM):
        posts.entitle(posts.establish(county, "局长"), ["office"])
    with acting_as(actor_for(zhou)), pytest.raises(Refused, match="都限本人"):
        posts.delegate(own(zhou), lin, Span(date(2026, 12, 1), date(2026, 12, 2)))


def test_what_was_granted_elsewhere_is_not_delegated_here(
    lin: Account, zhou: Account, county: Office, sibling: Office
) -> None:
    appoint(zhou, sibling, PostingKind.CONCURRENT)
    granted(zhou, sibling, "authority")
    with acting_as(SYSTEM):
        here = Posting.objects.get(account=zhou, office=county)
    with acting_as(actor_for(zhou)), pytest.raises(Refused, match="超出"):
        posts.delegate(here, lin, NOVEMBER, roles=["authority"])


# -- Appointed to act, because the principal cannot say so himself ------------------------------


def test_whoever_is_appointed_to_act_has_what_the_security_administrator_gives_him(
    lin: Account, zhou: Account, county: Office
) -> None:
    granted(zhou, county, "authority")
    keeper, granter = administrator(Kind.SYSTEM_ADMIN), administrator(Kind.SECURITY_ADMIN)
    with acting_as(keeper):
        deputy = posts.depute(own(zhou), lin, NOVEMBER, basis="示司任〔2026〕3号")
        with pytest.raises(Refused, match="安全管理员"):
            rights.entrust(deputy, ["head"])
    assert actor_for(lin, deputy.pk).on_behalf_of == zhou.pk
    assert actor_for(lin, deputy.pk).roles == frozenset()
    with acting_as(granter):
        with pytest.raises(Refused, match="超出"):
            rights.entrust(deputy, ["superior"])
        rights.entrust(deputy, ["head", "authority"])
        with pytest.raises(Refused, match="系统管理员"):
            posts.depute(own(zhou), lin, NOVEMBER, basis="x")
    assert actor_for(lin, deputy.pk).roles == {"head", "authority"}


def test_an_appointment_to_act_names_its_document_and_its_end(lin: Account, zhou: Account) -> None:
    with acting_as(administrator(Kind.SYSTEM_ADMIN)):
        with pytest.raises(Refused, match="依据"):
            posts.depute(own(zhou), lin, NOVEMBER, basis=" ")
        with pytest.raises(Refused, match="截止日期"):
            posts.depute(own(zhou), lin, Span(date(2026, 11, 1)), basis="x")
        posts.depute(own(zhou), lin, NOVEMBER, basis="x")
        with pytest.raises(Refused, match="已经代理"):
            posts.depute(own(zhou), lin, NOVEMBER, basis="x")


def test_no_administrator_is_appointed_to_anything(zhou: Account, county: Office) -> None:
    keeper = administrator(Kind.SYSTEM_ADMIN)
    with acting_as(SYSTEM):
        other = Account.objects.create_account("ji", name="纪明", kind=Kind.AUDIT_ADMIN)
    with acting_as(keeper):
        with pytest.raises(Refused, match="不能任职"):
            posts.appoint(other, county, NOVEMBER)
        with pytest.raises(Refused, match="不能代理"):
            posts.depute(own(zhou), other, NOVEMBER, basis="x")


def test_the_same_appointment_is_not_entered_twice(lin: Account, county: Office) -> None:
    appoint(lin, county)
    with pytest.raises(Refused, match="已有这一任职"):
        appoint(lin, county)
    appoint(lin, county, PostingKind.CONCURRENT)


def test_every_change_stands_in_the_log(lin: Account, zhou: Account, county: Office) -> None:
    with acting_as(SYSTEM):
        before = LogEntry.objects.count()
    with acting_as(administrator(Kind.SYSTEM_ADMIN)):
        post = posts.establish(county, "局长")
        held = posts.appoint(lin, county, NOVEMBER, post=post)
        acts = posts.depute(own(zhou), lin, NOVEMBER, basis="示司任〔2026〕3号")
        posts.relieve(held, date(2026, 11, 20))
    with acting_as(administrator(Kind.SECURITY_ADMIN)):
        posts.grant(posts.ungranted())
        rights.entrust(acts, ["head"])
        posts.entitle(post, ["head"])
    delegated(zhou, lin, Span(date(2026, 12, 1), date(2026, 12, 2)))
    with acting_as(SYSTEM):
        lines = LogEntry.objects.order_by("seq")[before:]
        told = [(line.action, line.name, line.subject) for line in lines]
    whose = "账号 lin 林清"
    assert told == [
        ("appoint", "system_admin", whose),
        ("delegate", "system_admin", whose),
        ("relieve", "system_admin", whose),
        ("grant", "security_admin", whose),
        ("grant", "security_admin", whose),
        ("post", "security_admin", "清河县司法局 局长"),
        ("delegate", "周正", whose),
    ]


@pytest.mark.parametrize("first", [1, 10, 20])
def test_what_is_taken_back_confers_nothing_from_the_next_request_on(
    lin: Account, zhou: Account, first: int
) -> None:
    deputy = delegated(zhou, lin, Span(date(2026, 11, first), NOVEMBER.until))
    with acting_as(actor_for(zhou)):
        posts.recall(deputy)
    for day in (10, 20):
        with at(day):
            assert actor_for(lin, deputy.pk).roles == frozenset()
    with acting_as(actor_for(lin)), pytest.raises(Refused, match="自己的委托"):
        posts.recall(Posting.objects.get(pk=deputy.pk))
