"""Reading what a person asks of the calculator. What cannot be used is named by its place."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from fashu.kernel.calendar import Service
from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure.events import Event, Served, Taken, When, is_before
from fashu.kernel.procedure.facts import Fact, Json, Kind, flatten
from fashu.kernel.procedure.procedure import Family

MOST_BYTES, MOST_EVENTS, LONGEST_TEXT = 1_000_000, 500, 20_000
_FIRST_YEAR, _LAST_YEAR, _MOST_NAMED = 1949, 2099, 8
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(eq=False)
class Unusable(Exception):
    """The input cannot be used: where (a JSON pointer, or line and column), and why."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}：{self.message}" if self.place else self.message


@dataclass(frozen=True, slots=True)
class Question:
    """What would happen in this procedure, by today, if these events took place."""

    family: Family
    today: When
    events: tuple[Event, ...]


# -- Text ------------------------------------------------------------------------------------


def parse(text: str | bytes) -> object:
    """JSON data from text. Raises Unusable, for broken JSON with line and column."""
    if len(text) > MOST_BYTES:
        raise Unusable("", f"内容超过{MOST_BYTES // 1_000_000}兆字节，请减少事件")
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        found = json.loads(decoded, object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise Unusable(f"第{error.start + 1}字节", "应为UTF-8编码的文本") from None
    except json.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}列"
        raise Unusable(place, f"不是有效的JSON（{error.msg}）") from None
    except RecursionError:
        raise Unusable("", "嵌套过深") from None
    except ValueError as error:
        raise Unusable("", f"不是有效的JSON（{error}）") from None
    _check_tree(found, "", 0)
    return found


