"""自动分办 on its pages: the rules of an office, what they say of waiting cases, trying out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel import clock, reading
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.desk import absences, allotting, rulebook, trying
from fashu.kernel.desk.allotment import Way
from fashu.kernel.desk.colleagues import colleagues
from fashu.kernel.desk.leading import leads_office
from fashu.kernel.desk.models import Absence
from fashu.kernel.desk.trying import Tried
from fashu.kernel.people.models import Level, Office, OfficeKind
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.refusal import refuse
from fashu.web.access import register_readers, staff_only
from fashu.web.workbench.reads import day_of, number_of, numbers_of, one_of

MOST_WAITING = 20
TRIED_DAYS = 30
"""How far back the rules are tried out unless one says otherwise."""

GOVERNMENT = "人民政府"


@require_http_methods(["GET", "POST"])
@register_readers
def show(request: HttpRequest) -> HttpResponseBase:
    """The rules of one's office, for the system administrator of any; setting and turning them."""
    office, errors = _office(request), list[Refused]()
    if request.method == "POST":
        try:
            messages.success(request, _done(request, office))
        except Refused as refusal:
            errors = [refusal]
        else:
            return redirect(f"{request.path}?office={office.code}")
    people = colleagues(office.path)
    regions = _regions(office)
    away = absences.away([person.pk for person in people], office.path, clock.today())
    context = {
        "office": office,
        "errors": errors,
        "posted": request.POST,
        "chosen": request.POST.getlist("people"),
        "is_on": rulebook.is_on(office),
        "may_edit": rulebook.may_edit(current_actor(), office),
        "rules": [(rule, _where(rule.region, regions)) for rule in rulebook.rules_of(office)],
        "titles": {key: business.title for key, business in businesses().items()},
        "regions": regions.items(),
        "ways": [(way.value, way.label) for way in Way],
        "people": people,
        "away": [f"{p.name}{away[p.pk]}" for p in people if p.pk in away],
        "waiting": _waiting(office),
        "breadcrumb": [("自动分办", request.path)],
    }
    return render(request, "workbench/allotment.html", context)


@require_safe
@staff_only
def try_out(request: HttpRequest) -> HttpResponse:
    """What the rules would have done with the cases of a period."""
    office, today = _office(request), clock.today()
    first = day_of(request.GET.get("first", "")) or today - timedelta(days=TRIED_DAYS)
    last = day_of(request.GET.get("last", "")) or today
    tried = trying.try_out(office, first, last)
    reading.note(reading.View.STATISTICS, cases=[each.case for each in tried])
    context = {
        "office": office,
        "first": first,
        "last": last,
        "tried": tried,
        "same": sum(each.is_same for each in tried),
        "nobody": sum(each.choice.chosen is None for each in tried),
        "loads": _compared(tried),
        "most": trying.MOST_TRIED,
        "breadcrumb": [("自动分办", "../"), ("试算", request.path)],
    }
    return render(request, "workbench/allotment_try.html", context)


@require_http_methods(["GET", "POST"])
@staff_only
def away(request: HttpRequest) -> HttpResponseBase:
    """不在岗: registering who is on leave or out, by himself or a head."""
    actor, errors = current_actor(), list[Refused]()
    if request.method == "POST":
        try:
            _register(request)
        except Refused as refusal:
            errors = [refusal]
        else:
            messages.success(request, "已登记")
            return redirect("workbench:absences")
    everybody = colleagues(actor.office_path) if actor.office_path else []
    leads = leads_office(actor)
    context = {
        "errors": errors,
        "posted": request.POST,
        "rows": absences.own_office(),
        "leads": leads,
        "people": [p for p in everybody if leads or p.pk == actor.account_id],
        "reasons": Absence.Kind.choices,
        "today": clock.today(),
        "breadcrumb": [("委托", "../"), ("不在岗登记", request.path)],
    }
    return render(request, "workbench/absences.html", context)


# -- Reading what was sent -------------------------------------------------------------------------


def _office(request: HttpRequest) -> Office:
    """One's own office; for the system administrator the one he names."""
    actor = current_actor()
    if actor.kind is Kind.SYSTEM_ADMIN:
        found = Office.objects.filter(code=request.GET.get("office", "")).first()
    else:
        found = Office.objects.filter(path=actor.office_path).first()
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, office: Office) -> str:
    """Carry out what the page asks for; in words. Raises Refused."""
    sent = request.POST
    match sent.get("act", ""):
        case "on":
            rulebook.switch(office, on=True)
            return "已启用自动分办，今天起的新案件按规则分办"
        case "off":
            rulebook.switch(office, on=False)
            return "已停用自动分办"
        case "end":
            rulebook.end_rule(office, number_of(sent.get("rule", "")))
            return "规则已停用"
        case "set":
            people = numbers_of(sent.getlist("people"))
            way = one_of(Way, sent.get("way", ""), Way.LOAD)
            business, region = sent.get("business", ""), sent.get("region", "")
            rulebook.set_rule(office, business, region, people, way)
            return "规则已设定"
    raise Http404


def _register(request: HttpRequest) -> None:
    if row := number_of(request.POST.get("withdraw", "")):
        absences.withdraw(row)
        return
    since, until = (day_of(request.POST.get(key, "")) for key in ("since", "until"))
    if since is None or until is None:
        raise refuse("请填写完整的起止日期")
    person = number_of(request.POST.get("person", ""))
    absences.register(person, request.POST.get("kind", ""), since, until)


# -- What the pages show ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """How many cases somebody had in truth, and would have had by the rules."""

    name: str
    actual: int
    by_rule: int


def _compared(tried: Sequence[Tried]) -> list[Load]:
    actual = Counter(each.actual for each in tried if each.actual)
    by_rule = Counter(each.choice.chosen.name for each in tried if each.choice.chosen)
    names = sorted(actual.keys() | by_rule.keys())
    return [Load(name, actual[name], by_rule[name]) for name in names]


def _waiting(office: Office) -> list[tuple[object, object]]:
    """The cases that nobody was ever given, with what the rules say of each; for who sees them."""
    if current_actor().kind is Kind.SYSTEM_ADMIN:
        return []
    found = list(allotting.waiting(office).select_related("office")[:MOST_WAITING])
    reading.note(reading.View.LIST, cases=found)
    return [(case, allotting.explain(case)) for case in found]


def _regions(office: Office) -> dict[str, str]:
    """Beginning of a division code -> name, for the divisions that the office serves."""
    own = _prefix(office.division_code)
    governments = Office.objects.filter(
        kind=OfficeKind.GOVERNMENT,
        level__in=(Level.PROVINCE, Level.CITY, Level.COUNTY),
        division_code__startswith=own,
        until=None,
    )
    rows = governments.order_by("division_code").values_list("division_code", "title")
    return {_prefix(code): title.removesuffix(GOVERNMENT) for code, title in rows}


def _prefix(code: str) -> str:
    """What the codes of all parts of a division begin with: 990100 → 9901."""
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def _where(region: str, regions: dict[str, str]) -> str:
    return regions.get(region, region) or "各地"
