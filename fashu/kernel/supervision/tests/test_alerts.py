"""A warning is raised once, goes by itself when its cause goes, and is judged by a person."""

from dataclasses import replace

import pytest
import time_machine

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.access.reach import EVERY_BUSINESS, DataScope, Reach, part_of
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision.alerts import precision, raise_alerts, settle
from fashu.kernel.supervision.models import Alert
from fashu.kernel.supervision.tests.town import at, opened, taken


def open_alerts() -> list[tuple[str, str, str]]:
    with acting_as(SYSTEM):
        found = Alert.objects.filter(settled_at=None).order_by("rule", "subject")
        return [(a.rule, a.subject, a.level) for a in found]


def share(rule: str) -> float | None:
    with acting_as(SYSTEM):
        return next(p.share for p in precision() if p.rule.key == rule)


def test_a_duty_is_warned_of_before_it_ends_and_when_it_has_ended(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    opened(cast.alice)
    assert raise_alerts() == 0
    with at(noon, "02-25"):
        assert raise_alerts() == 1
        assert raise_alerts() == 0
        assert open_alerts() == [("soon_due", "examination#1", "yellow")]
    with at(noon, "05-06"):
        api.run_lapses()
        raise_alerts()
        assert ("overdue", "decision#1", "red") in open_alerts()
        assert ("soon_due", "examination#1", "yellow") not in open_alerts()


def test_what_was_done_in_time_goes_by_itself_and_judges_no_rule(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    number = opened(cast.alice)
    with at(noon, "02-25"):
        raise_alerts()
        taken(cast.east, number, "refuse")
        raise_alerts()
    assert open_alerts() == []
    assert share("soon_due") is None
    with acting_as(SYSTEM):
        assert Alert.objects.get().verdict == Alert.Verdict.GONE


def test_a_case_that_stands_still_is_noticed(cast: Cast, noon: time_machine.Traveller) -> None:
    number = opened(cast.alice)
    taken(cast.east, number, "accept")
    with at(noon, "03-14"):
        raise_alerts()
    assert ("standing_still", "", "yellow") in open_alerts()


def test_an_officer_says_what_he_found_and_the_same_is_not_raised_again(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    opened(cast.alice)
    with at(noon, "02-25"):
        raise_alerts()
        with acting_as(cast.east):
            alert = Alert.objects.get()
            settle(alert.pk, "confirmed", "已安排今日办理")
            with pytest.raises(Refused, match="已经反馈"):
                settle(alert.pk, "refuted", "再说一次")
        assert raise_alerts() == 0
    assert share("soon_due") == 1.0


@pytest.mark.parametrize("who", ["west", "alice"])
def test_siblings_and_parties_see_no_warning(
    cast: Cast, noon: time_machine.Traveller, who: str
) -> None:
    opened(cast.alice)
    with at(noon, "02-25"):
        raise_alerts()
    with acting_as(SYSTEM):
        number = Alert.objects.get().pk
    with acting_as(getattr(cast, who)):
        assert Alert.objects.count() == 0
        with pytest.raises(Refused, match="没有找到这条预警"):
            settle(number, "confirmed", "不该看到")


def test_a_verdict_needs_words(cast: Cast, noon: time_machine.Traveller) -> None:
    opened(cast.alice)
    with at(noon, "02-25"):
        raise_alerts()
    with acting_as(cast.east):
        alert = Alert.objects.get()
        with pytest.raises(Refused, match="请写明处置情况"):
            settle(alert.pk, "confirmed", " ")
        with pytest.raises(Refused, match="请选择核查结果"):
            settle(alert.pk, "gone", "走了")


def test_an_officer_who_sees_only_his_own_cases_sees_no_warning_of_others(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    opened(cast.alice)
    with at(noon, "02-25"):
        raise_alerts()
    own = Reach.of({EVERY_BUSINESS: part_of(DataScope.OWN, cast.east.office_path)})
    with acting_as(replace(cast.east, granted=own)):
        assert Alert.objects.count() == 0
    with acting_as(cast.east):
        assert Alert.objects.count() == 1
