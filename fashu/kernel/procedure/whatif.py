"""The calculator: where a case would stand today if these events took place. Pure.

Between the events, and up to today, whatever runs out by law is fed to `advance`, as the live
system does. Nothing is stored and nobody is named.
"""

from collections.abc import Mapping

from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import clocks
from fashu.kernel.procedure.conditions import choices_at
from fashu.kernel.procedure.describe import digest
from fashu.kernel.procedure.events import Event, When, day_of, is_before, takes_effect
from fashu.kernel.procedure.procedure import Family, Procedure
from fashu.kernel.procedure.state import Clock, ClockStatus, IssuedPaper, State
from fashu.kernel.procedure.terms import Manual
from fashu.kernel.procedure.whatif_input import Question, Unusable, parse, read
from fashu.kernel.procedure.whatif_story import Data, Story, cited, refused


def whatif(families: Mapping[str, Family], document: object) -> Data:
    """The answer to a document as described in docs/reference. Raises Unusable."""
    question = read(families, document)
    told = Story(question.family)
    pending = []
    for index, event in _in_order(question):
        if is_before(question.today, takes_effect(event)):
            pending.append({"event": index, "takes_effect": takes_effect(event).isoformat()})
            continue
        told.until(takes_effect(event))
        told.happens(index, event)
    told.until(question.today)
    return {**_standing(question, told), "pending": pending}


def _in_order(question: Question) -> list[tuple[int, Event]]:
    """公告送达 works only after its thirty days; what happened meanwhile comes before it."""
    numbered = enumerate(question.events)
    return sorted(numbered, key=lambda pair: (day_of(takes_effect(pair[1])), pair[0]))


# -- The answer ------------------------------------------------------------------------------


def _standing(question: Question, told: Story) -> Data:
    family, state = question.family, told.state
    procedure = _governing(family, state, question.today)
    stage = procedure.stage_of.get(state.stage) if state else None
    return {
        "procedure": procedure.key,
        "title": procedure.title,
        "version": procedure.version,
        "digest": digest(procedure),
        "today": question.today.isoformat(),
        "stage": stage.key if stage else None,
        "stage_title": stage.title if stage else None,
        "outcome": state.outcome if state else "",
        "terms": [_term(family, clock) for clock in state.clocks] if state else [],
        "papers": _papers(procedure, state.papers if state else ()),
        "next": _next(told, question.today),
        "refusals": told.refusals,
        "assumed": told.assumed,
        "history": told.history,
    }


def _governing(family: Family, state: State | None, today: When) -> Procedure:
    if state is not None:
        return family.version(state.version)
    return family.at(day_of(today)) or family.versions[0]


def _iso(when: When | None) -> str | None:
    return None if when is None else when.isoformat()


def _term(family: Family, clock: Clock) -> Data:
    term = clocks.term_of(family, clock)
    return {
        "key": term.key,
        "title": term.title,
        "n": clock.n,
        "of": clock.of,
        "nature": term.nature.value,
        "starts": _iso(clock.starts),
        "due": _iso(clock.due),
        "provisional": clock.provisional,
        "excluded_days": clock.excluded_days,
        "status": clock.status.value,
        "status_title": clock.status.label,
        "closed_on": _iso(clock.closed_on),
        "owed_by": term.owed_by.key,
        "owed_by_title": term.owed_by.title,
        "cite": str(term.cite),
        "because": _because(family, clock),
        "lapse": {"title": term.lapse.title, "cite": str(term.lapse.cite)},
        "doubts": [
            {"question": d.question, "taken": d.taken, "other": d.other} for d in term.doubts
        ],
        "unverified": term.unverified,
    }


def _because(family: Family, clock: Clock) -> list[Data]:
    """Why the date is what it is, move by move; or why there is none."""
    term = clocks.term_of(family, clock)
    if isinstance(term.span, Manual):
        return [_move("manual", f"法律没有规定天数：{term.span.route}", term.span.cite)]
    if clock.status is ClockStatus.PAUSED:
        rules = clocks.stopped_by(family, clock)
        return [_move("pause", f"{rule.reason}，期限停止计算", rule.cite) for rule in rules]
    found = clocks.explain(family, clock)
    moves = found.moves if found else ()
    return [
        {
            **_move(move.kind, move.reason, move.cite),
            "before": _iso(move.before),
            "after": _iso(move.after),
            "days": move.days,
        }
        for move in moves
    ]


def _move(kind: str, reason: str, cite: Citation | None) -> Data:
    return {"kind": kind, "reason": reason, "cite": cited(cite)}


def _papers(procedure: Procedure, issued: tuple[IssuedPaper, ...]) -> Data:
    """What was made, and to whom it is still owed."""
    standing = [paper for paper in issued if not paper.void and paper.paper in procedure.papers]
    return {
        "issued": [
            {
                "key": paper.paper,
                "title": procedure.papers[paper.paper].title,
                "n": paper.n,
                "step": paper.step,
                "issued_on": paper.issued_on.isoformat(),
                "served": {role: on.isoformat() for role, on in paper.served.items()},
                "cite": str(procedure.papers[paper.paper].cite),
            }
            for paper in standing
        ],
        "owed": [
            {
                "key": paper.paper,
                "title": procedure.papers[paper.paper].title,
                "to": role.key,
                "to_title": role.title,
                "cite": str(procedure.papers[paper.paper].cite),
            }
            for paper in standing
            for role in procedure.papers[paper.paper].to
            if role.key not in paper.served
        ],
    }


def _next(told: Story, today: When) -> list[Data]:
    """The steps of the present stage, and what speaks against each."""
    here = told.state.stage if told.state else ""
    return [
        {
            "step": choice.step.key,
            "title": choice.step.title,
            "by": [role.key for role in choice.by],
            "cite": str(choice.step.cite),
            "why_not": [refused(refusal) for refusal in choice.why_not],
        }
        for choice in choices_at(told.family, told.state, today)
        if here in ([stage.key for stage in choice.step.at] or [""])
    ]


__all__ = ["Unusable", "parse", "whatif"]
