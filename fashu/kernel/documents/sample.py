"""A template with invented data, so that its author sees the paper before anybody gets one."""

import re
from datetime import date

from fashu.kernel.business import Business, Layout, PaperForm
from fashu.kernel.documents.content import Content, Signature, blocks_of, in_chinese
from fashu.kernel.documents.typesetting import pdf
from fashu.kernel.procedure import Kind
from fashu.kernel.procedure.facts import Fact

PLACE = re.compile(r"\{([a-z_]+)(?::[a-z_|]+)?\}")


def sample_pdf(business: Business, paper: str, words: str, office: str, day: date) -> bytes:
    """Every place filled with what such an answer looks like; 示例 stands across the pages."""
    facts = {k: f for version in business.family.versions for k, f in version.facts.items()}
    filled = PLACE.sub(lambda m: _invented(m[1], facts, day), words)
    lines = [line.removeprefix("? ") for line in filled.splitlines()]
    title, rest = lines[0], "\n".join(lines[1:])
    form = business.paper_forms.get(paper, PaperForm())
    plain = form.layout is Layout.DECISION
    content = Content(
        form=form.layout.value,
        office=office,
        head=office,
        title=(office, title) if plain else (title,),
        number=f"示{form.series}〔{day.year}〕1号" if form.series else "",
        blocks=blocks_of(rest),
        sign=Signature(office, in_chinese(day)) if form.is_sealed else None,
        mark="示例",
    )
    return pdf(content).pdf


def _invented(key: str, facts: dict[str, Fact], day: date) -> str:
    fact = facts.get(key)
    if fact is None or fact.kind is Kind.DAY:
        return in_chinese(day)
    if fact.kind in (Kind.CHOICE, Kind.CHOICES) and fact.options:
        return fact.options[0].title
    if key.endswith("_name"):
        return "示范某某"
    return f"（{fact.title}）"
