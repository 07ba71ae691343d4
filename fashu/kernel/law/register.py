"""Editions known to exist, whatever texts have been imported. Facts only: no statute text.

A library that knows only the texts it holds takes an old edition for the law in force. This
register names editions that usual collections lack, and it tells the days on which amending
decisions came into force, which an amended text does not print. An imported text of the same
title and day of publication takes its day of coming into force from here.
"""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Known:
    """One edition. `articles` is how many it has, None where that is not known here.

    `unverified`: stated from memory, not yet held against an official source; readers are told.
    """

    title: str
    promulgated: date
    in_force_from: date
    articles: int | None = None
    instrument: str = ""
    repeals: tuple[str, ...] = ()
    unverified: bool = False


def _remembered(*entries: Known) -> tuple[Known, ...]:
    return tuple(replace(entry, unverified=True) for entry in entries)


NEWER = (
    # 第七十七条：自2026年7月1日起施行. Replaces the edition of 国务院令第499号 (2007).
    Known("行政复议法实施条例", date(2026, 4, 29), date(2026, 7, 1), 77, "国务院令第836号"),
    # 第一百四十四条：自2026年1月1日起施行. Collections still carry the text of 2012.
    Known("治安管理处罚法", date(2025, 6, 27), date(2026, 1, 1), 144),
    Known("监狱法", date(2026, 4, 30), date(2026, 11, 1), 121),
    Known("行政执法监督条例", date(2025, 12, 17), date(2026, 2, 1), 44, "国务院令第825号"),
    Known("民营经济促进法", date(2025, 4, 30), date(2025, 5, 20)),
    Known(
        "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
        date(2025, 5, 19),
        date(2025, 6, 1),
        instrument="法释〔2025〕8号",
        repeals=("最高人民法院关于审理政府信息公开行政案件若干问题的规定",),
    ),
    *_remembered(
        Known("法治宣传教育法", date(2025, 9, 12), date(2025, 11, 1), 65),
        Known("仲裁法", date(2025, 9, 12), date(2026, 3, 1)),
        Known("网络安全法", date(2025, 10, 28), date(2026, 1, 1)),
        Known(
            "最高人民法院关于正确确定强制拆除行政诉讼案件被告及起诉期限的批复",
            date(2024, 8, 7),
            date(2024, 8, 8),
            instrument="法释〔2024〕8号",
        ),
        # The full title of 法释〔2026〕3号 is not known; this is how it is cited in use.
        Known(
            "行政诉讼起诉期限解释",
            date(2026, 4, 30),
            date(2026, 5, 1),
            instrument="法释〔2026〕3号",
        ),
    ),
)
"""Editions whose texts are often missing."""

AMENDED = (
    Known("民事诉讼法", date(2023, 9, 1), date(2024, 1, 1)),
    Known("立法法", date(2023, 3, 13), date(2023, 3, 15), 120),
    Known("行政许可法", date(2019, 4, 23), date(2019, 4, 23), 83),
    *_remembered(
        Known("刑法", date(2023, 12, 29), date(2024, 3, 1)),
        Known("民事诉讼法", date(2021, 12, 24), date(2022, 1, 1)),
        Known("行政诉讼法", date(2017, 6, 27), date(2017, 7, 1)),
        Known("行政复议法", date(2017, 9, 1), date(2018, 1, 1)),
        Known("律师法", date(2017, 9, 1), date(2018, 1, 1)),
        Known("公证法", date(2017, 9, 1), date(2018, 1, 1)),
        Known("仲裁法", date(2017, 9, 1), date(2018, 1, 1)),
        Known("监狱法", date(2012, 10, 26), date(2013, 1, 1)),
        Known("治安管理处罚法", date(2012, 10, 26), date(2013, 1, 1)),
        Known("国家赔偿法", date(2012, 10, 26), date(2013, 1, 1)),
        Known("人民警察法", date(2012, 10, 26), date(2013, 1, 1)),
        Known("劳动合同法", date(2012, 12, 28), date(2013, 7, 1)),
        Known(
            "全国年节及纪念日放假办法", date(2024, 11, 10), date(2025, 1, 1), 8, "国务院令第795号"
        ),
    ),
)
"""Amended editions: most came into force later than they were made public; the last two are
wrongly called repealed by a collection in use."""

REGISTER = NEWER + AMENDED
