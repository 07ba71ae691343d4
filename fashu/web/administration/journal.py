"""The administration log, for the audit administrator. Whoever reads it stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import clock
from fashu.kernel.access import Kind, log
from fashu.kernel.access.models import LogEntry
from fashu.kernel.people.models import Account
from fashu.kernel.sheets import Column
from fashu.web.access import administrators_only
from fashu.web.administration.rights_forms import LogForm
from fashu.web.administration.tables import table

PER_PAGE = 50
COLUMNS = (
    Column("序号", width=8),
    Column("时间", width=20),
    Column("姓名", width=12),
    Column("身份", width=12),
    Column("事项", width=16),
    Column("对象", width=36),
    Column("变更前", width=40),
    Column("变更后", width=40),
    Column("散列", width=66),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the log in words."""

    entry: LogEntry
    who: str
    action: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]


@require_safe
@administrators_only(Kind.AUDIT_ADMIN)
def index(request: HttpRequest) -> HttpResponse:
    """The log, searched and narrowed, with whether its chain still holds; as a table, too."""
    form = LogForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    found = log.search(_asked(given))
    if request.GET.get("as") == "xlsx":
        return _exported(found, given)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    newest = log.newest()
    context = {
        "rows": [_row(entry) for entry in page],
        "page": page,
        "form": form,
        "narrowed": _narrowed(given),
        "faults": log.faults(),
        "newest": newest,
        "newest_hash": bytes(newest.hash).hex() if newest else "",
        "breadcrumb": [("管理日志", "")],
    }
    response = render(request, "administration/log.html", context)
    log.write("read_log", "管理日志", None, _wanted(given) | {"页": page.number, "条": len(page)})
    return response


def _asked(given: dict[str, Any]) -> log.Asked:
    return log.Asked(
        given.get("q", ""),
        given.get("action", ""),
        given.get("first"),
        given.get("last"),
        given.get("account"),
        given.get("subject", ""),
    )


def _wanted(given: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, as the log keeps it."""
    return {key: str(value) for key, value in given.items() if value}


def _narrowed(given: dict[str, Any]) -> str:
    """Whose rows alone, or about what alone, are shown."""
    if given.get("subject"):
        return f"只看“{given['subject']}”"
    account = Account.objects.filter(pk=given.get("account") or 0).first()
    return f"只看{account.name}办理的" if account else ""


def _exported(found: QuerySet[LogEntry], given: dict[str, Any]) -> HttpResponse:
    """What is seen, all pages of it, as a table; that, too, stands in the log."""
    count = found.count()
    response = table(f"管理日志{clock.now():%Y%m%d%H%M}", COLUMNS, _cells(found), count)
    log.write("read_log", "管理日志", None, _wanted(given) | {"导出": count})
    return response


def _cells(found: QuerySet[LogEntry]) -> Iterator[list[str]]:
    for entry in found.iterator(1000):
        row = _row(entry)
        moment = entry.at.astimezone(clock.BEIJING)
        before, after = (
            "；".join(f"{k}：{v}" for k, v in side) for side in (row.before, row.after)
        )
        yield [
            str(entry.seq),
            f"{moment:%Y-%m-%d %H:%M:%S}",
            entry.name,
            row.who,
            row.action,
            entry.subject,
            before,
            after,
            bytes(entry.hash).hex(),
        ]


def _row(entry: LogEntry) -> Row:
    return Row(
        entry,
        dict(Account.KINDS).get(entry.kind, ""),
        log.ACTIONS.get(entry.action, entry.action),
        _words(entry.before),
        _words(entry.after),
    )


def _words(facts: dict[str, object] | None) -> list[tuple[str, str]]:
    """Each fact with its value as it is read; what is empty is left out."""
    given = (facts or {}).items()
    return [
        (key, "、".join(map(str, value)) if isinstance(value, list) else str(value))
        for key, value in given
        if value not in (None, "", [])
    ]
