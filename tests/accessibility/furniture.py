"""What people leave behind in a province in a few days, so that no page is looked at empty only.

Each thing is done in the name of who would do it, through the functions that the pages call.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.desk import delegation, errands, handling
from fashu.kernel.desk.acts import Leg, Mode
from fashu.kernel.documents import drafting
from fashu.kernel.exchange import consumers
from fashu.kernel.hall import booking, feedback, notes, rating
from fashu.kernel.hall.models import Slot
from fashu.kernel.holidays.notices import Told, enter
from fashu.kernel.holidays.tests.notices import rows_of
from fashu.kernel.jobs.models import Failure
from fashu.kernel.jobs.tests.test_overview import put
from fashu.kernel.library.importer import import_folder
from fashu.kernel.people.models import Office
from fashu.kernel.supervision import alerts, orders, periods
from fashu.kernel.supervision.drawing import announce, carry_out
from fashu.web.public.tests.test_statutes import NEW, OLD
from tests.security.province import Province, acting

COUNTER = 30
"""Minutes at a counter."""


def furnish(province: Province) -> None:
    """Everything below, one after the other."""
    told = province.told
    for name, act in ACTS:
        with acting_as(_actor(name)):
            act(told)
    alerts.raise_alerts()


def _actor(name: str) -> Actor:
    return acting(name) if name else SYSTEM


def _ask_a_colleague(number: str) -> None:
    head = acting("zhou").account_id or 0
    errands.start(number, "请核对送达日期", (Leg(Mode.ALL, (head,), 3),), words="卷宗第12页")


def _hand_over(number: str) -> None:
    today, head = clock.today(), acting("zhou").account_id or 0
    delegation.delegate(head, today, today + timedelta(days=3), "出差")


def _claim(number: str) -> None:
    handling.claim(number)


def _send_a_copy(number: str) -> None:
    handling.copy(number, (acting("lin").account_id or 0,), "请知悉")


def _draft_a_paper(number: str) -> None:
    case = api.case_by_number(number)
    drafting.draft(case, case.papers.order_by("-pk")[0])


def _order(number: str) -> None:
    orders.issue_order(number, "请说明逾期的原因，尽快办结。", clock.today() + timedelta(days=7))


def _draw(number: str) -> None:
    numbers = list(Case.objects.values_list("number", flat=True))
    announce("第四季度案卷质量抽查", numbers, 2)
    carry_out(announce("第三季度案卷质量抽查", numbers, 2).pk, "公证员 卫明", "四十二")


def _close_a_period(number: str) -> None:
    last = clock.today().replace(day=1) - timedelta(days=1)
    periods.close_period(last.replace(day=1), last)


def _open_counters(number: str) -> None:
    at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    half = timedelta(minutes=COUNTER)
    office = Office.objects.get(code="9901")
    for n in range(3):
        begins = at + n * half
        Slot.objects.create(office=office, starts_at=begins, ends_at=begins + half, counter=1)


def _book(number: str) -> None:
    office = Office.objects.get(code="9901")
    booking.book(office, next(iter(next(iter(booking.free(office).values())))), "递交材料")


def _begin_an_application(number: str) -> None:
    api.save_draft("reconsideration", "file", {"applicant_name": "张晓岚"})


def _close_a_case(number: str) -> None:
    closed = Case.objects.filter(office__code="990101", participants__account__username="zhang")
    Case.objects.filter(pk__in=closed.exclude(closed_on=None)).update(closed_on=clock.today())


def _rate(number: str) -> None:
    case = next(case for case in Case.objects.exclude(closed_on=None) if rating.may_rate(case))
    rating.rate(case, rating.Grade.BAD, [], "等了很久")


def _report(number: str) -> None:
    feedback.send("advice", "字再大一些", "/")


def _add_to_a_guide(number: str) -> None:
    notes.write("reconsideration", "窗口在政务服务中心二楼。")


def _register_an_application(number: str) -> None:
    consumers.register("court", "法院办案系统", "9901", "信息处 12345678")


def _import_a_statute(number: str) -> None:
    with TemporaryDirectory() as folder:
        for n, words in enumerate((OLD, NEW)):
            Path(folder, f"行政复议法({n}).md").write_text(words, "utf-8")
        import_folder(Path(folder))


def _enter_days_off(number: str) -> None:
    enter(Told(2027, "国办发明电〔2026〕7号", date(2026, 11, 20)), rows_of(2027))


def _do_jobs(number: str) -> None:
    put(status="succeeded", ago=60)
    failed = put("tell_people", status="failed", ago=30)
    Failure.objects.create(
        job_id=failed,
        task="fashu.kernel.jobs.tasks.tell_people",
        at=clock.now(),
        words="邮件服务器没有接受",
        error="smtplib.SMTPDataError",
        place="fashu/kernel/desk/letters.py:100 send",
    )


ACTS: tuple[tuple[str, Callable[[str], None]], ...] = (
    ("lin", _ask_a_colleague),
    ("lin", _hand_over),
    ("lin", _claim),
    ("zhou", _send_a_copy),
    ("lin", _draft_a_paper),
    ("fang", _order),
    ("lin", _draw),
    ("lin", _close_a_period),
    ("", _open_counters),
    ("zhang", _book),
    ("zhang", _begin_an_application),
    ("", _close_a_case),
    ("zhang", _rate),
    ("zhang", _report),
    ("lin", _add_to_a_guide),
    ("xu", _register_an_application),
    ("", _import_a_statute),
    ("xu", _enter_days_off),
    ("", _do_jobs),
)
"""Who does what."""
