"""No list joins an account that its reader may not see: the database would drop the row.

`select_related` over a foreign key that is never null is an inner join, and row-level security
hides accounts of other offices and of citizens. Names stand with the rows instead.
"""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps

from fashu.kernel.people.models import Account
from tests.architecture.sources import short, with_suffix

SEEN = {
    "fashu/kernel/credentials/": "asked by the system, or about oneself",
    "fashu/kernel/people/": "whoever sees a posting sees whose it is",
    "fashu/kernel/desk/colleagues.py": "whoever sees a posting sees whose it is",
    "fashu/kernel/desk/delegation.py": "a delegation is between colleagues",
    "fashu/kernel/desk/letters.py": "asked by the system",
    "fashu/kernel/desk/lists.py": "lists are shared by colleagues; a handler may be null",
    "fashu/kernel/hall/notes.py": "the versions of one's own office",
    "fashu/synthetic/": "asked by the system",
    "fashu/web/administration/": "administrators see every account of an officer",
    "fashu/web/supervision/trace.py": "the account of an event may be null",
    "fashu/web/workbench/deputies.py": "a delegation is between colleagues",
    "fashu/web/workbench/steps.py": "whoever sees a posting sees whose it is",
}
"""File, or beginning of a path -> why nothing can vanish there."""


def names() -> set[str]:
    """What foreign keys to an account are called anywhere."""
    return {
        field.name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Account
    }


def joins(source: str, columns: set[str]) -> Iterator[str]:
    """The paths of `select_related` in a source that end at an account."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr == "select_related":
            for each in node.args:
                path = each.value if isinstance(each, ast.Constant) else None
                if isinstance(path, str) and path.rpartition("__")[2] in columns:
                    yield path


def test_no_list_joins_an_account_that_its_reader_may_not_see() -> None:
    columns = names()
    found = {
        short(path): sorted(joins(path.read_text(), columns))
        for path in with_suffix(".py")
        if short(path).startswith("fashu/") and "tests" not in path.parts
    }
    strangers = {
        place: paths
        for place, paths in found.items()
        if paths and not any(place.startswith(beginning) for beginning in SEEN)
    }
    assert strangers == {}


def test_every_reason_still_has_its_join() -> None:
    columns = names()
    joining = [short(path) for path in with_suffix(".py") if any(joins(path.read_text(), columns))]
    assert [b for b in SEEN if not any(place.startswith(b) for place in joining)] == []


@pytest.mark.parametrize(
    "planted", ['x.select_related("account")', 'x.select_related("case", "errand__initiator")']
)
def test_a_planted_join_is_found(planted: str) -> None:
    assert list(joins(planted, names()))
