"""The divisions of 示范省 and their boundaries: invented, in the open ocean, the same every time.

A division is cut into its parts by nearest seats (Voronoi), so that the parts tile it: every part
is convex, as the province is, and none overlaps another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from random import Random

from shapely import MultiPoint, Point, Polygon, voronoi_polygons
from shapely.geometry import mapping

from fashu.synthetic.province import CITIES, COUNTIES

FULL_CITIES, FULL_COUNTIES, FULL_STATIONS = 21, 183, 3111
"""At full size, as a large province has them: about 3,100 towns."""

CENTRE, RADII = (153.0, 23.0), (3.2, 2.4)
"""East of the Marianas, where there is no land: degrees of longitude and latitude."""

FIRST = "安平宁远兴和永丰清泰新广长盛昌明"
SECOND = "阳川河源山口林溪塘桥岭湖原泉田"


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its code, what it is called, its level, and where it lies."""

    code: str
    title: str
    level: str
    parent: str
    shape: Polygon

    @property
    def full_code(self) -> str:
        """Six digits, nine for a town."""
        return self.code if len(self.code) > 6 else self.code.ljust(6, "0")


def divisions(seed: int, scale: float) -> list[Division]:
    """The province, its cities, counties and towns, superiors first."""
    random = Random(f"land {seed}")  # noqa: S311 - invented data
    province = Division("99", "示范省", "province", "", _outline(random))
    cities = list(_parts(random, province, _spread(1, _share(FULL_CITIES, scale))[0]))
    counts = _spread(len(cities), max(len(cities), _share(FULL_COUNTIES, scale)))
    counties = [c for city, n in zip(cities, counts, strict=True) for c in _parts(random, city, n)]
    counts = _spread(len(counties), max(len(counties), _share(FULL_STATIONS, scale)))
    towns = [t for c, n in zip(counties, counts, strict=True) for t in _parts(random, c, n)]
    return [province, *cities, *counties, *towns]


def geojson(found: Sequence[Division]) -> dict[str, object]:
    """The boundaries as a FeatureCollection (RFC 7946: longitude first, WGS 84)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": division.full_code,
                "properties": {
                    "code": division.full_code,
                    "title": division.title,
                    "level": division.level,
                    "parent": division.parent.ljust(6, "0") if division.parent else None,
                },
                "geometry": mapping(division.shape),
            }
            for division in found
        ],
    }


def _share(full: int, scale: float) -> int:
    return max(1, round(full * scale))


def _spread(places: int, count: int) -> list[int]:
    """So many things over so many places, as evenly as can be."""
    least, more = divmod(count, places)
    return [least + (n < more) for n in range(places)]


def _outline(random: Random) -> Polygon:
    """A convex outline of some twenty corners."""
    corners = []
    for n in range(20):
        angle = 2 * pi * (n + random.uniform(-0.3, 0.3)) / 20
        corners.append((CENTRE[0] + RADII[0] * cos(angle), CENTRE[1] + RADII[1] * sin(angle)))
    hull = MultiPoint(corners).convex_hull
    assert isinstance(hull, Polygon)
    return hull


def _parts(random: Random, whole: Division, count: int) -> Iterator[Division]:
    level = {2: "city", 4: "county", 6: "station"}[len(whole.code)]
    width = 3 if level == "station" else 2
    names = _names(random, whole, level, count)
    for n, (title, shape) in enumerate(zip(names, _cut(random, whole.shape, count), strict=True)):
        yield Division(f"{whole.code}{n + 1:0{width}d}", title, level, whole.code, shape)


def _cut(random: Random, whole: Polygon, count: int) -> list[Polygon]:
    """Cut a convex shape into so many parts; twice around, so that they are of a size."""
    if count == 1:
        return [whole]
    seats = _seats(random, whole, count)
    for _ in range(2):
        seats = [cell.centroid for cell in _cells(whole, seats)]
    return sorted(_cells(whole, seats), key=lambda cell: (-cell.centroid.y, cell.centroid.x))


def _cells(whole: Polygon, seats: Sequence[Point]) -> list[Polygon]:
    cells = voronoi_polygons(MultiPoint(seats), extend_to=whole).geoms
    clipped = [cell.intersection(whole) for cell in cells]
    return [cell for cell in clipped if isinstance(cell, Polygon)]


def _seats(random: Random, whole: Polygon, count: int) -> list[Point]:
    west, south, east, north = whole.bounds
    seats: list[Point] = []
    while len(seats) < count:
        seat = Point(random.uniform(west, east), random.uniform(south, north))
        if whole.contains(seat):
            seats.append(seat)
    return seats


def _names(random: Random, whole: Division, level: str, count: int) -> list[str]:
    """The names of the cast's cities and counties where it has some, invented ones after them."""
    if level == "city":
        return [f"{name}市" for name in CITIES[:count]]
    pairs = [a + b for a in FIRST for b in SECOND]
    if level == "county":
        city = int(whole.code[2:])
        known = [COUNTIES[(city * 3 + m - 4) % len(COUNTIES)] for m in range(1, 4)]
        fresh = [name for name in random.sample(pairs, count + 9) if name not in COUNTIES]
        return [f"{name}县" for name in [*known, *fresh][:count]]
    return [f"{name}镇" for name in random.sample(pairs, count)]
