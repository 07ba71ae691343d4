"""Filling in a step from the public pages: an application, or a later step on one's own case.

One signs in first: a draft holds personal data, and on a shared computer a draft that belongs to
nobody would be everybody's. What will be asked can be read before.
"""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fashu.kernel.api import (
    Refused,
    current_actor,
    draft_file,
    drop_draft,
    own_drafts,
    save_draft,
)
from fashu.kernel.procedure import Step
from fashu.web.access import signed_in
from fashu.web.downloads import download
from fashu.web.public.doors import not_found, own_draft
from fashu.web.public.guide import business_at, openings
from fashu.web.questions import (
    Filling,
    Page,
    Received,
    pages_of,
    read_out,
    receive,
    sheet,
    stays,
    submit,
)
from fashu.web.templatetags.said import said


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, key: str, step: str) -> HttpResponseBase:
    """What will be asked, before one begins; a draft already begun is offered."""
    business, opening = business_at(key), _opening(key, step)
    if request.method == "POST":
        return _begin(request, business.family.key, opening.key)
    draft = None
    if current_actor().account_id is not None:
        drafts = own_drafts().filter(procedure=business.family.key, step=opening.key)
        draft = drafts.filter(case=None).first()
    context = {
        "business": business,
        "step": opening,
        "pages": pages_of(opening),
        "draft": draft,
    }
    return render(request, "public/start.html", context)


@signed_in
def _begin(request: HttpRequest, procedure: str, step: str) -> HttpResponseBase:
    """A new draft, and its first page."""
    return redirect("public:page", save_draft(procedure, step, {}).pk, 1)


def _opening(key: str, step: str) -> Step:
    found = next((s for s in openings(business_at(key)) if s.key == step), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@own_draft
def page(request: HttpRequest, filling: Filling, number: int) -> HttpResponseBase:
    """One page of questions."""
    shown = filling.page(number)
    if shown is None:
        raise Http404
    if request.method == "POST":
        return _received(request, shown, receive(filling, request))
    errors = filling.check()[1] if "from" in request.GET else {}
    return _draw(request, shown, filling, errors=errors)


def _received(request: HttpRequest, page: Page, got: Received) -> HttpResponseBase:
    """Whatever was sent is saved by now; where to go next."""
    if stays(request.POST):
        return _draw(request, page, got.filling, got, errors=got.problems)
    match request.POST.get("_do"):
        case "later":
            messages.success(request, "已经保存。您可以随时从“我的案件”继续填写。")
            return redirect("public:mine")
        case "keep":
            return render(request, "public/kept.html", {"draft": got.filling.draft})
    errors = _errors(page, got)
    if errors:
        return _draw(request, page, got.filling, got, errors=errors)
    if got.calls_for_more(page):
        return _draw(request, page, got.filling, got, more=True)
    return _onward(request, page, got.filling)


def _errors(page: Page, got: Received) -> dict[str, str]:
    """What is wrong on this page, among the questions it had shown."""
    _, errors = got.filling.check()
    keys = {fact.key for fact in page.facts} & got.seen
    return {**{k: e for k, e in errors.items() if k in keys}, **got.problems}


def _onward(request: HttpRequest, page: Page, filling: Filling) -> HttpResponseBase:
    following = filling.page_after(page.number)
    if following is None or "_from" in request.POST:
        return redirect("public:review", filling.draft.pk)
    return redirect("public:page", filling.draft.pk, following.number)


def _draw(
    request: HttpRequest,
    page: Page,
    filling: Filling,
    got: Received | None = None,
    *,
    errors: Mapping[str, str] | None = None,
    more: bool = False,
) -> HttpResponse:
    context = {
        "filling": filling,
        "page": page,
        "pages": pages_of(filling.step),
        "before": filling.page_before(page.number),
        "more": more,
        "from_review": "from" in request.GET or "_from" in request.POST,
        "sheet": sheet(
            page.facts,
            filling.answers,
            counted=filling.counted,
            errors=errors,
            files=filling.draft.files.all(),
            searches=got.searches if got else None,
        ),
    }
    return render(request, "public/page.html", context)


@require_http_methods(["GET", "POST"])
@own_draft
def review(request: HttpRequest, filling: Filling) -> HttpResponseBase:
    """核对: everything that was answered, before it is sent; then sending it."""
    if request.method == "GET":
        return _review(request, filling)
    try:
        outcome = submit(filling)
    except Refused as refused:
        return _review(request, filling, refused)
    if filling.draft.case is None:
        return redirect("public:receipt", outcome.number)
    messages.success(request, format_html(_("“{}”已经提交。"), said(filling.step.title)))
    return redirect("public:case", outcome.number)


def _review(request: HttpRequest, filling: Filling, refused: Refused | None = None) -> HttpResponse:
    counted, (_, errors) = filling.counted, filling.check()
    errors = {**errors, **(refused.errors if refused else {})}
    files = list(filling.draft.files.all())
    parts = [
        (page, read_out((f for f in page.facts if f.asked(counted)), counted, files))
        for page in pages_of(filling.step)
        if page.asked(counted)
    ]
    context = {
        "filling": filling,
        "parts": parts,
        "errors": _places(filling, errors),
        "refused": refused if refused and not refused.errors else None,
        "last": parts[-1][0] if parts else None,
    }
    return render(request, "public/review.html", context)


def _places(filling: Filling, errors: dict[str, str]) -> list[tuple[int, str, str]]:
    """Each error with the page and the question where it is put right."""
    return [
        (page.number, fact.key, errors[fact.key])
        for page in pages_of(filling.step)
        for fact in page.facts
        if fact.key in errors
    ]


@require_http_methods(["GET", "POST"])
@own_draft
def remove(request: HttpRequest, filling: Filling) -> HttpResponseBase:
    """Throw a draft away. Whoever comes by a link has only asked to see it."""
    if request.method == "POST":
        drop_draft(filling.draft)
        messages.success(request, "草稿已经删除。")
    return redirect("public:mine")


@require_GET
@own_draft
def file(request: HttpRequest, filling: Filling, sha256: str) -> HttpResponseBase:
    """A file of the draft, to look at what one has uploaded."""
    try:
        found, content = draft_file(filling.draft, sha256)
    except Refused as refused:
        return not_found(request, refused)
    return download(found.name, found.media_type, content)
