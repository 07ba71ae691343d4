"""Taking a step, opening a case at the counter, admitting a participant."""

from collections.abc import Mapping
from datetime import date
from secrets import token_hex

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fashu.kernel import api, clock, reading
from fashu.kernel.access import current_actor
from fashu.kernel.cases.attachments import LARGEST, Upload
from fashu.kernel.cases.avoidance import avoiders
from fashu.kernel.cases.catalogue import business_of, businesses, family_of
from fashu.kernel.cases.models import Attachment, Case
from fashu.kernel.people.models import Posting
from fashu.kernel.procedure import Kind, Refused, State, Step
from fashu.kernel.procedure.facts import Json, flatten
from fashu.web.access import staff_only
from fashu.web.questions import Sheet, check, read, searches, sheet, standing, stays
from fashu.web.questions.persons import with_names
from fashu.web.questions.subjects import chosen_subject, offered_subjects
from fashu.web.workbench.dossier import seen

LONGEST_NUMBER = 19
"""A bigint has fewer digits or is too large."""


@staff_only
def take(request: HttpRequest, number: str, step: str) -> HttpResponseBase:
    """The form of a step, and the taking of it."""
    case = seen(number, reading.View.FORM)
    definition = _step_of(case, step)
    former = State.from_json(case.state).facts
    answers, errors, general = _answers(request, definition, former, case)
    if request.method == "POST" and not stays(request.POST) and not errors and not general:
        try:
            outcome = api.take_step(
                number,
                step,
                answers,
                request_key=request.POST.get("request_key", ""),
                on=the_day(request),
                together_with=_together(request),
            )
        except Refused as refusal:
            general, errors = (str(refusal),), dict(refusal.errors)
        else:
            _say(request, definition.title, outcome)
            return redirect("workbench:case", number)
    context = {
        "case": case,
        "step": definition,
        "colleagues": _colleagues(case) if definition.persons > 1 else (),
        "signed": api.errands.signed_together(case, step) if definition.persons > 1 else (),
        "breadcrumb": [("案件", "../../../"), (number, "../../"), (definition.title, request.path)],
    }
    form = _sheet(request, definition, answers, former, errors, general, case)
    return _form(request, "workbench/step.html", form, context)


@require_safe
@staff_only
def choose_opening(request: HttpRequest) -> HttpResponse:
    """Which kind of case to register, for the posts the officer holds."""
    roles = current_actor().roles
    openings = [
        (business, step)
        for business in businesses().values()
        for step in business.family.versions[-1].steps.values()
        if step.opens and any(role.key in roles for role in step.by)
    ]
    context = {"openings": openings, "breadcrumb": [("登记案件", request.path)]}
    return render(request, "workbench/new.html", context)


@staff_only
def open_case(request: HttpRequest, procedure: str, step: str) -> HttpResponseBase:
    """Register a case that came by post or by word of mouth."""
    try:
        business = business_of(procedure)
        definition = business.family.versions[-1].steps[step]
    except KeyError as error:
        raise Http404 from error
    answers, errors, general = _answers(request, definition, {}, None)
    uploads = _uploads(request, definition) if request.method == "POST" else {}
    if request.method == "POST" and not stays(request.POST) and not errors and not general:
        try:
            outcome = api.open_case(
                procedure,
                step,
                answers,
                office=_own_office_code(),
                request_key=request.POST.get("request_key", ""),
                on=the_day(request),
            )
            case = api.case_by_number(outcome.number)
            for files in uploads.values():
                for upload in files:
                    api.attach(case, upload)
        except Refused as refusal:
            general, errors = (str(refusal),), dict(refusal.errors)
        else:
            _say(request, definition.title, outcome)
            return redirect("workbench:case", outcome.number)
    context = {
        "business": business,
        "step": definition,
        "breadcrumb": [("登记案件", "../../"), (definition.title, request.path)],
    }
    form = _sheet(request, definition, answers, {}, errors, general, None)
    return _form(request, "workbench/step.html", form, context)


@staff_only
def join(request: HttpRequest, number: str) -> HttpResponseBase:
    """Admit a participant to the case."""
    case = seen(number, reading.View.FORM)
    procedure = family_of(case.procedure).version(case.version)
    errors: tuple[str, ...] = ()
    subject = chosen_subject(request.POST.get("subject", ""))
    name = request.POST.get("name", "").strip() or (subject.name if subject else "")
    if request.method == "POST" and not stays(request.POST):
        try:
            api.add_participant(
                number,
                request.POST.get("role", ""),
                _name(name),
                request_key=request.POST.get("request_key", ""),
                office=request.POST.get("office", "").strip() or None,
                subject=subject,
            )
        except Refused as refusal:
            errors = (str(refusal),)
        else:
            messages.success(request, "已通知参加")
            return redirect("workbench:case", number)
    inside = {role.key for role in business_of(case.procedure).inside}
    context = {
        "case": case,
        "roles": [role for role in procedure.roles if role.key not in inside],
        "errors": errors,
        "name": name,
        "subject": subject,
        "chosen": request.POST.get("subject", "") if subject else "",
        "found": offered_subjects(request.POST.get("_find_subject", "")),
        "breadcrumb": [("案件", "../../"), (number, "../"), ("通知参加", request.path)],
    }
    return _form(request, "workbench/join.html", None, context)


