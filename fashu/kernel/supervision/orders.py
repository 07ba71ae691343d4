"""督办: a higher office asks about a case, the handling office answers, the higher one ends it."""

from datetime import date

from django.db import connection, transaction

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.roles import account_of, case_by_number
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.supervision.models import Order, OrderEntry
from fashu.kernel.supervision.periods import own_office

ISSUED, REPLIED, ENDED, WITHDRAWN = "issued", "replied", "ended", "withdrawn"
SENT_BACK = "sent_back"

STATES = {ISSUED: "待回复", REPLIED: "待审核", ENDED: "已办结", WITHDRAWN: "已撤销"}
ACTS = {
    ISSUED: "下达督办",
    REPLIED: "回复",
    SENT_BACK: "退回重报",
    ENDED: "同意办结",
    WITHDRAWN: "撤销督办",
}

_MOVES = {
    REPLIED: (ISSUED, REPLIED),
    SENT_BACK: (REPLIED, ISSUED),
    ENDED: (REPLIED, ENDED),
    WITHDRAWN: (ISSUED, WITHDRAWN),
}
"""Act -> the state it is possible in, and the state it leads to."""

LONGEST = 4000


@transaction.atomic
def issue_order(number: str, text: str, reply_by: date) -> Order:
    """Ask the office that handles a case about it. Raises Refused for an office not above it."""
    case, office = case_by_number(number), own_office()
    if case.office_path == office.path or not case.office_path.startswith(office.path):
        raise refuse(f"督办由{case.office.title}的上级机关下达", remedy="本机关承办的案件请用催办")
    if reply_by <= clock.today():
        raise refuse("要求回复的日期应在今天以后")
    order = Order.objects.create(
        case=case,
        office_path=case.office_path,
        by_office=office,
        number=_number(office),
        reply_by=reply_by,
        state=ISSUED,
    )
    _say(order, ISSUED, text)
    return order


@transaction.atomic
def act_on_order(order_id: int, act: str, text: str) -> Order:
    """Reply, send back, end or withdraw. Raises Refused."""
    found = Order.objects.select_for_update(of=("self",)).select_related("by_office", "case")
    order = found.filter(pk=order_id).first()
    if order is None:
        raise refuse("没有找到这件督办", remedy="不属于您职责范围的督办不会显示")
    if act not in acts_open(order):
        word = ACTS.get(act, act)
        raise refuse(f"“{word}”现在不能办理：这件督办{STATES[order.state]}，或不由您的机关办理")
    order.state = _MOVES[act][1]
    order.save(update_fields=["state"])
    _say(order, act, text)
    return order


def acts_open(order: Order) -> list[str]:
    """What the actor's office can do on an order now."""
    path = current_actor().office_path
    mine = {REPLIED} if path == order.office_path else set()
    if path == order.by_office.path:
        mine = {SENT_BACK, ENDED, WITHDRAWN}
    return [act for act, (state, _) in _MOVES.items() if act in mine and state == order.state]


def _say(order: Order, act: str, text: str) -> None:
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise refuse(f"请写明内容，最多{LONGEST}字")
    # The name is kept with the word: the other office does not see the account itself.
    actor = current_actor()
    OrderEntry.objects.create(
        order=order,
        act=act,
        text=said,
        account_id=account_of(actor),
        said_by=f"{actor.office_title} {actor.name}".strip(),
        at=clock.now(),
    )


def _number(office: Office) -> str:
    """The next number of the office's series for the year: 督办〔2026〕9901-3号."""
    series = f"督办〔{clock.today().year}〕{office.code}-"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_counter AS c (series, last) VALUES (%s, 1)"
            " ON CONFLICT (series) DO UPDATE SET last = c.last + 1 RETURNING last",
            [series],
        )
        return f"{series}{cursor.fetchone()[0]}号"
