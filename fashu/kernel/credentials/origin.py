"""Where an attempt to sign in comes from, as a value."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from fashu.kernel.access import Actor, Kind
from fashu.kernel.people.models import Account


@dataclass(frozen=True, slots=True)
class Origin:
    """A network address and a browser, as far as they are known.

    `known` is the token that a browser got when somebody signed in from it before.
    """

    address: str = ""
    agent: str = ""
    known: str = ""

    @property
    def network(self) -> str:
        """What attempts are counted by: an IPv6 household holds as many addresses as it likes."""
        try:
            address = ip_address(self.address)
        except ValueError:
            return ""
        if not isinstance(address, IPv6Address):
            return str(address)
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False))


NOWHERE = Origin()
"""A command or a job: nobody sits before a browser."""


def oneself(account: Account) -> Actor:
    """An account in its own name, before it acts for any office."""
    return Actor(kind=Kind(account.kind), name=account.name, account_id=account.pk)
