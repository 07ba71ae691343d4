"""法规: search, read the text of a day, compare two editions, and see what rests on an article."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fashu.kernel import clock
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.compare import Change, Pair
from fashu.kernel.law.provision import DIVISIONS, Kind, walk
from fashu.kernel.law.titles import title_key
from fashu.kernel.library.browse import compare, statutes, tree
from fashu.kernel.library.lookup import Absent, Library
from fashu.kernel.library.models import Edition, Level, Statute
from fashu.kernel.library.search import Hit, search
from fashu.kernel.procedure.citations import citations
from fashu.web.templatetags.law import anchor

PER_PAGE, TITLES, LONGEST_NUMBER = 20, 12, 9
UNREADABLE_DAY = "日期请按年、月、日填写，例如 2026-07-01。现在显示的是今天的文本。"


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a statute as the page prints it: a heading, an article, or words between."""

    id: str
    is_heading: bool
    depth: int
    label: str
    text: str
    resting: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its words, one line printed each."""
        return tuple(self.text.splitlines())


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Search; without words, the statutes of a rank, or those the procedures rest on."""
    words, (day, problem) = request.GET.get("q", "").strip(), _day(request)
    level = _level(request.GET.get("level", ""))
    context: dict[str, object] = {"words": words, "day": day, "problem": problem, "level": level}
    context["levels"] = _levels()
    if words:
        context |= _found(words, day, request.GET.get("page"))
    elif level is not None:
        listed = Paginator(statutes(level=level), PER_PAGE)
        context["page"] = listed.get_page(request.GET.get("page"))
    else:
        context["used"] = [(law, Library().edition_on(law, day)) for law in _used()]
    return render(request, "public/laws.html", context)


def _found(words: str, day: date, page: str | None) -> dict[str, object]:
    """Statutes by their title, and articles by their words."""
    number = max(1, _whole(page) or 1)
    hits = search(words, day, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    pages = Paginator(range(hits.total), PER_PAGE)
    return {
        "titles": statutes(words)[:TITLES],
        "hits": [(hit, hit.excerpt(words), _address(hit)) for hit in hits.hits],
        "relaxed": hits.relaxed,
        "page": pages.get_page(number),
    }


def _level(text: str) -> Level | None:
    number = _whole(text)
    return Level(number) if number in Level.values else None


def _whole(text: str | None) -> int | None:
    """A number as a link carries it; None where it is none, or longer than any list has pages."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def _levels() -> list[tuple[Level, int]]:
    """How many statutes of each rank the library holds."""
    counted = Statute.objects.values_list("level").annotate(Count("id")).order_by("level")
    return [(Level(level), number) for level, number in counted]


def _address(hit: Hit) -> str:
    """The day to read a hit on: that of its own edition, where the present text is another."""
    return "" if hit.valid or hit.in_force_from is None else f"?on={hit.in_force_from}"


def _used() -> list[Law]:
    """The statutes behind the procedures that run today."""
    found = (
        law
        for business in businesses().values()
        for version in business.family.versions[-1:]
        for law in (version.law, *version.laws)
    )
    return list(dict.fromkeys(law for law in found if not law.house))


@require_GET
def statute(request: HttpRequest, title: str) -> HttpResponse:
    """One statute as it stands on a day."""
    library, law = Library(), Law(title)
    editions = library.editions(law)
    day, problem = _day(request)
    found = library.edition_on(law, day)
    context: dict[str, object] = {"law": law, "day": day, "problem": problem, "editions": editions}
    context["earlier"] = [edition for edition in editions if edition.has_text]
    if isinstance(found, Absent):
        context["absent"] = found.message
        return render(request, "public/statute.html", context)
    lines = tuple(_lines(found))
    headings = [line for line in lines if line.is_heading]
    context |= {"edition": found, "lines": lines, "headings": headings}
    return render(request, "public/statute.html", context)


def _lines(edition: Edition) -> Iterator[Line]:
    resting = _resting(edition)
    for number, (above, part) in enumerate(walk(tree(edition))):
        heading = part.kind in DIVISIONS
        annexed = any(division.kind is Kind.ANNEX for division in above)
        name = "" if heading or annexed else part.label
        yield Line(
            id=name or f"part-{number}",
            is_heading=heading,
            depth=min(len(above) + 2, 5),
            label=part.name if heading else part.label,
            text="" if heading else part.text,
            resting=tuple(resting.get(name, ())),
        )


def _resting(edition: Edition) -> dict[str, list[str]]:
    """What the running procedures rest on each article, by its anchor."""
    found: dict[str, list[str]] = {}
    key = title_key(edition.statute.title)
    for where, cite in _cited():
        named = cite.law.edition in (None, edition.in_force_from)
        if named and title_key(cite.law.title) == key:
            places = found.setdefault(anchor(cite), [])
            places += [where] if where not in places else []
    return found


def _cited() -> Iterator[tuple[str, Citation]]:
    for business in businesses().values():
        for cited in citations(business.family):
            if cited.until is None:
                yield cited.where, cited.cite


@require_GET
def changes(request: HttpRequest, title: str) -> HttpResponse:
    """Two editions side by side, article by article; what stayed the same is left out."""
    editions = [e for e in Library().editions(Law(title)) if e.has_text and e.in_force_from]
    if len(editions) < 2:
        raise Http404
    old = _chosen(request.GET.get("old"), editions, editions[-2])
    new = _chosen(request.GET.get("new"), editions, editions[-1])
    pairs = compare(old, new)
    context = {
        "law": Law(title),
        "editions": editions,
        "old": old,
        "new": new,
        "changed": [pair for pair in pairs if pair.change is not Change.SAME],
        "counts": _counts(pairs),
    }
    return render(request, "public/changes.html", context)


def _chosen(number: str | None, editions: list[Edition], otherwise: Edition) -> Edition:
    return next((e for e in editions if str(e.pk) == number), otherwise)


def _counts(pairs: Iterable[Pair]) -> list[tuple[str, int]]:
    """How many articles each change befell."""
    found = [pair.change for pair in pairs]
    return [(change.value, found.count(change)) for change in Change if change in found]


def _day(request: HttpRequest) -> tuple[date, str]:
    """The day asked for, or today; a complaint where it cannot be read."""
    text = request.GET.get("on", "").strip()
    try:
        return (date.fromisoformat(text) if text else clock.today()), ""
    except ValueError:
        return clock.today(), UNREADABLE_DAY
