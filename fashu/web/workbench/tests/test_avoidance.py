"""回避 on the case page: who may say so, who decides, and what is then shown to whom."""

from collections.abc import Callable

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Avoidance, Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.web.workbench.tests.test_workbench import page

As = Callable[[Actor], Client]
WHY = {"ground": "relative", "reason": "申请人是我表弟"}


@pytest.fixture
def number(cast: Cast) -> str:
    """A case of the east, which its officer handles."""
    opened = open_sample(cast.alice).number
    with acting_as(cast.east):
        Case.objects.update(handler=cast.east.account_id)
    return opened


def row() -> Avoidance:
    with acting_as(SYSTEM):
        return Avoidance.objects.get()


def ask(client: Client, number: str, **form: object) -> str:
    """Send the form and read where it leads."""
    sent = client.post(f"/workbench/cases/{number}/avoidance/", {**WHY, **form}, follow=True)
    return sent.content.decode()


def test_the_page_quotes_the_articles(cast: Cast, as_: As, number: str) -> None:
    html = page(as_(cast.east), f"/workbench/cases/{number}/")
    for article in (
        "《公务员法》第七十六条",
        "《公务员法》第七十七条",
        "《行政处罚法》第四十三条第三款",
    ):
        assert article in html


def test_whoever_avoids_a_case_is_led_to_his_desk(cast: Cast, as_: As, number: str) -> None:
    east = as_(cast.east)
    html = ask(east, number, kind="oneself")
    assert "您已回避本案，不再显示案卷" in html
    assert east.get(f"/workbench/cases/{number}/").status_code == 404
    assert "东官" in page(as_(cast.colleague), f"/workbench/cases/{number}/")
    assert "待决定，已停止办理" in page(as_(cast.colleague), f"/workbench/cases/{number}/")


def test_the_decision_is_made_on_the_page(cast: Cast, as_: As, number: str) -> None:
    ask(as_(cast.east), number, kind="oneself")
    decide = f"/workbench/cases/{number}/avoidance/{row().pk}/"
    chief = as_(cast.colleague)
    refused = chief.post(decide, {"upheld": "no", "answer": ""}, follow=True).content.decode()
    assert "请写明理由" in refused
    done = chief.post(decide, {"upheld": "no", "answer": "无亲属关系"}, follow=True)
    assert "已决定：东官不予回避" in done.content.decode()
    assert page(as_(cast.east), f"/workbench/cases/{number}/")


def test_an_officer_may_be_sent_away_by_whoever_leads(cast: Cast, as_: As, number: str) -> None:
    html = ask(as_(cast.colleague), number, kind="organ", officer=cast.east.account_id)
    assert "已决定回避" in html
    assert as_(cast.east).get(f"/workbench/cases/{number}/").status_code == 404


def test_a_partys_application_is_entered_and_waits(cast: Cast, as_: As, number: str) -> None:
    html = ask(as_(cast.colleague), number, kind="party", officer=cast.east.account_id)
    assert "待决定，不停止办理" in html
    assert page(as_(cast.east), f"/workbench/cases/{number}/")


def test_whoever_avoids_is_offered_for_nothing(cast: Cast, as_: As, number: str) -> None:
    ask(as_(cast.east), number, kind="oneself")
    chief = as_(cast.colleague)
    option = f'<option value="{cast.east.account_id}">'
    assert option not in page(chief, f"/workbench/cases/{number}/")
    asking = page(chief, f"/workbench/cases/{number}/errands/new/")
    assert f'value="{cast.east.account_id}"' not in asking


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"ground": ""}, "请选择应当回避的情形"),
        ({"ground": "x"}, "请选择应当回避的情形"),
        ({"reason": " "}, "请写明理由"),
        ({"officer": "987654321"}, "没有找到该工作人员"),
        ({"officer": "x"}, "没有找到该工作人员"),
    ],
)
def test_what_is_missing_is_said(
    cast: Cast, as_: As, number: str, form: dict[str, str], words: str
) -> None:
    usual = {"kind": "organ", "officer": cast.east.account_id}
    assert words in ask(as_(cast.colleague), number, **(usual | form))
    with acting_as(SYSTEM):
        assert not Avoidance.objects.exists()


def test_an_office_that_takes_part_neither_reads_why_nor_decides(
    cast: Cast, as_: As, number: str
) -> None:
    with acting_as(cast.east):
        Case.objects.get(number=number).participants.create(
            role="expert", name="西县", office_path=cast.west.office_path, since="2026-02-11"
        )
    ask(as_(cast.colleague), number, kind="party", officer=cast.east.account_id)
    west = as_(cast.west)
    html = page(west, f"/workbench/cases/{number}/")
    assert "申请人是我表弟" not in html
    assert "本人回避" not in html
    refused = west.post(
        f"/workbench/cases/{number}/avoidance/{row().pk}/", {"upheld": "yes"}, follow=True
    )
    assert "没有等待决定" in refused.content.decode()
    assert row().is_upheld is None
