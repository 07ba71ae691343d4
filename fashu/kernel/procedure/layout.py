"""Placing boxes in layers so that lines between them run downwards and cross little.

The method is Sugiyama's: layers by longest path, order by barycentres with the best of several
sweeps kept, and positions by least squares under the minimum distances, which pooling adjacent
violators solves exactly for each layer. Deterministic: the same graph gives the same drawing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

_SWEEPS = 24
_STRAIGHTENING = 40
_BEND_WEIGHT = 8.0

Layers = list[list[str]]
Links = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Box:
    """Something to place, with its size in pixels."""

    key: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a box lies: its centre and its size, and the top and bottom of its whole layer."""

    x: float
    y: float
    width: float
    height: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Places by key; for each edge the keys it passes through; and the size of the whole."""

    places: Mapping[str, Placed]
    routes: Mapping[tuple[str, str], tuple[str, ...]]
    width: float
    height: float


def laid_out(
    boxes: Sequence[Box],
    edges: Sequence[tuple[str, str]],
    *,
    beside: float = 18,
    between: float = 26,
) -> Drawing:
    """The boxes in their places. Every edge leads downwards; raises ValueError on a circle.

    `beside` and `between` are the least distances within and between layers, in pixels.
    """
    ranks = _ranks([box.key for box in boxes], edges)
    routes = {edge: _route(edge, ranks) for edge in dict.fromkeys(edges)}
    widths = {box.key: box.width for box in boxes}
    widths |= {key: 6.0 for route in routes.values() for key in route[1:-1]}
    layers = _layers(ranks, routes.values())
    segments = [pair for route in routes.values() for pair in pairwise(route)]
    layers = _ordered(layers, segments)
    centres = _positions(layers, segments, widths, beside)
    _straighten(layers, routes.values(), widths, centres)
    gaps = _gaps(layers, segments, centres, between)
    return _drawing(boxes, layers, routes, centres, widths, gaps)


# -- Layers ----------------------------------------------------------------------------------


def _ranks(keys: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The longest way down to each box."""
    above = defaultdict(list)
    for source, target in edges:
        above[target].append(source)
    ranks: dict[str, int] = {}
    waiting = list(keys)
    while waiting:
        ready = [key for key in waiting if all(other in ranks for other in above[key])]
        if not ready:
            raise ValueError(f"the edges run in a circle among {waiting}")
        for key in ready:
            ranks[key] = max((ranks[other] + 1 for other in above[key]), default=0)
        waiting = [key for key in waiting if key not in ranks]
    return ranks


def _route(edge: tuple[str, str], ranks: Mapping[str, int]) -> tuple[str, ...]:
    """The edge with a bend, a box of no size, in every layer that it passes."""
    source, target = edge
    passed = range(ranks[source] + 1, ranks[target])
    return (source, *(f"{source}>{target}@{rank}" for rank in passed), target)


def _layers(ranks: Mapping[str, int], routes: Iterable[tuple[str, ...]]) -> Layers:
    layers: Layers = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for key, rank in ranks.items():
        layers[rank].append(key)
    for route in routes:
        for offset, key in enumerate(route[1:-1], start=1):
            layers[ranks[route[0]] + offset].append(key)
    return layers


# -- Order within the layers -----------------------------------------------------------------


def _links(segments: Iterable[tuple[str, str]]) -> tuple[Links, Links]:
    above, below = defaultdict(list), defaultdict(list)
    for upper, lower in segments:
        above[lower].append(upper)
        below[upper].append(lower)
    return above, below


def _ordered(layers: Layers, segments: Sequence[tuple[str, str]]) -> Layers:
    above, below = _links(segments)
    best, fewest = layers, _crossings(layers, below)
    for sweep in range(_SWEEPS):
        layers = _swept(layers, above if sweep % 2 == 0 else below, downwards=sweep % 2 == 0)
        layers = _transposed(layers, above, below)
        count = _crossings(layers, below)
        if count < fewest:
            best, fewest = layers, count
    return best


def _swept(layers: Layers, neighbours: Links, *, downwards: bool) -> Layers:
    """Every layer sorted by the mean place of its neighbours in the layer before."""
    layers = [list(layer) for layer in layers]
    order = range(1, len(layers)) if downwards else range(len(layers) - 2, -1, -1)
    for index in order:
        fixed = layers[index - 1 if downwards else index + 1]
        place = {key: n for n, key in enumerate(fixed)}
        own = {key: n for n, key in enumerate(layers[index])}

        def mean(key: str, place: dict[str, int] = place, own: dict[str, int] = own) -> float:
            near = [place[other] for other in neighbours[key] if other in place]
            return sum(near) / len(near) if near else own[key]

        layers[index].sort(key=mean)
    return layers


def _transposed(layers: Layers, above: Links, below: Links) -> Layers:
    """Neighbours change places wherever that takes crossings away."""
    for index, layer in enumerate(layers):
        places = [
            {key: n for n, key in enumerate(layers[near])} if 0 <= near < len(layers) else {}
            for near in (index - 1, index + 1)
        ]
        for n in range(len(layer) - 1):
            left, right = layer[n], layer[n + 1]
            now = later = 0
            for links, place in zip((above, below), places, strict=True):
                a = [place[k] for k in links[left] if k in place]
                b = [place[k] for k in links[right] if k in place]
                now += sum(x > y for x in a for y in b)
                later += sum(x < y for x in a for y in b)
            if later < now:
                layer[n], layer[n + 1] = right, left
    return layers


