"""Every page that somebody can get: each address of the table, and each page that these link to.

The addresses are those of `tests.security.addresses`, which no address can be missing from; the
numbers in them are nobody's. What has a number, an errand or a draw, is found as a reader finds it:
by following the first link of its kind.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

from fashu.kernel.access import acting_as
from fashu.kernel.cases.models import Draft
from tests.security.addresses import TABLE
from tests.security.asking import sent
from tests.security.province import Province, acting

LINK = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')
LEAVING = ("/signout/", "/signon/leave")
"""What ends a session: every page after it would be the sign-in page."""


def pages(province: Province, client: Client) -> Iterator[tuple[str, Any]]:
    """Each HTML page with where and how it was got; forms sent back empty included."""
    seen: set[str] = set()
    ahead: list[str] = []
    draft = begun()
    for address in TABLE.values():
        path = address.at(number=province.told, paper=str(province.story.paper), draft=draft)
        for method in address.methods:
            if method == "post" and path in LEAVING:
                continue
            data = {} if address.path == "/signin/" else sent(path)
            response = getattr(client, method)(path, data if method == "post" else {})
            if is_page(response):
                seen |= {_kind(path)} if response.status_code == 200 and method == "get" else set()
                ahead += links(path, response)
                yield f"{path} ({method})", response
    yield from _followed(client, ahead, seen)


def begun() -> str:
    """The number of the draft of 张晓岚, whose last page no link leads to."""
    with acting_as(acting("zhang")):
        return str(Draft.objects.latest("pk").pk)


def _followed(client: Client, ahead: list[str], seen: set[str]) -> Iterator[tuple[str, Any]]:
    for path in ahead:  # grows while it is walked
        kind = _kind(path)
        if kind in seen:
            continue
        seen.add(kind)
        response = client.get(path)
        if is_page(response):
            ahead += links(path, response)
            yield f"{path} (link)", response


def links(path: str, response: Any) -> list[str]:
    """The addresses of our own that a page leads to."""
    found = []
    for target in LINK.findall(text_of(response)):
        parts = urlsplit(target.replace("&amp;", "&"))
        if not parts.netloc and parts.path.startswith("/"):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def _kind(path: str) -> str:
    """The pattern that an address belongs to; one with a question is a kind of its own."""
    try:
        return resolve(urlsplit(path).path).route + ("?" if "?" in path else "")
    except Resolver404:
        return path


def is_page(response: Any) -> bool:
    """Whether the answer is a whole HTML page."""
    kind = str(response.headers.get("Content-Type", ""))
    return kind.startswith("text/html") and not response.streaming and "<html" in text_of(response)


def text_of(response: Any) -> str:
    """The body."""
    return str(response.content.decode())
