"""No page has a serious or critical finding: every address, every kind of reader, light and dark.

A page is looked at when it holds a piece that no page before it held, in its place: two lists of
the same make need one look. What light and size can change is looked at dark and small; the sheets
use the same colours at every size.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from fashu.kernel.access import Kind
from tests.accessibility.conftest import CHOSEN, client_for
from tests.accessibility.looking import DESKTOP, PHONE, Light, Screen
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


HAVE_TO_BE_MET = {
    Kind.CITIZEN: {"public:page", "public:review", "web:own_province", "web:province_back"},
    Kind.OFFICER: {"workbench:case", "registry:person", "supervision:draw", "web:own_province"},
    Kind.SYSTEM_ADMIN: {
        *(f"administration:{name}" for name in ("health", "jobs", "holidays", "holiday_notice")),
        *("administration:enter_holidays", "exchange:deliveries", "web:own_province"),
    },
    Kind.SECURITY_ADMIN: {"administration:holiday_notice", "administration:sessions"},
    Kind.AUDIT_ADMIN: {"administration:log", "administration:signins"},
}
"""Pages that were not under axe once, or that hide behind a number: they cannot fall out again."""


@pytest.mark.parametrize("kind", CHOSEN)
def test_no_page_keeps_anybody_out(
    furnished: Province, undone: None, province_sign_on: None, looking: Screen, kind: Kind
) -> None:
    faults: list[str] = []
    met, shown = 0, set[str]()
    for name, response in pages(furnished, client_for(furnished, kind)):
        met += 1
        shown |= {view_of(name)} if response.status_code == 200 else set()
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
    assert sorted(HAVE_TO_BE_MET.get(kind, set()) - shown) == []
    assert not faults, "\n".join(faults)


def odd(looking: Screen) -> list[str]:
    """What anybody sees is wrong with the page, on a telephone."""
    looking.as_seen("light", PHONE)
    facts = looking.facts()
    wrong = {
        "no title": not facts["title"].strip(),
        "no language": not facts["lang"],
        f"sent back, and its title hides it: {facts['title']}": facts["wrong"]
        and not facts["title"].startswith(("错误：", "Error:")),
        f"{facts['headings']} first headings": facts["headings"] != 1,
        f"{facts['mains']} main parts": facts["mains"] != 1,
        "wider than a phone": facts["wide"],
        f"cells without a head: {facts['ragged']}": facts["ragged"],
        f"a table that a phone cannot show: {facts['squeezed']}": facts["squeezed"],
        f"takes the keyboard but is not seen: {facts['unseen']}": facts["unseen"],
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
    b"<p style='clip-path: inset(50%)'><a href=x>x</a></p>"
    b"<table class=table><thead><tr><th>a<th>b</thead><tbody><tr><td>1</tbody></table></main>"
)


def view_of(name: str) -> str:
    """The name of the address that a page was got from."""
    return resolve(urlsplit(name.partition(" ")[0]).path).view_name


def test_what_should_be_found_is_found(looking: Screen) -> None:
    class Bad:
        content = BAD
        headers = {"Content-Type": "text/html"}  # noqa: RUF012 - a stand-in for one answer

    looking.show("/bad", Bad())
    assert any("image-alt" in fault for fault in faults_of(looking))
    assert {fault.partition(":")[0] for fault in odd(looking)} == {
        "cells without a head",
        "a table that a phone cannot show",
        "takes the keyboard but is not seen",
    }


KINDS = ("btn-primary", "btn-outline-primary", "btn-outline-secondary")
SHEETS = ("vendor/tabler.min", "web/fashu", "web/layout", "web/components")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_every_button_can_be_read_under_the_pointer(looking: Screen, light: Light) -> None:
    class Buttons:
        content = (
            "<!doctype html><html lang=zh><title>x</title>"
            + "".join(f'<link rel="stylesheet" href="/static/{sheet}.css">' for sheet in SHEETS)
            + "<main><h1>按钮</h1>"
            + "".join(f'<p><button class="btn {kind}">办理</button></p>' for kind in KINDS)
        ).encode()
        headers = {"Content-Type": "text/html"}  # noqa: RUF012 - a stand-in for one answer

    looking.show("/buttons", Buttons())
    looking.as_seen(light, DESKTOP)
    faults = list[str]()
    for kind in KINDS:
        looking.page.hover(f".{kind}")
        faults += [f"under the pointer: {each}" for each in looking.findings(only=CHANGING)]
        looking.page.focus(f".{kind}")
        faults += [f"with the focus: {each}" for each in looking.findings(only=CHANGING)]
    assert faults == []
