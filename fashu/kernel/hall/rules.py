"""The norms of the public hall: days for bad ratings, remedies that every guide names.

No national text that we have read gives a number of days for a rating, so the platform binds
itself. 服务评价办理规则, a house rule and never cited as a statute:

1. 对实名差评，自评价之日起一个工作日内联系核实。
2. 自评价之日起五个工作日内整改，并向评价人反馈。
3. 办结之日起十五日内可以评价一次。

Its models are 安阳市政务服务条例 52(2) (在一个工作日内联系核实) and a plan of 德州, of which we
read no more than a report (于5个工作日内整改反馈); neither binds anybody here.
"""

from dataclasses import dataclass

from fashu.kernel.calendar import days, working_days
from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.procedure import Procedure
from fashu.kernel.procedure.steps import Act

HOUSE = Law("服务评价办理规则", house=True)
CONTACT = working_days(1, HOUSE.art(1))
ANSWER = working_days(5, HOUSE.art(2))
OPEN_FOR = days(15, HOUSE.art(3))

SUIT = Law("行政诉讼法").art(45)
"""申请人不服复议决定的，可以在收到复议决定书之日起十五日内向人民法院提起诉讼."""

REVIEW = Law("行政复议法").art(20, 1)
"""可以自知道或者应当知道该行政行为之日起六十日内提出行政复议申请."""

SUIT_AT_ONCE = Law("行政诉讼法").art(46, 1)
"""应当自知道或者应当知道作出行政行为之日起六个月内提出."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a person can do about a result, and under which article."""

    words: str
    cite: Citation


def remedies(procedure: Procedure) -> tuple[Remedy, ...]:
    """What can be done against the decisions of this procedure, by the kind of its acts."""
    acts = {step.act for step in procedure.steps.values()}
    found = []
    if Act.REVIEW in acts:
        words = "对复议决定不服，可以自收到决定书之日起十五日内向人民法院起诉，法律另有规定的除外。"
        found.append(Remedy(words, SUIT))
    if Act.DECISION in acts:
        found.append(Remedy("对行政决定不服，可以自知道之日起六十日内申请行政复议。", REVIEW))
        words = "也可以自知道之日起六个月内直接向人民法院起诉，法律规定应当先复议的除外。"
        found.append(Remedy(words, SUIT_AT_ONCE))
    return tuple(found)
