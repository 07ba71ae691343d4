"""The procedure as a drawing: stages as boxes, steps as arrows, lapses by law as dashed ones.

Plain SVG without script or inline style, so that the strictest content policy allows it. Lines
and words take the page's colour (currentColor), so that it reads on a dark page as well; the
classes let the site's stylesheet do more.
"""

import re
import unicodedata
from collections import defaultdict
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from fashu.kernel.procedure.arrows import Arrow, arrows
from fashu.kernel.procedure.describe import digest
from fashu.kernel.procedure.flow import START
from fashu.kernel.procedure.layout import Box, Drawing, Placed, laid_out, monotone
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.steps import Stage
from fashu.kernel.procedure.words import quoted

_STAGE_FONT, _LABEL_FONT, _SMALL_FONT = 15, 12, 11
_LINE, _STAGE_HEIGHT, _DOT = 17, 36, 14
_MARGIN, _LEGEND = 16, 34
_CLOCK = 16

_Point = tuple[float, float]
_Plan = tuple[tuple[Arrow, ...], Drawing]

_plans: dict[str, _Plan] = {}


def diagram(procedure: Procedure, current: str | None = None) -> str:
    """The drawing as SVG text; `current` is the key of the stage to be marked."""
    found, drawing = _plan(procedure)
    width = max(drawing.width, 420) + 2 * _MARGIN
    height = drawing.height + 2 * _MARGIN + _LEGEND
    root = _root(procedure, found, current, width, height)
    shift = f"translate({(width - drawing.width) / 2:g} {_MARGIN})"
    body = SubElement(root, "g", transform=shift)
    ports = _ports(found, drawing)
    for index, arrow in enumerate(found):
        group = SubElement(body, "g", {"class": "way is-lapse" if arrow.lapse else "way"})
        SubElement(group, "title").text = _spoken(procedure, arrow)
        _draw_arrow(group, index, arrow, drawing, ports)
    _draw_start(body, drawing.places[START])
    for stage in procedure.stages:
        if stage.key in drawing.places:
            _draw_stage(body, procedure, stage, drawing.places[stage.key], stage.key == current)
    _draw_legend(root, height - _LEGEND / 2 - 4, marked=current in procedure.stage_of)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


# -- Placing ---------------------------------------------------------------------------------


def _plan(procedure: Procedure) -> _Plan:
    """Arrows and places, worked out once for each version of a procedure."""
    key = digest(procedure)
    if key not in _plans:
        found = arrows(procedure)
        _plans[key] = found, _layout(procedure, found)
    return _plans[key]


def _layout(procedure: Procedure, found: tuple[Arrow, ...]) -> Drawing:
    boxes = [Box(START, _DOT, _DOT)]
    reached = {key for arrow in found for key in (*arrow.sources, *arrow.targets)}
    for stage in procedure.stages:
        if stage.key in reached:
            boxes.append(Box(stage.key, _stage_width(stage), _STAGE_HEIGHT))
    edges = []
    for index, arrow in enumerate(found):
        boxes.append(Box(_label(index), _label_width(arrow), len(arrow.lines) * _LINE + 6))
        upper, lower = _ends(arrow)
        edges += [(key, _label(index)) for key in upper]
        edges += [(_label(index), key) for key in lower]
    return laid_out(boxes, edges)


def _label(index: int) -> str:
    return f"#{index}"


