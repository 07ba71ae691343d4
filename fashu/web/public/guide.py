"""The service guide of a business, read off its procedure: nothing here is written twice."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from fashu.kernel import clock
from fashu.kernel.business import Business
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.hall import notes
from fashu.kernel.hall.rules import remedies
from fashu.kernel.procedure import Arrival, Procedure, Stage, Step, Term, words
from fashu.kernel.procedure.diagram import diagram
from fashu.kernel.procedure.flow import Way, ways
from fashu.kernel.procedure.terms import On
from fashu.web.public.guide_parts import materials, results


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit of the guide."""

    term: Term
    length: str
    starts: str
    moved: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One stage on the way: which clocks begin with it, and what can lead on, and where to."""

    stage: Stage
    limits: tuple[Limit, ...]
    onward: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """What a person should know before he begins.

    `legs` are grouped by how far they lie from the filing; `aside` are stages that only another
    opening leads to.
    """

    business: Business
    procedure: Procedure
    openings: tuple[Step, ...]
    places: tuple[str, ...]
    own_limits: tuple[Limit, ...]
    organ_limits: tuple[Limit, ...]
    legs: tuple[tuple[Leg, ...], ...]
    aside: tuple[Leg, ...]
    ends: tuple[Stage, ...]


@require_GET
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The service guide."""
    found = guide(business_at(key))
    context = {
        "guide": found,
        "diagram": mark_safe(diagram(found.procedure)),  # noqa: S308 - ours
        "materials": materials(found.openings),
        "results": results(found.procedure),
        "remedies": remedies(found.procedure),
        "notes": notes.present(key),
    }
    return render(request, "public/guide.html", context)


def public_businesses() -> list[Business]:
    """What a citizen can begin here, in the order of the catalogue."""
    return [b for b in businesses().values() if b.opened_by and b.family.at(clock.today())]


def business_at(key: str) -> Business:
    """The business of this procedure that citizens can begin; else 404."""
    found = next((b for b in public_businesses() if b.family.key == key), None)
    if found is None:
        raise Http404
    return found


def present(business: Business) -> Procedure:
    """The version that a case opened today follows; 404 before the first."""
    procedure = business.family.at(clock.today())
    if procedure is None:
        raise Http404
    return procedure


def openings(business: Business) -> tuple[Step, ...]:
    """The steps by which a citizen can open a case."""
    able = set(business.opened_by)
    return tuple(s for s in present(business).steps.values() if s.opens and able & set(s.by))


def guide(business: Business) -> Guide:
    """Everything the guide shows, from the version in force today."""
    procedure, opening = present(business), openings(business)
    limits = [_limit(procedure, term) for term in procedure.terms.values()]
    public = set(business.opened_by)
    distance = _distances(procedure, opening[:1])
    legs = [_leg(procedure, stage) for stage in procedure.stages if not stage.final]
    near = sorted({distance[leg.stage.key] for leg in legs if leg.stage.key in distance})
    return Guide(
        business=business,
        procedure=procedure,
        openings=opening,
        places=tuple(dict.fromkeys(_places(business, opening))),
        own_limits=tuple(limit for limit in limits if limit.term.owed_by in public),
        organ_limits=tuple(limit for limit in limits if limit.term.owed_by not in public),
        legs=tuple(tuple(g for g in legs if distance.get(g.stage.key) == n) for n in near),
        aside=tuple(leg for leg in legs if leg.stage.key not in distance),
        ends=tuple(stage for stage in procedure.stages if stage.final),
    )


def _distances(procedure: Procedure, opening: tuple[Step, ...]) -> dict[str, int]:
    """How many moves lie between filing and each stage, on the shortest way."""
    found = ways(procedure)
    level = {stage.key for step in opening for stage in step.targets()}
    distance: dict[str, int] = {}
    while level:
        distance |= dict.fromkeys(level, len(set(distance.values())))
        level = {way.target for way in found if way.source in level} - distance.keys()
    return distance


def _places(business: Business, opening: tuple[Step, ...]) -> Iterator[str]:
    """What the form says about where to file."""
    for step in opening:
        for role, fact in step.binds:
            if role == business.organ and fact.help:
                yield fact.help


def _limit(procedure: Procedure, term: Term) -> Limit:
    return Limit(term, words.length(term), words.starts(procedure, term), words.moved(term))


def _leg(procedure: Procedure, stage: Stage) -> Leg:
    begun = (term for term in procedure.terms.values() if _begins(term, stage))
    limits = tuple(_limit(procedure, term) for term in begun)
    return Leg(stage, limits, onward(procedure, stage))


def onward(procedure: Procedure, stage: Stage) -> tuple[tuple[str, str], ...]:
    """What can lead on from a stage, and where to, in words."""
    targets: dict[str, list[str]] = {}
    for way in ways(procedure):
        if way.source == stage.key and way.moves:
            title = f"“{procedure.stage_of[way.target].title}”"
            targets.setdefault(_what(way), []).append(title)
    return tuple((what, "或者".join(dict.fromkeys(found))) for what, found in targets.items())


def _begins(term: Term, stage: Stage) -> bool:
    return any(t.on is On.ENTERED and stage.key in t.keys for t in term.opens)


def _what(way: Way) -> str:
    match way.provision:
        case Arrival(paper=paper):
            return f"《{paper.title}》送达"
        case Term(title=title):
            return f"“{title}”届满"
        case Step(title=title):
            return title
