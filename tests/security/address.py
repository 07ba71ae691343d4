"""One address of the platform, and what kind of thing it shows."""

from dataclasses import dataclass
from enum import Enum

HOLES = {"number": "FY2026-990199-99999", "sha256": "0" * 64, "draft": "987654321", "paper": "1"}
"""What no case, file and draft is called."""


class Shows(Enum):
    """What kind of thing stands behind an address."""

    NOTHING = "nobody's data, to anybody"
    LIST = "of all cases those that one may see"
    CASE = "one case"
    DRAFT = "one's own draft"


@dataclass(frozen=True, slots=True)
class Address:
    """Where it is and what it shows. `path` may have holes, for `HOLES`."""

    path: str
    shows: Shows
    methods: tuple[str, ...] = ("get",)

    def at(self, **holes: str) -> str:
        """The path with its holes filled."""
        return self.path.format(**(HOLES | holes))


def shows_nothing(path: str, *methods: str) -> Address:
    """An address behind which nobody's data stands."""
    return Address(path, Shows.NOTHING, methods or ("get",))


def shows_list(path: str, *methods: str) -> Address:
    """An address that lists cases."""
    return Address(path, Shows.LIST, methods or ("get",))


def shows_case(path: str, *methods: str) -> Address:
    """An address of one case."""
    return Address(path, Shows.CASE, methods or ("get",))


def shows_draft(path: str, *methods: str) -> Address:
    """An address of one's own draft."""
    return Address(path, Shows.DRAFT, methods or ("get",))
