"""The generated client, talking to the house without a network."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from fashu.web.api import api
from fashu.web.exchange import cli

PACKAGE = "fashu_client"


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the client, generated as `fashu api client` does."""
    folder = tmp_path_factory.mktemp("client") / "generated"
    cli.generate(cli.described(), folder)
    return folder


@dataclass(frozen=True, slots=True)
class Generated:
    """The package. What it holds has the names of operations and shapes."""

    models: Any
    client: Any
    types: Any

    def __call__(self, operation: str, client: Any, *place: Any, **given: Any) -> Any:
        """What an operation answers, as the generated function types it."""
        return self.module(operation).sync(*place, client=client, **given)

    def detailed(self, operation: str, client: Any, *place: Any, **given: Any) -> Any:
        """The answer with its status and headers."""
        return self.module(operation).sync_detailed(*place, client=client, **given)

    def module(self, operation: str) -> Any:
        """Where an operation lives, by the subject that the description gives it."""
        for methods in api.get_openapi_schema()["paths"].values():
            for described in methods.values():
                if described["operationId"] == operation:
                    return import_module(f"{PACKAGE}.api.{described['tags'][0]}.{operation}")
        raise LookupError(operation)


@pytest.fixture(scope="session")
def fashu(generated: Path) -> Iterator[Generated]:
    """The client as a program imports it."""
    sys.path.insert(0, str(generated))
    yield Generated(*(import_module(f"{PACKAGE}.{part}") for part in ("models", "client", "types")))
    sys.path.remove(str(generated))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@contextmanager
def disconnected() -> Iterator[None]:
    """Inside, a transaction of the test stays open from request to request."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The test's own transaction is that of all its requests."""
    with disconnected():
        yield


Connect = Callable[..., Any]


@pytest.fixture
def connect(fashu: Generated, one_connection: None) -> Iterator[Connect]:
    """Make clients: with a key, or with the cookies of a session."""
    made: list[Any] = []

    def connected(key: str = "", cookies: dict[str, str] | None = None) -> Any:
        transport = httpx.WSGITransport(app=get_wsgi_application())
        base = {"base_url": "http://testserver", "httpx_args": {"transport": transport}}
        strict = {"raise_on_unexpected_status": True}
        if key:
            made.append(fashu.client.AuthenticatedClient(**base, **strict, token=key))
        else:
            token = {"X-CSRFToken": (cookies or {}).get("csrftoken", "")}
            given = {"cookies": cookies or {}, "headers": token}
            made.append(fashu.client.Client(**base, **strict, **given))
        return made[-1]

    yield connected
    for client in made:
        client.get_httpx_client().close()
