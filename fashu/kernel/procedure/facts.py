"""What a step asks: typed, titled facts, and how an answer is checked.

Forms, the JSON schema and the case page derive from these values. Answers are kept as JSON
(dates and moments as ISO 8601 text, money in fen 分) so that an event can be hashed and replayed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from fashu.kernel.clock import BEIJING
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure.identity import credit_code, masked

_OFFICE_CODE = re.compile(r"[0-9A-Z][0-9A-Za-z-]{0,31}")

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class Kind(StrEnum):
    """The type of an answer."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    MONEY = "money"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    FILES = "files"
    OFFICE = "office"
    IDENTITY = "identity"
    CREDIT_CODE = "credit_code"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice: its key in the data, its words on the page, its norm."""

    key: str
    title: str
    cite: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One question. `least` and `most` bound numbers, money (分), text length or file count.

    `asked_when` is (key of an earlier choice or flag, its answers): otherwise not asked.
    `personal` marks personal information (个人信息), which is masked and erasable. `past` marks the
    date of something that has happened, which cannot lie after the day of the step. `of` says whose
    number an identity or a 统一社会信用代码 is: the role, and the key of the question for the name.
    """

    key: str
    title: str
    kind: Kind
    required: bool = True
    help: str = ""
    cite: Citation | None = None
    options: tuple[Option, ...] = ()
    least: int | None = None
    most: int | None = None
    asked_when: tuple[str, tuple[Json, ...]] | None = None
    personal: bool = False
    past: bool = False
    of: tuple[str, str] | None = None

    def asked(self, answers: Mapping[str, Json]) -> bool:
        """Whether the question is put, given the answers so far."""
        if self.asked_when is None:
            return True
        key, values = self.asked_when
        return answers.get(key) in values

    def optional(self) -> "Fact":
        """The same question, not obligatory."""
        return replace(self, required=False)

    def when(self, key: str, *values: Json) -> "Fact":
        """The same question, asked only if the answer to `key` is one of `values`."""
        return replace(self, asked_when=(key, values))

    def option_title(self, key: str) -> str:
        """The words of an option, or the key itself where it is unknown."""
        return next((o.title for o in self.options if o.key == key), key)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand on one page of a form."""

    title: str
    facts: tuple[Fact, ...]
    help: str = ""


def _fact(kind: Kind, key: str, title: str, **more: object) -> Fact:
    return Fact(key=key, title=title, kind=kind, **more)  # type: ignore[arg-type]


def text(key: str, title: str, *, most: int = 200, **more: object) -> Fact:
    """A line of text, at most `most` characters."""
    return _fact(Kind.TEXT, key, title, most=most, **more)


def long_text(key: str, title: str, *, most: int = 10_000, **more: object) -> Fact:
    """Running text of several lines, at most `most` characters."""
    return _fact(Kind.LONG_TEXT, key, title, most=most, **more)


def day(key: str, title: str, **more: object) -> Fact:
    """A date."""
    return _fact(Kind.DAY, key, title, **more)


def moment(key: str, title: str, **more: object) -> Fact:
    """A date with its time."""
    return _fact(Kind.MOMENT, key, title, **more)


def number(key: str, title: str, *, least: int = 0, **more: object) -> Fact:
    """A whole number."""
    return _fact(Kind.NUMBER, key, title, least=least, **more)


def money(key: str, title: str, *, least: int = 0, **more: object) -> Fact:
    """An amount, kept in fen 分."""
    return _fact(Kind.MONEY, key, title, least=least, **more)


def flag(key: str, title: str, **more: object) -> Fact:
    """是 or 否."""
    return _fact(Kind.FLAG, key, title, **more)


def choice(key: str, title: str, *options: Option, **more: object) -> Fact:
    """Exactly one of the options."""
    return _fact(Kind.CHOICE, key, title, options=options, **more)


def choices(key: str, title: str, *options: Option, **more: object) -> Fact:
    """Any of the options, at least one where required."""
    return _fact(Kind.CHOICES, key, title, options=options, **more)


def files(key: str, title: str, *, most: int = 20, **more: object) -> Fact:
    """References (SHA-256, hexadecimal) to attachments of the case."""
    return _fact(Kind.FILES, key, title, most=most, **more)


def office(key: str, title: str, **more: object) -> Fact:
    """An organ of the office tree, by its code (机构代码)."""
    return _fact(Kind.OFFICE, key, title, **more)


def identity(key: str, title: str, **more: object) -> Fact:
    """The number of an identity document (证件号码); the answer is its token, never the number."""
    return _fact(Kind.IDENTITY, key, title, personal=True, **more)


def credit(key: str, title: str, **more: object) -> Fact:
    """A 统一社会信用代码. It is public and stands as it is."""
    return _fact(Kind.CREDIT_CODE, key, title, **more)


def flatten(asks: tuple[Fact | Group, ...]) -> Iterator[Fact]:
    """The questions one by one, in their order."""
    for part in asks:
        if isinstance(part, Group):
            yield from part.facts
        else:
            yield part


def check_answers(
    asks: tuple[Fact | Group, ...],
    answers: Mapping[str, Json],
    former: Mapping[str, Json] | None = None,
    on: date | None = None,
) -> tuple[dict[str, Json], dict[str, str]]:
    """The answers in their canonical form, and an error in words for each question at fault.

    `former` are the case's answers to earlier steps, on which a question may depend; `on` is the
    day of the step, which bounds dates of what has happened. A key that
    no question has, and an answer to a question that is not put, are errors: nothing is dropped.
    """
    clean: dict[str, Json] = {}
    known = {fact.key: fact for fact in flatten(asks)}
    errors = {key: f"本步骤没有“{key}”这一项，请检查字段名" for key in answers if key not in known}
    for key, fact in known.items():
        value = answers.get(key)
        if not fact.asked({**(former or {}), **clean}):
            if value not in (None, "", []):
                errors[key] = f"按照前面的回答，不需要填写“{fact.title}”"
            continue
        if value is None or value == "" or value == []:
            if fact.required:
                errors[key] = f"请填写“{fact.title}”"
            continue
        try:
            clean[key] = _canonical(fact, value)
            _refuse_future(fact, clean[key], on)
        except ValueError as error:
            errors[key] = f"“{fact.title}”{error}"
    return clean, errors


def _canonical(fact: Fact, value: Json) -> Json:
    """The one way an answer is written down. Raises ValueError with words that follow the title."""
    match fact.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return _text(fact, value)
        case Kind.DAY:
            return _day(value).isoformat()
        case Kind.MOMENT:
            return _moment(value).isoformat(timespec="seconds")
        case Kind.NUMBER | Kind.MONEY:
            return _whole(fact, value)
        case Kind.FLAG:
            if isinstance(value, bool):
                return value
            raise ValueError("应为是或否")
        case Kind.CHOICE:
            return _option(fact, value)
        case Kind.CHOICES | Kind.FILES:
            return _several(fact, value)
        case Kind.OFFICE:
            return _office(value)
        case Kind.IDENTITY:
            return masked(_word(value))
        case Kind.CREDIT_CODE:
            return credit_code(_word(value))


def _refuse_future(fact: Fact, value: Json, on: date | None) -> None:
    if fact.past and on and isinstance(value, str) and date.fromisoformat(value[:10]) > on:
        raise ValueError(f"不能晚于办理日期{on}")


def _text(fact: Fact, value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("应为文字")
    stripped = value.replace("\r\n", "\n").strip()
    if "\x00" in stripped:
        raise ValueError("含有不能保存的字符")
    if not stripped and fact.required:
        raise ValueError("不能只填空格")
    if fact.most is not None and len(stripped) > fact.most:
        raise ValueError(f"最多{fact.most}字，现有{len(stripped)}字")
    return stripped


def _word(value: Json) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("应为文字")
    return value


def _day(value: Json) -> date:
    try:
        return date.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        raise ValueError("应为日期，如2026-07-01") from None


def _moment(value: Json) -> datetime:
    try:
        parsed = datetime.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        raise ValueError("应为时间，如2026-07-01T09:30:00+08:00") from None
    if parsed.tzinfo is None:
        raise ValueError("缺少时区，如2026-07-01T09:30:00+08:00")
    return parsed.astimezone(BEIJING)


def _whole(fact: Fact, value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("应为整数")
    if fact.least is not None and value < fact.least:
        raise ValueError(f"不能小于{_amount(fact, fact.least)}")
    if fact.most is not None and value > fact.most:
        raise ValueError(f"不能大于{_amount(fact, fact.most)}")
    if abs(value) >= 2**53:
        raise ValueError("数值过大")
    return value


def _amount(fact: Fact, value: int) -> str:
    return f"{value / 100:.2f}元" if fact.kind is Kind.MONEY else str(value)


def _office(value: Json) -> str:
    if isinstance(value, str) and _OFFICE_CODE.fullmatch(value):
        return value
    raise ValueError("应为机构代码")


def _option(fact: Fact, value: Json) -> str:
    if isinstance(value, str) and any(option.key == value for option in fact.options):
        return value
    raise ValueError("不在可选项之中，可选：" + "、".join(o.title for o in fact.options))


def _several(fact: Fact, value: Json) -> list[Json]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("应为列表")
    if fact.most is not None and len(value) > fact.most:
        raise ValueError(f"最多{fact.most}项")
    if fact.kind is Kind.CHOICES:
        chosen = {_option(fact, item) for item in value}
        return [option.key for option in fact.options if option.key in chosen]
    if any(
        len(item) != 64 or set(item) - set("0123456789abcdef") for item in cast(list[str], value)
    ):
        raise ValueError("应为附件的SHA-256编号")
    return value
