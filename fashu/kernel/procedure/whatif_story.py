"""A case as it is told to the calculator: what happened, what was refused, what was assumed."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure.advance import Advanced, advance, lapse_next
from fashu.kernel.procedure.events import Event, Taken, When, day_of, takes_effect
from fashu.kernel.procedure.facts import Fact, Json, check_answers, flatten
from fashu.kernel.procedure.lenient import demanded, depending, relaxed
from fashu.kernel.procedure.procedure import Family, Procedure
from fashu.kernel.procedure.refusal import Refusal, Refused
from fashu.kernel.procedure.rules import mentions, norm_words, rules_of
from fashu.kernel.procedure.state import State
from fashu.kernel.procedure.steps import Issue, Step
from fashu.kernel.procedure.terms import ExcludedPeriod, Term
from fashu.kernel.procedure.whatif_input import Unusable
from fashu.kernel.procedure.words import quoted

MOST_LAPSES = 10_000

Data = dict[str, Any]


def cited(cite: Citation | None) -> str | None:
    """A norm in words."""
    return None if cite is None else str(cite)


def refused(refusal: Refusal) -> Data:
    """A refusal as data."""
    return {"reason": refusal.reason, "cite": cited(refusal.cite), "remedy": refusal.remedy}


class Story:
    """The state so far, with what happened (`history`), was refused, and was assumed."""

    def __init__(self, family: Family) -> None:
        self.strict = family
        self.missing: set[str] = set()
        self.family = relaxed(family, self.missing)
        self.state: State | None = None
        self.history: list[Data] = []
        self.refusals: list[Data] = []
        self.assumed: list[Data] = []
        self._lapses = 0

    def until(self, when: When) -> None:
        """Let run out what runs out by then."""
        while self.state is not None and (lapse := lapse_next(self.family, self.state, when)):
            self._lapses += 1
            if self._lapses > MOST_LAPSES:
                raise Unusable("", f"期限届满超过{MOST_LAPSES}次，无法推演")
            try:
                self._keep(None, advance(self.family, self.state, lapse))
            except Refused as refusal:
                self.refusals.append({"event": None, **refused(refusal.refusal), "errors": {}})
                return

    def happens(self, index: int, event: Event) -> None:
        """Let an event happen, or note why it cannot."""
        before = frozenset(self.missing)
        try:
            missing = self._missing(event) if isinstance(event, Taken) else []
            advanced = advance(self.family, self.state, self._staffed(index, event))
        except Refused as refusal:
            self._know_again(before)
            errors = {f"/events/{index}/facts/{k}": text for k, text in refusal.errors.items()}
            self.refusals.append({"event": index, **refused(refusal.refusal), "errors": errors})
            return
        self._keep(index, advanced)
        if isinstance(event, Taken):
            self._note(index, event, missing)

    def _know_again(self, before: frozenset[str]) -> None:
        """Take back what a refused event left out or answered. The set itself must stay."""
        self.missing.clear()
        self.missing |= before

    def _keep(self, index: int | None, advanced: Advanced) -> None:
        self.state = advanced.state
        for effect in advanced.effects:
            line = {"on": takes_effect(advanced.event).isoformat(), "event": index}
            kind = {"kind": effect.kind, "key": effect.key, "text": effect.text}
            self.history.append({**line, **kind, "cite": cited(effect.cite)})

    # -- Answers -----------------------------------------------------------------------------

    def _step(self, event: Taken) -> tuple[Procedure | None, Step | None]:
        """The step as the law of the day has it."""
        on = day_of(event.on)
        family, state = self.strict, self.state
        procedure = family.governing(state.version, on) if state else family.at(on)
        return procedure, procedure.steps.get(event.step) if procedure else None

    def _missing(self, event: Taken) -> list[str]:
        """The obligatory answers left out. Raises Refused for wrong ones and for the few needed."""
        procedure, step = self._step(event)
        if procedure is None or step is None:
            return []
        former = self.state.facts if self.state else {}
        _, errors = check_answers(step.asks, event.facts, former, day_of(event.on))
        facts = {fact.key: fact for fact in flatten(step.asks)}
        known = {**former, **{k: v for k, v in event.facts.items() if v is not None}}
        must = demanded(procedure)
        wrong = {
            key: text
            for key, text in errors.items()
            if (_is_out_of_place(facts[key], known) if key in known else key in must)
        }
        if wrong:
            first = next(iter(wrong.values()))
            reason = f"“{step.title}”有{len(wrong)}处需要更正：{first}"
            raise Refused(Refusal(reason, step.cite), wrong)
        missing = [key for key in errors if key not in known]
        self.missing |= {key for each in missing for key in depending(step, each)}
        self.missing -= {key for key, value in event.facts.items() if value is not None}
        return missing

    def _staffed(self, index: int, event: Event) -> Event:
        """Where two must act and nobody is named, two that nobody else is are taken."""
        if not isinstance(event, Taken) or event.who:
            return event
        versions = [v.steps[event.step] for v in self.family.versions if event.step in v.steps]
        persons = max(step.persons for step in versions)
        if persons == 1:
            return event
        return replace(event, who=tuple(f"{index}-{n}" for n in range(persons)))

    # -- What was assumed --------------------------------------------------------------------

    def _note(self, index: int, event: Taken, missing: list[str]) -> None:
        procedure, step = self._step(event)
        if procedure is None or step is None:
            return
        unchecked = _unchecked(procedure, missing)
        titles = {fact.key: fact.title for fact in flatten(step.asks)}
        for key in missing:
            lost = "；".join(_lost(procedure, step, key)) or "期限和阶段不取决于它"
            line = {"event": index, "fact": key, "reason": f"没有填写“{titles[key]}”：{lost}"}
            self.assumed.append({**line, "unchecked": unchecked[key]})
        if step.persons > 1 and not event.who:
            reason = f"没有写明办理人员：视为由{step.persons}人办理"
            line = {"event": index, "fact": "who", "reason": reason}
            self.assumed.append({**line, "unchecked": []})


def _is_out_of_place(fact: Fact, known: dict[str, Json]) -> bool:
    """Whether a given answer is wrong, or is none that is asked, as far as that is known."""
    if fact.asked_when is None:
        return True
    key, values = fact.asked_when
    return key in known and known[key] not in values


def _unchecked(procedure: Procedure, keys: Collection[str]) -> dict[str, list[str]]:
    """For each missing answer the norms of the rules, of this step or a later one, that ask it."""
    found: dict[str, list[str]] = {key: [] for key in keys}
    rules = [rule for step in procedure.steps.values() for rule in rules_of(step)]
    for rule in dict.fromkeys((*procedure.throughout, *rules)) if keys else ():
        for key in mentions(rule, keys):
            found[key].append(norm_words(rule))
    return {key: list(dict.fromkeys(listed)) for key, listed in found.items()}


def _lost(procedure: Procedure, step: Step, key: str) -> Iterator[str]:
    """What could not be worked out for want of an answer, and of those that hang on it."""
    keys = depending(step, key)
    terms = [term.title for term in procedure.terms.values() if _needs(term, step, keys)]
    if terms:
        yield f"没有计算{quoted(*dict.fromkeys(terms))}"
    periods = [
        rule.reason
        for term in procedure.terms.values()
        for rule in term.excluded
        if isinstance(rule, ExcludedPeriod)
        and rule.step.key == step.key
        and {rule.first.key, rule.end.key} & keys
    ]
    if periods:
        yield f"没有扣除“{'”、“'.join(dict.fromkeys(periods))}”"
    papers = [p.paper.title for p in step.issues if isinstance(p, Issue) and p.fact.key in keys]
    if papers:
        yield f"没有制作《{'》、《'.join(papers)}》"


def _needs(term: Term, step: Step, keys: set[str]) -> bool:
    """Whether a clock of the term could not start without one of the answers."""
    return any(
        (trigger.fact in keys and step.key in trigger.keys)
        or (trigger.only is not None and trigger.only[0] in keys)
        for trigger in term.opens
    )
