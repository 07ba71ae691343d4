"""Other systems that call the interface in these tests."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.exchange import consumers, keys
from fashu.kernel.exchange.models import Consumer
from fashu.kernel.exchange.scopes import TITLES
from fashu.web.api.fields import offered

_keys = count()
ALL = tuple(TITLES)


class Machine:
    """A program with a key."""

    def __init__(self, consumer: Consumer, key: str) -> None:
        self.consumer, self.key = consumer, key
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Any:
        """The answer to a question."""
        return self.client.get(f"/api/v1/{path}", headers=self._with(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """The answer to an act."""
        named = {"Idempotency-Key": f"machine-{next(_keys)}", **headers}
        data = {} if body is None else body
        return self.client.post(
            f"/api/v1/{path}", data, "application/json", headers=self._with(named)
        )

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", **headers}


def everything() -> dict[str, list[str]]:
    """Every field of every operation, those of answers to questions by their keys."""
    facts = ("name", "knew_on", "value", "correction_days")
    found = {}
    for operation, names in offered().items():
        free = [n.removesuffix("*") for n in names if n.endswith("*")]
        found[operation] = [*names, *(f"{place}{fact}" for place in free for fact in facts)]
    return found


def machine(
    code: str = "court-east",
    office: str = "990101",
    scopes: Iterable[str] = ALL,
    roles: Iterable[str] = ("office",),
    fields: dict[str, list[str]] | None = None,
) -> Machine:
    """An application that was registered and granted, with its key."""
    with acting_as(SYSTEM):
        consumer = consumers.register(code, f"对接系统{code}", office, "张工 010-0000")
        consumers.grant(consumer, scopes, roles, everything() if fields is None else fields)
        return Machine(consumer, keys.issue(consumer, 90)[1])
