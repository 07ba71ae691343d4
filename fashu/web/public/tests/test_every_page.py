"""What holds for every public page: strict content policy, plain HTML, one title, one heading."""

import re
from datetime import date
from pathlib import Path

import pytest

from fashu.kernel import reading
from fashu.kernel.access import acting_as
from fashu.kernel.api import take_step
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.hall.booking import publish
from fashu.kernel.hall.tests.test_booking import MORNING
from fashu.web.public.tests.browser import Browser
from fashu.web.public.tests.test_apply import begin, cases, fill_what, fill_who, fill_why, paper
from fashu.web.public.tests.test_statutes import LAW, library
from fashu.web.public.tests.test_story import filed, tell

pytestmark = pytest.mark.django_db

__all__ = ["library"]

TEMPLATES = Path(__file__).parents[2] / "templates"


def tour(alice: Browser, visitor: Browser, cast: Cast) -> dict[str, str]:
    """Every public page as some reader meets it, by a name of its own."""
    pages: dict[str, str] = {}

    def keep(name: str, person: Browser) -> Browser:
        pages[name] = person.html
        return person

    for path in ("/", "/services/sample.review/", "/services/sample.review/apply/", "/law/", LAW):
        keep(path, visitor.open(path))
    with acting_as(cast.east):
        day = date(2026, 2, 12)
        publish(MORNING, first=day, last=day, minutes=30, counters=1)
    for path in ("/booking/?office=990101", "/satisfaction/", "/feedback/", "/comfort/"):
        keep(path, visitor.open(path))
    keep("feedback sent", visitor.open("/feedback/").press("提交意见", kind="advice", words="好"))
    keep("book", alice.open("/booking/990101/at/2026-02-12T0900+0800/"))
    keep("booked", alice.press("预约这个时间", matter="申请"))
    keep("search", visitor.open("/search/?q=行政复议不予受理"))
    for path in (f"{LAW}changes/", "/law/?q=受理", "/progress/", "/deadline/"):
        keep(path, visitor.open(path))
    keep("wrong code", visitor.open("/progress/").press("查询", code="WRONG"))
    keep("deadline error", visitor.open("/deadline/").press("计算"))
    keep("no mine", alice.open("/mine/"))
    keep("who error", begin(alice).press("保存并继续"))
    fill_who(alice)
    keep("organ", alice.press("查找", _find_organ="县"))
    fill_what(alice)
    keep("files", alice.press("上传", _file_evidence=paper()))
    keep("autosave", alice)
    alice.client.post(alice.path, {"_do": "keep", "_shown": [], "grounds": "理由"})
    keep("review", fill_why(alice))
    keep("drafts", Browser(alice.client).open("/mine/"))
    keep("receipt", alice.press("确认并提交"))
    case = cases()[0]
    with acting_as(cast.east):
        reading.note(reading.View.CASE, case=case)
        take_step(case.number, "ask_correction", {}, request_key="b")
    keep("case", alice.open(f"/mine/{case.number}/"))
    keep("rate", alice.open(f"/mine/{case.number}/rate/"))
    keep("avoidance", alice.open(f"/mine/{case.number}/avoidance/"))
    keep("mine", alice.open("/mine/"))
    keep("reads", alice.open("/mine/reads/"))
    keep("progress", visitor.open("/progress/").press("查询", code=case.code))
    story = tell(filed(visitor), "step:correct", _on="2026-02-03")
    keep("story", story)
    keep("telling", story.press("加入这件事", what="step:apply"))
    keep("deadline", visitor.open("/deadline/").press("计算", start="2026-02-11", term="own",
         mode="itself", amount="5", unit="working_day", rollover="statutory"))  # fmt: skip
    return pages


@pytest.mark.usefixtures("library")
def test_every_page_is_plain_and_every_template_is_drawn(
    alice: Browser, visitor: Browser, cast: Cast
) -> None:
    pages = tour(alice, visitor, cast)
    for name, html in pages.items():
        assert not re.search(r"<script(?![^>]*\bsrc=)", html), f"inline script on {name}"
        assert not re.search(r"<style|\sstyle=", html), f"inline style on {name}"
        assert not re.search(r"\son[a-z]+=", html), f"inline handler on {name}"
        assert html.count("<h1") == 1, f"headings of {name}"
        assert html.count('id="main"') == 1
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), f"ids of {name}"
        for targets in re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html):
            assert set(targets.split()) <= set(ids), f"{targets} on {name}"
    drawn = alice.templates | visitor.templates
    ours = {
        f"{folder}/{path.name}"
        for folder in ("public", "questions")
        for path in (TEMPLATES / folder).glob("*.html")
    }
    assert ours - drawn == KEPT_ELSEWHERE


KEPT_ELSEWHERE = {"public/kept.html"}
"""Answers to htmx alone; test_apply and test_sheet draw them."""
