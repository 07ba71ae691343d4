"""适老化: how large, how plain and how stark a reader wants the public pages; kept in a cookie.

《互联网网站适老化通用设计规范》: 字体可以放大; 行距至少1.3倍, 段距至少为行距的1.3倍; 没有弹窗;
简洁布局; 高对比度. The sizes follow in `comfort.css`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

COOKIE, AGE = "comfort", 365 * 24 * 60 * 60
SIZES = {"1": "标准", "2": "大", "3": "特大"}


@dataclass(frozen=True, slots=True)
class Comfort:
    """`elder`: fewer choices, bigger targets, words read aloud. `size`: a step of letters."""

    elder: bool = False
    size: str = "1"
    stark: bool = False

    @property
    def classes(self) -> str:
        """What the style sheet goes by."""
        named = {"elder": self.elder, f"size-{self.size}": self.size != "1", "stark": self.stark}
        return " ".join(name for name, holds in named.items() if holds)

    def __str__(self) -> str:
        return f"{'e' if self.elder else 'n'}{self.size}{'s' if self.stark else 'n'}"


def read(text: str) -> Comfort:
    """From the cookie; whatever is not one of ours is the usual look."""
    if len(text) != 3 or text[0] not in "en" or text[1] not in SIZES or text[2] not in "sn":
        return Comfort()
    return Comfort(text[0] == "e", text[1], text[2] == "s")


def chosen(sent: Mapping[str, str]) -> Comfort:
    """From the form. Whoever chooses the elder mode and no size gets the larger one."""
    elder = sent.get("mode") == "elder"
    size = sent.get("size", "2" if elder else "1")
    return Comfort(elder, size if size in SIZES else "1", sent.get("contrast") == "stark")
