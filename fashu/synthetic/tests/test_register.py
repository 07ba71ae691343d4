"""示范省 as a whole province: without gaps, the same every time, and nobody's real number."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction
from shapely import unary_union
from stdnum.cn import ric

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.people.imports import offices as office_table
from fashu.kernel.people.models import Account, Level, Office, Posting, PostingKind
from fashu.kernel.registry.models import IdentityDocument, Person
from fashu.synthetic import citizens, land, organs, staff
from fashu.synthetic.cli import synth
from fashu.synthetic.plant import plant_cast
from fashu.synthetic.register import Truth, build, census


def test_the_full_province_has_the_size_of_a_large_one() -> None:
    found = land.divisions(1, 1.0)
    levels = Counter(division.level for division in found)
    assert levels == {"province": 1, "city": 21, "county": 183, "station": 3111}
    assert len({division.code for division in found}) == len(found)
    rows = organs.offices(found, 1.0)
    assert len({row["机构代码"] for row in rows}) == len(rows) > 10_000
    people = staff.officers(1, 1.0, rows)
    assert len({row["账号"] for row in people}) == 20_000
    assert all(division.code.startswith("99") for division in found)


@pytest.mark.parametrize("seed", [1, 7])
def test_the_parts_of_a_division_tile_it(seed: int) -> None:
    found = land.divisions(seed, 0.06)
    for whole in found:
        parts = [part.shape for part in found if part.parent == whole.code]
        if not parts:
            continue
        assert all(part.is_valid and not part.is_empty for part in parts)
        assert unary_union(parts).symmetric_difference(whole.shape).area < whole.shape.area * 1e-9
        assert abs(sum(part.area for part in parts) - whole.shape.area) < whole.shape.area * 1e-9


def test_the_same_seed_makes_the_same_province_and_another_another() -> None:
    def everything(seed: int) -> str:
        found = land.divisions(seed, 0.02)
        rows = organs.offices(found, 0.02)
        people = staff.officers(seed, 0.02, rows)
        lines = [c.cells for c in citizens.citizens(seed, 0.0005, found)]
        return json.dumps([land.geojson(found), rows, people, lines], ensure_ascii=False)

    assert everything(3) == everything(3)
    assert everything(3) != everything(4)


def test_no_identity_number_could_be_anybody_s_and_none_is_there_twice() -> None:
    found = land.divisions(1, 0.01)
    lines = list(citizens.citizens(1, 0.06, found))
    numbers = [citizen.cells[3] for citizen in lines]
    assert len(set(numbers)) == len(numbers) == 60_012
    assert all(number.startswith("99") and len(number) == 18 for number in numbers)
    assert all(ric.calc_check_digit(number) == number[-1] for number in numbers[:500])
    mistyped = [citizen for citizen in lines if citizen.same_as]
    assert len(mistyped) == 12
    assert {c.same_as for c in mistyped} <= set(numbers)


FILES = ("truth.json", "divisions.geojson", "citizens.csv.gz")


@pytest.fixture
def built(db: None, tmp_path: Path) -> Truth:
    plant_cast()
    return build(1, 0.01, tmp_path, print)


def content() -> list[list[tuple[object, ...]]]:
    """What the database promises to be the same: all but numbers of rows, moments and secrets."""
    with acting_as(SYSTEM):
        offices = Office.objects.order_by("path").values_list(
            "path", "title", "level", "kind", "division_code", "since", "until", "successor__code"
        )
        officers = Account.objects.order_by("username").values_list("username", "name", "phone")
        posts = Posting.objects.order_by("account__username", "kind").values_list(
            "account__username", "office__code", "post__title", "kind", "since", "until", "roles"
        )
        numbers = IdentityDocument.objects.order_by("person_id").values_list(
            "ref", "masked", "person__name", "person__initials", "person__born_on", "person__phone"
        )
        return [list(offices), list(officers), list(posts), list(numbers)]


@pytest.mark.django_db
def test_two_runs_of_a_seed_write_the_same_bytes_and_fill_the_database_alike(
    tmp_path: Path,
) -> None:
    def run(name: str) -> tuple[list[bytes], list[list[tuple[object, ...]]]]:
        savepoint = transaction.savepoint()
        plant_cast()
        build(5, 0.003, tmp_path / name, print)
        found = [(tmp_path / name / file).read_bytes() for file in FILES], content()
        transaction.savepoint_rollback(savepoint)
        return found

    first, second = run("one"), run("two")
    assert first == second
    assert len(first[1][3]) == 3000


def test_what_was_planted_is_in_the_database(built: Truth, tmp_path: Path) -> None:
    cast = {"sf000001"}
    with acting_as(SYSTEM):
        justice = Office.objects.filter(kind="justice")
        assert justice.filter(level=Level.STATION).count() == built.divisions["station"] == 31
        assert set(built.closed) <= set(
            Office.objects.exclude(until=None).values_list("code", flat=True)
        )
        officers = Account.objects.filter(username__startswith="sf")
        assert officers.count() == built.officers
        assert cast <= set(officers.values_list("username", flat=True))
        lent = Posting.objects.filter(kind=PostingKind.SECONDMENT)
        assert set(lent.values_list("account__username", flat=True)) == set(built.lent)
        assert Posting.objects.filter(roles=["office"]).exists()
        assert IdentityDocument.objects.count() == Person.objects.count() == built.citizens
    assert all(said == found for said, found in census(built).values())
    assert json.loads((tmp_path / "truth.json").read_text())["offices"] == built.offices
    lines = gzip.decompress((tmp_path / "citizens.csv.gz").read_bytes()).decode().splitlines()
    assert len(lines) == built.citizens + 1


def test_a_second_run_adds_nothing(built: Truth, tmp_path: Path) -> None:
    def size() -> tuple[int, ...]:
        with acting_as(SYSTEM):
            return tuple(m.objects.count() for m in (Office, Account, Posting, Person))

    before = size()
    build(1, 0.01, tmp_path, print)
    assert size() == before


def test_a_load_that_was_interrupted_is_made_whole(built: Truth, tmp_path: Path) -> None:
    with acting_as(SYSTEM):
        half = list(Person.objects.order_by("id").values_list("id", flat=True)[100:9000])
        IdentityDocument.objects.filter(person__in=half).delete()
        Person.objects.filter(id__in=half).delete()
        assert census(built)["人口"] == (built.citizens, built.citizens - len(half))
    build(1, 0.01, tmp_path, print)
    assert all(said == found for said, found in census(built).values())


def test_cases_happen_in_a_province_that_is_there_already(built: Truth) -> None:
    done = CliRunner().invoke(synth, ["--scale", "0.1"], catch_exceptions=False)
    assert done.exit_code == 0
    assert "件案件" in done.output


@pytest.mark.django_db
def test_the_cast_s_own_offices_stay_as_they_are() -> None:
    plant_cast()
    rows = {row["机构代码"]: row for row in organs.offices(land.divisions(1, 0.2), 0.2)}
    titles = dict(Office.objects.values_list("code", "title"))
    assert titles == {code: rows[code]["名称"] for code in titles}
    with acting_as(SYSTEM):
        fresh = [row for code, row in rows.items() if code not in titles]
        assert office_table.check(organs.table(fresh)).is_sound
