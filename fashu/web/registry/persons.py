"""人员: finding, entering, one person's life line, and what may be done there."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import reading
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.identity import TITLES, mask_within
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.reading import lifeline
from fashu.kernel.registry import persons
from fashu.kernel.registry.models import Merge, Person
from fashu.web.access import signed_in, staff_only
from fashu.web.questions.persons import offered

PER_PAGE = 20
LONGEST_NUMBER = 19
"""A bigint has fewer digits or is too large."""


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """Persons within sight, by name, pinyin initials or a whole number."""
    words = request.GET.get("q", "")
    found = persons.find(words).prefetch_related("documents")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    view = reading.View.SEARCH if words else reading.View.LIST
    reading.note(view, persons=[p.pk for p in page], purpose="查找人员")
    context = {"q": mask_within(words), "page": page, "breadcrumb": [("人员", request.path)]}
    return render(request, "registry/persons.html", context)


@staff_only
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter a person who is in no case yet."""
    errors: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            person = persons.add(_entered(request))
        except Refused as refusal:
            errors = (str(refusal),)
        else:
            return redirect("registry:person", person.pk)
    context = {
        "errors": errors,
        "documents": TITLES.items(),
        "posted": request.POST,
        "breadcrumb": [("人员", "../"), ("登记人员", request.path)],
    }
    return render(request, "registry/new.html", context)


def _entered(request: HttpRequest) -> persons.Entered:
    posted = request.POST
    try:
        born = date.fromisoformat(posted["born_on"]) if posted.get("born_on") else None
    except ValueError:
        raise refuse("请填写完整的出生日期，例如1990-01-01") from None
    document = posted.get("document", "")
    return persons.Entered(
        name=posted.get("name", ""),
        document=document if document in set(TITLES) else "resident",
        number=posted.get("number", ""),
        born_on=born,
        is_male={"male": True, "female": False}.get(posted.get("sex", "")),
        phone=posted.get("phone", ""),
    )


@require_safe
@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """选择已有人员: radio buttons for the question `name`, found by the words typed for it."""
    name, number = request.GET.get("name", ""), request.GET.get("id", "")
    found = offered(request.GET.get(f"_find_{name}", ""))
    return render(request, "questions/persons.html", {"found": found, "name": name, "id": number})


@require_safe
@staff_only
def show(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """The life line; an entry that was merged leads to the one that stands for it."""
    return _page(request, _seen(person_id))


def _page(request: HttpRequest, person: Person, number: str = "") -> HttpResponseBase:
    standing = persons.standing_for(person)
    if standing.pk != person.pk:
        return redirect("registry:person", standing.pk)
    life = lifeline.life_of(person)
    context = {
        "life": life,
        "number": number,
        "may_reveal": lifeline.may_reveal(person),
        "merges": Merge.objects.filter(kept=person, undone_at=None).select_related("gone"),
        "breadcrumb": [("人员", "/workbench/persons/"), (person.name, "")],
    }
    return render(request, "registry/person.html", context)


def _seen(person_id: int) -> Person:
    found = None
    if len(str(person_id)) < LONGEST_NUMBER:
        found = Person.objects.filter(pk=person_id).first()
    if found is None:
        raise Http404("没有找到这个人员；不属于您的案件的人员不会显示")
    return found


@require_POST
@staff_only
def reveal(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """查看完整, once and on this answer only."""
    person, number = _seen(person_id), ""
    try:
        reason = request.POST.get("reason", "")
        number = lifeline.reveal(person, request.POST.get("ref", ""), reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _page(request, person, number)


@require_POST
@staff_only
def merge(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """Let this person stand for another entry of the same human being."""
    person, other = _seen(person_id), request.POST.get("other", "").strip()
    try:
        gone = _seen(int(other)) if other.isdecimal() else None
        if gone is None:
            raise refuse("请填写要并入的人员编号")
        persons.merge(person, gone, request.POST.get("reason", ""))
        messages.success(request, f"已将“{gone.name}”并入，可以随时撤销")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("registry:person", person.pk)


@require_POST
@staff_only
def unmerge(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """Take a merge back."""
    person, wanted = _seen(person_id), request.POST.get("merge", "")
    done = Merge.objects.filter(kept=person, undone_at=None)
    found = done.filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    if found is not None and len(wanted) < LONGEST_NUMBER:
        persons.unmerge(found)
        messages.success(request, "已撤销合并")
    return redirect("registry:person", person.pk)
