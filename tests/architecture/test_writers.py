"""One writer per fact: pages and businesses act through `kernel.api` and write nothing."""

import ast

import pytest

from tests.architecture.sources import ROOT, short, with_suffix

READERS = ("fashu/web/", "fashu/businesses/", "fashu/centres/")
WRITING = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "raw",
    "cursor",
    "execute",
}


def calls(source: str) -> set[str]:
    """The names of the methods that a source calls."""
    return {
        node.func.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def test_pages_and_businesses_write_nothing_and_speak_no_sql() -> None:
    writers = {
        short(path): sorted(found)
        for path in with_suffix(".py")
        if short(path).startswith(READERS) and "tests" not in path.parts
        if (found := calls(path.read_text()) & WRITING)
    }
    assert writers == {}


@pytest.mark.parametrize("planted", ["case.save()", "Case.objects.create(x=1)", "c.execute('x')"])
def test_a_planted_writer_is_found(planted: str) -> None:
    assert calls(planted) & WRITING


def test_signals_carry_no_business() -> None:
    users = [
        short(path)
        for path in (ROOT / "fashu").rglob("*.py")
        if "django.dispatch" in path.read_text() or "models.signals" in path.read_text()
    ]
    assert users == []
