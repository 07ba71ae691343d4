"""Online users and the sign-in log, and who may see which."""

import pytest
from django.test import Client

from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast
from fashu.web.account.tests.people import enter, page_of

pytestmark = pytest.mark.django_db

SECURITY, AUDIT, SYSTEM = "bao", "ji", "xu"


@pytest.fixture(autouse=True)
def cast(db: None) -> None:
    plant_cast()


def client_of(username: str) -> Client:
    client = Client()
    enter(client, username, PASSWORD)
    return client


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/administration/sessions/", SECURITY), ("/administration/signins/", AUDIT)],
)
def test_each_page_is_for_one_of_the_three(path: str, allowed: str) -> None:
    for username in (SECURITY, AUDIT, SYSTEM, "lin", "shen", "zhang"):
        status = client_of(username).get(path).status_code
        assert status == (200 if username == allowed else 403), username


def test_forcing_somebody_out_takes_effect_at_once() -> None:
    lin, bao = client_of("lin"), client_of(SECURITY)
    assert "林清" in page_of(bao, "/administration/sessions/")
    number = lin.session["session"]
    assert bao.post(f"/administration/sessions/{number}/end/").status_code == 302
    assert lin.get("/workbench/").status_code == 302
    assert "没有这样的在线用户" in page_of(bao, "/administration/sessions/?q=林清")
    assert "管理员强制下线（鲍严）" in page_of(client_of(AUDIT), "/administration/signins/")


def test_only_the_security_administrator_forces_anybody_out() -> None:
    lin = client_of("lin")
    number = lin.session["session"]
    for username in (AUDIT, SYSTEM, "zhou"):
        answer = client_of(username).post(f"/administration/sessions/{number}/end/")
        assert answer.status_code == 403
    assert lin.get("/workbench/").status_code == 200


def test_the_log_is_narrowed_by_name_outcome_and_means() -> None:
    Client().post("/signin/", {"username": "zhou", "password": "x"}, REMOTE_ADDR="203.0.113.9")
    client_of("lin")
    ji = client_of(AUDIT)
    assert "203.0.113.9" in page_of(ji, "/administration/signins/?outcome=failed")
    assert "林清" not in page_of(ji, "/administration/signins/?outcome=wrong")
    assert "周正" not in page_of(ji, "/administration/signins/?q=lin")
    assert "周正" not in page_of(ji, "/administration/signins/?means=passkey")
    assert "周正" in page_of(ji, "/administration/signins/?q=203.0.113.9")
