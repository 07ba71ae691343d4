"""The elder mode in a browser: what is to be pressed is as wide as the page."""

from django.test import Client

from tests.accessibility.looking import PHONE, Screen
from tests.security.province import Province

WIDTHS = """() => {
  const rows = [...document.querySelectorAll(".topic-grid li")];
  return rows.map((row) => row.clientWidth - row.firstElementChild.getBoundingClientRect().width);
}"""


def test_every_topic_fills_its_line(furnished: Province, undone: None, looking: Screen) -> None:
    client = Client()
    client.post("/comfort/", {"mode": "elder", "next": "/"})
    page = client.get("/")
    assert 'class="elder' in page.content.decode()
    looking.show("/", page)
    looking.as_seen("light", PHONE)
    left_over = looking.page.evaluate(WIDTHS)
    assert len(left_over) > 3
    assert max(left_over) <= 1
