"""Which offices can be filed with, or named to take a part, today.

Nobody files with or against an office that was closed (撤销): whoever continues its powers answers
for it (行政复议法第十九条第四款、行政诉讼法第二十六条第六款).
"""

from collections.abc import Mapping

from fashu.kernel import clock
from fashu.kernel.cases.rows import office_by_code
from fashu.kernel.people.models import Office
from fashu.kernel.procedure import Refusal, Refused, Step
from fashu.kernel.procedure.facts import Json


def open_office(code: str, question: str = "") -> Office:
    """The office of this code, if it exists today. Raises Refused, naming its successor.

    `question`: the key of the fact that named it, for the form.
    """
    office = office_by_code(code)
    if not office.is_open:
        reason, remedy = _why_not(office)
        errors = {question: f"{reason}。{remedy}"} if question else {}
        raise Refused(Refusal(reason, remedy=remedy), errors)
    return office


def none_closed(step: Step, facts: Mapping[str, Json], held: Mapping[str, str]) -> None:
    """Raise Refused where a step would give a part to an office that is closed.

    `held`: role -> the office that plays it already. It stays, also when it is closed meanwhile.
    """
    for role, fact in step.binds:
        code = str(facts.get(fact.key) or "")
        if code and held.get(role.key) != code:
            open_office(code, fact.key)


def _why_not(office: Office) -> tuple[str, str]:
    if office.until is None or office.until >= clock.today():
        return f"{office.title}自{office.since}起才设立", "请核对机关名称"
    gone, heir = f"{office.title}已于{office.until}撤销", office.heir
    if heir is None:
        above = office.parent.title if office.parent else "其上级机关"
        return f"{gone}，没有登记承继的机关", f"请向{above}询问由谁继续行使职权"
    return f"{gone}，由{heir.title}继续行使职权", f"请改选{heir.title}（代码{heir.code}）"
