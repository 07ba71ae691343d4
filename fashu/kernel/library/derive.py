"""From what the files say to statutes and editions: pure over Source values.

Sources of one title and one day of coming into force are one edition. The parts of a code printed
in several files belong together; otherwise the fullest text is adopted and the others are marked
as duplicates, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from fashu.kernel.law import editions as law
from fashu.kernel.law.editions import Edition, Repeal
from fashu.kernel.law.history import Basis
from fashu.kernel.law.register import REGISTER, Known
from fashu.kernel.law.statute import Form
from fashu.kernel.law.titles import title_key
from fashu.kernel.library.models import Level, Source
from fashu.kernel.library.reading import Outcome

_LEVELS = {
    "宪法": Level.CONSTITUTION,
    "行政法规": Level.REGULATION,
    "司法解释": Level.INTERPRETATION,
    "其他": Level.OTHER,
} | dict.fromkeys(
    (
        "宪法相关法",
        "民法典",
        "民法商法",
        "行政法",
        "经济法",
        "社会法",
        "刑法",
        "诉讼与非诉讼程序法",
    ),
    Level.LAW,
)
_ORGANS = ("部", "总局", "局", "委员会", "署", "银行", "部门规章")
_SURENESS = list(Basis)  # the order of declaration is the order of trust


@dataclass(slots=True)
class Derived:
    """One edition and the sources that carry its text, in the order of their articles."""

    edition: Edition
    adopted: list[Source] = field(default_factory=list)

    @property
    def form(self) -> Form:
        return Form(self.adopted[0].form) if self.adopted else Form.STATUTE


@dataclass(slots=True)
class Work:
    """One statute with its editions in order."""

    key: str
    title: str
    category: str
    level: Level
    editions: list[Derived]


def derive(sources: Iterable[Source], register: Iterable[Known] = REGISTER) -> list[Work]:
    """Work out every statute. Sets `duplicates` of every source."""
    known: dict[str, list[Known]] = defaultdict(list)
    for entry in register:
        known[title_key(entry.title)].append(entry)
    grouped: dict[str, list[Source]] = defaultdict(list)
    for source in sorted(sources, key=lambda s: s.path):
        if source.outcome != Outcome.UNREADABLE:
            grouped[title_key(source.title)].append(source)
    works = [_work(key, grouped[key], known[key]) for key in sorted({*grouped, *known})]
    _end(works, [*_repeals(works), *_registered_repeals(known)])
    return works


def level_of(category: str) -> Level:
    """The rank a category stands for; folders of provinces hold local regulations."""
    name = category.rpartition("/")[2]
    if name in _LEVELS:
        return _LEVELS[name]
    return Level.RULE if name.endswith(_ORGANS) else Level.LOCAL


def _work(key: str, sources: list[Source], known: list[Known]) -> Work:
    derived = [_edition(group, known) for group in _editions(sources, known)]
    dates = {d.edition.in_force_from for d in derived}
    derived += [_from_register(k) for k in known if k.in_force_from not in dates]
    newest = max(derived, key=lambda d: d.edition.in_force_from or date.min)
    category = next((s.category for d in derived for s in d.adopted), "")
    level = level_of(category) if category else _guessed_level(newest.edition.title)
    return Work(key, newest.edition.title, category, level, derived)


def _guessed_level(title: str) -> Level:
    """The rank of a statute of which only the title is known."""
    if title.startswith("最高人民"):
        return Level.INTERPRETATION
    return Level.REGULATION if title.endswith("条例") else Level.LAW


def _editions(sources: list[Source], known: list[Known]) -> Iterator[list[Source]]:
    """Sources of the same edition together: the same beginning, or parts of one publication."""

    def begins(source: Source) -> tuple[date, date]:
        if source.part:
            together = [s for s in sources if s.part and s.promulgated == source.promulgated]
            source = min(together, key=lambda s: (_trust(s, known), s.path))
        day = _starts(source, known)[0]
        return (day, date.min) if day else (date.min, source.promulgated or date.min)

    ordered = sorted(sources, key=lambda s: (begins(s), s.path))
    for _, group in groupby(ordered, key=begins):
        yield list(group)


def _trust(source: Source, known: list[Known]) -> int:
    basis = _starts(source, known)[1]
    return _SURENESS.index(basis)


def _starts(source: Source, known: list[Known]) -> tuple[date | None, Basis]:
    """When a source's edition came into force: the register knows better than the text."""
    for entry in known:
        if entry.promulgated == source.promulgated:
            return entry.in_force_from, Basis.REGISTER
    return source.in_force_from, Basis(source.basis) if source.basis else Basis.PRESUMED


