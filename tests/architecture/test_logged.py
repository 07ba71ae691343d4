"""Whatever only an administrator may do leaves a line in the administration log."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import short, with_suffix

GATES = frozenset({"keeper", "granter", "_granting", "_keeping", "_one_of"})
"""What asks whether it is the right administrator who acts."""

QUIET = {
    "fashu/kernel/exchange/keys.py rotate": "issues a key, and that is logged",
    "fashu/kernel/people/posts.py depute": "`_depute` writes it, for both ways to act for another",
    "fashu/kernel/people/imports/offices.py check": "changes nothing",
    "fashu/kernel/people/imports/officers.py check": "changes nothing",
    "fashu/kernel/people/imports/uploads.py keep": "one's own file, which changes nothing yet",
}
"""Function -> why it writes no line."""


def gated() -> Iterator[tuple[str, bool]]:
    """Every public function of the kernel that asks for an administrator, and whether it logs."""
    for path in with_suffix(".py"):
        name = short(path)
        if not name.startswith("fashu/kernel/") or "/tests/" in name:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name not in GATES:
                called = {_called(each) for each in ast.walk(node) if isinstance(each, ast.Call)}
                if called & GATES:
                    yield f"{name} {node.name}", bool(called & {"write", "_log"})


LOOKING = {
    "cases export": "writes a bundle, and the database nothing",
    "cases replay": "builds anew beside what is there",
    "credentials reset": "`accounts.reset` writes it, with the reason",
    "documents list_seals": "shows",
    "documents measure": "sets papers that nobody keeps",
    "documents numbers": "shows",
    "documents verify": "shows",
    "health doctor": "shows",
    "library check": "shows",
    "library list_": "shows",
    "library search_": "shows",
    "library show": "shows",
    "people export_offices": "shows",
    "people export_officers": "shows",
    "people import_offices": "`offices.carry_out` writes it",
    "people import_officers": "`officers.carry_out` writes it",
    "record audit": "keeps its own report in the record",
    "record key": "runs where there may be no database; the key is published beside the log",
    "record proof": "shows",
    "record sequence": "writes the log itself",
    "record verify": "shows",
    "record witness": "runs where there is no database",
    "registry list_keys": "shows",
    "supervision verify": "shows",
}
"""Part and command -> why it writes no line."""


def commands() -> Iterator[tuple[str, bool]]:
    """Every command of the kernel, and whether it logs."""
    for path in with_suffix(".py"):
        if path.name != "cli.py" or not short(path).startswith("fashu/kernel/"):
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and _is_command(node):
                called = {_called(each) for each in ast.walk(node) if isinstance(each, ast.Call)}
                yield f"{path.parent.name} {node.name}", "write_command" in called


def _is_command(function: ast.FunctionDef) -> bool:
    made_by = [each for each in function.decorator_list if isinstance(each, ast.Call)]
    return "command" in {_called(each) for each in made_by}


def test_no_command_changes_anything_without_a_trace() -> None:
    found = dict(commands())
    assert len(found) > 20
    assert {name for name, logs in found.items() if not logs} == set(LOOKING)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_no_administrator_acts_without_a_trace() -> None:
    found = dict(gated())
    assert len(found) > 30, "the gates are called by other names now"
    silent = {name for name, logs in found.items() if not logs}
    assert silent - QUIET.keys() == set()
    assert QUIET.keys() - silent <= {"fashu/kernel/exchange/keys.py rotate"}
