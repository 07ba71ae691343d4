"""Dates in plain words: {% load plain %}."""

from django import template

from fashu.kernel.procedure.events import When
from fashu.kernel.procedure.state import when_from_iso
from fashu.web.public.plain import day

register = template.Library()


@register.filter
def plain_day(when: When) -> str:
    """2026年12月1日（星期二）."""
    return day(when)


@register.filter
def plain_iso(text: str) -> str:
    """The same for a date or moment that comes as ISO 8601 text."""
    return day(when_from_iso(text))
