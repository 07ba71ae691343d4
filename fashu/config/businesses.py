"""THE CATALOGUE: the businesses that the platform runs. A new business is one line here."""

from collections.abc import Iterator

from fashu.businesses.administration.personal_information import business as personal_information
from fashu.businesses.government.reconsideration import business as reconsideration
from fashu.kernel.business import Business
from fashu.kernel.procedure.citations import Cited, citations

BUSINESSES: tuple[Business, ...] = (personal_information.BUSINESS, reconsideration.BUSINESS)


def cited() -> Iterator[Cited]:
    """Every provision that a business of the catalogue rests on, for `fashu law check`."""
    for business in BUSINESSES:
        yield from citations(business.family)
