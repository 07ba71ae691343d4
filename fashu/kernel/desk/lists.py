"""Lists of cases as one person wants them: narrowed, sorted, with his columns in his order.

What a list shows and what its Excel export holds is the same `Wanted`, cell for cell.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import business_of, businesses, family_of
from fashu.kernel.cases.models import Case, Participant
from fashu.kernel.cases.queries import SOON_DAYS, outcome_title, search, stage_title
from fashu.kernel.cases.roles import account_of
from fashu.kernel.cases.rows import moment
from fashu.kernel.desk import boxes
from fashu.kernel.desk.models import ColumnChoice, SavedView
from fashu.kernel.procedure.refusal import refuse

BOXES = {"todo": "待办", "done": "已办", "cases": "案件"}
"""The lists of cases, by the key in their address."""

STATES = {"open": "在办", "late": "已逾期", "soon": f"{SOON_DAYS}日内到期", "closed": "已办结"}
HANDLERS = {"me": "我承办", "none": "无承办人"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and the field it sorts by (empty: it does not)."""

    key: str
    title: str
    sort: str = ""


COLUMNS = {
    column.key: column
    for column in (
        Column("number", "案号", "number"),
        Column("title", "案件", "title"),
        Column("parties", "当事人"),
        Column("business", "业务", "procedure"),
        Column("stage", "阶段", "stage"),
        Column("office", "承办机关", "office_path"),
        Column("handler", "承办人", "handler__name"),
        Column("opened", "收到日期", "opened_on"),
        Column("due", "最近期限", "due_at"),
        Column("moved", "最近变动", "moved_on"),
        Column("closed", "办结日期", "closed_on"),
        Column("outcome", "结果", "outcome"),
    )
}
USUAL = ("number", "title", "stage", "handler", "opened", "due")
"""What one sees who has chosen nothing."""

IDENTITY = re.compile(r"(?<!\d)(\d{6})(?:\d{8}|\d{5})(\d{3}[\dXx])(?!\d)")
"""An identity number inside free text."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see of a list. `sort` is a column's key, with "-" for downwards."""

    words: str = ""
    procedure: str = ""
    stage: str = ""
    state: str = ""
    handler: str = ""
    since: date | None = None
    until: date | None = None
    sort: str = ""
    columns: tuple[str, ...] = USUAL

    @property
    def narrowed(self) -> bool:
        """Whether it shows less than the whole list."""
        return bool(self.query_without("sort"))

    def query_without(self, *left_out: str) -> str:
        """The address's query for it, without the columns, which are kept per person."""
        since, until = (d.isoformat() if d else "" for d in (self.since, self.until))
        pairs = {
            "q": self.words,
            "procedure": self.procedure,
            "stage": self.stage,
            "state": self.state,
            "handler": self.handler,
            "since": since,
            "until": until,
            "sort": self.sort,
        }
        return urlencode({k: v for k, v in pairs.items() if v and k not in left_out})

    @property
    def query(self) -> str:
        """The address's query for it."""
        return self.query_without()


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row: what is written, and for the term its day and its tone."""

    key: str
    title: str
    text: str
    day: str = ""
    tone: str = ""

    @property
    def written(self) -> str:
        """Everything of it in one string, for an export."""
        return f"{self.day} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list."""

    case: Case
    cells: tuple[Cell, ...]


def wanted_from(asked: Mapping[str, str], columns: tuple[str, ...]) -> Wanted:
    """What an address asks for; what makes no sense in it is left out."""
    sort = asked.get("sort", "")
    sortable = sort.lstrip("-") in COLUMNS and bool(COLUMNS[sort.lstrip("-")].sort)
    handler = asked.get("handler", "")
    return Wanted(
        words=asked.get("q", "").strip()[:100],
        procedure=asked.get("procedure", "")[:64],
        stage=asked.get("stage", "")[:64],
        state=asked.get("state", "") if asked.get("state") in STATES else "",
        handler=handler if handler in HANDLERS or _is_number(handler) else "",
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        sort=sort if sortable else "",
        columns=columns,
    )


def cases_in(box: str, wanted: Wanted) -> QuerySet[Case]:
    """The cases of a list as wanted. Row-level security has the first word."""
    found = search(wanted.words, procedure=wanted.procedure)
    match box:
        case "todo":
            found = found.filter(pk__in=boxes.waiting_cases().order_by().values("pk"))
        case "done":
            found = found.filter(pk__in=boxes.done_cases().order_by().values("pk"))
    if wanted.stage:
        found = found.filter(stage=wanted.stage)
    found = found.filter(_in_state(wanted.state), _handled_by(wanted.handler))
    if wanted.since:
        found = found.filter(opened_on__gte=wanted.since)
    if wanted.until:
        found = found.filter(opened_on__lte=wanted.until)
    return found.select_related("office", "handler").order_by(*_order(box, wanted.sort))


def rows_of(cases: Iterable[Case], columns: tuple[str, ...]) -> list[Row]:
    """Cases as lines with these columns."""
    found = list(cases)
    names = _parties(found) if "parties" in columns else {}
    return [
        Row(case, tuple(_cell(case, COLUMNS[key], names.get(case.pk, "")) for key in columns))
        for case in found
    ]


