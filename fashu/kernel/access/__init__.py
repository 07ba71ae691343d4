"""Who acts and what he may see. `rls` holds the same rules for migrations."""

from fashu.kernel.access.acting import (
    NobodyActsError,
    acting_as,
    current_actor,
    opening_case,
    signing_in,
)
from fashu.kernel.access.actor import ADMINISTRATORS, SYSTEM, VISITOR, Actor, Held, Kind
from fashu.kernel.access.reach import DataScope, Reach
from fashu.kernel.access.scope import Scope

__all__ = [
    "ADMINISTRATORS",
    "SYSTEM",
    "VISITOR",
    "Actor",
    "DataScope",
    "Held",
    "Kind",
    "NobodyActsError",
    "Reach",
    "Scope",
    "acting_as",
    "current_actor",
    "opening_case",
    "signing_in",
]
