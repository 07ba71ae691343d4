"""What a diagram of a procedure shows: its ways, gathered into few arrows with few words."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from fashu.kernel.calendar import Span
from fashu.kernel.procedure.flow import START, By, Way, ways
from fashu.kernel.procedure.procedure import Procedure, Provision
from fashu.kernel.procedure.steps import Arrival, Branch, Step
from fashu.kernel.procedure.terms import Term
from fashu.kernel.procedure.words import answer

_MOST_WORDS, _MOST_ANSWERS, _MOST_ENDS, _LONGEST = 4, 2, 2, 13
_AFTER, _BEFORE = "，、：；）》", "（《或并和及"


@dataclass(frozen=True, slots=True)
class Arrow:
    """From every one of its sources to every one of its targets, with what is written on it.

    `others`: stages that it also comes from (or, `back`, returns to), too many to be drawn.
    `words` are all provisions with their norms, `lines` the few words that are shown.
    `upwards`: it leads back towards the beginning.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    others: tuple[str, ...]
    back: bool
    lapse: bool
    upwards: bool
    lines: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def arrows(procedure: Procedure) -> tuple[Arrow, ...]:
    """The arrows of the diagram, in the order of the statute."""
    spread: dict[tuple[int, By, str], list[Way]] = defaultdict(list)
    for way in ways(procedure):
        if way.moves:
            target = "" if way.by is By.BACK else way.target
            spread[id(way.provision), way.by, target].append(way)
    bundles = [_bundle(part) for part in spread.values()]
    order = _order(way for drawn, _ in bundles for way in drawn)
    merged: dict[Arrow, list[Way]] = defaultdict(list)
    for drawn, others in bundles:
        for upwards in (False, True):
            part = [way for way in drawn if (order[way.target] < order[way.source]) is upwards]
            if part:
                merged[_shape(part, others, upwards)] += part
    return tuple(_written(shape, part) for shape, part in merged.items())


def _bundle(part: list[Way]) -> tuple[list[Way], tuple[str, ...]]:
    """Of the ways of one provision those to be drawn, and the stages left out.

    What may be done at many stages is drawn from the first; a web of lines tells nothing.
    """

    def end(way: Way) -> str:
        return way.target if way.by is By.BACK else way.source

    ends = tuple(dict.fromkeys(map(end, part)))
    if len(ends) <= _MOST_ENDS:
        return part, ()
    return [way for way in part if end(way) == ends[0]], ends[1:]


def _shape(part: list[Way], others: tuple[str, ...], upwards: bool) -> Arrow:
    return Arrow(
        sources=tuple(dict.fromkeys(way.source for way in part)),
        targets=tuple(dict.fromkeys(way.target for way in part)),
        others=others,
        back=part[0].by is By.BACK,
        lapse=part[0].by is By.LAPSE,
        upwards=upwards,
    )


def _written(shape: Arrow, part: list[Way]) -> Arrow:
    shown = tuple(dict.fromkeys(words_of(way.provision, way.target) for way in part))
    words = dict.fromkeys(f"{words_of(w.provision, w.target)}（{w.provision.cite}）" for w in part)
    lines = _lines(shown)
    if shape.others:
        note = "（返回原阶段）" if shape.back else f"（其他{len(shape.others)}个阶段也可）"
        lines = (*lines, note)
    return replace(shape, lines=lines, words=tuple(words))


def _order(found: Iterable[Way]) -> dict[str, int]:
    """The stages so that as few ways as possible lead backwards: reversed order of completion."""
    after: dict[str, list[str]] = defaultdict(list)
    for way in found:
        if way.by is not By.BACK:
            after[way.source].append(way.target)
    seen: set[str] = set()
    finished: list[str] = []

    def visit(stage: str) -> None:
        seen.add(stage)
        for following in after[stage]:
            if following not in seen:
                visit(following)
        finished.append(stage)

    visit(START)
    return {stage: n for n, stage in enumerate(reversed(finished))}


def _lines(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words on few short lines."""
    if len(words) == 1:
        return tuple(wrapped(words[0]))
    lines = [line for each in words[:_MOST_WORDS] for line in wrapped(f"·{each}")]
    return (*lines, f"等{len(words)}项") if len(words) > _MOST_WORDS else tuple(lines)


def wrapped(text: str) -> list[str]:
    """A text on one or two lines, broken near its middle at a mark; what is left is cut."""
    if len(text) <= _LONGEST:
        return [text]
    middle = min(len(text) / 2, _LONGEST)
    places = range(4, min(_LONGEST + 1, len(text) - 1))
    able = [n for n in places if text[n - 1] in _AFTER or text[n] in _BEFORE]
    cut = min(able, key=lambda n: abs(n - middle), default=ceil(middle))
    first, second = text[:cut].rstrip("，、；"), text[cut:]
    return [first, second if len(second) <= _LONGEST else f"{second[: _LONGEST - 1]}…"]


def words_of(provision: Provision, target: str) -> str:
    """What is written on the way of a provision to a stage."""
    match provision:
        case Step():
            answers = _answers(provision, target)
            return f"{provision.title}（{answers}）" if answers else provision.title
        case Arrival():
            return f"送达《{provision.paper.title}》"
        case Term():
            length = f"满{provision.span}，" if isinstance(provision.span, Span) else ""
            return f"{length}{provision.lapse.title}"


def _answers(step: Step, target: str) -> str:
    """The answers by which a branch leads here, where they are few and others lead elsewhere."""
    if not isinstance(step.to, Branch) or len(step.to.stages()) < 2:
        return ""
    values = [value for value, stage in step.to.cases if stage.key == target]
    if len(values) > _MOST_ANSWERS:
        return f"{len(values)}种情形"
    return "、".join(answer(step.to.fact, value) for value in values)
