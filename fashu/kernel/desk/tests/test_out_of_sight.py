"""Names stand with the rows: nothing vanishes because somebody's account is out of sight."""

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.desk import boxes, errands, handling
from fashu.kernel.desk.acts import Leg, Mode
from fashu.kernel.desk.models import Handling, Task, Urge
from fashu.kernel.desk.tests.conftest import Desk
from fashu.kernel.people.models import Office


def handed_over(number: str) -> None:
    """The case goes to the western county, of whose officers the eastern ones see nobody."""
    with acting_as(SYSTEM):
        west = Office.objects.get(code="990102")
        Case.objects.filter(number=number).update(office=west, office_path=west.path)


def test_an_errand_goes_along_with_its_case_and_keeps_its_names(desk: Desk, cast: Cast) -> None:
    with acting_as(desk.li):
        handling.claim(desk.number)
        handling.assign(desk.number, desk.of(desk.amy), "出差")
        legs = (Leg(Mode.ALL, (desk.of(desk.ben),)),)
        errand = errands.start(desk.number, "会商处理意见", legs).pk
    handed_over(desk.number)
    with acting_as(cast.west):
        found = errands.errand_by_id(errand)
        assert found.initiator_name == "东官"
        (listed,) = boxes.errands_of(Case.objects.get(number=desk.number))
        assert [task.name for task in listed.tasks.all()] == ["东官丙"]
        assert [event.by_name for event in found.events.all()] == ["东官"]
        assert [(h.name, h.by_name) for h in Handling.objects.all()] == [
            ("东官", "东官"),
            ("东官乙", "东官"),
        ]


def test_whoever_is_urged_from_above_reads_by_whom(desk: Desk, cast: Cast) -> None:
    with acting_as(desk.li):
        handling.claim(desk.number)
    with acting_as(cast.city):
        handling.urge(desk.number, "请抓紧")
    with acting_as(desk.li):
        (urge,) = Urge.objects.all()
        assert (urge.name, urge.by_name) == ("东官", "市官")


def test_what_waits_in_a_box_waits_also_when_its_initiator_is_gone(desk: Desk, cast: Cast) -> None:
    with acting_as(desk.li):
        legs = (Leg(Mode.ALL, (desk.of(desk.ben),)),)
        errands.start(desk.number, "会商", legs, copies=(desk.of(desk.amy),))
    with acting_as(SYSTEM):
        desk_of_li = desk.of(desk.li)
        Office.objects.get(code="990102").postings.create(
            account_id=desk_of_li, roles=["office"], since="2026-01-01"
        )
        Office.objects.get(code="990101").postings.filter(account_id=desk_of_li).delete()
        assert Task.objects.count() == 1
    with acting_as(desk.ben):
        assert [task.errand.initiator_name for task in boxes.waiting_tasks()] == ["东官"]
    with acting_as(desk.amy):
        assert [copy.by_name for copy in boxes.copies()] == ["东官"]
