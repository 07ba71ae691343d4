"""The texts that go with an exported case: the page that checks it in a browser, the read-me.

The page is one file, without network and without dependency.
"""

import html
from collections.abc import Iterator
from pathlib import Path

from fashu.kernel.record.bundle import Bundle
from fashu.kernel.record.leaf import Json, canonical

_HERE = Path(__file__).parent / "assets"
TEMPLATE = (_HERE / "verify.html").read_text(encoding="utf-8")
SCRIPT = (_HERE / "verify.js").read_text(encoding="utf-8")
README = (_HERE / "readme.txt").read_bytes()
STYLE = (_HERE / "verify.css").read_text(encoding="utf-8")


def render(bundle: Bundle) -> bytes:
    """The page with the record in it. The same bundle always gives the same bytes."""
    title = str(bundle.case.get("title") or bundle.case.get("number") or "导出的案件")
    case = canonical({**bundle.case, "exported_at": bundle.exported_at}).decode()
    parts = {
        "title": html.escape(title),
        "style": STYLE,
        "script": SCRIPT,
        "case": _inert(case),
        "titles": _inert(canonical(dict(sorted(_titles(list(bundle.procedures))))).decode()),
        "record": _inert(bundle.record.encode().decode()),
    }
    page = TEMPLATE
    for name, text in parts.items():
        before, marker, after = page.partition(f"<!--{name}-->")
        assert marker, name
        page = before + text + after
    return page.encode()


_NAMED = {"papers": "served", "roles": "joined", "stages": "stage"}
"""Parts of a procedure's description, and the kind of event (or field) that names them."""

_PROVISIONS = {"step": "taken", "term": "lapsed"}


def _titles(procedures: list[Json]) -> Iterator[tuple[str, str]]:
    """What the procedures call each thing that an event names, as kind and key."""
    for procedure in procedures:
        if not isinstance(procedure, dict):
            continue
        yield from _title(procedure, "procedure")
        for part, kind in _NAMED.items():
            for value in _listed(procedure, part):
                yield from _title(value, kind)
        for value in _listed(procedure, "provisions"):
            yield from _title(value, _PROVISIONS.get(str(value.get("provision")), ""))


def _listed(procedure: dict[str, Json], part: str) -> list[dict[str, Json]]:
    found = procedure.get(part)
    return [value for value in found if isinstance(value, dict)] if isinstance(found, list) else []


def _title(value: dict[str, Json], kind: str) -> Iterator[tuple[str, str]]:
    key, title = value.get("key"), value.get("title")
    if kind and isinstance(key, str) and isinstance(title, str):
        yield f"{kind}:{key}", title


def _inert(json: str) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.replace("<", "\\u003c")
