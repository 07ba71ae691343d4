"""General procedure law that attaches itself to a step by the kind of act it is.

The special law need not name it: a step marked as a decision asks for its reasons, and for what
its paper tells of the remedies, because the law says so of every such act. A step that asks its
own reasons keeps its own question. The facts asked here move no clock.
"""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.procedure.facts import Fact, Group, Option, choices, flatten, long_text
from fashu.kernel.procedure.refusal import Refusal
from fashu.kernel.procedure.steps import Act, Rule, Step

if TYPE_CHECKING:
    from fashu.kernel.procedure.procedure import Procedure
    from fashu.kernel.procedure.view import CaseView

LITIGATION = Law("行政诉讼法")
SUIT_RULES = Law("最高人民法院关于适用《行政诉讼法》的解释")
REGULATION_2007 = Law("行政复议法实施条例", edition=date(2007, 8, 1))
REGULATION_2026 = Law("行政复议法实施条例", edition=date(2026, 7, 1))

SERVICE = SUIT_RULES.art(63)
"""「没有制作或者没有送达法律文书」: every such act is put on paper and served."""

# No statute asks reasons of every administrative act; many do of theirs (处罚法59、许可法38).
# The burden of proof (「被告对作出的行政行为负有举证责任」) makes them due when the act is done.
REASONS = long_text(
    "reasons",
    "认定的事实、理由和依据",
    cite=LITIGATION.art(34, 1),
    personal=True,
    help="作出机关对行政行为的事实、证据和依据负举证责任，应当在作出时写明。",
)
RIGHT = Option("right", "有权申请行政复议", REGULATION_2026.art(25))
ORGAN = Option("organ", "向哪个机关申请行政复议", REGULATION_2026.art(25))
PERIOD = Option("period", "申请行政复议的期限", REGULATION_2026.art(25))
SUIT = Option("suit", "向哪个人民法院起诉、起诉期限", SUIT_RULES.art(64, 1))
TOLD = "remedies_told"
OF_DECISION = choices(
    TOLD,
    "文书中已经告知的救济",
    RIGHT,
    ORGAN,
    PERIOD,
    SUIT,
    help="对权利、义务可能产生不利影响的，前三项都要告知；没有告知的，期限对当事人不开始计算。",
)
OF_REVIEW = choices(
    TOLD,
    "文书中已经告知的救济",
    SUIT,
    help="不服复议决定的，可以在收到之日起十五日内起诉，法律另有规定的除外。",
)
KEYS = frozenset({REASONS.key, TOLD})


def reconsideration_is_told(case: "CaseView") -> Refusal | None:
    """《行政复议法实施条例》第二十五条：应当告知申请行政复议的权利、机关和期限"""
    if case.on < date(2026, 7, 1):
        return None
    return _untold(case, (RIGHT, ORGAN, PERIOD), REGULATION_2026.art(25))


def reconsideration_was_told(case: "CaseView") -> Refusal | None:
    """《行政复议法实施条例》第十七条：2026年7月1日以前适用的同一规定"""
    if case.on >= date(2026, 7, 1):
        return None
    return _untold(case, (RIGHT, ORGAN, PERIOD), REGULATION_2007.art(17))


def suit_is_told(case: "CaseView") -> Refusal | None:
    """《行政诉讼法》第四十五条：收到复议决定书之日起十五日内起诉；未告知的不开始计算"""
    return _untold(case, (SUIT,), SUIT_RULES.art(64, 2))


def _untold(case: "CaseView", options: tuple[Option, ...], cite: Citation) -> Refusal | None:
    if TOLD not in case.facts:
        return None  # The question is obligatory: that it was not answered is said elsewhere.
    told = case.items(TOLD)
    missing = "、".join(option.title for option in options if option.key not in told)
    if not missing:
        return None
    return Refusal(f"文书没有告知当事人：{missing}", cite, "请在文书中写明后再作出")


def attach(procedure: "Procedure") -> "Procedure":
    """The procedure with what general law asks of its acts. Attaching twice changes nothing."""
    provisions = tuple(
        _attached(p, procedure.applies_from) if isinstance(p, Step) else p
        for p in procedure.provisions
    )
    return (
        procedure
        if provisions == procedure.provisions
        else replace(procedure, provisions=provisions)
    )


def _attached(step: Step, applies_from: date) -> Step:
    if step.act is None:
        return step
    asked = {fact.key for fact in flatten(step.asks)}
    facts: list[Fact] = [] if any(map(_are_reasons, asked)) else [REASONS]
    if TOLD not in asked:
        facts.append(OF_DECISION if step.act is Act.DECISION else OF_REVIEW)
    checks = [c for c in _checks(step.act, applies_from) if c not in step.checks]
    group = (Group("说明理由、告知救济", tuple(facts)),) if facts else ()
    return replace(step, asks=(*step.asks, *group), checks=(*step.checks, *checks))


def _are_reasons(key: str) -> bool:
    return key in ("reasons", "reason") or key.endswith(("_reasons", "_reason"))


def _checks(act: Act, applies_from: date) -> tuple[Rule, ...]:
    match act:
        case Act.REVIEW:
            return (suit_is_told,)
        case Act.DECISION if applies_from >= date(2026, 7, 1):
            return (reconsideration_is_told,)
        case Act.DECISION:
            return (reconsideration_was_told, reconsideration_is_told)


def unserved(step: Step) -> bool:
    """Whether an act that must be served issues no paper to anybody."""
    return step.act is not None and not any(paper.to for paper in step.papers())
