"""A procedure as JSON, complete, and its digest, which stands in every receipt.

Two procedures with the same digest behave alike: the description holds every field of every
provision, and of the rules, which are code, their norm and the digest of their source.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, time
from types import FunctionType
from typing import Any

from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure.facts import Fact, Group
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.rules import name_of, norm_line, source_digest
from fashu.kernel.procedure.steps import Arrival, Back, Paper, Role, Stage, Step
from fashu.kernel.procedure.terms import Term


def describe(procedure: Procedure) -> dict[str, Any]:
    """JSON data. Stages, steps, papers and the like stand in full once and elsewhere by key."""
    return _whole(procedure) | {
        "roles": [_whole(role) for role in procedure.roles],
        "stages": [_whole(stage) for stage in procedure.stages],
        "papers": [_whole(paper) for paper in procedure.papers.values()],
        "provisions": [{"provision": _kind(p), **_whole(p)} for p in procedure.provisions],
    }


def canonical(data: object) -> bytes:
    """The one way to write JSON data down: sorted keys, no spaces, UTF-8.

    For keys in ASCII and whole numbers this is the form of RFC 8785 (JCS).
    """
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


_digests: dict[int, tuple[Procedure, str]] = {}


def digest(procedure: Procedure) -> str:
    """SHA-256 of the canonical description, worked out once for each procedure."""
    known = _digests.get(id(procedure))
    if known is None:
        # The procedure is kept with its digest, so that its id is not given to another.
        known = procedure, hashlib.sha256(canonical(describe(procedure))).hexdigest()
        _digests[id(procedure)] = known
    return known[1]


def _whole(value: Any) -> dict[str, Any]:
    """Every field of a dataclass; questions in full where they are asked."""
    described = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Step):
        described["asks"] = [_whole(part) for part in value.asks]
    if isinstance(value, Group):
        described["facts"] = [_whole(fact) for fact in value.facts]
    return described


def _plain(value: Any) -> Any:
    """JSON data of a value; what is described elsewhere in full appears by its key."""
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)
        case date() | time():
            return value.isoformat()
        case tuple():
            return [_plain(item) for item in value]
        case Citation():
            return _citation(value)
        case Back():
            return {"back": True}
        case FunctionType():
            return {
                "rule": name_of(value),
                "norm": norm_line(value),
                "source": source_digest(value),
            }
        case Arrival():
            return _whole(value)
        case Fact() | Role() | Stage() | Paper() | Step() | Term():
            return {_kind(value): value.key}
        case _ if is_dataclass(value):
            return {"is": _kind(value), **_whole(value)}
        case _:
            raise TypeError(f"no description for {value!r}")


def _kind(value: object) -> str:
    return type(value).__name__.lower()


def _citation(cite: Citation) -> dict[str, Any]:
    return {"text": str(cite), "edition": _plain(cite.law.edition)}
