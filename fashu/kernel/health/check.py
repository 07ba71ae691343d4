"""What a check says: how one thing stands, in words, and what to do about it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a thing stands, the worst last."""

    OK = "ok"
    UNKNOWN = "unknown"
    WARN = "warn"
    BAD = "bad"

    @property
    def word(self) -> str:
        """In one word."""
        return {"ok": "正常", "unknown": "无法检查", "warn": "注意", "bad": "异常"}[self.value]


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, how it stands, what to do. `key` is for machines."""

    key: str
    title: str
    state: State
    words: str
    remedy: str = ""

    def to_json(self) -> dict[str, str]:
        """Plain data."""
        return {
            "key": self.key,
            "title": self.title,
            "state": self.state.value,
            "words": self.words,
            "remedy": self.remedy,
        }


def ok(key: str, title: str, words: str) -> Check:
    """As it should be."""
    return Check(key, title, State.OK, words)


def warn(key: str, title: str, words: str, remedy: str) -> Check:
    """It works, and will not for ever."""
    return Check(key, title, State.WARN, words, remedy)


def bad(key: str, title: str, words: str, remedy: str) -> Check:
    """It does not work, or must not go on like this."""
    return Check(key, title, State.BAD, words, remedy)


def worst(checks: Iterable[Check]) -> State:
    """How the whole stands."""
    order = list(State)
    return max((check.state for check in checks), key=order.index, default=State.OK)


def public(checks: Iterable[Check]) -> dict[str, Any]:
    """What a load balancer may know: states by key, without a word."""
    listed = list(checks)
    return {"status": worst(listed).value, "checks": {c.key: c.state.value for c in listed}}
