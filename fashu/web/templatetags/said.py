"""Words that come from data, in the reader's language: {% load said %}."""

import re

from django import template
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fashu.kernel.hall.topics import Topic, Way

register = template.Library()

HAN = re.compile(r"[\u3400-\u9fff]")
"""Words without a Chinese character need no mark."""

UNITS = {
    "个工作日": "working day",
    "日": "day",
    "个月": "month",
    "年": "year",
    "小时": "hour",
    "个服务小时": "hour of service",
}
SPAN = re.compile(rf"(\d+)({'|'.join(UNITS)})")


@register.filter
def said(words: object) -> SafeString | str:
    """In the reader's language where there is a translation; else in Chinese, marked as such."""
    text = words if isinstance(words, SafeString) else str(words)
    if not _in_english() or not HAN.search(text) or _is_marked(text):
        return text
    found = translation.gettext(text)
    return format_html('<span lang="zh-Hans">{}</span>', text) if found == text else found


@register.filter
def beside(words: object) -> SafeString | str:
    """A title of the law: in English its translation with the Chinese beside, which governs."""
    text = str(words)
    if not _in_english():
        return text
    found = translation.gettext(text)
    chinese = format_html('<span lang="zh-Hans">{}</span>', text)
    return chinese if found == text else format_html("{} {}", found, chinese)


@register.filter
def lasting(words: object) -> SafeString | str:
    """A length of time as the procedure says it: 5个工作日 is 5 working days in English."""
    found = SPAN.fullmatch(str(words))
    if not found or not _in_english():
        return said(words)
    number, unit = int(found[1]), UNITS[found[2]]
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


@register.filter
def worded(words: object) -> str:
    """In the reader's language where there is a translation, without a mark: for titles."""
    text = str(words)
    return translation.gettext(text) if _in_english() and text else text


@register.filter
def tongue(words: object) -> SafeString | str:
    """The attribute of an element that can hold no other, whose words stay Chinese."""
    text = str(words)
    stays = _in_english() and worded(text) == text
    return format_html(' lang="{}"', "zh-Hans") if stays else ""


@register.filter
def title_of(each: Topic | Way) -> str:
    """The title of a topic or of a place to go."""
    return each.title_en if _in_english() and each.title_en else each.title


@register.filter
def first_of(topic: Topic) -> str:
    """What to do first."""
    return topic.first_en if _in_english() else topic.first


def _is_marked(text: str) -> bool:
    """Whether words were put together from translated and marked parts already."""
    return isinstance(text, SafeString) and 'lang="zh-Hans"' in text


def _in_english() -> bool:
    return translation.get_language() == "en"
