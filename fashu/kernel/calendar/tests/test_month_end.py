"""Months in criminal procedure (刑诉法解释202(1)): 起算日为本月最后一日的，至下月最后一日."""

from datetime import date

import pytest

from fashu.kernel.calendar import Extension, Rollover, Span, SpanError, Unit, deadline, months
from fashu.kernel.law.citation import Law

COURTS = Law("最高人民法院关于适用《刑事诉讼法》的解释", date(2021, 3, 1))
COUNTED = COURTS.art(202, 1)


@pytest.mark.parametrize(
    ("amount", "starts", "civil", "criminal"),
    [
        (1, date(2025, 1, 31), date(2025, 2, 28), date(2025, 2, 28)),
        (1, date(2025, 2, 28), date(2025, 3, 28), date(2025, 3, 31)),
        (1, date(2024, 2, 28), date(2024, 3, 28), date(2024, 3, 28)),
        (1, date(2024, 2, 29), date(2024, 3, 29), date(2024, 3, 31)),
        (1, date(2026, 4, 30), date(2026, 5, 30), date(2026, 5, 31)),
        (2, date(2026, 2, 28), date(2026, 4, 28), date(2026, 4, 30)),
        (6, date(2026, 10, 31), date(2027, 4, 30), date(2027, 4, 30)),
        (1, date(2025, 5, 15), date(2025, 6, 15), date(2025, 6, 15)),
    ],
)
def test_a_month_from_a_months_last_day_ends_on_a_months_last_day(
    amount: int, starts: date, civil: date, criminal: date
) -> None:
    stays = Rollover.SILENT_STAYS
    assert deadline(months(amount), starts, rollover=stays).due == civil
    ends = deadline(months(amount, COUNTED, month_end=True), starts, rollover=stays)
    assert ends.due == criminal


def test_the_explanation_names_the_month_end_and_its_article() -> None:
    span = months(1, COUNTED, month_end=True)
    _, count, *_ = deadline(span, date(2025, 2, 28), rollover=Rollover.SILENT_STAYS).moves
    assert count.reason == "1个月期满，起算日为月末日，至到期月的月末日，即2025-03-31"
    assert count.cite == COUNTED


def test_an_extension_by_a_month_ends_on_the_last_day_too() -> None:
    span = months(1, COUNTED, month_end=True)
    longer = Extension(months(1), COURTS.art(534, 1), date(2025, 3, 20))
    ends = deadline(span, date(2025, 2, 28), rollover=Rollover.SILENT_STAYS, extensions=(longer,))
    assert ends.due == date(2025, 4, 30)


def test_only_months_can_run_to_the_month_end() -> None:
    with pytest.raises(SpanError, match="按月计算"):
        Span(5, Unit.DAY, month_end=True)
