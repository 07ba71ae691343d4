"""What a step asks, as JSON Schema 2020-12, for clients of the API and for forms."""

from collections.abc import Iterable
from typing import Any

from fashu.kernel.procedure.facts import Fact, Group, Kind, flatten
from fashu.kernel.procedure.steps import Step

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?([+-]\d{2}:\d{2}|Z)$"
_PLAIN: dict[Kind, dict[str, Any]] = {
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time", "pattern": _MOMENT},
    Kind.FLAG: {"type": "boolean"},
    Kind.IDENTITY: {"type": "string", "minLength": 5, "maxLength": 80},
    Kind.CREDIT_CODE: {"type": "string", "minLength": 18, "maxLength": 40},
    Kind.OFFICE: {"type": "string", "pattern": "^[0-9A-Z][0-9A-Za-z-]{0,31}$"},
}

_LIST: dict[str, Any] = {"type": "array", "minItems": 1}
_FILE = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def schema(step: Step) -> dict[str, Any]:
    """The schema of the answers to a step.

    A question that depends on an answer to the same step is demanded by `if` and `then`; one that
    depends on an earlier step is optional here, and `advance` decides.
    """
    facts = {fact.key: fact for fact in flatten(step.asks)}
    always = [f.key for f in facts.values() if f.required and f.asked_when is None]
    found: dict[str, Any] = {
        "$schema": DIALECT,
        "title": step.title,
        "description": str(step.cite),
        "type": "object",
        "properties": {fact.key: _property(fact) for fact in facts.values()},
        "required": always,
        "additionalProperties": False,
    }
    conditions = [_condition(fact, facts) for fact in facts.values() if fact.asked_when]
    if any(conditions):
        found["allOf"] = [condition for condition in conditions if condition]
    return found


def _property(fact: Fact) -> dict[str, Any]:
    described = {"title": fact.title, **_type(fact)}
    unit = "单位：分" if fact.kind is Kind.MONEY else ""
    notes = [fact.help, str(fact.cite) if fact.cite else "", unit]
    if any(notes):
        described["description"] = "；".join(note for note in notes if note)
    return described


def _type(fact: Fact) -> dict[str, Any]:
    match fact.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return {"type": "string", "minLength": 1, **_bounds(fact, "Length")}
        case Kind.NUMBER | Kind.MONEY:
            return {"type": "integer", **_bounds(fact, "imum")}
        case Kind.CHOICE:
            return {"oneOf": _options(fact)}
        case Kind.CHOICES:
            return {**_LIST, "uniqueItems": True, "items": {"oneOf": _options(fact)}}
        case Kind.FILES:
            return {**_LIST, **_bounds(fact, "Items"), "items": _FILE}
        case _:
            return _PLAIN[fact.kind]


def _bounds(fact: Fact, of: str) -> dict[str, int]:
    named = {f"max{of}": fact.most} | ({f"min{of}": fact.least} if of == "imum" else {})
    return {name: bound for name, bound in named.items() if bound is not None}


def _options(fact: Fact) -> list[dict[str, str]]:
    return [{"const": option.key, "title": option.title} for option in fact.options]


def _condition(fact: Fact, facts: dict[str, Fact]) -> dict[str, Any]:
    """Demanded where it is asked, and forbidden where it is not; nothing where others decide."""
    when = list(_when(fact, facts))
    if fact.asked_when is None or not when or fact.asked_when[0] not in facts:
        return {}
    found: dict[str, Any] = {"if": {"allOf": when}, "else": {"properties": {fact.key: False}}}
    if fact.required:
        found["then"] = {"required": [fact.key]}
    return found


def _when(fact: Fact, facts: dict[str, Fact]) -> Iterable[dict[str, Any]]:
    """The answers on which a question depends, and those on which these depend."""
    while fact.asked_when is not None and fact.asked_when[0] in facts:
        key, values = fact.asked_when
        yield {"required": [key], "properties": {key: {"enum": list(values)}}}
        fact = facts[key]


def grouped(step: Step) -> list[tuple[str, list[str]]]:
    """The pages of the form: a title, empty for a question that stands alone, and its keys."""
    return [
        (part.title, [fact.key for fact in part.facts])
        if isinstance(part, Group)
        else ("", [part.key])
        for part in step.asks
    ]
