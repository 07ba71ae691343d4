"""人员: finding, entering, one person's life line, and what may be done there."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import reading
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.identity import TITLES, mask_within
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.reading import lifeline
from fashu.kernel.registry import persons
from fashu.kernel.registry.models import Person
from fashu.kernel.registry.subjects import merges_into, standing_for
from fashu.web.access import signed_in, staff_only
from fashu.web.questions.persons import offered
from fashu.web.registry.entries import PER_PAGE, seen


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
    asked = {key: request.GET.get(key, "") for key in ("name", "id", "named")}
    found = offered(request.GET.get(f"_find_{asked['name']}", ""))
    return render(request, "questions/persons.html", {"found": found, **asked})


@require_safe
@staff_only
def show(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """The life line; an entry that was merged leads to the one that stands for it."""
    return _page(request, seen(Person, person_id))


def _page(request: HttpRequest, person: Person, number: str = "") -> HttpResponseBase:
    standing = standing_for(person)
    if standing.pk != person.pk:
        return redirect("registry:person", standing.pk)
    life = lifeline.life_of(person, request.GET.get("page"))
    context = {
        "life": life,
        "page": life.page,
        "number": number,
        "may_reveal": lifeline.may_reveal(person),
        "merges": merges_into(person),
        "breadcrumb": [("人员", "/workbench/persons/"), (person.name, "")],
    }
    return render(request, "registry/person.html", context)


@require_POST
@staff_only
def reveal(request: HttpRequest, person_id: int) -> HttpResponseBase:
    """查看完整, once and on this answer only."""
    person, number = seen(Person, person_id), ""
    try:
        reason = request.POST.get("reason", "")
        number = lifeline.reveal(person, request.POST.get("ref", ""), reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _page(request, person, number)
