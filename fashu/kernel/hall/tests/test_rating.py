"""好差评: once, by whoever was served, unseen by the handler; a bad one is checked and answered."""

from datetime import date

import pytest
import time_machine

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.hall import rating
from fashu.kernel.hall.models import Rating
from fashu.kernel.hall.rating import Grade
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db


def finished(cast: Cast, key: str = "one") -> Case:
    """A case of the east that ended today."""
    number = open_sample(cast.alice, key).number
    with acting_as(cast.east):
        api.take_step(number, "refuse", {}, request_key=number)
    with acting_as(SYSTEM):
        return Case.objects.select_related("office__parent").get(number=number)


def bad(cast: Cast) -> Rating:
    case = finished(cast)
    with acting_as(cast.alice):
        return rating.rate(case, Grade.BAD, ["办得慢", "没有这个标签"], "等了很久")


def test_a_finished_service_is_rated_once_by_the_person_served(cast: Cast) -> None:
    case = finished(cast)
    with acting_as(cast.bob), pytest.raises(Refused, match="不能评价"):
        rating.rate(case, Grade.GOOD, [], "")
    with acting_as(cast.east), pytest.raises(Refused, match="不能评价"):
        rating.rate(case, Grade.VERY_GOOD, [], "")
    with acting_as(cast.alice):
        rating.rate(case, Grade.GOOD, [], "")
        with pytest.raises(Refused, match="不能评价"):
            rating.rate(case, Grade.BAD, [], "")


def test_what_still_runs_or_ended_long_ago_is_not_rated(cast: Cast) -> None:
    case = finished(cast)
    running = open_sample(cast.alice, "two").number
    with acting_as(cast.alice):
        assert rating.may_rate(case)
        assert not rating.may_rate(Case.objects.get(number=running))
    with time_machine.travel("2026-02-26T12:00:00+08:00", tick=False), acting_as(cast.alice):
        assert rating.may_rate(case)
    with time_machine.travel("2026-02-27T12:00:00+08:00", tick=False), acting_as(cast.alice):
        assert not rating.may_rate(case)


def test_the_office_that_was_rated_never_sees_who_rated_it(cast: Cast) -> None:
    bad(cast)
    seen = {}
    for name in ("east", "colleague", "west", "bob", "city", "alice"):
        with acting_as(getattr(cast, name)):
            seen[name] = Rating.objects.count()
    assert seen == {"east": 0, "colleague": 0, "west": 0, "bob": 0, "city": 1, "alice": 1}


def test_a_bad_grade_starts_two_clocks_in_working_days(cast: Cast) -> None:
    """Rated on Wednesday 11 February; the 14th is worked, the 15th to the 23rd are days off."""
    made = bad(cast)
    assert made.tags == ["办得慢"]
    assert made.contact_due_on == date(2026, 2, 12)
    assert made.answer_due_on == date(2026, 2, 25)


def test_a_good_grade_starts_none(cast: Cast) -> None:
    case = finished(cast)
    with acting_as(cast.alice):
        made = rating.rate(case, Grade.FAIR, [], "")
    assert (made.contact_due_on, made.answer_due_on) == (None, None)


def test_the_superior_verifies_then_mends_then_answers_and_each_once(cast: Cast) -> None:
    made = bad(cast)
    with acting_as(cast.city):
        for early in (rating.mend, rating.answer):
            with pytest.raises(Refused, match="依次"):
                early(made, "x")
        rating.verify(made, "查了记录", holds=True)
        with pytest.raises(Refused, match="依次"):
            rating.answer(made, "x")
        rating.mend(made, "改了流程")
        rating.answer(made, "已经改正")
        with pytest.raises(Refused, match="依次"):
            rating.answer(made, "再说一次")
    with acting_as(cast.alice):
        own = Rating.objects.get()
    assert (own.holds, own.remedy, own.answer) == (True, "改了流程", "已经改正")


def test_what_does_not_hold_is_answered_without_mending(cast: Cast) -> None:
    made = bad(cast)
    with acting_as(cast.city):
        rating.verify(made, "不是本机关办的", holds=False)
        with pytest.raises(Refused):
            rating.mend(made, "x")
        rating.answer(made, "核实情况如下")
    assert made.answered_at is not None
