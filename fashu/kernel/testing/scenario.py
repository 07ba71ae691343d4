"""Life stories of cases, written as data that a jurist can read, and played through `advance`.

A file holds a list of stories. Each names its norm and tells, day by day, what happened and what
must then be so:

    - name: 机关沉默，视为受理
      cite: 行政复议法第三十条第三款
      story:
        - {on: 2026-02-11, step: file}
        - {on: 2026-02-26, stage: ordinary, due: {decision: 2026-04-27}}

What happens: `step` (with `by`, `facts`, `who`), `serve` (with `to`, `mode`), `joined` (a role),
or nothing but the passing of time; terms that ran out before that day lapse first.
What must be so: `stage`, `outcome`, `version`, `due` and `clock` (status) by term, `issued`
papers, `open` and `shut` steps, and `refused` (words of the refusal, its article included).
An answer of `~` takes a usual answer away. `after` names a story of the same file that came first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from fashu.kernel.calendar import Service
from fashu.kernel.procedure import (
    Event,
    Family,
    Joined,
    Refused,
    Served,
    State,
    Step,
    Taken,
    advance,
    choices_at,
    lapse_next,
)
from fashu.kernel.procedure.facts import Json, flatten
from fashu.kernel.procedure.procedure import Procedure

_HAPPENS = {"on", "step", "by", "facts", "who", "serve", "to", "mode", "joined"}
_HOLDS = {"stage", "outcome", "version", "due", "clock", "issued", "open", "shut", "refused"}

Usual = Mapping[str, Mapping[str, Json]]
"""The answers usually given at each step, by step key; a story states only what matters to it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a story: a day, what happened, what must be so."""

    on: date
    happens: Mapping[str, Any]
    holds: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """One story with its norm. `usual` are answers that it gives at several steps."""

    name: str
    cite: str
    entries: tuple[Entry, ...]
    usual: Mapping[str, Json] = field(default_factory=dict)


class _Plain(yaml.SafeLoader):
    """YAML where only true and false are answers of yes and no: `on` and `no` are words."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), ["t", "f"])


def stories(path: Path) -> list[Story]:
    """The stories of a file. Raises ValueError on a word that means nothing here."""
    found: dict[str, Story] = {}
    for raw in _load(path):
        found[raw["name"]] = _story(raw, found)
    return list(found.values())


def usual_answers(path: Path) -> dict[str, dict[str, Json]]:
    """The usual answers of each step, as kept in a file beside the stories."""
    return {step: _json(facts or {}) for step, facts in _load(path).items()}


def _load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), _Plain)  # noqa: S506 - a safe loader


def _story(raw: Mapping[str, Any], earlier: Mapping[str, Story]) -> Story:
    unknown = raw.keys() - {"name", "cite", "facts", "after", "story"}
    if unknown or raw["name"] in earlier:
        raise ValueError(f"{raw.get('name')}: unknown {sorted(unknown)}, or told twice")
    entries = tuple(_entry(raw["name"], line) for line in raw["story"])
    usual: dict[str, Json] = _json(raw.get("facts", {}))
    if "after" in raw:
        before = earlier[raw["after"]]
        entries, usual = (*before.entries, *entries), {**before.usual, **usual}
    return Story(raw["name"], raw["cite"], entries, usual)


def _entry(name: str, raw: Mapping[str, Any]) -> Entry:
    unknown = raw.keys() - _HAPPENS - _HOLDS
    if unknown:
        raise ValueError(f"{name}, {raw.get('on')}: unknown {sorted(unknown)}")
    happens = {key: raw[key] for key in raw.keys() & _HAPPENS}
    return Entry(raw["on"], happens, {key: raw[key] for key in raw.keys() & _HOLDS})


def _json(value: Any) -> Any:
    """YAML's dates as the ISO text that answers are kept in."""
    match value:
        case dict():
            return {key: _json(item) for key, item in value.items()}
        case list():
            return [_json(item) for item in value]
        case date() | datetime():
            return value.isoformat()
        case _:
            return value


# -- Playing ---------------------------------------------------------------------------------


def play(family: Family, story: Story, usual: Usual) -> list[str]:
    """Plays a story and tells in words everything that turned out otherwise."""
    return [
        f"{entry.on} {fault}"
        for entry, state, said in told(family, story, usual)
        for fault in _faults(family, state, entry, said)
    ]


