"""Whoever counts for an office counts by the calendar in force, not by the library's alone."""

import re

from tests.architecture.sources import short, with_suffix

LIBRARY = re.compile(r"\bCHINA\b")

MAY = {
    "fashu/kernel/calendar/__init__.py": "where it is defined",
    "fashu/kernel/calendar/days.py": "where it is defined",
    "fashu/kernel/calendar/notice.py": "the pure core's default",
    "fashu/kernel/calendar/terms.py": "the pure core's default",
    "fashu/kernel/cases/evidence.py": "a stranger has no database",
    "fashu/kernel/desk/flow.py": "the pure core's default",
    "fashu/kernel/health/kept.py": "whether what was entered agrees with it",
    "fashu/kernel/holidays/notices.py": "what a notice changes in it",
    "fashu/kernel/holidays/official.py": "what the calendar in force begins with",
    "fashu/kernel/procedure/procedure.py": "what a definition has before it is put in force",
    "fashu/kernel/record/days_off.py": "a stranger has no database",
    "fashu/synthetic/history.py": "a past that is invented before anything is in force",
    "fashu/web/administration/holidays.py": "what a notice changes in it",
}
"""File -> why it names the library's calendar."""


def test_nobody_else_names_the_calendar_of_the_library() -> None:
    found = {
        short(path)
        for path in with_suffix(".py")
        if short(path).startswith("fashu/")
        and "/tests/" not in short(path)
        and LIBRARY.search(path.read_text())
    }
    assert found - MAY.keys() == set(), "use fashu.kernel.holidays.official.official()"
    assert MAY.keys() - found == set(), "a reason without its file"
