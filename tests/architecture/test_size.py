"""Nothing grows beyond what a reader can hold."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import short, with_suffix

FILE_LINES = 500
FUNCTION_LINES = 60


def functions() -> Iterator[tuple[int, str]]:
    """Length and place of every function."""
    for path in with_suffix(".py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                length = node.end_lineno - node.lineno + 1
                yield length, f"{short(path)}:{node.lineno} {node.name}"


def test_no_function_is_longer_than_a_screen() -> None:
    assert [place for length, place in functions() if length > FUNCTION_LINES] == []


def test_no_file_is_longer_than_its_reader_bears() -> None:
    kinds = (".py", ".html", ".css", ".js")
    lengths = {short(path): path.read_text().count("\n") for path in with_suffix(*kinds)}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}
