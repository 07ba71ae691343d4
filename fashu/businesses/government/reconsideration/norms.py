"""The statutes of 行政复议, the days they count in, and the roll-over all its periods share."""

from datetime import date
from functools import partial

from fashu.kernel.calendar import Rollover, Span, days, working_days
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import Term

LAW = Law("行政复议法")
REGULATION_2007 = Law("行政复议法实施条例", edition=date(2007, 8, 1))
REGULATION_2026 = Law("行政复议法实施条例", edition=date(2026, 7, 1))
CIVIL_PROCEDURE = Law("民事诉讼法")
LITIGATION = Law("行政诉讼法")

COUNTED_AS_CIVIL = LAW.art(88, 1)
"""期间的计算和文书的送达，本法没有规定的，依照民事诉讼法。"""
WORKING_DAYS = LAW.art(88, 2)
""""三日""五日""七日""十日"是指工作日，不含法定休假日."""
POSTED_IN_TIME = CIVIL_PROCEDURE.art(85, 4)
"""期间不包括在途时间，文书在期满前交邮的，不算过期。"""


def short(n: int) -> Span:
    """三日、五日、七日、十日: working days here."""
    return working_days(n, WORKING_DAYS)


def long(n: int) -> Span:
    """Every other 日 of this law: natural days, since 88(2) does not name it."""
    return days(n)


term = partial(Term, rollover=Rollover.STATUTORY, rollover_cite=COUNTED_AS_CIVIL)
"""A term that ends after a day off where civil procedure says so (民诉85(3))."""