def stages_of(procedure: str) -> list[tuple[str, str]]:
    """The stages to choose from, of one business or of all, each once."""
    keys = [procedure] if procedure in businesses() else list(businesses())
    found = {s.key: s.title for key in keys for s in family_of(key).versions[-1].stages}
    return list(found.items())


# -- What a person keeps -----------------------------------------------------------------------


def columns_for(box: str) -> tuple[str, ...]:
    """The columns that the present actor has chosen for a list."""
    choice = ColumnChoice.objects.filter(account=current_actor().account_id, box=box).first()
    return _known(choice.columns) if choice else USUAL


def choose_columns(box: str, columns: Iterable[str]) -> None:
    """Keep which columns one sees, in which order; none at all is the usual ones again."""
    _must_be_box(box)
    ColumnChoice.objects.update_or_create(
        account_id=account_of(current_actor()), box=box, defaults={"columns": list(_known(columns))}
    )


@transaction.atomic
def save_view(box: str, title: str, wanted: Wanted, *, shared: bool = False) -> SavedView:
    """Keep a list as it is narrowed and sorted, in place of one of the same name."""
    _must_be_box(box)
    actor = current_actor()
    if not title.strip():
        raise refuse("请填写筛选的名称")
    if shared and not actor.office_path:
        raise refuse("您不在任何机关任职，不能与本机关共用")
    view, _ = SavedView.objects.update_or_create(
        account_id=account_of(actor),
        box=box,
        title=title.strip()[:40],
        defaults={
            "query": wanted.query,
            "shared": shared,
            "office_path": actor.office_path or None,
        },
    )
    return view


def drop_view(view_id: int) -> None:
    """Throw one's own away. Raises Refused for anybody else's."""
    mine = SavedView.objects.filter(pk=view_id, account_id=account_of(current_actor()))
    if not mine.delete()[0]:
        raise refuse("没有找到这个筛选", remedy="共用的筛选由保存它的人删除")


def views_of(box: str) -> QuerySet[SavedView]:
    """One's own and those shared in the office."""
    return SavedView.objects.filter(box=box).select_related("account")


# -- Cells -------------------------------------------------------------------------------------


def _cell(case: Case, column: Column, parties: str) -> Cell:
    match column.key:
        case "due":
            return due_cell(case)
        case "number":
            text = case.number
        case "title":
            text = masked(case.title)
        case "parties":
            text = parties
        case "business":
            text = business_of(case.procedure).title
        case "stage":
            text = stage_title(case)
        case "office":
            text = case.office.title
        case "handler":
            text = case.handler.name if case.handler else ""
        case "opened":
            text = case.opened_on.isoformat()
        case "moved":
            text = case.moved_on.isoformat()
        case "closed":
            text = case.closed_on.isoformat() if case.closed_on else ""
        case _:
            text = outcome_title(case) if case.outcome else ""
    return Cell(column.key, column.title, text)


def due_cell(case: Case) -> Cell:
    """How a case's nearest term stands: the day, and the days left in words with their tone."""
    title = COLUMNS["due"].title
    if case.closed_on is not None:
        return Cell("due", title, f"{case.closed_on}办结")
    if case.due_at is None:
        return Cell("due", title, "无期限")
    day = case.due_at.astimezone(clock.BEIJING).date()
    left = (day - clock.today()).days
    if left < 0:
        return Cell("due", title, f"逾期{-left}日", day.isoformat(), "late")
    words = "今日到期" if left == 0 else f"剩{left}日"
    return Cell("due", title, words, day.isoformat(), "soon" if left <= SOON_DAYS else "ok")


def masked(text: str) -> str:
    """Free text without identity numbers."""
    return IDENTITY.sub(r"\1********\2", text)


def _parties(cases: list[Case]) -> dict[int, str]:
    names: dict[int, list[str]] = {}
    found = Participant.objects.filter(case__in=cases, office_path=None)
    for case_id, name in found.values_list("case_id", "name"):
        names.setdefault(case_id, []).append(name)
    return {case_id: masked("、".join(dict.fromkeys(some))) for case_id, some in names.items()}


def _order(box: str, sort: str) -> tuple[str, ...]:
    if sort:
        sign = "-" if sort.startswith("-") else ""
        return (sign + COLUMNS[sort.lstrip("-")].sort, "-id")
    return {"todo": ("due_at", "id"), "done": ("-moved_on", "-id")}.get(box, ("-id",))


def _in_state(state: str) -> Q:
    today = moment(clock.today())
    match state:
        case "open":
            return Q(closed_on=None)
        case "closed":
            return Q(closed_on__isnull=False)
        case "late":
            return Q(closed_on=None, due_at__lt=today)
        case "soon":
            return Q(closed_on=None, due_at__gte=today, due_at__lte=soon_end())
    return Q()


def soon_end() -> datetime:
    """The moment until which a due date is soon."""
    return moment(clock.today() + timedelta(days=SOON_DAYS))


def _handled_by(handler: str) -> Q:
    match handler:
        case "":
            return Q()
        case "none":
            return Q(handler=None)
        case "me":
            return Q(handler=account_of(current_actor()))
    return Q(handler=int(handler))


def _known(columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in columns if key in COLUMNS)) or USUAL


def _must_be_box(box: str) -> None:
    if box not in BOXES:
        raise refuse("没有这个列表")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