def _edition(group: list[Source], known: list[Known]) -> Derived:
    adopted = _adopt(group)
    surest = min(adopted, key=lambda s: (_trust(s, known), s.path))
    starts, basis = _starts(surest, known)
    entry = next((k for k in known if k.in_force_from == starts), None)
    doubtful = entry is None and all(s.reported_repealed for s in adopted)
    edition = Edition(
        title=surest.title,
        in_force_from=starts,
        promulgated=surest.promulgated,
        basis=basis,
        instrument=surest.instrument or (entry.instrument if entry else ""),
        articles=sum(s.articles for s in adopted),
        doubt=_doubt(entry, reported_repealed=doubtful),
    )
    return Derived(edition, adopted)


def _doubt(entry: Known | None, *, reported_repealed: bool = False) -> str:
    """What a reader must be told before he relies on the dates of an edition."""
    if reported_repealed:
        return law.REPORTED_REPEALED
    return law.UNVERIFIED if entry is not None and entry.unverified else ""


def _adopt(group: list[Source]) -> list[Source]:
    """Choose the texts of an edition; mark the rest as duplicates."""
    adopted: dict[str, Source] = {}
    for source in sorted(group, key=_fullest):
        source.duplicates = ""
        first = adopted.setdefault(source.part, source)
        if first is not source:
            same = "文字相同" if first.body == source.body else "是同一版本而文字略有出入，未采用"
            source.duplicates = f"与 {first.path} {same}"
    return sorted(adopted.values(), key=lambda s: (s.first_article, s.path))


def _fullest(source: Source) -> tuple[bool, int, int, str]:
    """Whole before partial, then more articles, then the later publication."""
    made = source.promulgated or date.min
    return (source.outcome == Outcome.PARTIAL, -source.articles, -made.toordinal(), source.path)


def _from_register(known: Known) -> Derived:
    return Derived(
        Edition(
            title=known.title,
            in_force_from=known.in_force_from,
            promulgated=known.promulgated,
            basis=Basis.REGISTER,
            instrument=known.instrument,
            articles=known.articles or 0,
            has_text=False,
            doubt=_doubt(known),
        )
    )


def _repeals(works: Iterable[Work]) -> Iterator[tuple[str, Repeal]]:
    for work in works:
        for derived in work.editions:
            edition = derived.edition
            if derived.form is Form.STATUTE and edition.promulgated and edition.in_force_from:
                for source in derived.adopted:
                    for title in source.repeals:
                        made, on = edition.promulgated, edition.in_force_from
                        yield title_key(title), Repeal(title, edition.title, made, on)


def _registered_repeals(known: dict[str, list[Known]]) -> Iterator[tuple[str, Repeal]]:
    for entry in (entry for entries in known.values() for entry in entries):
        for title in entry.repeals:
            repeal = Repeal(title, entry.title, entry.promulgated, entry.in_force_from)
            yield title_key(title), repeal


def _end(works: Iterable[Work], repeals: Iterable[tuple[str, Repeal]]) -> None:
    """Give every edition its last day and put the editions of each work in order."""
    against: dict[str, list[Repeal]] = defaultdict(list)
    for key, repeal in repeals:
        against[key].append(repeal)
    for work in works:
        others = [r for r in against[work.key] if title_key(r.by) != work.key]
        line = law.timeline((d.edition for d in work.editions), others)
        adopted = {
            (d.edition.in_force_from, d.edition.promulgated): d.adopted for d in work.editions
        }
        work.editions = [
            Derived(law.settled(e), adopted[e.in_force_from, e.promulgated]) for e in line
        ]
