"""Whoever holds two posts chooses in the header which one he acts in."""

from datetime import date

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials.models import Outcome, SignIn
from fashu.kernel.people import posts
from fashu.kernel.people.models import Account, Office, Posting, PostingKind
from fashu.kernel.people.posts import Span
from fashu.synthetic.plant import plant_cast
from fashu.web.session import enter

pytestmark = pytest.mark.django_db

DESK = "/workbench/cases/"


@pytest.fixture
def lent() -> Posting:
    """林清 of the city, lent to the county's bureau."""
    plant_cast()
    with acting_as(SYSTEM):
        lin, county = Account.objects.get(username="lin"), Office.objects.get(code="990101")
        kind = PostingKind.SECONDMENT
        return posts.appoint(lin, county, Span(date(2020, 2, 1)), roles=["office"], kind=kind)


def signed_in(username: str) -> Client:
    client = Client()
    with acting_as(SYSTEM):
        store = client.session
        enter(store, Account.objects.get(username=username))
        store.save()
    client.cookies["sessionid"] = store.session_key or ""
    return client


def office(client: Client) -> str:
    """Which office the header names."""
    page = client.get(DESK).content.decode()
    return page.partition('<span class="office quiet">')[2].partition("</span>")[0]


def test_the_own_post_comes_first_and_the_other_by_choice(lent: Posting) -> None:
    lin = signed_in("lin")
    assert office(lin) == "明德市司法局"
    assert lin.post("/post/", {"posting": lent.pk}).status_code == 302
    assert office(lin) == "清河县司法局"
    with acting_as(SYSTEM):
        own = Posting.objects.get(account__username="lin", kind=PostingKind.REGULAR)
    lin.post("/post/", {"posting": own.pk})
    assert office(lin) == "明德市司法局"


def test_the_sign_in_log_says_who_acted_in_which_post(lent: Posting) -> None:
    lin = signed_in("lin")
    for _ in range(2):
        lin.post("/post/", {"posting": lent.pk})
    with acting_as(SYSTEM):
        (line,) = SignIn.objects.filter(outcome=Outcome.SWITCHED)
        entered = SignIn.objects.get(outcome=Outcome.SIGNED_IN)
    assert line.who == "林清（lin）"
    assert line.detail == "明德市司法局 → 清河县司法局（借调）"
    assert line.session_id == entered.session_id
    assert "换岗位" in lin.get("/account/signins/").content.decode()


def test_a_post_that_has_ended_is_left_at_the_next_request(lent: Posting) -> None:
    lin = signed_in("lin")
    lin.post("/post/", {"posting": lent.pk})
    with acting_as(SYSTEM):
        posts.relieve(lent, date(2020, 3, 1))
    assert office(lin) == "明德市司法局"


@pytest.mark.parametrize("wanted", ["", "x", "987654321"])
def test_nobody_enters_a_post_that_is_not_his(lent: Posting, wanted: str) -> None:
    assert signed_in("lin").post("/post/", {"posting": wanted}).status_code == 404
    with acting_as(SYSTEM):
        assert not SignIn.objects.filter(outcome=Outcome.SWITCHED).exists()


def test_another_s_post_is_not_one_s_own(lent: Posting) -> None:
    zhou = signed_in("zhou")
    assert zhou.post("/post/", {"posting": lent.pk}).status_code == 404
    assert "换岗位" not in zhou.get(DESK).content.decode()


def test_switching_takes_a_post_request(lent: Posting) -> None:
    assert signed_in("lin").get("/post/").status_code == 405
