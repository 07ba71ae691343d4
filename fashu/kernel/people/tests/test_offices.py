"""The office tree, its history, and what the database refuses whoever asks."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.people import offices
from fashu.kernel.people.models import Account, Level, Office, OfficeChange, OfficeKind
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure.refusal import Refused

pytestmark = pytest.mark.django_db

IN_MAY = Decision(date(2026, 5, 1), "示政发〔2026〕5号")


def office(code: str, title: str, parent: Office | None = None, level: str = Level.CITY) -> Office:
    return Office.objects.create(
        code=code,
        title=title,
        level=level,
        kind=OfficeKind.JUSTICE,
        division_code=code.ljust(6, "0"),
        parent=parent,
    )


@pytest.fixture(autouse=True)
def province() -> dict[str, Office]:
    """厅 with two cities, a county and its station under the first."""
    root = office("99", "示范省司法厅", level=Level.PROVINCE)
    first, second = office("9901", "明德市司法局", root), office("9902", "石桥市司法局", root)
    county = office("990101", "清河县司法局", first, Level.COUNTY)
    station = office("990101001", "城关司法所", county, Level.STATION)
    return {o.code: o for o in (root, first, second, county, station)}


def paths() -> dict[str, str]:
    return dict(Office.objects.values_list("code", "path"))


def test_moving_a_branch_moves_all_of_it() -> None:
    with acting_as(SYSTEM):
        assert offices.move("990101", "9902", IN_MAY) == 2
    assert paths()["990101001"] == "99/9902/990101/990101001/"
    moved = Office.objects.get(code="990101001")
    assert (moved.parent_path, moved.parent and moved.parent.code) == ("99/9902/990101/", "990101")


def test_a_branch_can_become_a_tree_of_its_own_and_return() -> None:
    with acting_as(SYSTEM):
        offices.move("9901", "", IN_MAY)
        assert paths()["990101001"] == "9901/990101/990101001/"
        offices.move("9901", "99", IN_MAY)
        assert paths()["990101001"] == "99/9901/990101/990101001/"


@pytest.mark.parametrize("below", ["9901", "990101", "990101001"])
def test_no_office_comes_under_itself(below: str) -> None:
    with acting_as(SYSTEM), pytest.raises(Refused, match="不能成为它的上级"):
        offices.move("9901", below, IN_MAY)


def test_the_database_refuses_a_circle_by_any_other_way(province: dict[str, Office]) -> None:
    city = province["9901"]
    city.parent = province["990101"]
    with pytest.raises(IntegrityError, match="office_in_no_circle"), transaction.atomic():
        city.save()


def test_the_database_refuses_half_a_move(province: dict[str, Office]) -> None:
    county = province["990101"]
    county.parent = province["9902"]
    with pytest.raises(IntegrityError, match="office_superior"), transaction.atomic():
        county.save()


def test_the_database_refuses_a_path_that_does_not_follow() -> None:
    query = Office.objects.filter(code="9902")
    with pytest.raises(IntegrityError, match="office_path_follows"), transaction.atomic():
        query.update(path="98/9902/")


def test_what_an_office_was_on_a_day_stays_known() -> None:
    with acting_as(SYSTEM):
        offices.change("990101", IN_MAY, title="清河区司法局")
        offices.move("990101", "9902", Decision(date(2026, 7, 1)))
        county = Office.objects.get(code="990101")
        before, between, now = (
            offices.as_of(county, day)
            for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 7, 1))
        )
    assert (before["title"], before["parent"]) == ("清河县司法局", "9901")
    assert (between["title"], between["parent"]) == ("清河区司法局", "9901")
    assert (now["title"], now["parent"]) == ("清河区司法局", "9902")


def test_a_division_takes_its_parts_along_when_its_code_changes() -> None:
    with acting_as(SYSTEM):
        assert offices.recode("990101", "990121", IN_MAY) == 2
        station = Office.objects.get(code="990101001")
        assert station.division_code == "990121001"
        assert offices.as_of(station, date(2026, 4, 30))["division_code"] == "990101001"
        change = station.changes.get()
    assert (change.before, change.after, change.basis) == (
        "990101001",
        "990121001",
        "示政发〔2026〕5号",
    )


def test_history_cannot_be_rewritten() -> None:
    with acting_as(SYSTEM):
        offices.change("9902", IN_MAY, title="石桥新区司法局")
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        OfficeChange.objects.update(before="从来如此")


def test_a_closed_office_names_who_continues_its_powers() -> None:
    with acting_as(SYSTEM):
        offices.close("990101001", IN_MAY, successor="990101")
    closed = Office.objects.select_related("successor").get(code="990101001")
    assert (closed.is_open, str(closed.successor)) == (False, "清河县司法局")
    assert closed not in Office.objects.existing()
    assert closed in Office.objects.existing(date(2026, 5, 1))
    with acting_as(SYSTEM):
        assert offices.reopen("990101001", Decision(date(2026, 6, 1))).is_open


def test_an_office_with_others_below_does_not_close() -> None:
    with acting_as(SYSTEM), pytest.raises(Refused, match="还有1个下级机构"):
        offices.close("990101", IN_MAY)


def test_nothing_wrong_is_registered() -> None:
    wrong = Office(code="bad code", title="某所", level="village", kind="shop", division_code="x")
    with acting_as(SYSTEM), pytest.raises(Refused, match="机构代码") as refused:
        offices.found(wrong, IN_MAY)
    assert {"code", "level", "kind", "division_code"} <= refused.value.errors.keys()


def test_a_move_cannot_be_entered_ahead_of_its_day() -> None:
    with acting_as(SYSTEM), pytest.raises(Refused, match="还没有到"):
        offices.move("990101", "9902", Decision(date(2999, 1, 1)))


@pytest.mark.parametrize("kind", [Kind.OFFICER, Kind.SECURITY_ADMIN, Kind.AUDIT_ADMIN])
def test_only_the_system_administrator_keeps_the_register(kind: Kind) -> None:
    with acting_as(SYSTEM):
        account = Account.objects.create_account("guan", name="管", kind=Kind.SYSTEM_ADMIN)
    with (
        acting_as(Actor(kind=kind, name="某", office_path="99/")),
        pytest.raises(Refused, match="由系统管理员维护"),
    ):
        offices.change("990101", IN_MAY, title="我的局")
    with acting_as(Actor(kind=Kind.SYSTEM_ADMIN, name="管", account_id=account.pk)):
        assert offices.change("990101", IN_MAY, phone="0991-1").phone == "0991-1"
