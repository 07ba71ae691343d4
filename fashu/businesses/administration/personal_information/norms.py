"""The statutes of personal-information requests, and the platform's own rule where they count none.

《个人信息保护法》 says 及时 and gives no number (第四十五条、第四十六条). A clock needs one, so the
platform binds itself by a rule of its own (`HOUSE`), which is no statute and says so wherever it
is cited. Its text stands in the README.
"""

from functools import partial

from fashu.kernel.calendar import Rollover
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import Term

LAW = Law("个人信息保护法")
LITIGATION = Law("行政诉讼法")
CIVIL_PROCEDURE = Law("民事诉讼法")
HOUSE = Law("个人信息权利请求办理规则", house=True)

term = partial(Term, rollover=Rollover.STATUTORY, rollover_cite=CIVIL_PROCEDURE.art(85, 3))
"""A term whose last day moves after a day off (民诉85(3))."""
