"""Who leads an office at the desk: whoever plays a leading role of some business in it."""

from fashu.kernel.access import Actor, Kind
from fashu.kernel.cases.catalogue import businesses


def leads_office(actor: Actor) -> bool:
    """Whether the actor leads the office he acts for."""
    heads = {role.key for business in businesses().values() for role in business.heads}
    return actor.kind is Kind.OFFICER and bool(actor.office_path) and bool(actor.roles & heads)
