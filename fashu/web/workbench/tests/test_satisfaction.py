"""评价统计 on its pages: every number opens to its rows, the rated office opens nothing."""

import re
from collections.abc import Callable
from html import unescape

import pytest
import time_machine
from django.test import Client

from fashu.kernel.access import Actor, acting_as
from fashu.kernel.hall import rating
from fashu.kernel.hall.rating import Grade
from fashu.kernel.hall.tests.test_rating import finished
from fashu.kernel.reading.models import Entry
from fashu.web.workbench.tests.conftest import Cast

pytestmark = pytest.mark.django_db

As = Callable[[Actor], Client]
FIGURES = "/workbench/ratings/figures/"


def rated(cast: Cast, *grades: Grade) -> None:
    for n, grade in enumerate(grades):
        case = finished(cast, f"{grade} {n}")
        with acting_as(cast.alice):
            rating.rate(case, grade, ["讲得清"], "谢谢")


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def numbers(text: str) -> list[tuple[int, str]]:
    """Every number of the table with the address behind it."""
    found = re.findall(r'<td class="amount"[^>]*><div><a href="(rows/[^"]+)">(\d+)<', text)
    return [(int(number), FIGURES + unescape(address)) for address, number in found]


def test_every_number_opens_to_as_many_rows_and_leaves_an_entry(cast: Cast, as_: As) -> None:
    rated(cast, Grade.VERY_GOOD, Grade.FAIR, Grade.BAD)
    finished(cast, "unrated")
    city = as_(cast.city)
    found = numbers(page(city, FIGURES))
    assert [number for number, _ in found] == [4, 3, 1, 0, 1, 1, 0, 2] * 2  # the office, and all
    for number, address in found:
        rows = page(city, address)
        assert rows.count("<tr>") - bool(number) == number, address
        assert f"{number} 件" in rows
    with acting_as(cast.city):
        entry = Entry.objects.filter(view="statistics").latest("pk")
        assert (entry.count, len(entry.cases)) == (2, 2)


def test_the_rated_office_opens_nothing(cast: Cast, as_: As) -> None:
    rated(cast, Grade.BAD)
    east = as_(cast.east)
    assert numbers(page(east, FIGURES)) == []
    assert east.get(f"{FIGURES}rows/?office=990101&number=1").status_code == 404
    assert as_(cast.alice).get(FIGURES).status_code in (302, 403, 404)


def test_the_address_of_a_moment_gives_the_same_page_after_more_was_rated(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    rated(cast, Grade.GOOD)
    city = as_(cast.city)
    before = page(city, FIGURES)
    again = re.search(r'href="(\?[^"]*known[^"]*)"', before)
    assert again is not None
    noon.shift(60)
    rated(cast, Grade.BAD)
    later = page(city, FIGURES + unescape(again[1]))
    digest = r'title="([0-9a-f]{64})"'
    assert re.findall(digest, later) == re.findall(digest, before)
    assert [n for n, _ in numbers(later)] == [n for n, _ in numbers(before)]
    assert re.findall(digest, page(city, FIGURES)) != re.findall(digest, before)


@pytest.mark.parametrize(
    "wrong", ["first=2026-13-01", "known=gestern", "first=2026-05-01&last=2026-01-01"]
)
def test_what_cannot_be_read_is_told_in_words(cast: Cast, as_: As, wrong: str) -> None:
    assert 'role="alert"' in page(as_(cast.city), f"{FIGURES}?{wrong}")
    assert (
        as_(cast.city).get(f"{FIGURES}rows/?office=990101&number=rated&{wrong}").status_code == 404
    )


def test_everybody_chooses_a_year(cast: Cast, as_: As) -> None:
    rated(cast, *[Grade.GOOD] * 5)
    client = Client()
    assert "5/5（100.0%）" in page(client, "/satisfaction/")
    assert "5/5" not in page(client, "/satisfaction/?year=2025")
    assert "5/5" in page(client, "/satisfaction/?year=1")
    assert "2027-01-16" in page(client, "/satisfaction/?year=2026")
