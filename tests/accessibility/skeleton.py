"""What a page is made of without its words: two pages of one make need one look only."""

from html.parser import HTMLParser

TELLING = frozenset({"class", "role", "type", "hidden", "tabindex", "scope", "colspan", "open"})


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.above: list[str] = []
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = [
            f"{name}={value}" if name in TELLING else name
            for name, value in sorted(attrs)
            if name in TELLING or name.startswith(("aria-", "data-"))
        ]
        self.found.add(" ".join((*self.above[-2:], tag, *told)))
        self.above.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.above and self.above.pop() != tag:
            pass


def skeleton(text: str) -> frozenset[str]:
    """Every kind of element on a page, each with its place and look."""
    elements = _Elements()
    elements.feed(text)
    return frozenset(elements.found)
