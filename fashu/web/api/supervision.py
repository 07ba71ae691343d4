"""Supervision: the figures of a period with the rows behind each, 预警 and 督办."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from fashu.kernel import clock, reading
from fashu.kernel.cases.models import Event
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.supervision import alerts, orders
from fashu.kernel.supervision.figures import Figure, figures, rows_of, totals
from fashu.kernel.supervision.indicators import INDICATOR
from fashu.kernel.supervision.models import Alert, Order
from fashu.kernel.supervision.periods import WHOLE
from fashu.kernel.supervision.rules import RULE
from fashu.web.api import cursors
from fashu.web.api import supervision_shapes as v
from fashu.web.api.acting import once
from fashu.web.api.callers import staff_only
from fashu.web.api.cases import seen
from fashu.web.api.problems import ProblemError
from fashu.web.supervision.alerts import said
from fashu.web.supervision.asked import Asked, office
from fashu.web.supervision.orders import is_late
from fashu.web.supervision.statistics import group_titles, stage_of

router = Router(tags=["supervision"])
router.add_decorator(once, mode="view")

Data = dict[str, Any]


# -- Figures ---------------------------------------------------------------------------------------


@router.get("/supervision/statistics", response=v.StatisticsOut, summary="统计数字")
@staff_only
def read_statistics(request: HttpRequest, question: Query[v.Question]) -> Data:
    """一段期间的数字，按下级机关或者业务分组；只含职责范围内的案件。"""
    asked = wanted(question)
    period, path = asked.period, asked.office.path
    groups = figures(period, path, asked.by)
    titles = group_titles(asked.by, list(groups))
    return {
        "first": asked.first,
        "last": asked.last,
        "known_at": period.known_at,
        "office": titled(asked.office),
        "by": asked.by,
        "whole": _figures(totals(period, path)),
        "groups": [
            {"group": group, "title": titles.get(group, "本级"), "figures": _figures(line)}
            for group, line in groups.items()
        ],
    }


@router.get("/supervision/statistics/rows", response=v.RowPage, summary="统计数字背后的案件")
@staff_only
def list_rows(
    request: HttpRequest,
    question: Query[v.RowsQuestion],
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """一个数字是由哪些事件算出的，新登记的在前；比例的，给出分母。"""
    asked = wanted(question)
    by = "" if question.group == WHOLE else asked.by
    indicator = INDICATOR[question.indicator]
    found = rows_of(indicator, asked.period, asked.office.path, by, question.group)
    rows, more = cursors.page(found.order_by("-id"), limit, cursor)
    reading.note(reading.View.API, cases=[row.case for row in rows])
    return {"items": [_row(row) for row in rows], "next": more}


def wanted(question: v.Question) -> Asked:
    """What is asked for, as the pages understand it. Raises Refused; Http404 for the office."""
    today = clock.today()
    first, last = question.first or today.replace(month=1, day=1), question.last or today
    if first > last:
        raise refuse("起日晚于止日", remedy="请更正统计期间")
    return Asked(first, last, office(question.office), question.by)


def _figures(line: dict[str, Figure]) -> list[Data]:
    return [
        {
            "key": key,
            "title": figure.indicator.title,
            "unit": figure.indicator.unit.value,
            "value": figure.value,
            "count": figure.count,
            "of": figure.of,
            "text": figure.text,
        }
        for key, figure in line.items()
    ]


def _row(row: Event) -> Data:
    days = getattr(row, "days", None)
    return {
        "case": row.case.number,
        "title": row.case.title,
        "office": titled(row.case.office),
        "on": row.on,
        "stage_title": stage_of(row),
        "days": days.days if days is not None else None,
    }


# -- 预警 ------------------------------------------------------------------------------------------


@router.get("/supervision/alerts", response=v.AlertPage, summary="预警")
@staff_only
def list_alerts(
    request: HttpRequest,
    state: v.AlertState = v.AlertState.OPEN,
    rule: Annotated[str, Field(max_length=32, description="规则的键")] = "",
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """职责范围内的预警，新的在前：open 还没有核查的，settled 已经反馈的。"""
    found = _alerts().filter(settled_at__isnull=state is v.AlertState.OPEN).order_by("-id")
    rows, more = cursors.page(found.filter(rule=rule) if rule else found, limit, cursor)
    reading.note(reading.View.API, cases=[row.case for row in rows])
    return {"items": [_alert(row) for row in rows], "next": more}


@router.get("/supervision/alerts/rules", response=list[v.RuleOut], summary="预警规则和准确率")
@staff_only
def list_alert_rules(request: HttpRequest) -> list[Data]:
    """每一条规则找什么，经核查属实的有多少。"""
    return [
        {
            "key": each.rule.key,
            "title": each.rule.title,
            "says": each.rule.says,
            "level": each.rule.level.value,
            "open": each.open,
            "confirmed": each.confirmed,
            "refuted": each.refuted,
            "gone": each.gone,
            "share": each.share,
        }
        for each in alerts.precision()
    ]


@router.post(
    "/supervision/alerts/{int:alert}/verdict", response={201: v.AlertOut}, summary="反馈预警"
)
@staff_only
def settle_alert(request: HttpRequest, alert: v.Id, body: v.VerdictIn) -> Any:
    """核查结果和处置情况，反馈一次。"""
    if not Alert.objects.filter(pk=alert).exists():
        raise ProblemError("not-found", "没有找到这条预警", remedy="不属于您职责范围的预警不会显示")
    alerts.settle(alert, body.verdict, body.measure)
    found = _alerts().get(pk=alert)
    reading.note(reading.View.API, case=found.case)
    return Status(201, _alert(found))


def _alerts() -> Any:
    return Alert.objects.select_related("case__office")


def _alert(row: Alert) -> Data:
    rule = RULE.get(row.rule)
    return {
        "id": row.pk,
        "rule": row.rule,
        "rule_title": rule.title if rule else row.rule,
        "level": row.level,
        "level_title": row.get_level_display(),
        "case": row.case.number,
        "case_title": row.case.title,
        "office": titled(row.case.office),
        "said": said(row),
        "raised_at": row.raised_at,
        "verdict": row.verdict,
        "verdict_title": row.get_verdict_display(),
        "measure": row.measure,
        "settled_at": row.settled_at,
        "settled_name": row.settled_name,
    }


# -- 督办 ------------------------------------------------------------------------------------------


@router.get("/supervision/orders", response=v.OrderPage, summary="督办")
@staff_only
def list_orders(
    request: HttpRequest,
    state: v.OrderState = v.OrderState.OPEN,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """本机关下达的和收到的，新的在前：open 待回复、待审核的，ended 办结、撤销的。"""
    is_open = state is v.OrderState.OPEN
    states = (orders.ISSUED, orders.REPLIED) if is_open else (orders.ENDED, orders.WITHDRAWN)
    rows, more = cursors.page(_orders().filter(state__in=states).order_by("-id"), limit, cursor)
    reading.note(reading.View.API, cases=[row.case for row in rows])
    return {"items": [_order(row) for row in rows], "next": more}


@router.post("/supervision/orders", response={201: v.OrderDetailOut}, summary="下达督办")
@staff_only
def issue_order(request: HttpRequest, body: v.OrderIn) -> Any:
    """由承办机关的上级机关下达；本机关承办的案件请用催办。"""
    seen(body.case)
    made = orders.issue_order(body.case, body.text, body.reply_by)
    return Status(201, _detail(made.pk))


@router.get("/supervision/orders/{int:order}", response=v.OrderDetailOut, summary="一件督办")
@staff_only
def read_order(request: HttpRequest, order: v.Id) -> Data:
    """说过的每一句话，和本机关现在可以办的。"""
    return _detail(order)


@router.post(
    "/supervision/orders/{int:order}/entries",
    response={201: v.OrderDetailOut},
    summary="回复、退回、办结或者撤销督办",
)
@staff_only
def act_on_order(request: HttpRequest, order: v.Id, body: v.EntryIn) -> Any:
    """承办机关回复；督办机关退回重报、同意办结，或者在回复以前撤销。"""
    _detail(order)
    orders.act_on_order(order, body.act, body.text)
    return Status(201, _detail(order))


def _orders() -> Any:
    return Order.objects.select_related("case__office", "by_office")


def _detail(order: int) -> Data:
    found = _orders().filter(pk=order).first()
    if found is None:
        raise ProblemError("not-found", "没有找到这件督办", remedy="不属于您职责范围的督办不会显示")
    reading.note(reading.View.API, case=found.case)
    return {
        **_order(found),
        "entries": [
            {
                "act": entry.act,
                "act_title": orders.ACTS[entry.act],
                "text": entry.text,
                "said_by": entry.said_by,
                "at": entry.at,
            }
            for entry in found.entries.all()
        ],
        "acts": orders.acts_open(found),
    }


def _order(row: Order) -> Data:
    return {
        "id": row.pk,
        "number": row.number,
        "case": row.case.number,
        "case_title": row.case.title,
        "office": titled(row.case.office),
        "by_office": titled(row.by_office),
        "reply_by": row.reply_by,
        "state": row.state,
        "state_title": orders.STATES[row.state],
        "is_late": is_late(row),
    }


def titled(row: Office) -> Data:
    """An office by code and name."""
    return {"code": row.code, "title": row.title}
