"""The businesses that the composition root has registered, by key. The kernel names none.

`business_of`, `family_of` and `families` count by the calendar in force; `businesses` lists the
definitions as they are written, with the library's.
"""

from dataclasses import replace
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from fashu.kernel.business import Business
from fashu.kernel.holidays.official import official
from fashu.kernel.procedure import Family


@cache
def businesses() -> dict[str, Business]:
    """All businesses by the key of their procedure. Raises ValueError where two share one."""
    listed: tuple[Business, ...] = import_string(settings.FASHU_CATALOGUE)
    found = {business.family.key: business for business in listed}
    if len(found) != len(listed):
        raise ValueError("two businesses of the catalogue share the key of a procedure")
    return found


def business_of(procedure: str) -> Business:
    """The business that runs a procedure. Raises KeyError where there is none."""
    business = businesses()[procedure]
    return replace(business, family=business.family.under(official()))


def family_of(procedure: str) -> Family:
    """The versions of a procedure. Raises KeyError where there is none."""
    return businesses()[procedure].family.under(official())


def families() -> dict[str, Family]:
    """The versions of every procedure, by key."""
    calendar = official()
    return {key: business.family.under(calendar) for key, business in businesses().items()}
