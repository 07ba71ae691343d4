"""The cast of the kernel's tests, the sample business, and a browser without JavaScript."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from fashu.kernel.cases import catalogue
from fashu.kernel.cases.tests.conftest import Cast, cast, noon
from fashu.web.public.tests.browser import Browser
from fashu.web.workbench.tests.conftest import as_

__all__ = ["Cast", "as_", "cast", "noon"]


@pytest.fixture(autouse=True)
def sample(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """The sample business is the whole catalogue; files lie in a directory of the test."""
    settings.FASHU_CATALOGUE = "fashu.web.public.tests.sample.BUSINESSES"
    settings.FASHU_FILES = tmp_path / "files"
    catalogue.businesses.cache_clear()
    yield
    catalogue.businesses.cache_clear()


@pytest.fixture
def visitor(db: None) -> Browser:
    """Somebody who has not signed in."""
    return Browser(Client())


@pytest.fixture
def alice(cast: Cast, as_: Callable[..., Client]) -> Browser:
    """张三, a citizen."""
    return Browser(as_(cast.alice))


@pytest.fixture
def bob(cast: Cast, as_: Callable[..., Client]) -> Browser:
    """李四, another citizen."""
    return Browser(as_(cast.bob))
