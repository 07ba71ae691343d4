"""分办规则: whom the rules of an office name for a new case, and why him. Pure.

A rule is for a region, a business, both or neither; the most specific one that fits is asked
first, and where it finds nobody the next. What is known of people (what they handle, who is away
or must avoid the case) comes in, so that the same rules can be tried out on the past.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fashu.kernel.procedure.facts import Json


class Way(StrEnum):
    """How one of several is chosen."""

    LOAD = "load"
    TURN = "turn"

    @property
    def label(self) -> str:
        """Its words on pages."""
        return {"load": "在办最少的", "turn": "轮流"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`business` and `region` (the beginning of a division code) are empty where the rule is for
    all; `people` are accounts, empty for everybody who may handle the case. `title`: in words."""

    id: int
    title: str
    business: str = ""
    region: str = ""
    people: frozenset[int] = frozenset()
    way: Way = Way.LOAD

    def fits(self, case: "Incoming") -> bool:
        """Whether the rule is for this case."""
        at_home = not self.region or any(code.startswith(self.region) for code in case.regions)
        return at_home and self.business in ("", case.business)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A new case: its business, the divisions that it concerns, when it came."""

    business: str
    regions: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could handle the case. `load`: open cases he handles; `last`: when he was given
    one last, in any order that grows; `kept_out`: why he cannot have it, else empty."""

    account: int
    name: str
    load: int
    last: int = 0
    kept_out: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom the rules name. `asked`: each rule that fits with its candidates, the last one decided;
    `chosen` is None where none of them found anybody."""

    asked: tuple[tuple[Rule, tuple[Candidate, ...]], ...]
    chosen: Candidate | None = None

    @property
    def rule(self) -> Rule | None:
        """The rule that decided."""
        return self.asked[-1][0] if self.chosen else None

    @property
    def words(self) -> str:
        """Why him, or why nobody."""
        if not self.asked:
            return "没有适用的分办规则"
        return "；".join(_words(rule, people, self.chosen) for rule, people in self.asked)

    def to_json(self) -> Json:
        """Everything that was weighed, to be kept with the case."""
        return [
            {
                "rule": rule.id,
                "title": rule.title,
                "way": rule.way.label,
                "people": [
                    {
                        "account": p.account,
                        "name": p.name,
                        "load": p.load,
                        "kept_out": p.kept_out,
                        "chosen": self.chosen is not None and p.account == self.chosen.account,
                    }
                    for p in people
                ],
            }
            for rule, people in self.asked
        ]


def choose(rules: Iterable[Rule], case: Incoming, candidates: Sequence[Candidate]) -> Choice:
    """Whom the rules name for a case; the same for the same, ties go to the lower account."""
    asked: list[tuple[Rule, tuple[Candidate, ...]]] = []
    for rule in ranked(rules, case):
        people = tuple(c for c in candidates if not rule.people or c.account in rule.people)
        asked.append((rule, people))
        free = [candidate for candidate in people if not candidate.kept_out]
        if free:
            return Choice(tuple(asked), min(free, key=lambda c: _order(rule, c)))
    return Choice(tuple(asked))


def ranked(rules: Iterable[Rule], case: Incoming) -> list[Rule]:
    """The rules that fit: the narrowest region first, then those of one business, then newer."""
    fitting = (rule for rule in rules if rule.fits(case))
    return sorted(fitting, key=lambda r: (-len(r.region), not r.business, -r.id))


def _order(rule: Rule, candidate: Candidate) -> tuple[int, int, int]:
    if rule.way is Way.TURN:
        return candidate.last, candidate.load, candidate.account
    return candidate.load, candidate.last, candidate.account


def _words(rule: Rule, people: Sequence[Candidate], chosen: Candidate | None) -> str:
    out = "、".join(f"{p.name}{p.kept_out}" for p in people if p.kept_out)
    head = f"规则“{rule.title}”（{rule.way.label}）：{len(people)}人"
    head += f"，除外：{out}" if out else ""
    if chosen is None or chosen not in people:
        return f"{head}，无人可分"
    free = sum(not p.kept_out for p in people)
    if free == 1:
        return f"{head}，只有{chosen.name}可以承办"
    why = "最久没有分到案件" if rule.way is Way.TURN else f"在办{chosen.load}件，最少"
    return f"{head}，{chosen.name}{why}"