def told(family: Family, story: Story, usual: Usual) -> Iterator[tuple[Entry, State | None, str]]:
    """Each entry of a story, the state after it, and what was said if it was refused."""
    state: State | None = None
    for entry in story.entries:
        said = ""
        state = _pass_time(family, state, entry.on)
        try:
            for event in _event(family, story, state, entry, usual):
                state = advance(family, state, event).state
        except Refused as refused:
            said = _words(refused)
        yield entry, state, said


def _pass_time(family: Family, state: State | None, now: date) -> State | None:
    while state is not None and (lapsed := lapse_next(family, state, now)) is not None:
        state = advance(family, state, lapsed).state
    return state


def _event(
    family: Family, story: Story, state: State | None, entry: Entry, usual: Usual
) -> Iterator[Event]:
    happens = entry.happens
    if "step" in happens:
        step = _procedure(family, state, entry.on).steps[happens["step"]]
        facts = _answers(story, state, step, _json(happens.get("facts", {})), usual)
        by = happens.get("by", step.by[0].key)
        yield Taken(step.key, by, entry.on, facts, tuple(happens.get("who", ())))
    elif "serve" in happens:
        mode = Service(happens.get("mode", "direct"))
        yield Served(happens["serve"], entry.on, mode, happens.get("to", ""))
    elif "joined" in happens:
        yield Joined(happens["joined"], entry.on)


def _procedure(family: Family, state: State | None, on: date) -> Procedure:
    """The version whose words are used; before the first one, `advance` will refuse."""
    if state is not None:
        return family.governing(state.version, on)
    return family.at(on) or family.versions[0]


def _answers(
    story: Story, state: State | None, step: Step, stated: Mapping[str, Json], usual: Usual
) -> dict[str, Json]:
    """What the entry states, and the usual answers to the other questions that are put."""
    given = {**usual.get(step.key, {}), **story.usual, **stated}
    former, put = dict(state.facts) if state else {}, dict[str, Json]()
    for fact in flatten(step.asks):
        if given.get(fact.key) is not None and fact.asked({**former, **put}):
            put[fact.key] = given[fact.key]
    return put | {key: value for key, value in stated.items() if value is not None}


def _words(refused: Refused) -> str:
    errors = "；".join(refused.errors.values())
    return f"{refused.refusal}{f'；{errors}' if errors else ''}"


# -- Judging ---------------------------------------------------------------------------------


def _faults(family: Family, state: State | None, entry: Entry, said: str) -> Iterator[str]:
    expected = entry.holds.get("refused")
    if said and not expected:
        yield f"was refused: {said}"
    if expected and not said:
        yield f"was not refused, expected: {expected}"
    for words in [expected] if isinstance(expected, str) else expected or ():
        if said and words not in said:
            yield f"refused otherwise: {said}, expected: {words}"
    if state is None:
        return
    for key in ("stage", "outcome", "version"):
        if key in entry.holds and getattr(state, key) != entry.holds[key]:
            yield f"{key} is {getattr(state, key)}, expected {entry.holds[key]}"
    yield from _clock_faults(state, entry)
    missing = set(entry.holds.get("issued", ())) - {paper.paper for paper in state.papers}
    if missing:
        yield f"not issued: {sorted(missing)}"
    yield from _choice_faults(family, state, entry)


def _clock_faults(state: State, entry: Entry) -> Iterator[str]:
    for term, due in entry.holds.get("due", {}).items():
        clock = state.clock(term)
        found = clock.due if clock else "not running"
        if found != due:
            yield f"{term} is due {found}, expected {due}"
    for term, status in entry.holds.get("clock", {}).items():
        clock = state.clock(term)
        stands = clock.status.value if clock else "none"
        if stands != status:
            yield f"{term} is {stands}, expected {status}"


def _choice_faults(family: Family, state: State, entry: Entry) -> Iterator[str]:
    choices = {choice.step.key: choice for choice in choices_at(family, state, entry.on)}
    for key in entry.holds.get("open", ()):
        if not choices[key].is_open:
            yield f"{key} is not open: {choices[key].why_not[0]}"
    for key in entry.holds.get("shut", ()):
        if choices[key].is_open:
            yield f"{key} is open"
