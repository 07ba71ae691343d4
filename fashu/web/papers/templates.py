"""Template administration: the words of each paper, by office and version, with a preview."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fashu.kernel.access import current_actor
from fashu.kernel.business import Business
from fashu.kernel.cases.catalogue import business_of, businesses, family_of
from fashu.kernel.documents import templates
from fashu.kernel.documents.models import Template
from fashu.kernel.documents.sample import sample_pdf
from fashu.kernel.procedure import Paper, Refused
from fashu.web.access import staff_only
from fashu.web.downloads import download
from fashu.web.papers.numbers import small_number


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """Every paper of every business, with the version that counts here."""
    path = current_actor().office_path
    rows = [
        (business, paper, templates.in_force(business.family.key, paper.key, path))
        for business in businesses().values()
        if business.paper_words
        for paper in business.family.versions[-1].papers.values()
    ]
    context = {"rows": rows, "breadcrumb": [("文书", "../"), ("文书模板", request.path)]}
    return render(request, "papers/templates.html", context)


@staff_only
def edit(request: HttpRequest, procedure: str, paper: str) -> HttpResponseBase:
    """One paper's versions: write a new one, publish one that somebody else wrote."""
    business, definition = _known(procedure, paper)
    words = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "publish":
                chosen = request.POST.get("template", "")
                templates.publish(small_number(chosen))
                messages.success(request, "已发布；以后起草的文书使用这一版")
            else:
                words = request.POST.get("words", "")
                templates.write(procedure, paper, words)
                messages.success(request, "已存为新版本的草稿，请另一位负责人核对后发布")
            return redirect("papers:template", procedure, paper)
        except Refused as refusal:
            messages.error(request, str(refusal))
    path = current_actor().office_path
    used = templates.in_force(procedure, paper, path)
    facts = family_of(procedure).versions[-1].facts
    context = {
        "business": business,
        "paper": definition,
        "used": used,
        "words": words or (used.words if used else templates.built_in(procedure, paper)),
        "versions": Template.objects.filter(procedure=procedure, paper=paper).select_related(
            "office"
        ),
        "places": sorted((key, fact.title) for key, fact in facts.items()),
        "breadcrumb": [("文书", "../../../"), ("文书模板", "../../"), (definition.title, "")],
    }
    return render(request, "papers/template.html", context)


@require_safe
@staff_only
def preview(request: HttpRequest, procedure: str, paper: str) -> HttpResponse:
    """A version set with invented data; without `template`, the one that counts here."""
    business, definition = _known(procedure, paper)
    chosen = request.GET.get("template", "")
    found = Template.objects.filter(
        pk=small_number(chosen),
        procedure=procedure,
        paper=paper,
    ).first() or templates.in_force(procedure, paper, current_actor().office_path)
    words = found.words if found else templates.built_in(procedure, paper)
    day = date(2026, 3, 2)
    made = sample_pdf(business, paper, words, current_actor().office_title or "示范机关", day)
    return download(f"{definition.title}（示例）.pdf", "application/pdf", made)


def _known(procedure: str, paper: str) -> tuple[Business, Paper]:
    if procedure not in businesses():
        raise Http404
    business = business_of(procedure)
    found = business.family.versions[-1].papers.get(paper)
    if found is None or business.paper_words is None:
        raise Http404
    return business, found
