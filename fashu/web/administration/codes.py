"""字典: every set of codes the platform uses, read from the one place that defines it.

Nothing is entered here. A set belongs to the procedure that asks for it, under its norm, or to the
part of the platform that keeps it; a second copy to be edited by hand would be a second truth.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Choices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel.access import Kind
from fashu.kernel.calendar import Service
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.people.models import Account, Level, OfficeKind, PostingKind
from fashu.kernel.procedure import Procedure
from fashu.kernel.procedure.facts import flatten
from fashu.kernel.procedure.state import ClockStatus
from fashu.kernel.supervision.models import Alert
from fashu.web.access import administrators_only


@dataclass(frozen=True, slots=True)
class CodeSet:
    """A set of codes: its key and title, who defines it, and each code with its words."""

    key: str
    title: str
    source: str
    codes: tuple[tuple[str, str], ...]


KEPT: tuple[tuple[str, str, type[Choices]], ...] = (
    ("level", "机构层级", Level),
    ("office_kind", "机构类别", OfficeKind),
    ("posting_kind", "任职方式", PostingKind),
    ("alert_level", "预警级别", Alert.Level),
    ("alert_verdict", "核查结果", Alert.Verdict),
)


def code_sets() -> dict[str, CodeSet]:
    """Key -> set, the platform's own first, then those of each business in force."""
    found = [*_of_the_platform(), *_of_the_businesses()]
    return {each.key: each for each in found}


def _of_the_platform() -> Iterator[CodeSet]:
    for key, title, choices in KEPT:
        codes = tuple((str(value), str(label)) for value, label in choices.choices)
        yield CodeSet(key, title, "平台", codes)
    yield CodeSet("account_kind", "账号类型", "平台", tuple(Account.KINDS))
    modes = tuple((mode.value, mode.title) for mode in Service)
    yield CodeSet("service", "送达方式", "《民事诉讼法》", modes)
    statuses = tuple((status.value, status.label) for status in ClockStatus)
    yield CodeSet("clock_status", "期限状态", "平台", statuses)


def _of_the_businesses() -> Iterator[CodeSet]:
    for business in businesses().values():
        procedure = business.family.versions[-1]
        source = f"{business.title} {procedure.version}"
        stages = tuple((stage.key, stage.title) for stage in procedure.stages)
        yield CodeSet(f"{procedure.key}.stages", "阶段", source, stages)
        yield from _questions(procedure, source)


def _questions(procedure: Procedure, source: str) -> Iterator[CodeSet]:
    """The choices that its steps offer, each question once."""
    asked = {
        fact.key: fact
        for step in procedure.steps.values()
        for fact in flatten(step.asks)
        if fact.options
    }
    for key, fact in sorted(asked.items()):
        codes = tuple((option.key, option.title) for option in fact.options)
        yield CodeSet(f"{procedure.key}.{key}", fact.title, source, codes)


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def index(request: HttpRequest) -> HttpResponse:
    """All sets, narrowed by words."""
    words = request.GET.get("q", "").strip()
    found = [each for each in code_sets().values() if not words or _names(each, words)]
    context = {"sets": found, "q": words, "breadcrumb": [("字典", request.path)]}
    return render(request, "administration/codes.html", context)


def _names(each: CodeSet, words: str) -> bool:
    return any(words in text for text in (each.title, each.source, *(t for _, t in each.codes)))


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One set; as a table file with `format=csv`."""
    found = code_sets().get(key)
    if found is None:
        raise Http404
    if request.GET.get("format") == "csv":
        return _file(found)
    breadcrumb = [("字典", "../"), (found.title, request.path)]
    return render(request, "administration/code_set.html", {"set": found, "breadcrumb": breadcrumb})


def _file(found: CodeSet) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.key}.csv"'
    csv.writer(response).writerows([("代码", "名称"), *found.codes])
    return response
