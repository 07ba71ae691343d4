"""The history of an office in words: {% load register %}."""

from django import template

from fashu.kernel.people.models import Level, OfficeKind
from fashu.kernel.people.offices import TITLES

register = template.Library()

WORDS = {"level": dict(Level.choices), "kind": dict(OfficeKind.choices)}


@register.filter
def fact(name: str) -> str:
    """What a tracked fact is called."""
    return TITLES.get(name, name)


@register.filter
def fact_value(value: str, name: str) -> str:
    """A former or later value as people say it."""
    return str(WORDS.get(name, {}).get(value, value))
