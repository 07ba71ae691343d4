"""期限计算器 for one time limit: from a day and a length to the last day, with every reason."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fashu.kernel.calendar import (
    CalendarError,
    Deadline,
    Move,
    Rollover,
    Service,
    Span,
    Unit,
    deadline,
    latest_notice,
    served_on,
)
from fashu.kernel.holidays.official import official
from fashu.kernel.procedure import Fact, Group, Option, Procedure, Term, choice, day, number
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.terms import On
from fashu.web.public.guide import present, public_businesses
from fashu.web.questions import check, read, sheet

OWN = "own"
ITSELF = "itself"
HOURS = (Unit.HOUR, Unit.SERVICE_HOUR)

START = day(
    "start",
    "从哪一天算起",
    help="收到文书、知道决定或者机关受理的那一天。那一天本身不计入期限。",
)
MODE = choice(
    "mode",
    "这一天是怎样确定的",
    Option(ITSELF, "就是上面这一天"),
    *(Option(mode.value, mode.title, mode.cite) for mode in Service),
    help="按送达方式推算送达日期。公告送达填发出公告之日，邮寄送达填回执上的收件日期。",
)
AMOUNT = number("amount", "期限有多长", least=1).when("term", OWN)
UNIT = choice(
    "unit",
    "单位",
    Option(Unit.WORKING_DAY.value, "工作日"),
    Option(Unit.DAY.value, "日（自然日）"),
    Option(Unit.MONTH.value, "个月"),
    Option(Unit.YEAR.value, "年"),
).when("term", OWN)
ROLLOVER = choice(
    "rollover",
    "最后一天是休假日怎么办",
    Option(Rollover.STATUTORY.value, "法律规定顺延（行政复议、诉讼）"),
    Option(Rollover.SILENT_ROLLS.value, "法律没有规定，期限是当事人的权利"),
    Option(Rollover.SILENT_STAYS.value, "法律没有规定，期限约束行政机关"),
).when("term", OWN)


@dataclass(frozen=True, slots=True)
class Choosable:
    """A time limit of a procedure whose length the statute fixes."""

    key: str
    procedure: Procedure
    term: Term
    span: Span


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The form, and under it the result once it has been filled in."""
    limits = {limit.key: limit for limit in choosable()}
    asks = questions(tuple(limits.values()))
    given = bool(request.GET)
    answers = read(asks[0].facts, request.GET) if given else {"term": OWN, "mode": ITSELF}
    clean, errors = check(asks, answers)
    context: dict[str, object] = {}
    if given and not errors:
        context = _result(clean, limits)
    general = [str(context["refused"])] if "refused" in context else []
    context["sheet"] = sheet(asks, answers, errors=errors if given else None, general=general)
    return render(request, "public/deadline.html", context)


def questions(limits: tuple[Choosable, ...]) -> tuple[Group]:
    """What the calculator asks."""
    options = [Option(OWN, "自己填写天数"), *map(_option, limits)]
    term = choice("term", "算哪一个期限", *options)
    facts: tuple[Fact, ...] = (term, AMOUNT, UNIT, ROLLOVER, START, MODE)
    return (Group("期限", facts),)


def _option(limit: Choosable) -> Option:
    words = f"{limit.procedure.title}：{limit.term.title}（{limit.span}）"
    return Option(limit.key, words, limit.term.cite)


def choosable() -> tuple[Choosable, ...]:
    """The time limits in force today that are a number of days, months or years."""
    found = []
    for business in public_businesses():
        procedure = present(business)
        for term in procedure.terms.values():
            if isinstance(term.span, Span) and term.span.unit not in HOURS:
                key = f"{procedure.key}/{term.key}"
                found.append(Choosable(key, procedure, term, term.span))
    return tuple(found)


def _result(answers: dict[str, Json], limits: dict[str, Choosable]) -> dict[str, object]:
    """The last day with its reasons, or why it cannot be computed."""
    start, mode = date.fromisoformat(str(answers["start"])), str(answers["mode"])
    served: tuple[Move, ...] = ()
    if mode != ITSELF:
        start, move = served_on(Service(mode), start)
        served = (move,)
    limit = limits.get(str(answers["term"]))
    try:
        found = _of_term(limit, start, served) if limit else _own(answers, start, served)
    except CalendarError as error:
        return {"refused": error}
    return {"found": found, "limit": limit}


def _of_term(limit: Choosable, start: date, served: tuple[Move, ...]) -> Deadline:
    if any(trigger.on is On.AHEAD for trigger in limit.term.opens):
        return latest_notice(limit.span, start, calendar=official())
    return deadline(
        limit.span,
        start,
        rollover=limit.term.rollover,
        rollover_cite=limit.term.rollover_cite,
        preface=served,
        calendar=official(),
    )


def _own(answers: dict[str, Json], start: date, served: tuple[Move, ...]) -> Deadline:
    span = Span(int(str(answers["amount"])), Unit(str(answers["unit"])))
    rollover = Rollover(str(answers["rollover"]))
    return deadline(span, start, rollover=rollover, preface=served, calendar=official())
