"""From what a browser sends to answers, and back: the one canonical place for both directions.

What cannot be read (letters where a number belongs) stays as it was typed, so that nothing is
lost: the check then names it, and the page shows it again.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Protocol

from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure import Fact, Group, Kind
from fashu.kernel.procedure.facts import Json, check_answers, flatten
from fashu.kernel.procedure.identity import Document, token_of
from fashu.web.questions.words import complaint

YES, NO = "yes", "no"

_FOUND = (Kind.OFFICE, Kind.IDENTITY, Kind.CREDIT_CODE)
"""The kinds of question for which one may search."""

_WHOLE = re.compile(r"-?\d{1,20}")
_MONEY = re.compile(r"(-?)(\d{1,18})(?:\.(\d{1,2}))?")
_NOISE = str.maketrans("", "", ", ￥¥元")


class Posted(Protocol):
    """What a form sent: Django's QueryDict, or anything like it."""

    def getlist(self, key: str, /) -> list[str]:
        """Every value sent under a name."""
        ...

    def __contains__(self, key: str, /) -> bool:
        """Whether anything was sent under a name."""
        ...


def read(facts: Iterable[Fact], data: Posted) -> dict[str, Json]:
    """The answers to these questions, unchecked. What was left empty is absent."""
    facts = tuple(facts)
    found = {
        fact.key: _identity(fact.key, data)
        if fact.kind is Kind.IDENTITY
        else _value(fact, _texts(data, fact.key))
        for fact in facts
    }
    for fact in facts:
        if fact.kind is Kind.CREDIT_CODE and not found[fact.key]:
            # Without the script the code of the organisation chosen does not stand in the box.
            found[fact.key] = "".join(_texts(data, f"_organisation_{fact.key}")[-1:])
    return {key: value for key, value in found.items() if value not in ("", [], None)}


def stays(data: Posted) -> bool:
    """Whether the click was on 上传、移除 or 查找: save and show the page again, no more."""
    return "_remove" in data or "stay" in data.getlist("_do")


def searches(facts: Iterable[Fact], data: Posted) -> dict[str, str]:
    """The words typed to find an organ, a person or an organisation, by question."""
    found = (fact for fact in facts if fact.kind in _FOUND)
    return {fact.key: "".join(_texts(data, f"_find_{fact.key}")[-1:]) for fact in found}


def _texts(data: Posted, key: str) -> list[str]:
    # NUL can be kept by no database; whoever sends it did not type it.
    return [text.replace("\x00", "") for text in data.getlist(key)]


def _value(fact: Fact, texts: list[str]) -> Json:
    if fact.kind in (Kind.CHOICES, Kind.FILES):
        return [text for text in texts if text]
    text = texts[-1] if texts else ""
    match fact.kind:
        case Kind.NUMBER:
            return _whole(text)
        case Kind.MONEY:
            return _fen(text)
        case Kind.MOMENT:
            return _moment(text)
        case Kind.FLAG:
            return {YES: True, NO: False}.get(text, text)
        case Kind.DAY | Kind.OFFICE:
            return text.strip()
        case _:
            return text


def _identity(key: str, data: Posted) -> str:
    """A number with its kind of document, or the token it replaces where it was left as shown."""
    person = "".join(_texts(data, f"_person_{key}")[-1:])
    if token_of(person):
        return person
    number, document, before = (
        "".join(_texts(data, name)[-1:]).strip()
        for name in (key, f"_document_{key}", f"_token_{key}")
    )
    token = token_of(before)
    if token and (token.document, token.masked) == (document, number):
        return before
    return f"{document}:{number}" if document and number else number


def _half_width(text: str) -> str:
    """１，２８０ as typed with a Chinese input method becomes 1280."""
    return unicodedata.normalize("NFKC", text).translate(_NOISE).strip()


def _whole(text: str) -> Json:
    plain = _half_width(text)
    return int(plain) if _WHOLE.fullmatch(plain) else text.strip()


def _fen(text: str) -> Json:
    """Yuan as typed, in fen."""
    found = _MONEY.fullmatch(_half_width(text))
    if found is None:
        return text.strip()
    sign, yuan, cents = found.groups()
    return int(f"{sign}{yuan}{(cents or '').ljust(2, '0')}")


def _moment(text: str) -> Json:
    """A browser sends the wall clock without a zone; all of China keeps Beijing time."""
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        return text.strip()
    if ":" not in text:  # a mere date: the hour is asked for, not guessed
        return text.strip()
    zoned = parsed if parsed.tzinfo else parsed.replace(tzinfo=BEIJING)
    return zoned.isoformat(timespec="seconds")


def typed(fact: Fact, value: Json) -> str:
    """An answer as it stands in the box of its question; the inverse of `read`."""
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if fact.kind is Kind.MONEY and isinstance(value, int):
        sign, (yuan, cents) = "-" if value < 0 else "", divmod(abs(value), 100)
        return f"{sign}{yuan}.{cents:02d}" if cents else f"{sign}{yuan}"
    if fact.kind is Kind.MOMENT:
        return _wall_clock(str(value))
    if fact.kind is Kind.IDENTITY:
        return document_and_number(str(value))[1]
    return str(value)


def document_and_number(text: str) -> tuple[str, str]:
    """What the two boxes of an identity show: the kind of document, and the number or its mask."""
    token = token_of(text)
    if token:
        return token.document, token.masked
    document, colon, number = text.partition(":")
    return (document, number) if colon else (Document.RESIDENT if not text else "", text)


def _wall_clock(text: str) -> str:
    try:
        local = datetime.fromisoformat(text).astimezone(BEIJING)
    except ValueError:
        return text
    return local.strftime("%Y-%m-%dT%H:%M:%S" if local.second else "%Y-%m-%dT%H:%M")


def chosen(value: Json) -> frozenset[str]:
    """The options or files that an answer ticks."""
    if isinstance(value, list):
        return frozenset(item for item in value if isinstance(item, str))
    return frozenset({value}) if isinstance(value, str) else frozenset()


def standing(
    asks: tuple[Fact | Group, ...],
    answers: Mapping[str, Json],
    former: Mapping[str, Json] | None = None,
) -> dict[str, Json]:
    """The answers that count: those to questions that the answers before them call for.

    `former` are the case's answers to earlier steps, on which a question may depend.
    """
    found: dict[str, Json] = {}
    for fact in flatten(asks):
        if fact.key in answers and fact.asked({**(former or {}), **found}):
            found[fact.key] = answers[fact.key]
    return found


def check(
    asks: tuple[Fact | Group, ...],
    answers: Mapping[str, Json],
    former: Mapping[str, Json] | None = None,
    on: date | None = None,
) -> tuple[dict[str, Json], dict[str, str]]:
    """`check_answers` of the answers that count, with the errors in the words of a form.

    `on` is the day of the step: what has happened cannot lie after it.
    """
    counted = standing(asks, answers, former)
    clean, errors = check_answers(asks, counted, former, on)
    return clean, {key: complaint(asks, key, counted.get(key), errors[key]) for key in errors}
