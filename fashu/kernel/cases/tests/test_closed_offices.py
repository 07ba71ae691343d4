"""Nobody files with or against an office that was closed; the refusal names who continues it."""

from datetime import date

import pytest
import time_machine

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.people import offices
from fashu.kernel.people.models import Office
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure import Refused

YESTERDAY = Decision(date(2026, 2, 10), "示政发〔2026〕3号")


def close(code: str, successor: str = "") -> None:
    with acting_as(SYSTEM):
        offices.close(code, YESTERDAY, successor=successor)


def test_nobody_files_with_a_closed_office_and_is_told_with_whom(cast: Cast) -> None:
    close("990101", "990102")
    with pytest.raises(Refused) as refused:
        open_sample(cast.alice)
    said = str(refused.value)
    assert said == (
        "东县司法局已于2026-02-10撤销，由西县司法局继续行使职权。请改选西县司法局（代码990102）"
    )
    assert refused.value.errors == {"chosen_office": said}
    with acting_as(SYSTEM):
        assert not Case.objects.exists()
    assert open_sample(cast.alice, office="990102").number


def test_where_nobody_continues_it_the_office_above_is_named(cast: Cast) -> None:
    close("990101")
    with pytest.raises(Refused, match="没有登记承继的机关。请向示范市司法局询问"):
        open_sample(cast.alice)


def test_the_last_of_several_successors_counts(cast: Cast) -> None:
    close("990101", "990102")
    with acting_as(SYSTEM):
        Office.objects.filter(code="990102").update(
            until=date(2026, 2, 10), successor=Office.objects.get(code="9901")
        )
    with pytest.raises(Refused, match="由示范市司法局继续行使职权"):
        open_sample(cast.alice)


def test_successors_in_a_circle_are_nobody(cast: Cast) -> None:
    with acting_as(SYSTEM):
        east, west = (Office.objects.get(code=code) for code in ("990101", "990102"))
        for one, other in ((east, west), (west, east)):
            Office.objects.filter(pk=one.pk).update(until=date(2026, 2, 10), successor=other)
    with pytest.raises(Refused, match="没有登记承继"):
        open_sample(cast.alice)


def test_an_office_exists_to_the_end_of_its_last_day(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    close("990101", "990102")
    noon.move_to("2026-02-10T23:59:00+08:00")
    assert open_sample(cast.alice).number


def test_an_office_that_is_still_to_come_takes_nothing(cast: Cast) -> None:
    with acting_as(SYSTEM):
        Office.objects.filter(code="990101").update(since=date(2026, 3, 1))
    with pytest.raises(Refused, match="自2026-03-01起才设立"):
        open_sample(cast.alice)


def test_nor_does_an_organ_whose_handling_office_is_closed(cast: Cast) -> None:
    with acting_as(SYSTEM):
        east = Office.objects.get(code="990101")
        Office.objects.filter(code="990102").update(acts_through=east)
    close("990101", "9901")
    with pytest.raises(Refused, match="东县司法局已于2026-02-10撤销"):
        open_sample(cast.alice, office="990102")


def test_no_closed_office_is_called_in(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    close("990102", "9901")
    with acting_as(cast.east), pytest.raises(Refused, match="由示范市司法局继续行使职权"):
        api.add_participant(number, "expert", "西县司法局", office="990102", request_key="x")


def test_a_case_goes_on_with_an_office_that_was_closed_meanwhile(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    close("990101", "990102")
    assert take(cast.east, number, "accept").stage != "received"
