"""No page has a serious or critical finding: every address, every kind of reader, light and dark.

A page is looked at when it holds a piece that no page before it held, in its place: two lists of
the same make need one look. What light and size can change is looked at dark and small; the sheets
use the same colours at every size.
"""

import pytest

from fashu.kernel.access import Kind
from tests.accessibility.conftest import CHOSEN, client_for
from tests.accessibility.looking import DESKTOP, PHONE, Screen
from tests.accessibility.pages import pages, text_of
from tests.accessibility.skeleton import skeleton
from tests.security.province import Province

PIECES: set[str] = set()
"""What was looked at already, on the pages of every kind of reader."""

MAKES: set[frozenset[str]] = set()
"""Whole pages that were measured already."""

CHANGING = ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]
"""What light and size can change; everything else is looked at once."""

EVERYWHERE = ("/ (", "/mine/ (", "/workbench/ (", "/workbench/cases/ (", "/administration/ (")
"""The first page of each part is looked at in both lights at both sizes."""


@pytest.mark.parametrize("kind", CHOSEN)
def test_no_page_keeps_anybody_out(
    furnished: Province, undone: None, looking: Screen, kind: Kind
) -> None:
    faults: list[str] = []
    met = 0
    for name, response in pages(furnished, client_for(furnished, kind)):
        met += 1
        made_of = skeleton(text_of(response))
        if made_of in MAKES:
            continue
        MAKES.add(made_of)
        looking.show(name.partition(" ")[0], response)
        found = odd(looking)
        if made_of - PIECES:
            PIECES.update(made_of)
            found += faults_of(looking, everywhere=name.startswith(EVERYWHERE))
        faults += [f"{name}: {fault}" for fault in found]
    assert met >= 10, "too few pages to prove anything"
    assert not faults, "\n".join(faults)


def odd(looking: Screen) -> list[str]:
    """What anybody sees is wrong with the page, on a telephone."""
    looking.as_seen("light", PHONE)
    facts = looking.facts()
    wrong = {
        "no title": not facts["title"].strip(),
        "no language": not facts["lang"],
        f"{facts['headings']} first headings": facts["headings"] != 1,
        f"{facts['mains']} main parts": facts["mains"] != 1,
        "wider than a phone": facts["wide"],
        f"cells without a head: {facts['ragged']}": facts["ragged"],
        f"a table that a phone cannot show: {facts['squeezed']}": facts["squeezed"],
    }
    return [words for words, holds in wrong.items() if holds]


def faults_of(looking: Screen, *, everywhere: bool = False) -> list[str]:
    """What axe finds on the page that is shown."""
    looking.as_seen("light", DESKTOP)
    found = [f"desktop {each}" for each in looking.findings()]
    looking.as_seen("dark", PHONE)
    found += [f"phone dark {each}" for each in looking.findings(only=CHANGING)]
    if everywhere:
        looking.as_seen("dark", DESKTOP)
        found += [f"desktop dark {each}" for each in looking.findings(only=CHANGING)]
        looking.as_seen("light", PHONE)
        found += [f"phone {each}" for each in looking.findings()]
    return found


BAD = (
    b"<!doctype html><html lang=zh><title>x</title><main><h1>x</h1><img src=a>"
    b"<table class=table><thead><tr><th>a<th>b</thead><tbody><tr><td>1</tbody></table></main>"
)


def test_what_should_be_found_is_found(looking: Screen) -> None:
    class Bad:
        content = BAD
        headers = {"Content-Type": "text/html"}  # noqa: RUF012 - a stand-in for one answer

    looking.show("/bad", Bad())
    assert any("image-alt" in fault for fault in faults_of(looking))
    assert {fault.partition(":")[0] for fault in odd(looking)} == {
        "cells without a head",
        "a table that a phone cannot show",
    }
