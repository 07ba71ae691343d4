"""A case as a rule sees it, made up for a test."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fashu.businesses.government.reconsideration.procedure import FAMILY
from fashu.kernel.procedure import CaseView, Clock, ClockStatus, State
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.state import Done

TODAY = date(2026, 9, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """What matters of a case: its answers, stage, steps done and the status of its clocks."""

    facts: Mapping[str, Json]
    stage: str = "ordinary"
    done: tuple[str, ...] = ()
    clocks: Mapping[str, str] | None = None
    due: date = TODAY
    by: str = "office"
    on: date = TODAY
    outcome: str = ""

    def view(self) -> CaseView:
        """The view a rule is asked with; every answer counts as given with the step."""
        procedure = FAMILY.at(self.on)
        assert procedure is not None
        state = State(
            procedure.key,
            procedure.version,
            self.stage,
            self.on,
            self.on,
            outcome=self.outcome,
            done={step: Done(1, self.on, self.on) for step in self.done},
            clocks=tuple(
                Clock(term, 1, procedure.version, self.on, self.on, ClockStatus(status),
                      due=self.due)
                for term, status in (self.clocks or {}).items()
            ),
        )  # fmt: skip
        return CaseView(procedure, state, self.on, self.by, self.facts, self.facts)
