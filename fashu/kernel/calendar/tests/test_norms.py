"""The calendar's own citations, looked up in the statutes where they are at hand."""

import os
import re
from pathlib import Path

import pytest

from fashu.kernel.calendar import norms
from fashu.kernel.law.citation import Citation

ROOT = Path(__file__).parents[4]
SHARED = Path(os.environ.get("FASHU_SHARED", ROOT / ".." / "shared"))
NATIONAL = SHARED / "data" / "laws" / "national"
FILES = {
    norms.CIVIL_PROCEDURE: "法律/诉讼与非诉讼程序法/民事诉讼法(2023-09-01).md",
    norms.CIVIL_CODE: "民法典/总则.md",
    norms.DAYS_OFF: "行政法规/全国年节及纪念日放假办法(2024-11-10).md",
}
QUOTED = [
    (norms.START_NOT_COUNTED, "期间开始的时和日，不计算在期间内"),
    (norms.ROLLS_OVER, "以法定休假日后的第一日为期间届满的日期"),
    (norms.CIVIL_START_NOT_COUNTED, "开始的当日不计入"),
    (norms.HOURS_FROM_THE_MOMENT, "按照小时计算期间的"),
    (norms.CORRESPONDING_DAY, "没有对应日的，月末日为期间的最后一日"),
    (norms.CIVIL_ROLLS_OVER, "以法定休假日结束的次日为期间的最后一日"),
    (norms.HOLIDAYS, "全体公民放假的节日"),
    (norms.SHIFTED_DAYS_OFF, "可合理安排统一放假调休"),
    (norms.RECEIPT_DIRECT, "签收的日期为送达日期"),
    (norms.RECEIPT_LEFT, "即视为送达"),
    (norms.RECEIPT_ELECTRONIC, "到达受送达人特定系统的日期为送达日期"),
    (norms.RECEIPT_POST, "以回执上注明的收件日期为送达日期"),
    (norms.RECEIPT_ENTRUSTED, "签收日期，为送达日期"),
    (norms.RECEIPT_PUBLIC, "自发出公告之日起，经过三十日，即视为送达"),
]


def paragraphs(cite: Citation) -> list[str]:
    """The paragraphs (款) of the cited article; the items of a list count as paragraphs."""
    text = (NATIONAL / FILES[cite.law]).read_text()
    article = cite.whole_article.place
    found = re.search(rf"^{article}[ 　](.*?)(?=^第\S+条[ 　]|\Z)", text, re.M | re.S)
    assert found, f"{article} is missing"
    return [line for line in found[1].splitlines() if line.strip()]


@pytest.mark.skipif(not NATIONAL.is_dir(), reason=f"no statutes at {NATIONAL}; set FASHU_SHARED")
@pytest.mark.parametrize(("cite", "words"), QUOTED, ids=[str(cite) for cite, _ in QUOTED])
def test_the_cited_paragraph_says_so(cite: Citation, words: str) -> None:
    place = paragraphs(cite)
    assert words in place[(cite.paragraph or 1) - 1]


def test_every_norm_of_the_calendar_is_looked_up() -> None:
    cited = {value for value in vars(norms).values() if isinstance(value, Citation)}
    assert cited == {cite for cite, _ in QUOTED}
