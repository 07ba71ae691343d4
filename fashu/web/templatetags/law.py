"""Citations as links to the statute reader: {% load law %}."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fashu.kernel.law.citation import Citation
from fashu.kernel.law.parse import CitationError, parse_citation

register = template.Library()


def anchor(cite: Citation) -> str:
    """The id of an article on the page of its statute, which is its very name: 第三十条."""
    return cite.whole_article.place


def address(cite: Citation) -> str:
    """Where the cited article can be read; empty for a house rule, which no library holds."""
    if cite.law.house:
        return ""
    on = f"?on={cite.law.edition}" if cite.law.edition else ""
    return f"{reverse('public:statute', args=[cite.law.title])}{on}#{anchor(cite)}"


@register.simple_tag
def cite(citation: Citation | None, aside: bool = False) -> SafeString | str:
    """A citation, leading to its article. `aside`: in a new window, for pages being filled in."""
    if citation is None:
        return ""
    where = address(citation)
    if not where:
        return format_html('<span class="cite" lang="zh-Hans">{}</span>', citation)
    if aside:
        return format_html(
            '<a class="cite" lang="zh-Hans" href="{}" target="_blank" rel="noopener">{}'
            '<span class="visually-hidden">（在新窗口打开）</span></a>',
            where,
            citation,
        )
    return format_html('<a class="cite" lang="zh-Hans" href="{}">{}</a>', where, citation)


@register.filter
def cited(text: str | None) -> SafeString | str:
    """A citation that comes as text, as a link; any other text as it is."""
    if not text:
        return ""
    try:
        return cite(parse_citation(text))
    except CitationError:
        return format_html('<span class="cite" lang="zh-Hans">{}</span>', text)
