"""Entering and finding places (地) and matters (事)."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry.models import Matter, Place
from fashu.kernel.registry.subjects import beginning, create, named, standing

_DIVISION = re.compile(r"\d{6}(\d{3}){0,2}", re.ASCII)
"""GB/T 2260 and GB/T 10114: county, town and village in 6, 9 or 12 digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is known of a place. Coordinates are degrees (WGS 84), both or neither."""

    name: str
    division_code: str
    latitude: float | None = None
    longitude: float | None = None


def find_places(words: str) -> QuerySet[Place]:
    """Places by the beginning of the address, of its pinyin initials, or of the division code."""
    word = words.strip()
    by_code = Q(division_code__startswith=word) if word.isdecimal() and word.isascii() else None
    return beginning(standing(Place), words, by_code)


def add_place(site: Site) -> Place:
    """Enter a place; the same address of the same division is entered once. Raises Refused."""
    name, code = named(site.name, "地址"), site.division_code.strip()
    if not _DIVISION.fullmatch(code):
        raise refuse("行政区划代码应为6位、9位或者12位数字")
    if (site.latitude is None) != (site.longitude is None):
        raise refuse("请同时填写纬度和经度，或者都不填")
    if not _on_earth(site.latitude, 90) or not _on_earth(site.longitude, 180):
        raise refuse("纬度应在-90至90之间，经度应在-180至180之间")
    known = standing(Place).filter(name=name, division_code=code).first()
    spot = {"latitude": site.latitude, "longitude": site.longitude}
    return known or create(Place, name, division_code=code, **spot)


def _on_earth(degrees: float | None, most: int) -> bool:
    return degrees is None or -most <= degrees <= most


def find_matters(words: str) -> QuerySet[Matter]:
    """Matters by the beginning of the title or of its pinyin initials."""
    return beginning(standing(Matter), words)


def add_matter(name: str, happened_on: date | None, place: Place | None) -> Matter:
    """Enter a matter; the same title of the same day is entered once. Raises Refused."""
    title = named(name, "事项")
    if happened_on is not None and happened_on > clock.today():
        raise refuse("发生日期不能晚于今天")
    known = standing(Matter).filter(name=title, happened_on=happened_on, place=place).first()
    return known or create(Matter, title, happened_on=happened_on, place=place)
