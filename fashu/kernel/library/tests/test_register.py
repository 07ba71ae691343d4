"""What the register adds to a library, and how far it can be relied upon."""

from datetime import date

from fashu.kernel.law.editions import UNVERIFIED
from fashu.kernel.law.register import REGISTER, Known
from fashu.kernel.library.derive import derive


def test_an_entry_from_memory_tells_every_reader_so() -> None:
    entry = Known("示范法", date(2026, 1, 1), date(2026, 3, 1), unverified=True)
    [work] = derive([], [entry])
    assert [derived.edition.doubt for derived in work.editions] == [UNVERIFIED]


def test_a_checked_entry_raises_no_doubt() -> None:
    [work] = derive([], [Known("示范法", date(2026, 1, 1), date(2026, 3, 1))])
    assert [derived.edition.doubt for derived in work.editions] == [""]


def test_the_regulation_of_2026_is_among_the_checked_ones() -> None:
    [entry] = [known for known in REGISTER if known.instrument == "国务院令第836号"]
    assert (entry.unverified, entry.articles) == (False, 77)
