"""Browsers and outcomes in words: {% load account %}."""

import re

from django import template

from fashu.kernel.credentials.journal import FAILED
from fashu.kernel.credentials.models import Outcome

register = template.Library()

BROWSERS = (
    ("微信", r"MicroMessenger"),
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("360 浏览器", r"QihooBrowser|360SE|360EE"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("鸿蒙", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux"),
)


@register.filter
def browser(agent: str) -> str:
    """A browser as people call it; what it says of itself may be untrue."""
    names = (_first(BROWSERS, agent), _first(SYSTEMS, agent))
    return " · ".join(name for name in names if name) or "未知浏览器"


@register.filter
def outcome_tone(outcome: str) -> str:
    """The tone of the chip for an outcome: failures stand out, whatever they come to."""
    return "soon" if outcome in FAILED else "ok" if outcome == Outcome.SIGNED_IN else ""


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in names if re.search(pattern, agent)), "")
