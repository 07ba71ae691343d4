"""What comes out of the printer: a list that fits its sheet, a case without its buttons."""

import pytest

from fashu.kernel.access import Kind
from tests.accessibility.conftest import client_for
from tests.accessibility.looking import Screen
from tests.security.province import Province

SHEET = {"width": 657, "height": 971}
"""An A4 sheet within its margins, in CSS pixels: 174 mm by 257 mm at 96 to the inch."""

FACTS = """() => {
  const seen = (each) => each.checkVisibility({ visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
  return {
    wide: all("main *").filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
      .map((each) => each.outerHTML.slice(0, 60)).slice(0, 3),
    narrow: all("main td").map((each) => [each.innerText, each.getBoundingClientRect().width])
      .filter(([words, width]) => words.length > 12 && width < 60),
    pressed: all("main :is(button, input, select, textarea, a.btn:not(.action-list a))").length,
    dark: getComputedStyle(document.body).backgroundColor,
    words: document.querySelector("main").innerText,
  };
}"""


@pytest.mark.parametrize(
    "path", ["/workbench/cases/", "/workbench/cases/{}/", "/supervision/trace/"]
)
def test_a_page_comes_out_of_the_printer_whole(
    furnished: Province, undone: None, looking: Screen, path: str
) -> None:
    address = path.format(furnished.told)
    looking.show(address, client_for(furnished, Kind.OFFICER).get(address))
    looking.as_seen("dark", SHEET)
    looking.page.emulate_media(media="print", color_scheme="dark")
    facts = looking.page.evaluate(FACTS)
    assert furnished.told in facts.pop("words")
    assert facts == {"wide": [], "narrow": [], "pressed": 0, "dark": "rgb(255, 255, 255)"}
