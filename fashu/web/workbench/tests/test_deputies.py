"""代理: a head lets a colleague act in his post, as far as that goes, and takes it back."""

from datetime import timedelta

import pytest
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Posting, PostingKind
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast

pytestmark = pytest.mark.django_db

PAGE = "/workbench/deputies/"


@pytest.fixture(autouse=True)
def cast() -> None:
    plant_cast()


def browser(username: str) -> Client:
    client = Client()
    client.post("/signin/", {"username": username, "password": PASSWORD})
    return client


def account(username: str) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.get(username=username)


def sent(client: Client, **changes: object) -> str:
    today = clock.today()
    form = {
        "account": account("lin").pk,
        "roles": ["authority"],
        "since": today.isoformat(),
        "until": (today + timedelta(days=7)).isoformat(),
        "basis": "出差",
    }
    return client.post(PAGE, form | changes, follow=True).content.decode()


def held() -> Posting:
    with acting_as(SYSTEM):
        return Posting.objects.get(kind=PostingKind.DELEGATION)


def test_a_head_lets_a_colleague_act_and_takes_it_back() -> None:
    zhou, lin = browser("zhou"), browser("lin")
    page = zhou.get(PAGE).content.decode()
    assert 'value="authority"' in page
    assert 'value="office"' not in page
    assert "已办理" in sent(zhou)
    acts = held()
    assert "周正" in lin.get(PAGE).content.decode()
    lin.post("/post/", {"posting": acts.pk})
    assert "代理周正" in lin.get("/workbench/").content.decode()
    assert actor_for(account("lin"), acts.pk).roles == {"authority"}
    assert "代理他人的职务" in lin.get(PAGE).content.decode()
    assert lin.post(f"{PAGE}{acts.pk}/recall/").status_code == 404
    assert "已收回" in zhou.post(f"{PAGE}{acts.pk}/recall/", follow=True).content.decode()
    assert actor_for(account("lin"), acts.pk).roles <= frozenset()
    assert "没有权限" in zhou.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"roles": []}, "至少选择一个角色"),
        ({"roles": ["office"]}, "office"),
        ({"roles": ["superior"]}, "superior"),
        ({"until": "2020-01-01"}, "早于起始日期"),
        ({"until": ""}, "请填写"),
        ({"account": "987654321"}, "987654321"),
        ({"account": ""}, "请"),
    ],
)
def test_what_cannot_be_delegated_is_said(changes: dict[str, object], words: str) -> None:
    page = sent(browser("zhou"), **changes)
    assert words in page
    assert "请更正以下问题" in page
    with acting_as(SYSTEM):
        assert not Posting.objects.filter(kind=PostingKind.DELEGATION).exists()


def test_whoever_has_nothing_to_delegate_is_told_so() -> None:
    page = browser("lin").get(PAGE).content.decode()
    assert "您的角色都限本人行使" in page
    assert "没有任职" in browser("shen").get(PAGE).content.decode()
    assert browser("zhang").get(PAGE).status_code == 403
