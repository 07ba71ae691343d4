"""What is said to a person whose step cannot be taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fashu.kernel.law.citation import Citation


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step may not be taken: a sentence in Chinese, its norm, and what to do next."""

    reason: str
    cite: Citation | None = None
    remedy: str = ""

    def __str__(self) -> str:
        norm = f"（{self.cite}）" if self.cite else ""
        remedy = f"。{self.remedy}" if self.remedy else ""
        return f"{self.reason}{norm}{remedy}"


@dataclass(eq=False)
class Refused(Exception):
    """The event is not taken and the state stays as it was. `errors` names the facts at fault."""

    refusal: Refusal
    errors: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.refusal)


def refuse(reason: str, cite: Citation | None = None, remedy: str = "", **errors: str) -> Refused:
    """The exception to raise, in one line at the place of refusal."""
    return Refused(Refusal(reason, cite, remedy), errors)
