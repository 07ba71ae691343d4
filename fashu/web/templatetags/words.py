"""What templates need to say things: {% load words %}."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def get(mapping: Mapping[str, str], key: str) -> str:
    """The value of a key, empty where there is none."""
    return mapping.get(key, "")


@register.filter
def svg(drawing: str) -> SafeString:
    """A drawing made by `kernel.procedure.diagram`, which escapes every word it draws."""
    if not drawing.startswith("<svg"):
        raise ValueError("only a drawing of the platform's own may pass unescaped")
    return mark_safe(drawing)  # noqa: S308
