"""Small pieces that every template draws: {% load look %}."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fashu.web.vendor import ICONS

register = template.Library()


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """An icon of the sprite; with a title it speaks, without one it is decoration.

    Raises ValueError for an icon that the sprite does not hold.
    """
    if name not in ICONS:
        raise ValueError(f"no icon {name!r}: add it to fashu.web.vendor.ICONS and `make vendor`")
    address = f"{static('vendor/icons.svg')}#{name}"
    if title:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>',
            title,
            address,
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)
