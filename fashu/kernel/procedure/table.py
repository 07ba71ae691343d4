"""The statute table: what each article allows or orders, whom, when, for how long, with what end.

A jurist reads this table instead of the code, in the order of the statute.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import words
from fashu.kernel.procedure.procedure import Procedure, Provision
from fashu.kernel.procedure.rules import rules_of
from fashu.kernel.procedure.steps import Arrival, Step
from fashu.kernel.procedure.terms import Term


@dataclass(frozen=True, slots=True)
class Row:
    """One provision in words."""

    cite: Citation
    kind: str
    key: str
    title: str
    who: str
    when: str
    conditions: str
    length: str
    effect: str


HEADINGS = ("条文", "事项", "谁", "何时", "条件", "多长", "结果")


def statute_table(procedure: Procedure) -> tuple[Row, ...]:
    """Every provision, in the order of the articles: the procedure's own law first."""
    order = [procedure.law.title, *(law.title for law in procedure.laws)]
    order += [p.cite.law.title for p in procedure.provisions]
    places = {title: n for n, title in reversed(list(enumerate(order)))}
    rows = [_row(procedure, provision) for provision in procedure.provisions]
    return tuple(sorted(rows, key=lambda row: (places[row.cite.law.title], _place(row.cite))))


def _place(cite: Citation) -> tuple[int, ...]:
    return (cite.article, cite.inserted, cite.paragraph or 0, cite.item or 0, cite.point or 0)


def _row(procedure: Procedure, provision: Provision) -> Row:
    match provision:
        case Step():
            return _step(procedure, provision)
        case Term():
            return _term(procedure, provision)
        case Arrival():
            return _arrival(provision)


def _step(procedure: Procedure, step: Step) -> Row:
    conditions = [words.condition(procedure, need) for need in step.needs]
    conditions += [words.rule(procedure, each) for each in rules_of(step)]
    met = [
        f"“{term.title}”内"
        for term in procedure.terms.values()
        if any(isinstance(m, Step) and m.key == step.key for m in term.met_by)
    ]
    return Row(
        cite=step.cite,
        kind="步骤",
        key=step.key,
        title=step.title,
        who=words.takers(step),
        when=words.stages(step.at),
        conditions="；".join(dict.fromkeys(conditions)),
        length="、".join(met),
        effect=words.effects(step),
    )


def _term(procedure: Procedure, term: Term) -> Row:
    return Row(
        cite=term.cite,
        kind=words.NATURES[term.nature],
        key=term.key,
        title=term.title,
        who=term.owed_by.title,
        when=words.starts(procedure, term),
        conditions="；".join(_doubts(term)),
        length="；".join(part for part in (words.length(term), words.moved(term)) if part),
        effect=words.lapse(term),
    )


def _doubts(term: Term) -> Iterator[str]:
    for doubt in term.doubts:
        yield f"存疑：{doubt.question}（取“{doubt.taken}”，不取“{doubt.other}”）"
    if term.unverified:
        yield f"未核：{term.unverified}"


def _arrival(arrival: Arrival) -> Row:
    to = arrival.whom.title if arrival.whom else words.roles(arrival.paper.to)
    return Row(
        cite=arrival.cite,
        kind="送达",
        key=arrival.paper.key,
        title=f"《{arrival.paper.title}》送达",
        who=to,
        when=words.stages(arrival.at),
        conditions="",
        length="",
        effect=f"进入“{arrival.to.title}”",
    )


def statute_markdown(procedure: Procedure) -> str:
    """The table in Markdown."""
    return markdown(HEADINGS, [_cells(procedure, row) for row in statute_table(procedure)])


def _cells(procedure: Procedure, row: Row) -> tuple[str, ...]:
    place = row.cite.place if row.cite.law == procedure.law else str(row.cite)
    what = row.title if row.kind == "送达" else f"{row.kind}：{row.title}"
    return place, what, row.who, row.when, row.conditions, row.length, row.effect


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; what could break it is escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")
