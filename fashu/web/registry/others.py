"""组织、地、事: the list of each, the form that enters one, and its page.

The three differ in what is typed and shown; how they are found, entered and listed is the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fashu.kernel import reading
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.identity import mask_within
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.reading import lifeline
from fashu.kernel.registry import organisations, places
from fashu.kernel.registry.models import Matter, Organisation, Place, Subject
from fashu.kernel.registry.subjects import merges_into, standing_for
from fashu.web.access import signed_in, staff_only
from fashu.web.questions import stays
from fashu.web.questions.subjects import offered_organisations, offered_places, offered_subjects
from fashu.web.registry.entries import PER_PAGE, seen
from fashu.web.workbench.reads import number_of


@dataclass(frozen=True, slots=True)
class Register:
    """One kind of entry. `page` is the name of the address of one, `list` that of all; `shown` is
    what its form shows besides what was typed.
    """

    title: str
    page: str
    list: str
    find: Callable[[str], QuerySet[Any]]
    add: Callable[[QueryDict], Subject]
    shown: Callable[[QueryDict], dict[str, object]] = lambda posted: {}


# -- What was typed --------------------------------------------------------------------------------


def _organisation(posted: QueryDict) -> Organisation:
    entered = organisations.Entered(name=posted.get("name", ""), code=posted.get("code", ""))
    return organisations.add(entered)


def _place(posted: QueryDict) -> Place:
    return places.add_place(
        places.Site(
            name=posted.get("name", ""),
            division_code=posted.get("division_code", ""),
            latitude=_degrees(posted.get("latitude", "")),
            longitude=_degrees(posted.get("longitude", "")),
        )
    )


def _degrees(text: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError:
        raise refuse("经纬度应为小数，例如30.5728") from None


def _matter(posted: QueryDict) -> Matter:
    try:
        text = posted.get("happened_on", "")
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise refuse("请填写完整的发生日期，例如2026-01-01") from None
    place = _place_of(posted)
    if posted.get("place") and place is None:
        raise refuse("没有找到这个地点", remedy="请重新查找，或者先登记地点")
    return places.add_matter(posted.get("name", ""), day, place)


def _place_of(posted: QueryDict) -> Place | None:
    return Place.objects.filter(pk=number_of(posted.get("place", ""))).first()


def _places_shown(posted: QueryDict) -> dict[str, object]:
    place, found = _place_of(posted), offered_places(posted.get("_find_place", ""))
    return {"place": place, "now": str(place.pk) if place else "", "found": found}


REGISTERS = {
    "organisations": Register(
        "组织", "organisation", "organisations", organisations.find, _organisation
    ),
    "places": Register("地点", "place", "places", places.find_places, _place),
    "matters": Register("事项", "matter", "matters", places.find_matters, _matter, _places_shown),
}


# -- Lists and forms -------------------------------------------------------------------------------


@require_safe
@staff_only
def index(request: HttpRequest, kind: str) -> HttpResponse:
    """What is within sight, by the words asked for."""
    register, words = REGISTERS[kind], request.GET.get("q", "")
    page = Paginator(register.find(words), PER_PAGE).get_page(request.GET.get("page"))
    view = reading.View.SEARCH if words else reading.View.LIST
    reading.note(view, count=len(page), purpose=f"查找{register.title}")
    context = {
        "register": register,
        "q": mask_within(words),
        "page": page,
        "breadcrumb": [(register.title, request.path)],
    }
    return render(request, f"registry/{register.list}.html", context)


@staff_only
def new(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Enter something that is in no case yet."""
    register = REGISTERS[kind]
    errors: tuple[str, ...] = ()
    if request.method == "POST" and not stays(request.POST):
        try:
            entry = register.add(request.POST)
        except Refused as refusal:
            errors = (str(refusal),)
        else:
            return redirect(f"registry:{register.page}", entry.pk)
    posted = request.POST or request.GET
    context = {
        **register.shown(posted),
        "register": register,
        "errors": errors,
        "posted": posted,
        "breadcrumb": [(register.title, "../"), (f"登记{register.title}", request.path)],
    }
    return render(request, f"registry/new_{register.page}.html", context)


@require_safe
@signed_in
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """选择已有组织: radio buttons for the question `name`, found by the words typed for it."""
    asked = {key: request.GET.get(key, "") for key in ("name", "id", "named")}
    found = offered_organisations(request.GET.get(f"_find_{asked['name']}", ""))
    return render(request, "questions/organisations.html", {"found": found, **asked})


@require_safe
@staff_only
def choose_subject(request: HttpRequest) -> HttpResponse:
    """从登记中选择: radio buttons for persons and organisations found by the words typed."""
    found = offered_subjects(request.GET.get("_find_subject", ""))
    return render(request, "registry/subjects_found.html", {"found": found})


@require_safe
@staff_only
def choose_place(request: HttpRequest) -> HttpResponse:
    """选择已有地点: radio buttons for places found by the words typed."""
    found = offered_places(request.GET.get("_find_place", ""))
    return render(request, "registry/places_found.html", {"found": found})


# -- One of them -----------------------------------------------------------------------------------


@require_safe
@staff_only
def organisation(request: HttpRequest, number: int) -> HttpResponseBase:
    """The life line; an entry that was merged leads to the one that stands for it."""
    found = seen(Organisation, number)
    standing = standing_for(found)
    if standing.pk != found.pk:
        return redirect("registry:organisation", standing.pk)
    life = lifeline.life_of(found, request.GET.get("page"))
    context = {
        "life": life,
        "page": life.page,
        "merges": merges_into(found),
        "breadcrumb": [("组织", "../"), (found.name, "")],
    }
    return render(request, "registry/organisation.html", context)


@require_safe
@staff_only
def place(request: HttpRequest, number: int) -> HttpResponse:
    """An address, and the matters that happened there."""
    found = seen(Place, number)
    matters = Matter.objects.filter(place=found).order_by("-happened_on", "-id")
    page = Paginator(matters, PER_PAGE).get_page(request.GET.get("page"))
    reading.note(reading.View.LIST, count=len(page), purpose="查看地点和在此发生的事项")
    context = {"place": found, "page": page, "breadcrumb": [("地点", "../"), (found.name, "")]}
    return render(request, "registry/place.html", context)


@require_safe
@staff_only
def matter(request: HttpRequest, number: int) -> HttpResponse:
    """What happened, when and where."""
    found = seen(Matter, number)
    reading.note(reading.View.LIST, count=1, purpose="查看事项")
    context = {
        "matter": found,
        # Apart from the matter: whoever sees the one need not see the other.
        "place": Place.objects.filter(pk=found.place_id or 0).first(),
        "breadcrumb": [("事项", "../"), (found.name, "")],
    }
    return render(request, "registry/matter.html", context)
