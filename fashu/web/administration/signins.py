"""登录日志: who signed in or tried to, for the audit administrator. Whoever reads it is noted."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import clock
from fashu.kernel.access import Kind, log
from fashu.kernel.credentials import journal
from fashu.kernel.credentials.journal import FAILED, Wanted
from fashu.kernel.credentials.models import Means, Outcome, SignIn
from fashu.kernel.sheets import Column
from fashu.web.access import administrators_only
from fashu.web.administration.tables import table
from fashu.web.templatetags.account import browser

PER_PAGE = 50
COLUMNS = (
    Column("时间", width=20),
    Column("账号", width=24),
    Column("方式", width=16),
    Column("结果", width=20),
    Column("说明", width=30),
    Column("网络地址", width=20),
    Column("浏览器", width=30),
)
FAILURES = "failed"
"""What the page calls the outcomes of a guess together."""


class SignInsForm(forms.Form):
    """What to look for in the log."""

    q = forms.CharField(required=False, max_length=200)
    outcome = forms.ChoiceField(
        required=False, choices=[("", "全部"), (FAILURES, "所有失败"), *Outcome.choices]
    )
    means = forms.ChoiceField(required=False, choices=[("", "全部"), *Means.choices])
    first = forms.DateField(required=False)
    last = forms.DateField(required=False)
    account = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    address = forms.CharField(required=False, max_length=45)


@require_safe
@administrators_only(Kind.AUDIT_ADMIN)
def index(request: HttpRequest) -> HttpResponse:
    """The sign-in log, searched and narrowed, with what it comes to; as a table, too."""
    form = SignInsForm(request.GET)
    form.is_valid()
    given = form.cleaned_data  # what is not understood narrows nothing
    found = journal.search(_wanted(given))
    if request.GET.get("as") == "xlsx":
        return _exported(found, given)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "given": given,
        "figures": _figures(given),
        "narrowed": _narrowed(given, found),
        "breadcrumb": [("登录日志", "")],
    }
    response = render(request, "administration/signins.html", context)
    _note(given, {"页": page.number, "条": len(page)})
    return response


def _wanted(given: dict[str, Any]) -> Wanted:
    outcome = given.get("outcome") or ""
    outcomes = FAILED if outcome == FAILURES else (Outcome(outcome),) if outcome else ()
    return Wanted(
        words=given.get("q") or "",
        outcomes=outcomes,
        means=given.get("means") or "",
        first=given.get("first"),
        last=given.get("last"),
        account=given.get("account"),
        address=given.get("address") or "",
    )


def _figures(given: dict[str, Any]) -> list[tuple[str, str, int]]:
    """How many there are of each outcome, whichever is looked at; the rare ones where any."""
    every = journal.search(_wanted({**given, "outcome": ""})).order_by()
    counts = dict(every.values_list("outcome").annotate(Count("id")))
    failures = sum(counts.get(outcome, 0) for outcome in FAILED)
    shown = [(o.value, o.label, counts[o]) for o in Outcome if counts.get(o)]
    return [(FAILURES, "所有失败", failures), *shown]


def _narrowed(given: dict[str, Any], found: QuerySet[SignIn]) -> str:
    if given.get("account"):
        line = found.first()
        return f"只看{line.who}" if line else "只看一个账号"
    return f"只看来自{given['address']}的" if given.get("address") else ""


def _note(given: dict[str, Any], told: dict[str, Any]) -> None:
    wanted = {key: str(value) for key, value in given.items() if value}
    log.write("read_signins", "登录日志", None, wanted | told)


def _exported(found: QuerySet[SignIn], given: dict[str, Any]) -> HttpResponse:
    count = found.count()
    response = table(f"登录日志{clock.now():%Y%m%d%H%M}", COLUMNS, _cells(found), count)
    _note(given, {"导出": count})
    return response


def _cells(found: QuerySet[SignIn]) -> Iterator[list[str]]:
    for line in found.iterator(1000):
        yield [
            f"{line.at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M:%S}",
            line.who,
            Means(line.means).label,
            Outcome(line.outcome).label,
            line.detail,
            line.address,
            browser(line.agent),
        ]