# -- What the forms share ----------------------------------------------------------------------


def _form(
    request: HttpRequest, template: str, form: Sheet | None, context: dict[str, object]
) -> HttpResponse:
    """A form keeps its request key through errors, so that one filling acts once."""
    key = request.POST.get("request_key") or token_hex(16)
    today = clock.today().isoformat()
    day = request.POST.get("on") or today
    extra = {"sheet": form, "request_key": key, "on": day, "today": today, "posted": request.POST}
    return render(request, template, {**context, **extra})


def _step_of(case: Case, key: str) -> Step:
    family = family_of(case.procedure)
    step = family.governing(case.version, clock.today()).steps.get(key)
    if step is None or step.opens:
        raise Http404
    return step


def _answers(
    request: HttpRequest, step: Step, former: Mapping[str, Json], case: Case | None
) -> tuple[dict[str, Json], dict[str, str], tuple[str, ...]]:
    """Answers, errors by question, and errors with no one question."""
    if request.method != "POST":
        asked = {fact.key for fact in flatten(step.asks)}
        return {k: v for k, v in former.items() if k in asked}, {}, ()
    answers = read(flatten(step.asks), request.POST)
    try:
        answers |= _files(step, answers, _uploads(request, step), case)
        answers = standing(step.asks, answers, former)
        answers = api.seal_answers(step.asks, with_names(flatten(step.asks), answers))
        the_day(request)
    except Refused as refusal:
        return answers, {}, (str(refusal),)
    if stays(request.POST):
        return answers, {}, ()
    clean, errors = check(step.asks, answers, former)
    return (answers if errors else clean), errors, ()


def _files(
    step: Step, answers: Mapping[str, Json], uploads: Mapping[str, list[Upload]], case: Case | None
) -> dict[str, Json]:
    """Keep what was uploaded; let every question name files of this case and no others."""
    held = {upload.sha256 for files in uploads.values() for upload in files}
    if case is not None:
        for upload in (upload for files in uploads.values() for upload in files):
            api.attach(case, upload)
        held |= set(Attachment.objects.filter(case=case).values_list("sha256", flat=True))
    found: dict[str, Json] = {}
    for fact in flatten(step.asks):
        named = answers.get(fact.key)
        if fact.kind is Kind.FILES:
            before = named if isinstance(named, list) else []
            names = [*before, *(upload.sha256 for upload in uploads.get(fact.key, []))]
            found[fact.key] = [name for name in names if name in held]
    return found


def _together(request: HttpRequest) -> tuple[int, ...]:
    """The colleagues ticked, by account; what no account can be numbered is nobody."""
    ticked = request.POST.getlist("together_with")
    return tuple(int(n) for n in ticked if n.isdecimal() and len(n) < LONGEST_NUMBER)


def _uploads(request: HttpRequest, step: Step) -> dict[str, list[Upload]]:
    """The files sent with a form, checked. Raises Refused."""
    found: dict[str, list[Upload]] = {}
    for fact in flatten(step.asks):
        if fact.kind is Kind.FILES:
            for file in request.FILES.getlist(f"_file_{fact.key}"):
                file.seek(0)
                found.setdefault(fact.key, []).append(
                    api.check_upload(file.name or "", file.read(LARGEST + 1))
                )
    return found


def _sheet(
    request: HttpRequest,
    step: Step,
    answers: Mapping[str, Json],
    former: Mapping[str, Json],
    errors: Mapping[str, str],
    general: tuple[str, ...],
    case: Case | None,
) -> Sheet:
    files = Attachment.objects.filter(case=case) if case else ()
    counted = {**former, **standing(step.asks, answers, former)}
    return sheet(
        step.asks,
        answers,
        counted=counted,
        errors=errors,
        general=general,
        files=files,
        searches=searches(flatten(step.asks), request.POST),
    )


def the_day(request: HttpRequest) -> date | None:
    """The day of the step as the officer gives it; None for today. Raises Refused."""
    text = request.POST.get("on", "")
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(api.Refusal("请填写完整的办理日期，例如2026-07-01")) from None
    return None if day == clock.today() else day


def _name(text: str) -> str:
    if not text.strip():
        raise Refused(api.Refusal("请填写姓名或名称"))
    return text.strip()[:100]


def _colleagues(case: Case) -> list[tuple[int, str]]:
    """Who may take the step with the actor: of his own office, and not kept away from the case."""
    actor = current_actor()
    posts = Posting.objects.in_force().filter(office__path=actor.office_path)
    others = posts.exclude(account_id__in={actor.account_id or 0, *avoiders(case)})
    return [(post.account_id, post.account.name) for post in others.select_related("account")]


def _own_office_code() -> str:
    return current_actor().office_path.rstrip("/").rpartition("/")[2]


def _say(request: HttpRequest, title: str, outcome: api.Outcome) -> None:
    """What the step brought about, each line with its norm."""
    if outcome.repeated:
        messages.info(request, f"“{title}”此前已经办理，没有重复办理")
        return
    lines = "；".join(effect.text for effect in outcome.effects[1:4])
    messages.success(request, f"已办理“{title}”。{lines}")
