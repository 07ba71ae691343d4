"""The sample business of the public pages, its cast, a browser for each, and a company."""

from typing import Any

import pytest

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast, cast, noon
from fashu.kernel.registry.models import Organisation
from fashu.web.public.tests.conftest import sample
from fashu.web.public.tests.test_numbers import filed
from fashu.web.workbench.tests.conftest import as_

__all__ = ["as_", "cast", "noon", "sample"]

CODE = "91110000600037341L"


@pytest.fixture
def company(cast: Cast) -> Organisation:
    """明德商贸, which has filed with the eastern county."""
    filed(cast.alice, kind="entity", name="明德商贸", identity="", code=CODE, principal="张三")
    with acting_as(SYSTEM):
        return Organisation.objects.get()


def text(response: Any) -> str:
    """The page that came back."""
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


def case_number() -> str:
    """The number of the one case there is."""
    with acting_as(SYSTEM):
        return Case.objects.get().number
