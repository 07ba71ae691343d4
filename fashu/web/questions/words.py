"""The words of a form: what is wrong with an answer, and an answer read out to its author."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.html import format_html
from django.utils.translation import gettext as _

from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure import Fact, Group, Kind
from fashu.kernel.procedure.facts import Json, flatten
from fashu.kernel.procedure.identity import shown
from fashu.web.templatetags.said import said

_ILL_FORMED = {
    Kind.DAY: "请填写完整的年、月、日，例如 2026-07-01",
    Kind.MOMENT: "请填写完整的日期和时间，例如 2026-07-01 09:30",
    Kind.NUMBER: "请填写整数，例如 3",
    Kind.MONEY: "请填写金额，单位为元，最多两位小数，例如 1280.50",
    Kind.FLAG: "请选择“是”或者“否”",
    Kind.OFFICE: "请从查到的机关中选择一个",
}
"""What to say where an answer of the wrong form was typed. Other kinds cannot be ill-formed."""

_MISSING = {
    Kind.TEXT: "请填写“{}”",
    Kind.LONG_TEXT: "请填写“{}”",
    Kind.DAY: "请填写“{}”",
    Kind.MOMENT: "请填写“{}”",
    Kind.NUMBER: "请填写“{}”",
    Kind.MONEY: "请填写“{}”",
    Kind.IDENTITY: "请填写“{}”",
    Kind.CREDIT_CODE: "请填写“{}”",
    Kind.FILES: "请上传“{}”",
}


def complaint(asks: tuple[Fact | Group, ...], key: str, value: Json, error: str) -> str:
    """The error of one answer for the person who typed it; `error` is the API's wording."""
    fact = next((fact for fact in flatten(asks) if fact.key == key), None)
    if fact is None:
        return error
    if value is None or value == "" or value == []:
        return format_html(_(_MISSING.get(fact.kind, "请选择“{}”")), said(fact.title))
    if fact.kind is Kind.MONEY and isinstance(value, int):
        return _out_of_bounds(fact, value) or error
    if _ill_formed(fact, value):
        return format_html(_("“{}”：{}"), said(fact.title), _(_ILL_FORMED[fact.kind]))
    return error


def _ill_formed(fact: Fact, value: Json) -> bool:
    match fact.kind:
        case Kind.NUMBER | Kind.MONEY | Kind.FLAG:
            return isinstance(value, str)
        case Kind.DAY | Kind.MOMENT:
            return not _is_dated(value, with_hour=fact.kind is Kind.MOMENT)
        case _:
            return fact.kind is Kind.OFFICE


def _is_dated(value: Json, *, with_hour: bool) -> bool:
    """Whether an answer is a whole date, or a moment with its zone."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return found is not None and (found.tzinfo is not None) is with_hour


def _out_of_bounds(fact: Fact, fen: int) -> str:
    if fact.least is not None and fen < fact.least:
        return f"“{fact.title}”不能小于{_yuan(fact.least)}"
    if fact.most is not None and fen > fact.most:
        return f"“{fact.title}”不能大于{_yuan(fact.most)}"
    return ""


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}元"


def in_words(fact: Fact, value: Json, names: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """An answer read out, line by line: 2026年7月1日, 1,280.50元, the words of an option.

    `names` gives the titles of offices by code and of files by their SHA-256.
    """
    known = names or {}
    if value is None or value == "" or value == []:
        return ()
    if isinstance(value, bool):
        return ("是" if value else "否",)
    if isinstance(value, list):
        return tuple(_item(fact, str(item), known) for item in value)
    if fact.kind is Kind.MONEY and isinstance(value, int):
        return (_yuan(value),)
    if fact.kind in (Kind.DAY, Kind.MOMENT):
        return (_when(str(value)),)
    if fact.kind is Kind.OFFICE:
        return (known.get(str(value), str(value)),)
    if fact.kind is Kind.IDENTITY:
        return (shown(str(value)),)
    return tuple(_item(fact, str(value), known).splitlines())


def _item(fact: Fact, key: str, names: Mapping[str, str]) -> str:
    return names.get(key, key) if fact.kind is Kind.FILES else fact.option_title(key)


def _when(text: str) -> str:
    """2026年7月1日, with the hour where there is one; as it was typed where it is no date."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) == len("2026-07-01"):
        return day_in_words(found.date())
    local = found.astimezone(BEIJING)
    return f"{day_in_words(local.date())} {local:%H:%M}"


def day_in_words(day: date) -> str:
    """2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
