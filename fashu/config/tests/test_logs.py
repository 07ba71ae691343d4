"""No number of a person reaches a log, whoever writes the line."""

import logging
import sys

from fashu.config.logs import MaskingFormatter


def line(message: str, *arguments: object, failed: bool = False) -> str:
    trace = sys.exc_info() if failed else None
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, message, arguments, trace)
    return MaskingFormatter("%(message)s").format(record)


def test_a_number_in_a_message_or_its_arguments_is_masked() -> None:
    assert line("person %s", "11010519491231002X") == "person 110105********002X"


def test_a_number_in_a_trace_is_masked() -> None:
    try:
        raise ValueError("bad 110105491231002")
    except ValueError:
        assert "110105491231002" not in line("failed", failed=True)


def test_other_digits_stay() -> None:
    assert line("case %s of %s", "FY2026-9901-00001", 20261122) == (
        "case FY2026-9901-00001 of 20261122"
    )
