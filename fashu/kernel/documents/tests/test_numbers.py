"""文号: no gap and no repetition, also at once; reserved and withdrawn ones stay."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from fashu.kernel.access import acting_as
from fashu.kernel.cases.tests.conftest import Cast, cast, noon, sample_business
from fashu.kernel.documents import numbering
from fashu.kernel.documents.models import Number
from fashu.kernel.people.models import Office
from fashu.kernel.procedure import Refused

__all__ = ["cast", "noon", "sample_business"]

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def office() -> Office:
    return Office.objects.get(code="990101")


def take_at_once(cast: Cast, *, fail: bool) -> None:
    start = Barrier(THREADS)

    def run(n: int) -> None:
        try:
            start.wait()
            with acting_as(cast.east):
                numbering.take(office(), "复决")
                if fail and n % 2:
                    transaction.set_rollback(True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(run, range(THREADS)))


def test_numbers_taken_at_once_have_no_gap_and_no_repetition(cast: Cast) -> None:
    take_at_once(cast, fail=False)
    with acting_as(cast.east):
        assert sorted(Number.objects.values_list("n", flat=True)) == list(range(1, THREADS + 1))


def test_what_is_rolled_back_leaves_no_gap(cast: Cast) -> None:
    take_at_once(cast, fail=True)
    with acting_as(cast.east):
        numbers = sorted(Number.objects.values_list("n", flat=True))
        assert numbers == list(range(1, THREADS // 2 + 1))


def test_each_series_and_office_counts_for_itself(cast: Cast) -> None:
    with acting_as(cast.east):
        texts = [numbering.take(office(), series).text for series in ("复决", "复决", "复受")]
    with acting_as(cast.west):
        other = numbering.take(Office.objects.get(code="990102"), "复决").text
    assert texts == ["东司复决〔2026〕1号", "东司复决〔2026〕2号", "东司复受〔2026〕1号"]
    assert other == "西司复决〔2026〕1号"


def test_a_reserved_number_is_used_once_and_the_next_goes_on(cast: Cast) -> None:
    with acting_as(cast.east):
        first, second = numbering.reserve(office(), "复决", "开庭日当场送达", 2)
        assert numbering.take(office(), "复决").n == 3
        assert numbering.take(office(), "复决", reserved=second.pk).n == 2
        with pytest.raises(Refused, match="已经使用"):
            numbering.take(office(), "复决", reserved=second.pk)
        numbering.void(first.pk, "当日没有作出决定")
        kept = Number.objects.get(n=1)
    assert (kept.status, kept.note) == ("void", "当日没有作出决定")


def test_a_number_is_not_withdrawn_without_a_reason(cast: Cast) -> None:
    with acting_as(cast.east):
        (number,) = numbering.reserve(office(), "复决", "备用")
        with pytest.raises(Refused, match="理由"):
            numbering.void(number.pk, " ")


def test_a_sibling_sees_and_takes_no_number_of_others(cast: Cast) -> None:
    with acting_as(cast.east):
        (number,) = numbering.reserve(office(), "复决", "备用")
    with acting_as(cast.west):
        assert not Number.objects.exists()
        with pytest.raises(Refused):
            numbering.void(number.pk, "x")
        with pytest.raises(Refused, match="由东县司法局管理"):
            numbering.reserve(office(), "复决", "x")
