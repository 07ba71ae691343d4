"""我的案件: what one has filed and what one has begun, and a case as its own people see it."""

from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fashu.kernel import reading
from fashu.kernel.api import (
    TimelineItem,
    actions_in,
    avoidances_in,
    clocks_in,
    current_actor,
    officers_of,
    open_attachment,
    own_cases,
    own_drafts,
    roles_in,
    save_draft,
    timeline_of,
)
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import Case, Draft, Participant
from fashu.kernel.cases.roles import account_of
from fashu.kernel.documents.drafting import readable_papers
from fashu.kernel.procedure import Procedure, Stage
from fashu.web.access import signed_in
from fashu.web.downloads import download
from fashu.web.public import plain
from fashu.web.public.doors import seen_case
from fashu.web.public.guide import onward
from fashu.web.questions import Answer, filling_of, read_out

PER_PAGE = 20
YOU = "您"


@require_GET
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """One's cases, and the drafts that still wait."""
    cases = own_cases(current_actor()).select_related("office")
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    reading.note(reading.View.LIST, cases=page, purpose="查看本人参加的案件")
    context = {
        "page": page,
        "cases": _rows(list(page)),
        "drafts": [(draft, _title(draft)) for draft in own_drafts().select_related("case")],
    }
    return render(request, "public/mine.html", context)


def _rows(cases: list[Case]) -> list[tuple[Case, Stage, bool]]:
    """Each case with its stage, and whether it waits for oneself."""
    account = account_of(current_actor())
    parts = Participant.objects.filter(case__in=cases, account_id=account)
    roles = set(parts.values_list("case_id", "role"))
    stages = [(case, version_of(case).stage_of[case.stage]) for case in cases]
    return [
        (case, stage, stage.held_by is not None and (case.pk, stage.held_by.key) in roles)
        for case, stage in stages
    ]


def _title(draft: Draft) -> str:
    business = business_of(draft.procedure)
    step = business.family.versions[-1].steps.get(draft.step)
    return f"{business.title}：{step.title if step else draft.step}"


def version_of(case: Case) -> Procedure:
    """The version of its procedure that a case follows."""
    return family_of(case.procedure).version(case.version)


@require_GET
@seen_case
def show(request: HttpRequest, case: Case) -> HttpResponse:
    """A case: where it stands, which clocks run and why, and what one can do now."""
    actor = current_actor()
    own = roles_in(actor, case)
    actions = [action for action in actions_in(actor, case) if action.mine]
    context = standing(case, dict.fromkeys(own, YOU)) | {
        "doable": [action for action in actions if action.is_open],
        "not_yet": [action for action in actions if not action.is_open],
        "begun": {draft.step for draft in own_drafts(case)},
        "timeline": _timeline(case, own),
        "officers": officers_of(case),
        "avoidances": avoidances_in(case),
        "papers": case.papers.all(),
        "readable": readable_papers(case, own),
        "files": case.attachments.filter(account_id=account_of(actor)),
    }
    return render(request, "public/case.html", context)


def _timeline(case: Case, own: frozenset[str]) -> list[tuple[TimelineItem, tuple[Answer, ...]]]:
    """What happened, newest first; of one's own steps also what one answered."""
    known, files = version_of(case).facts, list(case.attachments.all())
    found: list[tuple[TimelineItem, tuple[Answer, ...]]] = []
    for item in timeline_of(case):
        answered = [known[key] for key in item.facts if key in known and item.role in own]
        found.append((item, read_out(answered, item.facts, files)))
    return found


def standing(case: Case, names: Mapping[str, str]) -> dict[str, object]:
    """Where a case stands, without a word about persons; `names` replaces words of roles."""
    procedure = version_of(case)
    roles = {key: role.title for key, role in procedure.role_of.items()} | dict(names)
    clocks = [plain.plain_clock(view, roles) for view in clocks_in(case)]
    stage = procedure.stage_of[case.stage]
    return {
        "case": case,
        "business": business_of(case.procedure),
        "stage": stage,
        "holder": roles[stage.held_by.key] if stage.held_by else "",
        "running": [clock for clock in clocks if clock.is_open],
        "ended": [clock for clock in clocks if not clock.is_open],
        "onward": onward(procedure, stage),
    }


@require_GET
@seen_case
def receipt(request: HttpRequest, case: Case) -> HttpResponse:
    """受理回执 of the filing: the number, the query code, and what comes next by when."""
    context = standing(case, dict.fromkeys(roles_in(current_actor(), case), YOU))
    return render(request, "public/receipt.html", {**context, "code": in_fours(case.code)})


def in_fours(code: str) -> str:
    """A query code as it is read out and copied: 2K7M-9PQR-4XYZ."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


@require_http_methods(["GET", "POST"])
@seen_case
def do(request: HttpRequest, case: Case, step: str) -> HttpResponseBase:
    """Begin a step on the case, or go on with the draft of it."""
    if request.method == "GET":  # back from signing in again: the case page offers the step
        return redirect("public:case", case.number)
    if step not in {a.choice.step.key for a in actions_in(current_actor(), case) if a.mine}:
        raise Http404
    draft = own_drafts(case).filter(step=step).first()
    filling = filling_of(draft or save_draft(case.procedure, step, {}, case=case))
    first = filling.page_after(0)
    if first is None:
        return redirect("public:review", filling.draft.pk)
    return redirect("public:page", filling.draft.pk, first.number)


@require_GET
@seen_case
def file(request: HttpRequest, case: Case, sha256: str) -> HttpResponseBase:
    """A file that one has handed in oneself."""
    own = case.attachments.filter(account_id=account_of(current_actor()), sha256=sha256)
    if not own.exists():
        raise Http404
    found, content = open_attachment(case, sha256)
    return download(found.name, found.media_type, content)
