"""Who acts, as a value, and which part of the office tree he may see."""

from dataclasses import dataclass
from enum import StrEnum

from fashu.kernel.access.reach import NO_REACH, Reach, plain
from fashu.kernel.access.scope import EVERYWHERE, NOWHERE, Scope


class Kind(StrEnum):
    """What sort of actor this is."""

    VISITOR = "visitor"
    CITIZEN = "citizen"
    OFFICER = "officer"
    AUDITOR = "auditor"
    """Reads the cases of its scope and acts on none (督察); the logs are another's."""
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    SYSTEM = "system"


ADMINISTRATORS = frozenset({Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN, Kind.AUDIT_ADMIN})
"""三员: one keeps offices and accounts, one grants rights, one reads the logs. None sees a case."""


@dataclass(frozen=True, slots=True)
class Held:
    """One of the posts that somebody may act in, by the number of its posting."""

    posting_id: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One account in one of its posts, for the length of a request or a job.

    `office_path` is the path of the office he acts for, empty for citizens and visitors.
    `roles` are the roles of that post, as the procedures name them; `granted` what they let him
    see of cases (where it is not said, the plain scope: his office and those below).
    `on_behalf_of` is the account whose post it is, where he acts by delegation. `posts` are all
    that he may choose from.
    """

    kind: Kind
    name: str
    account_id: int | None = None
    office_id: int | None = None
    office_path: str = ""
    office_title: str = ""
    roles: frozenset[str] = frozenset()
    posting_id: int | None = None
    on_behalf_of: int | None = None
    on_behalf_of_name: str = ""
    posts: tuple[Held, ...] = ()
    granted: Reach | None = None

    @property
    def scope(self) -> Scope:
        """Officers and auditors see their own office and those below it; others no office."""
        if self.kind is Kind.SYSTEM:
            return EVERYWHERE
        if self.kind in ADMINISTRATORS:
            return NOWHERE
        return Scope.below(self.office_path) if self.office_path else NOWHERE

    @property
    def reach(self) -> Reach:
        """Which cases he sees without taking part in them; an administrator none."""
        if self.kind in ADMINISTRATORS:
            return NO_REACH
        return plain(self.scope) if self.granted is None else self.granted


VISITOR = Actor(kind=Kind.VISITOR, name="访客")
"""Nobody in particular: sees public things only."""

SYSTEM = Actor(kind=Kind.SYSTEM, name="系统")
"""The law's own effects (期限届满): sees every case, is no person."""
