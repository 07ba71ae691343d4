"""The words of a paper: its plain-text body with what the case holds filled in.

`{fact}` is an answer in words, `{today}` the day, `{due:term}` the date of a running term. A line
that begins with "? " is left out where an answer in it is missing; "! " marks what an officer does
not change: the norm, the consequence, the remedy.
"""

import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files

from fashu.kernel.procedure import Family, Kind, State
from fashu.kernel.procedure.facts import Fact, Json
from fashu.kernel.procedure.identity import shown
from fashu.kernel.procedure.refusal import refuse

PLACE = re.compile(r"\{([a-z_]+)(?::([a-z_]+))?\}")


def template(paper: str) -> str:
    """The body of a paper by its key, with its places unfilled."""
    return files(__package__).joinpath("bodies", f"{paper}.txt").read_text("utf-8")


def body(family: Family, state: State, paper: str, today: date, words: str = "") -> str:
    """The paper as it is to be read, its title on the first line. `words` replaces our body.

    Raises Refused where the case does not hold what it needs. A provisional date counts as
    missing: it is never printed.
    """
    facts = family.version(state.version).facts
    values = {key: in_words(facts[key], v) for key, v in state.facts.items() if key in facts}
    values["today"] = _chinese(today)
    lines = [_line(state, values, line) for line in (words or template(paper)).splitlines()]
    return "\n".join(line for line in lines if line is not None) + "\n"


def _line(state: State, values: Mapping[str, str], line: str) -> str | None:
    optional, text = line.startswith("? "), line.removeprefix("? ")
    said = {m[0]: _said(state, values, m[1], m[2]) for m in PLACE.finditer(text)}
    missing = [place for place, words in said.items() if words is None]
    if missing and not optional:
        raise refuse("文书缺少必要的内容", remedy=f"请补充：{'、'.join(missing)}")
    return None if missing else PLACE.sub(lambda m: str(said[m[0]]), text)


def _said(state: State, values: Mapping[str, str], key: str, term: str | None) -> str | None:
    if key != "due":
        return values.get(key)
    clock = state.clock(term or "")
    if clock is None or not clock.is_open or clock.due is None or clock.provisional:
        return None
    return _chinese(clock.due)


def in_words(fact: Fact, value: Json) -> str:
    """An answer as a paper says it."""
    match fact.kind, value:
        case (Kind.CHOICE, str()):
            return fact.option_title(value)
        case (Kind.IDENTITY, str()):
            return shown(value)
        case (Kind.FLAG, bool()):
            return "是" if value else "否"
        case (Kind.FILES, list()):
            return f"{len(value)}份"
        case _:
            return str(value)


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
