"""数据范围: which cases an officer's roles let him see, business by business, as a value.

Five codes that officers know: 1 全部, 2 自定, 3 本部门, 4 本部门及以下, 5 仅本人.
Pure; `acting` tells the database the same and the policies (`rls`) hold it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from fashu.kernel.access.scope import EVERYWHERE, NOWHERE, Scope

EVERY_BUSINESS = "*"
"""The key of what holds where a business has no line of its own."""


class DataScope(IntEnum):
    """The five data scopes; names and codes are those that officers know."""

    ALL = 1
    CUSTOM = 2
    OFFICE = 3
    SUBTREE = 4
    OWN = 5

    @property
    def title(self) -> str:
        """The Chinese name."""
        return _TITLES[self]


_TITLES = {
    DataScope.ALL: "全部",
    DataScope.CUSTOM: "自定",
    DataScope.OFFICE: "本部门",
    DataScope.SUBTREE: "本部门及以下",
    DataScope.OWN: "仅本人",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What of one business: a range of office paths, single offices, and one's own cases.

    `own` bounds one's own cases: whoever has left an office has left its cases too.
    """

    range: Scope = NOWHERE
    offices: frozenset[str] = frozenset()
    own: Scope = NOWHERE

    def __or__(self, other: "Part") -> "Part":
        return Part(
            _wider(self.range, other.range),
            self.offices | other.offices,
            _wider(self.own, other.own),
        )

    def __contains__(self, office_path: str) -> bool:
        return office_path in self.range or office_path in self.offices


def part_of(scope: DataScope, office_path: str, custom: Iterable[str] = ()) -> Part:
    """What a data scope means for whoever serves in an office.

    A custom scope is the offices ticked, each alone: neither what is above nor what is below.
    """
    below = Scope.below(office_path)
    match scope:
        case DataScope.ALL:
            return Part(EVERYWHERE)
        case DataScope.CUSTOM:
            return Part(offices=frozenset(custom))
        case DataScope.OFFICE:
            return Part(offices=frozenset({office_path}))
        case DataScope.SUBTREE:
            return Part(below)
        case DataScope.OWN:
            return Part(own=below)


def _wider(one: Scope, other: Scope) -> Scope:
    """The wider of two ranges of which one holds the other, as it is with whole, own and none."""
    if NOWHERE in (one, other):
        return other if one == NOWHERE else one
    return Scope(min(one.start, other.start), max(one.end, other.end))


@dataclass(frozen=True, slots=True)
class Reach:
    """What of every business, as (business, part). Without parts there is nothing."""

    parts: tuple[tuple[str, Part], ...] = ()

    @classmethod
    def of(cls, parts: Mapping[str, Part]) -> "Reach":
        """From a table by business."""
        return cls(tuple(sorted(parts.items(), key=lambda item: item[0])))

    def part(self, business: str) -> Part:
        """What of one business."""
        parts = dict(self.parts)
        return parts.get(business) or parts.get(EVERY_BUSINESS) or Part()

    @property
    def bound(self) -> Scope:
        """The range that holds the ranges of every business: the cheap outer bound."""
        found = NOWHERE
        for _, part in self.parts:
            found = _wider(found, part.range)
        return found

    def settings(self) -> dict[str, str]:
        """What the database is told: nothing but the bound where one range is all there is."""
        bound = self.bound
        ranges = {key: [part.range.start, part.range.end] for key, part in self.parts}
        offices = {key: sorted(part.offices) for key, part in self.parts}
        own = {key: [part.own.start, part.own.end] for key, part in self.parts}
        is_plain = all(part.range == bound for _, part in self.parts)
        has_own = any(part.own != NOWHERE for _, part in self.parts)
        return {
            "fashu.reach_from": bound.start,
            "fashu.reach_to": bound.end,
            "fashu.reach": "" if is_plain else json.dumps(ranges),
            "fashu.offices": json.dumps(offices) if any(offices.values()) else "",
            "fashu.own": json.dumps(own) if has_own else "",
        }


NO_REACH = Reach()


def plain(scope: Scope) -> Reach:
    """One range for every business: 本部门及以下, and what most officers have."""
    return Reach(((EVERY_BUSINESS, Part(scope)),))


def united(reaches: Iterable[Reach]) -> Reach:
    """What several roles let somebody see together: their union, business by business."""
    given = list(reaches)
    keys = {key for reach in given for key, _ in reach.parts}
    table = {key: Part() for key in keys}
    for reach in given:
        for key in keys:
            table[key] |= reach.part(key)
    return Reach.of(table)
