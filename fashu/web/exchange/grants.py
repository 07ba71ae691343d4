"""The fields that an application is given, as tick boxes and back."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import QueryDict

from fashu.kernel.exchange.models import Consumer
from fashu.web.api.fields import harmless, offered

WHOLE = ""
"""Stands for an answer that has no fields, such as a file."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One field of an operation."""

    value: str
    name: str
    picked: bool
    is_harmless: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An operation with its fields; `free` are the keys ticked in what has no fixed shape."""

    operation: str
    ticks: tuple[Tick, ...]
    picked: int
    free: tuple[tuple[str, str], ...]


def rows(consumer: Consumer) -> tuple[Row, ...]:
    """Every operation that is given field by field."""
    return tuple(_row(consumer, operation, names) for operation, names in offered().items())


def _row(consumer: Consumer, operation: str, names: tuple[str, ...]) -> Row:
    given = consumer.fields.get(operation)
    plain = harmless(operation)
    ticks = tuple(
        Tick(f"{operation}|{name}", name or "内容", _is_picked(given, name), name in plain)
        for name in _fixed(names)
    )
    free = tuple(
        (f"{operation}|{place}", " ".join(_below(given or (), place)))
        for place in (name.removesuffix("*") for name in names if name.endswith("*"))
    )
    return Row(operation, ticks, sum(tick.picked for tick in ticks), free)


def _fixed(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if not name.endswith("*")) or (WHOLE,)


def _is_picked(given: list[str] | None, name: str) -> bool:
    return given is not None and (name == WHOLE or name in given)


def _below(given: list[str] | tuple[()], place: str) -> Iterator[str]:
    return (name.removeprefix(place) for name in given if name.startswith(place))


def granted(form: QueryDict) -> dict[str, list[str]]:
    """The fields ticked, by operation; what no operation offers is left out."""
    known, found = offered(), dict[str, list[str]]()
    for value in form.getlist("field"):
        operation, _, name = value.partition("|")
        if operation in known and name in _fixed(known[operation]):
            found.setdefault(operation, []).extend([name] if name else [])
    for operation, names in known.items():
        for place in (name.removesuffix("*") for name in names if name.endswith("*")):
            keys = form.get(f"free {operation}|{place}", "").split()
            if keys:
                found.setdefault(operation, []).extend(f"{place}{key}" for key in keys)
    return found
