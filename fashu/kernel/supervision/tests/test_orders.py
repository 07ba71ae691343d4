"""督办 goes down from a higher office and is answered from below; every word stays."""

from datetime import date

import pytest
from django.db import ProgrammingError, transaction

from fashu.kernel.access import acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision.models import Order, OrderEntry
from fashu.kernel.supervision.orders import act_on_order, acts_open, issue_order
from fashu.kernel.supervision.tests.town import opened

REPLY_BY = date(2026, 2, 20)


def issued(cast: Cast) -> Order:
    number = opened(cast.alice)
    with acting_as(cast.city):
        return issue_order(number, "请说明未受理的原因", REPLY_BY)


def test_an_order_is_answered_sent_back_answered_and_ended(cast: Cast) -> None:
    order = issued(cast)
    assert (order.number, order.state) == ("督办〔2026〕9901-1号", "issued")
    for who, act in (("east", "replied"), ("city", "sent_back"), ("east", "replied")):
        with acting_as(getattr(cast, who)):
            act_on_order(order.pk, act, f"{who}：{act}")
    with acting_as(cast.city):
        assert act_on_order(order.pk, "ended", "同意").state == "ended"
        said = list(OrderEntry.objects.values_list("act", flat=True))
        assert said == ["issued", "replied", "sent_back", "replied", "ended"]
        assert acts_open(Order.objects.select_related("by_office").get()) == []


@pytest.mark.parametrize(
    ("who", "act"), [("city", "replied"), ("east", "ended"), ("east", "withdrawn")]
)
def test_each_side_says_only_its_own_words(cast: Cast, who: str, act: str) -> None:
    order = issued(cast)
    with acting_as(getattr(cast, who)), pytest.raises(Refused, match="现在不能办理"):
        act_on_order(order.pk, act, "越位")


def test_an_office_cannot_order_itself_nor_a_sibling(cast: Cast) -> None:
    number = opened(cast.alice)
    with acting_as(cast.east), pytest.raises(Refused, match="上级机关下达"):
        issue_order(number, "自己督办自己", REPLY_BY)
    with acting_as(cast.west), pytest.raises(Refused, match="没有找到案件"):
        issue_order(number, "督办别人", REPLY_BY)


@pytest.mark.parametrize("who", ["west", "alice"])
def test_siblings_and_parties_see_no_order(cast: Cast, who: str) -> None:
    order = issued(cast)
    with acting_as(getattr(cast, who)):
        assert (Order.objects.count(), OrderEntry.objects.count()) == (0, 0)
        with pytest.raises(Refused, match="没有找到这件督办"):
            act_on_order(order.pk, "replied", "不该看到")


def test_the_day_of_the_reply_lies_ahead_and_words_are_needed(cast: Cast) -> None:
    number = opened(cast.alice)
    with acting_as(cast.city):
        with pytest.raises(Refused, match="今天以后"):
            issue_order(number, "太急", date(2026, 2, 11))
        with pytest.raises(Refused, match="请写明内容"):
            issue_order(number, "  ", REPLY_BY)
        assert Order.objects.count() == 0


def test_what_was_said_cannot_be_changed(cast: Cast) -> None:
    issued(cast)
    with acting_as(cast.city), pytest.raises(ProgrammingError), transaction.atomic():
        OrderEntry.objects.update(text="改口")
