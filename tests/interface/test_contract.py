"""Whatever the description allows is answered as it says, and whatever it forbids is refused.

Requests are made up from the description (schemathesis), valid ones and broken ones, questions and
acts, for a citizen, an officer and another system, in a province that is full.
No answer is an error of ours, and none has a status or a shape that is not described.
"""

import zlib
from itertools import chain
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.exchange import consumers
from fashu.web.api.tests.machines import machine
from tests.interface.conftest import disconnected
from tests.interface.described import TAKE, operations, plain, real
from tests.security.conftest import client_of, province
from tests.security.province import Province

__all__ = ["province"]

TOKEN = "a" * 32
CALLERS = ("zhang", "lin", "program")

EXCLUDED = [schemathesis.checks.positive_data_acceptance, schemathesis.checks.ignored_auth]
few = settings(
    max_examples=3,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class House:
    """The described interface of a province, and those who ask it."""

    def __init__(self, province: Province) -> None:
        self.whole = _described(real(province))
        self.real = _operations(self.whole)
        self.plain = _operations(_described(plain()))
        self.callers = dict(_callers(province, name) for name in CALLERS)


def _described(description: dict[str, Any]) -> Any:
    """A description with the house behind it; being stopped by a version is being refused."""
    found: Any = schemathesis.openapi.from_dict(description)
    found.app = get_wsgi_application()
    refusals = found.config.checks.negative_data_rejection
    refusals.expected_statuses = [*refusals.expected_statuses, "412"]
    return found


def _operations(found: Any) -> dict[tuple[str, str], list[Any]]:
    """Method and path -> the operations there, several where one stands for many steps."""
    operations: dict[tuple[str, str], list[Any]] = {}
    for operation in (each.ok() for each in found.get_all_operations()):
        path = TAKE if operation.path.startswith(TAKE[:-6]) else operation.path
        operations.setdefault((operation.method, path), []).append(operation)
    return operations


def _callers(province: Province, name: str) -> tuple[str, dict[str, Any]]:
    """Somebody with the headers and cookies by which he calls."""
    if name == "program":
        program = machine("contract", "9901", roles=("office", "authority"))
        with acting_as(SYSTEM):
            consumers.limit(program.consumer, consumers.MOST_PER_MINUTE, consumers.MOST_PER_DAY)
        return name, {"headers": {"Authorization": f"Bearer {program.key}"}}
    cookie = client_of(province.someone(name)).cookies[django_settings.SESSION_COOKIE_NAME]
    cookies = {django_settings.SESSION_COOKIE_NAME: cookie.value, "csrftoken": TOKEN}
    return name, {"headers": {"X-CSRFToken": TOKEN}, "cookies": cookies}


@pytest.fixture(scope="module")
def house(province: Province) -> Any:
    """Built once; the connection holds the province's transaction from request to request."""
    with disconnected():
        yield House(province)


@pytest.mark.parametrize(("method", "path"), operations(), ids=str)
def test_every_answer_is_as_described(house: House, method: str, path: str) -> None:
    for operation in house.real[method, path]:
        for name in CALLERS:
            _try(operation, house.callers[name], GenerationMode.POSITIVE)
    for operation in house.plain[method, path]:
        if operation.body or operation.query or operation.headers:
            name = CALLERS[zlib.crc32(operation.label.encode()) % len(CALLERS)]
            _try(operation, house.callers[name], GenerationMode.NEGATIVE)


def _try(operation: Any, how: dict[str, Any], mode: GenerationMode) -> None:
    """A few requests of one sort; what they do is taken back."""

    @few
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        with transaction.atomic():
            _asked(case, how)
            transaction.set_rollback(True)

    asked()


def _asked(case: Any, how: dict[str, Any]) -> None:
    """A cursor that the interface did not give, and a step whose time has not come, are of the
    right shape only: the description cannot say what is wrong with them, so that refusing them in
    words is right. That nobody is told anything without a key is tested in `tests/security`.
    """
    case.validate_response(case.call(**how), excluded_checks=EXCLUDED)


def test_what_one_answer_names_the_next_request_can_use(house: House) -> None:
    """Lives of several requests, each with names from the answers before it, as they come."""
    assert len(_lived(house, house.whole)) > 5


def test_a_draft_is_used_by_the_number_that_its_making_told(house: House) -> None:
    """Nothing else tells it; among all operations too few lives would come by a draft."""
    done = _lived(house, house.whole.include(tag="drafts"))
    assert any("{draft}" in path for path in done), sorted(done)


def _lived(house: House, operations: Any) -> set[str]:
    """The paths of what succeeded in some lives; each life starts afresh."""
    done = set[str]()

    class Lives(operations.as_state_machine()):  # type: ignore[misc]
        def setup(self) -> None:
            self.life = transaction.atomic()
            self.life.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.life.__exit__(None, None, None)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return house.callers["lin"]

        def validate_response(self, response: Any, case: Any, **more: Any) -> None:
            case.validate_response(response, excluded_checks=EXCLUDED)
            done.update([case.operation.path] if response.status_code < 300 else [])

    Lives.run(settings=settings(few, max_examples=40, stateful_step_count=10))
    return done


def test_the_requests_are_not_all_refused(house: House) -> None:
    """Else it would be proved only that refusals are described: many operations answer 2xx."""
    done = set[str]()

    def asked(case: Any) -> None:
        with transaction.atomic():
            if case.call(**house.callers["lin"]).status_code < 300:
                done.add(f"{case.operation.method} {case.operation.path}")
            transaction.set_rollback(True)

    for operation in chain(*house.real.values()):
        settings(few, max_examples=2)(given(case=operation.as_strategy())(asked))()
    assert len(done) > 25, sorted(done)