class _Doubled(dict[str, object]):
    """An object in which a key came twice."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            return _Doubled(key)
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name}不是数值")


def _check_tree(value: object, place: str, depth: int) -> None:
    """Nothing doubled, nothing too long or too deep, nothing that cannot be written down."""
    if depth > 8:
        raise Unusable(place, "嵌套过深")
    match value:
        case _Doubled():
            raise Unusable(_at(place, value.key), "同一字段写了两次，请只保留一个")
        case dict():
            for key, item in value.items():
                _check_tree(key, place, depth + 1)
                _check_tree(item, _at(place, key), depth + 1)
        case list():
            for n, item in enumerate(value):
                _check_tree(item, f"{place}/{n}", depth + 1)
        case str():
            _check_text(value, place)
        case float():
            raise Unusable(place, "应为整数，不能是小数")


def _check_text(value: str, place: str) -> None:
    if len(value) > LONGEST_TEXT:
        raise Unusable(place, f"文字最多{LONGEST_TEXT}字")
    if _SURROGATE.search(value) or "\x00" in value:
        raise Unusable(place, "含有无法保存的字符")


def _at(place: str, key: str) -> str:
    """A JSON pointer one step further (RFC 6901)."""
    return f"{place}/{key.replace('~', '~0').replace('/', '~1')}"


# -- The question ----------------------------------------------------------------------------


def read(families: Mapping[str, Family], document: object) -> Question:
    """The question in a document. Raises Unusable."""
    _check_tree(document, "", 0)
    asked = _fields(document, "", ("procedure", "today", "events"))
    key = _text(asked, "procedure", "")
    family = families.get(key)
    if family is None:
        raise Unusable("/procedure", f"没有程序“{key}”，现有：{'、'.join(families)}")
    today = _when(asked["today"], "/today")
    listed = asked["events"]
    if not isinstance(listed, list):
        raise Unusable("/events", "应为事件的列表")
    if len(listed) > MOST_EVENTS:
        raise Unusable("/events", f"最多{MOST_EVENTS}个事件，现有{len(listed)}个")
    events = tuple(_event(family, event, f"/events/{n}") for n, event in enumerate(listed))
    _check_order(events, today)
    return Question(family, today, events)


def _check_order(events: tuple[Event, ...], today: When) -> None:
    for n, event in enumerate(events):
        if n and is_before(event.on, events[n - 1].on):
            before = events[n - 1].on
            raise Unusable(f"/events/{n}/on", f"{event.on}早于前一事件的{before}，请按时间先后排列")
        if is_before(today, event.on):
            raise Unusable(f"/events/{n}/on", f"{event.on}晚于推演的日期（today）{today}")


def _fields(
    value: object, place: str, known: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unusable(place, f"应为对象，含{'、'.join(known)}")
    able = (*known, *optional)
    for key in value:
        if key not in able:
            raise Unusable(_at(place, str(key)), f"没有这一字段，可用：{'、'.join(able)}")
    for key in known:
        if key not in value:
            raise Unusable(_at(place, key), "缺少这一字段")
    return value


def _event(family: Family, value: object, place: str) -> Event:
    if not isinstance(value, dict) or ("step" in value) == ("served" in value):
        raise Unusable(place, "每个事件写明step（办理的步骤）或者served（送达的文书）之一")
    return _taken(family, value, place) if "step" in value else _served(family, value, place)


def _taken(family: Family, value: object, place: str) -> Taken:
    event = _fields(value, place, ("on", "step", "by"), ("facts", "who"))
    step, by = _text(event, "step", place), _text(event, "by", place)
    known = {key: s.title for version in family.versions for key, s in version.steps.items()}
    _known(step, known, f"{place}/step", "步骤")
    _known(by, _roles(family), f"{place}/by", "角色")
    facts = event.get("facts", {})
    if not isinstance(facts, dict):
        raise Unusable(f"{place}/facts", "应为对象，以事项的字段名为键")
    asked = _asked(family, step)
    titles = {key: fact.title for key, fact in asked.items()}
    for key, answer in facts.items():
        _known(key, titles, _at(f"{place}/facts", key), "事项")
        _answer(asked[key], answer, _at(f"{place}/facts", key))
    who = event.get("who", [])
    if not isinstance(who, list) or not all(isinstance(name, str) and name for name in who):
        raise Unusable(f"{place}/who", "应为办理人员的列表")
    return Taken(step, by, _when(event["on"], f"{place}/on"), facts, tuple(who))


def _served(family: Family, value: object, place: str) -> Served:
    event = _fields(value, place, ("on", "served"), ("mode", "to", "n"))
    paper = _text(event, "served", place)
    known = {key: p.title for version in family.versions for key, p in version.papers.items()}
    _known(paper, known, f"{place}/served", "文书")
    mode = _text(event, "mode", place) if "mode" in event else Service.DIRECT.value
    _known(mode, {m.value: m.title for m in Service}, f"{place}/mode", "送达方式")
    to = _text(event, "to", place) if "to" in event else ""
    if to:
        _known(to, _roles(family), f"{place}/to", "角色")
    n = event.get("n", 0)
    if isinstance(n, bool) or not isinstance(n, int) or n < 0:
        raise Unusable(f"{place}/n", "应为文书的序号，从1起")
    return Served(paper, _when(event["on"], f"{place}/on"), Service(mode), to, n)


def _roles(family: Family) -> dict[str, str]:
    return {role.key: role.title for version in family.versions for role in version.roles}


def _asked(family: Family, step: str) -> dict[str, Fact]:
    """The questions of a step in any version, with the options of all."""
    found: dict[str, Fact] = {}
    for version in family.versions:
        for fact in flatten(version.steps[step].asks) if step in version.steps else ():
            former = found[fact.key].options if fact.key in found else ()
            found[fact.key] = replace(fact, options=tuple(dict.fromkeys((*former, *fact.options))))
    return found


# -- Single values ---------------------------------------------------------------------------


def _known(key: str, titles: Mapping[str, str], place: str, kind: str) -> None:
    if key in titles:
        return
    near = get_close_matches(key, titles, n=_MOST_NAMED, cutoff=0.5) or list(titles)[:_MOST_NAMED]
    able = "、".join(f"{known}（{titles[known]}）" for known in near) or "无"
    more = f"等{len(titles)}个" if len(near) < len(titles) else ""
    raise Unusable(place, f"没有{kind}“{key}”，可用：{able}{more}")


def _text(fields: Mapping[str, Any], key: str, place: str) -> str:
    value = fields[key]
    if not isinstance(value, str) or not value:
        raise Unusable(f"{place}/{key}", "应为文字")
    return value


def _when(value: object, place: str) -> When:
    """A date, or a moment with its zone, on the Beijing clock."""
    if not isinstance(value, str):
        raise Unusable(place, "应为日期，如2026-07-01")
    try:
        if _DAY.fullmatch(value):
            return _within_reach(date.fromisoformat(value), place)
        moment = datetime.fromisoformat(value)
    except ValueError:
        message = f"“{value}”不是日期或者时刻，应如2026-07-01或者2026-07-01T09:30:00+08:00"
        raise Unusable(place, message) from None
    if moment.tzinfo is None:
        raise Unusable(place, f"时刻“{value}”缺少时区，应如2026-07-01T09:30:00+08:00")
    _within_reach(moment.date(), place)
    return moment.astimezone(BEIJING)


def _within_reach(day: date, place: str) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Unusable(place, f"{day}超出可计算的范围（{_FIRST_YEAR}年至{_LAST_YEAR}年）")
    return day


def _answer(fact: Fact, value: Json, place: str) -> None:
    """The type and form of an answer; what it may be by law is for `advance` to say."""
    if value is None:
        return
    match fact.kind:
        case Kind.DAY | Kind.MOMENT:
            moment = _when(value, place)
            if fact.kind is Kind.DAY and isinstance(moment, datetime):
                raise Unusable(place, "应为日期，不带时刻")
            if fact.kind is Kind.MOMENT and not isinstance(moment, datetime):
                raise Unusable(place, "应为时刻，如2026-07-01T09:30:00+08:00")
        case Kind.NUMBER | Kind.MONEY if isinstance(value, bool) or not isinstance(value, int):
            raise Unusable(place, "应为整数")
        case Kind.FLAG if not isinstance(value, bool):
            raise Unusable(place, "应为true或者false")
        case Kind.CHOICES | Kind.FILES:
            if not isinstance(value, list):
                raise Unusable(place, "应为列表")
            for n, item in enumerate(value):
                _word(fact, item, f"{place}/{n}")
        case Kind.IDENTITY | Kind.CREDIT_CODE:
            _word(fact, value, place)
        case Kind.CHOICE | Kind.TEXT | Kind.LONG_TEXT | Kind.OFFICE:
            _word(fact, value, place)


def _word(fact: Fact, value: Json, place: str) -> None:
    if not isinstance(value, str):
        raise Unusable(place, "应为文字")
    if fact.options:
        _known(value, {option.key: option.title for option in fact.options}, place, "选项")
