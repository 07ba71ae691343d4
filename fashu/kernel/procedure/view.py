"""What a rule may look at: the case, the day, the role and the answers given. Read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fashu.kernel.procedure.events import When, day_of
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.state import Clock, Done, State


@dataclass(frozen=True, slots=True)
class CaseView:
    """The case as a rule sees it. `facts` are the case's answers with the given ones laid over.

    While "why not yet" is worked out, nothing is given and `given` is empty.
    """

    procedure: Procedure
    state: State | None
    now: When
    by: str
    given: Mapping[str, Json]
    facts: Mapping[str, Json]
    who: tuple[str, ...] = ()

    @property
    def on(self) -> date:
        """The day of the step."""
        return day_of(self.now)

    def fact(self, key: str) -> Json:
        """An answer, or None where there is none."""
        return self.facts.get(key)

    def day(self, key: str) -> date | None:
        """An answer that is a date or a moment, as a date."""
        value = self.facts.get(key)
        return datetime.fromisoformat(value).date() if isinstance(value, str) else None

    def number(self, key: str) -> int | None:
        """An answer that is a whole number or an amount in fen."""
        value = self.facts.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def items(self, key: str) -> tuple[str, ...]:
        """An answer that is a list."""
        value = self.facts.get(key)
        return tuple(v for v in value if isinstance(v, str)) if isinstance(value, list) else ()

    @property
    def stage(self) -> str:
        """The key of the present stage; empty before the case is opened."""
        return self.state.stage if self.state else ""

    def done(self, step: str) -> Done | None:
        """When and how often a step was taken."""
        return self.state.done.get(step) if self.state else None

    def clock(self, term: str) -> Clock | None:
        """The latest clock of a term."""
        return self.state.clock(term) if self.state else None

    def due(self, term: str) -> date | None:
        """The day on which a term ends, where its latest clock has one."""
        clock = self.clock(term)
        return day_of(clock.due) if clock and clock.due else None

    def elapsed(self, term: str) -> int:
        """The days of a term's clock that have counted by the day of the step; 0 without one."""
        clock = self.clock(term)
        return clock.elapsed(self.on) if clock else 0

    def entered(self, stage: str) -> date | None:
        """The day the case last entered a stage."""
        return self.state.entered.get(stage) if self.state else None