def _ends(arrow: Arrow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stages above and below the words of an arrow."""
    if arrow.upwards:
        return arrow.targets, arrow.sources
    return arrow.sources, arrow.targets


def _width(text: str, font: int) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WFA" for char in text)
    return wide * font + (len(text) - wide) * font * 0.6


def _stage_width(stage: Stage) -> float:
    return max(_width(stage.title, _STAGE_FONT) + 28, 84)


def _label_width(arrow: Arrow) -> float:
    lines = max(_width(line, _LABEL_FONT) for line in arrow.lines)
    return lines + (2 * _CLOCK if arrow.lapse else 0) + 6


def _ports(found: tuple[Arrow, ...], drawing: Drawing) -> dict[tuple[str, str], float]:
    """Where along the edge of its stage each line begins or ends, left to right without crossing.

    Keyed by (stage, key of the words).
    """
    sides: dict[tuple[str, bool], list[tuple[float, str]]] = defaultdict(list)
    for index, arrow in enumerate(found):
        upper, lower = _ends(arrow)
        for key in upper:
            near = drawing.routes[key, _label(index)][1]
            sides[key, False].append((drawing.places[near].x, _label(index)))
        for key in lower:
            near = drawing.routes[_label(index), key][-2]
            sides[key, True].append((drawing.places[near].x, _label(index)))
    ports = {}
    for (stage, _), lines in sides.items():
        place = drawing.places[stage]
        reach = max(place.width / 2 - 14, 0)
        step = min(16.0, 2 * reach / max(len(lines) - 1, 1))
        left, right = place.x - reach, place.x + reach - (len(lines) - 1) * step
        wishes = [x - n * step for n, (x, _) in enumerate(sorted(lines))]
        for n, (wish, (_, label)) in enumerate(zip(monotone(wishes), sorted(lines), strict=True)):
            ports[stage, label] = round(min(max(wish, left), right) + n * step, 1)
    return ports


# -- Drawing ---------------------------------------------------------------------------------


def _root(
    procedure: Procedure, found: tuple[Arrow, ...], current: str | None, width: float, height: float
) -> Element:
    name = re.sub(r"[^0-9A-Za-z]+", "-", f"diagram-{procedure.key}-{procedure.version}")
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "procedure-diagram",
            "viewBox": f"0 0 {width:g} {height:g}",
            "width": f"{width:g}",
            "height": f"{height:g}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "text-anchor": "middle",
        },
    )
    stage = procedure.stage_of.get(current or "")
    now = f"，目前处于“{stage.title}”" if stage else ""
    SubElement(root, "title", id=f"{name}-title").text = f"{procedure.title}流程图{now}"
    spoken = "".join(_spoken(procedure, arrow) for arrow in found)
    SubElement(root, "desc", id=f"{name}-desc").text = spoken
    return root


def _spoken(procedure: Procedure, arrow: Arrow) -> str:
    """An arrow in words, for those who cannot see it, and with the stages left out."""

    def titles(keys: tuple[str, ...]) -> str:
        known = [procedure.stage_of[key].title for key in keys if key in procedure.stage_of]
        return quoted(*known) or "开始"

    sources, targets = arrow.sources, arrow.targets
    if arrow.back:
        targets = (*targets, *arrow.others)
    else:
        sources = (*sources, *arrow.others)
    kind = "因" if arrow.lapse else "经"
    return f"从{titles(sources)}{kind}{'、'.join(arrow.words)}，到{titles(targets)}。"


def _draw_arrow(
    group: Element,
    index: int,
    arrow: Arrow,
    drawing: Drawing,
    ports: dict[tuple[str, str], float],
) -> None:
    upper, lower = _ends(arrow)
    label = _label(index)
    for key in upper:
        points = _points(drawing, (key, label), ports[key, label], drawing.places[label].x)
        _draw_line(group, points, arrow.lapse)
        if arrow.upwards:
            _draw_head(group, points[0], -1)
    for key in lower:
        points = _points(drawing, (label, key), drawing.places[label].x, ports[key, label])
        _draw_line(group, points, arrow.lapse)
        if not arrow.upwards:
            _draw_head(group, points[-1], 1)
    _draw_words(group, arrow, drawing.places[label])


def _points(drawing: Drawing, edge: tuple[str, str], first: float, last: float) -> list[_Point]:
    """Down from a box and straight through every layer; it turns only between the layers."""
    route = drawing.routes[edge]
    start, end = drawing.places[route[0]], drawing.places[route[-1]]
    points = [(first, start.y + start.height / 2), (first, start.bottom)]
    for key in route[1:-1]:
        bend = drawing.places[key]
        points += [(bend.x, bend.top), (bend.x, bend.bottom)]
    return [*points, (last, end.top), (last, end.y - end.height / 2)]


def _draw_line(group: Element, points: list[_Point], lapse: bool) -> None:
    x, y = points[0]
    path = f"M{x:g} {y:g}"
    for next_x, next_y in points[1:]:
        if next_x == x:
            path += f"V{next_y:g}"
        else:
            middle = round((y + next_y) / 2, 1)
            path += f"C{x:g} {middle:g} {next_x:g} {middle:g} {next_x:g} {next_y:g}"
        x, y = next_x, next_y
    line = SubElement(group, "path", d=path, fill="none", stroke="currentColor")
    line.set("stroke-width", "1.2")
    line.set("stroke-opacity", "0.65")
    if lapse:
        line.set("stroke-dasharray", "5 4")


def _draw_head(group: Element, at: _Point, down: int) -> None:
    x, y = at
    path = f"M{x:g} {y:g}l-4 {-7 * down}h8z"
    SubElement(group, "path", d=path, fill="currentColor", stroke="none")


def _draw_words(group: Element, arrow: Arrow, place: Placed) -> None:
    top = place.y - (len(arrow.lines) - 1) * _LINE / 2
    if arrow.lapse:
        first = _width(arrow.lines[0], _LABEL_FONT)
        _draw_clock(group, place.x - first / 2 - _CLOCK / 2, top)
    for n, line in enumerate(arrow.lines):
        _draw_text(group, line, place.x, top + n * _LINE, _LABEL_FONT)


def _draw_text(group: Element, text: str, x: float, y: float, font: int) -> Element:
    # A third of the font below the middle is where Chinese characters stand centred.
    drawn = SubElement(group, "text", x=f"{x:g}", y=f"{y + font * 0.36:.1f}", fill="currentColor")
    drawn.set("font-size", f"{font}")
    drawn.text = text
    return drawn


def _draw_clock(group: Element, x: float, y: float) -> None:
    mark = {"fill": "none", "stroke": "currentColor", "stroke-width": "1.2"}
    SubElement(group, "circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": "5.5", **mark})
    SubElement(group, "path", {"d": f"M{x:g} {y - 3.5:g}V{y:g}H{x + 2.5:g}", **mark})


def _draw_start(body: Element, place: Placed) -> None:
    group = SubElement(body, "g", {"class": "start"})
    SubElement(group, "title").text = "开始"
    circle = SubElement(group, "circle", cx=f"{place.x:g}", cy=f"{place.y:g}", fill="currentColor")
    circle.set("r", f"{_DOT / 2 - 1:g}")


def _draw_stage(
    body: Element, procedure: Procedure, stage: Stage, place: Placed, current: bool
) -> None:
    names = ["stage", *(["is-final"] if stage.final else []), *(["is-current"] if current else [])]
    group = SubElement(body, "g", {"class": " ".join(names), "data-stage": stage.key})
    SubElement(group, "title").text = _staying(procedure, stage)
    _draw_box(group, place, 0, 2.6 if current else 1.3, filled=current)
    if stage.final:
        _draw_box(group, place, 3, 0.8, filled=False)
    text = _draw_text(group, stage.title, place.x, place.y, _STAGE_FONT)
    text.set("font-weight", "700" if current else "500")


def _staying(procedure: Procedure, stage: Stage) -> str:
    """What can be done here without leaving."""
    steps = [
        step.title for step in procedure.steps.values() if stage in step.at and step.to is None
    ]
    return f"{stage.title}：可以办理{'、'.join(steps)}" if steps else stage.title


def _draw_box(group: Element, place: Placed, inset: float, line: float, *, filled: bool) -> None:
    box = SubElement(group, "rect", fill="currentColor", stroke="currentColor")
    box.set("x", f"{place.x - place.width / 2 + inset:g}")
    box.set("y", f"{place.y - place.height / 2 + inset:g}")
    box.set("width", f"{place.width - 2 * inset:g}")
    box.set("height", f"{place.height - 2 * inset:g}")
    box.set("rx", f"{9 - inset:g}")
    box.set("fill-opacity", "0.16" if filled else "0.04")
    box.set("stroke-width", f"{line:g}")


def _draw_legend(root: Element, y: float, *, marked: bool) -> None:
    group = SubElement(root, "g", {"class": "legend", "text-anchor": "start", "opacity": "0.8"})
    x = _MARGIN + 4.0
    entries = [("line", "步骤"), ("lapse", "期限届满，依法进入"), ("final", "终局阶段")]
    for kind, words in [*entries, *([("current", "当前阶段")] if marked else [])]:
        if kind in ("line", "lapse"):
            _draw_line(group, [(x, y), (x, y), (x + 24, y + 0.01)], kind == "lapse")
        else:
            place = Placed(x + 12, y, 24, 16, y, y)
            _draw_box(group, place, 0, 2.6 if kind == "current" else 1.3, filled=kind != "final")
            if kind == "final":
                _draw_box(group, place, 2.5, 0.8, filled=False)
        _draw_text(group, words, x + 30, y, _SMALL_FONT)
        x += 30 + _width(words, _SMALL_FONT) + 18
