"""Every golden date, by the calendar and by the second reckoning."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from fashu.kernel.calendar import (
    CHINA,
    Cap,
    Deadline,
    Exclusion,
    Extension,
    Rollover,
    Service,
    ServiceHours,
    Span,
    Unit,
    deadline,
    latest_notice,
    notice_standing,
    served_on,
)
from fashu.kernel.calendar.tests import naive
from fashu.kernel.law.citation import Law

Case = dict[str, Any]
CASES: list[Case] = json.loads(Path(__file__).with_name("golden.json").read_text())["cases"]
ARTICLE = Law("示例法").art(1)


def of(op: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["op"] == op]


def point(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def span(given: Case) -> Span:
    unit, month_end = Unit(given["unit"]), given.get("month_end", False)
    return Span(given["amount"], unit, None, opening(given.get("hours")), month_end)


def opening(given: Case | None) -> ServiceHours | None:
    if given is None:
        return None
    periods = tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in given["periods"])
    return ServiceHours(periods, given["working_days_only"])


def reckon(given: Case) -> Deadline:
    cap = given.get("cap")
    return deadline(
        span(given["span"]),
        point(given["starts"]),
        rollover=Rollover(given["rollover"]),
        extensions=tuple(
            Extension(span(each["span"]), ARTICLE, date.fromisoformat(each["approved_on"]))
            for each in given.get("extensions", ())
        ),
        exclusions=tuple(
            Exclusion(
                point(each["first"]),
                point(each["end"]),
                each["reason"],
                both_ends=each.get("both_ends", False),
            )
            for each in given.get("exclusions", ())
        ),
        cap=Cap(span(cap["span"]), date.fromisoformat(cap["starts"]), ARTICLE) if cap else None,
    )


@pytest.mark.parametrize("case", of("deadline"))
def test_a_golden_deadline_holds(case: Case) -> None:
    found, expected = reckon(case["given"]), case["expected"]
    assert found.due == point(expected["due"])
    assert found.provisional is expected["provisional"]
    assert found.excluded_days == expected["excluded_days"]
    moved = [move.kind for move in found.moves if move.before not in (None, move.after)]
    assert moved == expected.get("moved_by", moved)


# The second reckoning knows only days that are announced.
ANNOUNCED = [each for each in of("deadline") if each.values[0]["expected"]["due"] < "2026-12-29"]


@pytest.mark.parametrize("case", ANNOUNCED)
def test_the_second_reckoning_agrees_with_a_golden_deadline(case: Case) -> None:
    given, unit = case["given"], case["given"]["span"]["unit"]
    second = naive_moment(given) if unit.endswith("hour") else naive_day(given)
    assert second == point(case["expected"]["due"])


def naive_day(given: Case) -> date:
    cap = given.get("cap")
    return naive.due(
        pair(given["span"]),
        date.fromisoformat(given["starts"]),
        rolls=given["rollover"] != "silent_stays",
        extensions=tuple(pair(each["span"]) for each in given.get("extensions", ())),
        exclusions=tuple(
            (point(each["first"]), point(each["end"]), each.get("both_ends", False))
            for each in given.get("exclusions", ())
        ),
        cap=(pair(cap["span"]), date.fromisoformat(cap["starts"])) if cap else None,
    )


def naive_moment(given: Case) -> datetime:
    hours = opening(given["span"].get("hours"))
    return naive.moment_due(
        given["span"]["amount"],
        datetime.fromisoformat(given["starts"]),
        list(hours.periods) if hours else None,
        bool(hours and hours.working_days_only),
        tuple(
            (datetime.fromisoformat(each["first"]), datetime.fromisoformat(each["end"]))
            for each in given.get("exclusions", ())
        ),
    )


def pair(given: Case) -> tuple[int, str]:
    return given["amount"], "month_end" if given.get("month_end") else given["unit"]


@pytest.mark.parametrize("case", of("latest_notice"))
def test_a_golden_latest_notice_holds(case: Case) -> None:
    given, expected = case["given"], case["expected"]
    found = latest_notice(span(given["span"]), date.fromisoformat(given["event"]))
    assert (found.due, found.provisional) == (point(expected["due"]), expected["provisional"])


@pytest.mark.parametrize("case", of("notice_standing"))
def test_golden_notice_stands_as_it_should(case: Case) -> None:
    given = case["given"]
    days = date.fromisoformat(given["notice"]), date.fromisoformat(given["event"])
    assert notice_standing(*days, span(given["span"])) == case["expected"]["standing"]


@pytest.mark.parametrize("case", of("served_on"))
def test_a_golden_day_of_service_holds(case: Case) -> None:
    given = case["given"]
    served, move = served_on(Service(given["mode"]), date.fromisoformat(given["on"]))
    assert served == move.after == date.fromisoformat(case["expected"]["served"])


@pytest.mark.parametrize("case", of("working_day"))
def test_a_golden_working_day_is_known(case: Case) -> None:
    day = date.fromisoformat(case["given"]["day"])
    assert CHINA.is_working_day(day) is case["expected"]["working_day"]


@pytest.mark.parametrize("case", of("year"))
def test_a_golden_year_is_known_day_by_day(case: Case) -> None:
    year, expected = case["given"]["year"], case["expected"]
    every = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    off = {day for day in every if day.year == year and not CHINA.is_working_day(day)}
    assert sorted(str(day) for day in off if day.weekday() < 5) == expected["weekdays_off"]
    worked = {day for day in every if day.year == year and day.weekday() > 4} - off
    assert sorted(map(str, worked)) == expected["weekends_worked"]


def test_golden_cases_are_named_once_and_cited() -> None:
    names = [case["id"] for case in CASES]
    assert len(names) == len(set(names))
    assert all(case["citation"] for case in CASES)
