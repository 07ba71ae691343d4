from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashu.kernel.procedure.layout import Box, Drawing, laid_out, monotone

SIZES = st.tuples(st.integers(10, 200), st.integers(10, 60))
PAIRS = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1])
Graph = tuple[list[Box], list[tuple[str, str]]]


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Boxes named by numbers; every edge leads from a lower to a higher one."""
    sizes = draw(st.lists(SIZES, min_size=12, max_size=12))
    boxes = [Box(f"n{n}", *map(float, size)) for n, size in enumerate(sizes)]
    pairs = draw(st.lists(PAIRS, max_size=30))
    return boxes, [(f"n{a}", f"n{b}") for a, b in pairs]


def unit_boxes(keys: Sequence[str]) -> list[Box]:
    return [Box(key, 20, 10) for key in keys]


def crossings(drawing: Drawing, edges: Sequence[tuple[str, str]]) -> int:
    places = drawing.places
    lines = [(places[a].x, places[b].x) for a, b in edges]
    return sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(lines, 2))


@settings(deadline=None)
@given(graphs())
def test_no_two_boxes_overlap(graph: Graph) -> None:
    boxes, edges = graph
    places = laid_out(boxes, edges).places
    for a, b in combinations([places[box.key] for box in boxes], 2):
        apart_x = abs(a.x - b.x) >= (a.width + b.width) / 2
        apart_y = abs(a.y - b.y) >= (a.height + b.height) / 2
        assert apart_x or apart_y


@settings(deadline=None)
@given(graphs())
def test_every_edge_leads_down_and_passes_beside_every_box(graph: Graph) -> None:
    boxes, edges = graph
    drawing = laid_out(boxes, edges)
    for route in drawing.routes.values():
        levels = [drawing.places[key] for key in route]
        assert all(upper.bottom < lower.top for upper, lower in pairwise(levels))
        for bend in levels[1:-1]:
            for other in (drawing.places[box.key] for box in boxes):
                beside = abs(bend.x - other.x) >= other.width / 2
                assert beside or other.top != bend.top


@settings(deadline=None)
@given(graphs())
def test_everything_lies_within_the_drawing(graph: Graph) -> None:
    boxes, edges = graph
    drawing = laid_out(boxes, edges)
    for place in drawing.places.values():
        assert place.x - place.width / 2 >= -0.1
        assert place.x + place.width / 2 <= drawing.width + 0.2
        assert place.y + place.height / 2 <= drawing.height + 0.2


@settings(deadline=None)
@given(graphs())
def test_the_same_graph_gives_the_same_drawing(graph: Graph) -> None:
    assert laid_out(*graph) == laid_out(*graph)


def test_crossings_are_taken_away() -> None:
    edges = [("a", "z"), ("b", "y"), ("c", "x"), ("a", "y"), ("b", "x")]
    assert crossings(laid_out(unit_boxes("abcxyz"), edges), edges) == 0


def test_a_single_line_of_boxes_stands_straight() -> None:
    edges = list(pairwise("abcd"))
    places = laid_out(unit_boxes("abcd"), edges).places
    assert len({places[key].x for key in "abcd"}) == 1


def test_a_long_line_falls_straight() -> None:
    edges = [*pairwise("abcde"), ("a", "e")]
    drawing = laid_out(unit_boxes("abcde"), edges)
    bends = drawing.routes["a", "e"][1:-1]
    assert len(bends) == 3
    assert len({drawing.places[key].x for key in bends}) == 1


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        laid_out(unit_boxes("ab"), [("a", "b"), ("b", "a")])


def test_nothing_gives_an_empty_drawing() -> None:
    assert laid_out([], []) == Drawing({}, {}, 0, 0)


@settings(deadline=None)
@given(st.lists(st.integers(-100, 100), min_size=1, max_size=8))
def test_pooling_keeps_the_mean_and_never_falls(values: list[int]) -> None:
    pooled = monotone(values)
    assert all(a <= b + 1e-9 for a, b in pairwise(pooled))
    assert sum(pooled) == pytest.approx(sum(values))
