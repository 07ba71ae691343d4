"""Showing an answer of the application to a real browser, without a server between them.

The browser asks for one address; it is given the answer that the test client got in the test's own
transaction, with its headers, and the style sheets and scripts from their folder. Anything else it
asks for is refused. So each page of a whole province can be looked at in a tenth of a second.
"""

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # has no types
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

ORIGIN = "http://fashu.test"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
GRAVE = frozenset({"serious", "critical"})
Light = Literal["light", "dark"]

FACTS = """() => ({
  title: document.title, lang: document.documentElement.lang,
  wrong: Boolean(document.querySelector("[data-error-summary]")),
  headings: document.querySelectorAll("h1").length,
  wide: document.documentElement.scrollWidth > innerWidth,
  mains: document.querySelectorAll("main").length,
  ragged: [...document.querySelectorAll("table:has(thead)")].flatMap((table) => {
    const count = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
    const heads = count(table.tHead.rows[0]);
    return [...table.tBodies].flatMap((body) => [...body.rows]).map(count)
      .filter((cells) => cells !== heads).map((cells) => `${cells} under ${heads}`);
  }).slice(0, 3).join(", "),
  unseen: [...document.querySelectorAll("main *")]
    .filter((each) => each.matches("a[href], button, input, select, textarea, summary"))
    .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => {
      each.focus({ preventScroll: true });
      if (document.activeElement !== each) return false;
      const { width, height } = each.getBoundingClientRect();
      for (let at = each; at; at = at.parentElement)
        if (getComputedStyle(at).clipPath !== "none") return true;
      return width < 2 || height < 2;
    }).map((each) => each.outerHTML.slice(0, 80)).slice(0, 3).join("; "),
  squeezed: [...document.querySelectorAll("main table:not(.stack)")]
    .filter((table) => !table.closest("[tabindex='0'], .keeps-its-columns"))
    .map((table) => table.innerText.slice(0, 40)).join("; "),
})"""


@dataclass
class Screen:
    """One page of one browser that shows the answers it is handed."""

    page: Page
    shown: dict[str, Any] = field(default_factory=dict)

    def show(self, address: str, response: Any) -> None:
        """Draw an answer as if the browser had asked for it."""
        self.shown = {"body": response.content, "headers": dict(response.headers)}
        self.page.goto(f"{ORIGIN}{address}", wait_until="load")

    def as_seen(self, light: Light, size: dict[str, int]) -> None:
        """In this light and at this size."""
        self.page.emulate_media(color_scheme=light, reduced_motion="reduce")
        self.page.set_viewport_size(size)  # type: ignore[arg-type] # a TypedDict of the same keys
        self.page.evaluate("light => document.documentElement.dataset.bsTheme = light", light)

    def facts(self) -> dict[str, Any]:
        """What a reader notices first."""
        found: dict[str, Any] = self.page.evaluate(FACTS)
        return found

    def findings(self, *, only: list[str] | None = None) -> list[str]:
        """What axe finds that is serious or critical: the rule, and where."""
        run = {"type": "rule", "values": only} if only else {"type": "tag", "values": RULES}
        options = {"runOnly": run, "resultTypes": ["violations"]}
        found = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{each['id']}: {node['target'][0]} {_why(node)}"
            for each in found
            if each["impact"] in GRAVE
            for node in each["nodes"][:4]
        ]

    def answer(self, route: Route) -> None:
        """Give the browser what it asks for, if it is the page or one of our files."""
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0].partition("#")[0]
        if route.request.is_navigation_request():
            route.fulfill(
                status=200, body=self.shown["body"], headers=_plain(self.shown["headers"])
            )
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(status=200, body=Path(file).read_bytes(), content_type=kind)
        else:
            route.abort()


@contextmanager
def screen(browser: Browser) -> Iterator[Screen]:
    """A fresh browser context without a network."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    made = Screen(context.new_page())
    context.route("**/*", made.answer)
    yield made
    context.close()


def _plain(headers: dict[str, str]) -> dict[str, str]:
    kept = ("Content-Type", "Content-Security-Policy", "Content-Language")
    return {name: headers[name] for name in kept if name in headers}


def _why(node: dict[str, Any]) -> str:
    data = next((check.get("data") for check in node["any"] if check.get("data")), None)
    if isinstance(data, dict) and "contrastRatio" in data:
        return f"{data['contrastRatio']} {data.get('fgColor')} on {data.get('bgColor')}"
    return str(node["html"])[:120]