def _crossings(layers: Layers, below: Links) -> int:
    total = 0
    for upper, lower in pairwise(layers):
        place = {key: n for n, key in enumerate(lower)}
        ends = [sorted(place[k] for k in below[key]) for key in upper]
        seen: list[int] = []
        for targets in ends:
            total += sum(earlier > target for target in targets for earlier in seen)
            seen += targets
    return total


# -- Positions -------------------------------------------------------------------------------


def _positions(
    layers: Layers, segments: Sequence[tuple[str, str]], widths: Mapping[str, float], gap: float
) -> dict[str, float]:
    """The centre of each box, as near to its neighbours as order and distances allow."""
    above, below = _links(segments)
    centres: dict[str, float] = {}
    for layer in layers:
        edge = 0.0
        for key in layer:
            centres[key] = edge + widths[key] / 2
            edge += widths[key] + gap
    for sweep in range(_STRAIGHTENING):
        last = sweep >= _STRAIGHTENING - 6
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            near = [above, below] if last else [above if sweep % 2 == 0 else below]
            _settle(layer, near, centres, widths, gap)
    return centres


def _settle(
    layer: Sequence[str],
    near: Sequence[Links],
    centres: dict[str, float],
    widths: Mapping[str, float],
    gap: float,
) -> None:
    wishes, weights = [], []
    for key in layer:
        links = [(other, _weight(key, other)) for side in near for other in side[key]]
        weight = sum(w for _, w in links)
        wished = sum(centres[other] * w for other, w in links) / weight if links else centres[key]
        wishes.append(wished)
        weights.append(weight or 0.01)
    offsets = [0.0]
    for left, right in pairwise(layer):
        offsets.append(offsets[-1] + (widths[left] + widths[right]) / 2 + gap)
    shifted = [wish - offset for wish, offset in zip(wishes, offsets, strict=True)]
    for key, value, offset in zip(layer, monotone(shifted, weights), offsets, strict=True):
        centres[key] = value + offset


def _straighten(
    layers: Layers,
    routes: Iterable[tuple[str, ...]],
    widths: Mapping[str, float],
    centres: dict[str, float],
) -> None:
    """Give the bends of a line one place, where there is room, so that it falls straight."""
    beside = {key: (layer[:n], layer[n + 1 :]) for layer in layers for n, key in enumerate(layer)}

    def fits(key: str, x: float) -> bool:
        left, right = beside[key]
        clear = 7 if "@" in key else 14
        return all(centres[k] + widths[k] / 2 + clear <= x for k in left[-1:]) and all(
            x + clear <= centres[k] - widths[k] / 2 for k in right[:1]
        )

    def fitting(bends: Sequence[str], x: float) -> int:
        return next((n for n, key in enumerate(bends) if not fits(key, x)), len(bends))

    for route in sorted(routes, key=len, reverse=True):
        bends = route[1:-1]
        while bends:
            places = [centres[key] for key in (route[0], route[-1], *bends)]
            x = max(places, key=partial(fitting, bends))
            count = max(fitting(bends, x), 1)
            centres.update(dict.fromkeys(bends[:count], x if count > 1 else centres[bends[0]]))
            bends = bends[count:]


def _weight(key: str, other: str) -> float:
    """Long lines should be straight, so bends hold on to each other."""
    return _BEND_WEIGHT ** (("@" in key) + ("@" in other))


def monotone(values: Sequence[float], weights: Sequence[float] = ()) -> list[float]:
    """The nearest sequence that never falls, by pooling adjacent violators."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights or [1.0] * len(values), strict=True):
        pool = value, weight, 1
        while pools and pools[-1][0] > pool[0]:
            former = pools.pop()
            both = former[1] + pool[1]
            mean = (former[0] * former[1] + pool[0] * pool[1]) / both
            pool = mean, both, former[2] + pool[2]
        pools.append(pool)
    return [value for value, _, count in pools for _ in range(count)]


def _drawing(
    boxes: Sequence[Box],
    layers: Layers,
    routes: dict[tuple[str, str], tuple[str, ...]],
    centres: Mapping[str, float],
    widths: Mapping[str, float],
    gaps: Sequence[float],
) -> Drawing:
    heights = {box.key: box.height for box in boxes}
    left = min((centres[key] - widths[key] / 2 for key in centres), default=0)
    right = max((centres[key] + widths[key] / 2 for key in centres), default=0)
    places, top = {}, 0.0
    for n, layer in enumerate(layers):
        tall = max((heights.get(key, 0) for key in layer), default=0)
        for key in layer:
            places[key] = Placed(
                x=round(centres[key] - left, 1),
                y=round(top + tall / 2, 1),
                width=widths[key],
                height=heights.get(key, 0),
                top=round(top, 1),
                bottom=round(top + tall, 1),
            )
        top += tall + gaps[n]
    height = max((place.bottom for place in places.values()), default=0)
    return Drawing(places, routes, round(right - left, 1), height)


def _gaps(
    layers: Layers, segments: Sequence[tuple[str, str]], centres: Mapping[str, float], least: float
) -> list[float]:
    """The distance below each layer: more where a line has far to go sideways."""
    rank = {key: n for n, layer in enumerate(layers) for key in layer}
    gaps = [least] * len(layers)
    for upper, lower in segments:
        sideways = abs(centres[upper] - centres[lower])
        gaps[rank[upper]] = max(gaps[rank[upper]], least + min(sideways * 0.07, 1.4 * least))
    return gaps
