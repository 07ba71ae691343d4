"""How laws are named: official titles, short titles, and the key that makes them one."""

import re

from fashu.kernel.law.citation import Law

_STATE = "中华人民共和国"
_USUAL = str.maketrans("()〈〉<>", "（）《》《》")
_MARKS = re.compile(r"[《》、，\s]")
_EDITION_REMARK = re.compile(r"（\d{4}(?:年?(?:修订|修正|修改|版|文本)[^（）]*)?）$")

SHORT_TITLES = {
    "民诉法": "民事诉讼法",
    "刑诉法": "刑事诉讼法",
    "行诉法": "行政诉讼法",
    "复议法": "行政复议法",
    "处罚法": "行政处罚法",
    "强制法": "行政强制法",
    "许可法": "行政许可法",
    "国赔法": "国家赔偿法",
    "法援法": "法律援助法",
    "个保法": "个人信息保护法",
    "消法": "消费者权益保护法",
    "治安法": "治安管理处罚法",
    "劳动争议仲裁法": "劳动争议调解仲裁法",
    "信息公开条例": "政府信息公开条例",
    "地方组织法": "地方各级人民代表大会和地方各级人民政府组织法",
    "民诉解释": "最高人民法院关于适用《民事诉讼法》的解释",
    "刑诉解释": "最高人民法院关于适用《刑事诉讼法》的解释",
    "行诉解释": "最高人民法院关于适用《行政诉讼法》的解释",
}
"""Colloquial short titles in wide use, for readers who type them; never printed."""


def official_title(written: str) -> str:
    """Bring a title to the form `Law.title` holds.

    Outer 《》, 中华人民共和国 and a trailing remark such as （2023年修订） go, short titles
    are written out, and brackets take their usual form. 宪法修正案（2018年） keeps its year:
    there it is part of the title.
    """
    title = written.strip().translate(_USUAL)
    if title.startswith("《") and title.endswith("》"):
        title = title[1:-1]
    title = _EDITION_REMARK.sub("", title.replace(_STATE, "")).strip()
    return SHORT_TITLES.get(title, title)


def law_named(written: str) -> Law:
    """The law a reader means by what he wrote."""
    return Law(official_title(written))


def title_key(written: str) -> str:
    """A key under which all usual writings of one title are equal.

    Book-title marks and spaces are printed differently by every source, so they go too.
    """
    return _MARKS.sub("", official_title(written))
