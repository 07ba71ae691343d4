"""The page of the jobs, as the system administrator uses it."""

from datetime import timedelta

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.jobs.models import Failure
from fashu.kernel.jobs.tests.test_overview import beating, put
from fashu.synthetic.plant import plant_cast
from fashu.web.administration.jobs import spoken
from fashu.web.administration.tests.test_home import enter

pytestmark = pytest.mark.django_db

PAGE = "/administration/jobs/"


@pytest.fixture
def xu(client: Client) -> Client:
    plant_cast()
    enter(client, "xu")
    return client


def page(client: Client, query: str = "") -> str:
    return client.get(f"{PAGE}{query}").content.decode()


def test_without_a_worker_the_page_says_what_follows_and_what_to_do(xu: Client) -> None:
    found = page(xu)
    assert "没有作业进程在运行：到期的期限不会自动届满" in found
    assert "fashu worker" in found
    beating(1)
    assert "作业进程在运行" in page(xu)


def test_work_that_is_behind_is_told(xu: Client) -> None:
    beating(1)
    put(ago=900)
    assert "作业积压：等得最久的已经等了15分钟" in page(xu)


def test_a_failure_is_found_by_its_state_read_in_words_and_tried_again(xu: Client) -> None:
    number = put("tell_people", status="failed", ago=60)
    put(status="succeeded", ago=60)
    with acting_as(SYSTEM):
        Failure.objects.create(
            job_id=number,
            task="fashu.kernel.jobs.tasks.tell_people",
            at="2026-11-22T00:00:00Z",
            words="邮件服务器没有接受",
            error="smtplib.SMTPDataError",
            place="fashu/kernel/desk/letters.py:100 send",
        )
    found = page(xu, "?state=failed")
    assert (
        "邮件服务器没有接受（smtplib.SMTPDataError，fashu/kernel/desk/letters.py:100 send）"
        in found
    )
    assert found.count('data-label="编号"') == 1
    said = xu.post(f"{PAGE}{number}/retry/", follow=True).content.decode()
    assert "“站内消息、邮件和短信”将由作业进程重新办理" in said
    assert "不用重试" in xu.post(f"{PAGE}{number}/retry/", follow=True).content.decode()


def test_one_kind_of_job_is_looked_at_alone(xu: Client) -> None:
    put("remind", status="succeeded")
    put("reseal", status="succeeded")
    found = page(xu, "?task=fashu.kernel.jobs.tasks.remind")
    assert found.count('data-label="编号"') == 1
    assert "没有这样的作业" in page(xu, "?task=%27%22%3Cscript%3E")
    assert page(xu, "?state=nonsense").count('data-label="编号"') == 2


@pytest.mark.parametrize("username", ["bao", "ji", "lin", "zhang"])
def test_the_page_is_the_system_administrators(client: Client, username: str) -> None:
    plant_cast()
    enter(client, username)
    number = put(status="failed")
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}{number}/retry/").status_code == 403


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0秒"), (0.25, "0.2秒"), (59, "59秒"), (61, "1分钟"), (7300, "2小时"), (400_000, "5天")],
)
def test_a_length_of_time_is_spoken(seconds: float, words: str) -> None:
    assert spoken(timedelta(seconds=seconds)) == words
