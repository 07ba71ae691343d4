"""A few cases of the sample business with known fates, for the tests of supervision."""

from collections.abc import Iterator
from contextlib import contextmanager

import time_machine

from fashu.kernel import api, clock
from fashu.kernel.access import Actor, acting_as
from fashu.kernel.cases.tests.conftest import ANSWERS, Cast
from fashu.kernel.procedure.facts import Json


def opened(actor: Actor, office: str = "990101") -> str:
    """The number of a new case."""
    facts: dict[str, Json] = {**ANSWERS, "chosen_office": office}
    key = f"{office}-{clock.now().isoformat()}-{actor.account_id}"
    with acting_as(actor):
        return api.open_case("sample", "apply", facts, request_key=key).number


def taken(actor: Actor, number: str, step: str) -> None:
    """A step without answers."""
    with acting_as(actor):
        api.take_step(number, step, {}, request_key=f"{number}-{step}")


@contextmanager
def at(noon: time_machine.Traveller, day: str) -> Iterator[None]:
    """Noon of a day of 2026; the clock stays there afterwards."""
    noon.move_to(f"2026-{day}T12:00:00+08:00")
    yield


def fates(cast: Cast, noon: time_machine.Traveller) -> dict[str, str]:
    """February and March: name -> number.

    refused: opened 02-11 and refused 02-13, east. late: opened 02-11, silent until 视为受理 on
    02-27, east. west: opened 02-24, refused 03-03, west. bob: opened 03-10, east.
    """
    found = {}
    with at(noon, "02-11"):
        found["refused"] = opened(cast.alice)
        found["late"] = opened(cast.bob)
    with at(noon, "02-13"):
        taken(cast.east, found["refused"], "refuse")
    with at(noon, "02-24"):
        found["west"] = opened(cast.alice, "990102")
    with at(noon, "02-28"):
        api.run_lapses()
    with at(noon, "03-03"):
        taken(cast.west, found["west"], "refuse")
    with at(noon, "03-10"):
        found["bob"] = opened(cast.bob)
    return found
