"""Who handles a case (承办人): the column alone. Who may say so is the desk's rule.

It is no event: the law speaks of the organ, and which of its officers has the file moves no clock.
"""

from fashu.kernel.access import Actor
from fashu.kernel.business import Business
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.roles import roles_in


def set_handler(case: Case, account_id: int | None) -> None:
    """Write who handles a locked case; None takes it back to the office."""
    case.handler_id = account_id
    case.save(update_fields=["handler"])


def is_inside(actor: Actor, case: Case) -> bool:
    """Whether the actor serves in the handling office, in a role that works on the case."""
    return bool(roles_in(actor, case) & inside_roles(business_of(case.procedure)))


def is_head(actor: Actor, case: Case) -> bool:
    """Whether the actor leads the handling office."""
    heads = {role.key for role in business_of(case.procedure).heads}
    return bool(roles_in(actor, case) & heads)


def inside_roles(business: Business) -> frozenset[str]:
    """The keys of the roles inside the handling office."""
    return frozenset(role.key for role in business.inside)
