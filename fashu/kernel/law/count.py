"""An independent count of what a file holds, to check the reading of it against.

This module shares no code with the parser on purpose: a mistake made there must not be able to
hide here. It knows nothing of structure and looks at the raw text only.
"""

import re
from dataclasses import dataclass

_HEAD_OF_ARTICLE = re.compile(
    r"^[ \t\u3000]*第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?[ \t\u3000]",
    re.MULTILINE,
)
_FULL_STOP = "。"


@dataclass(frozen=True, slots=True)
class Count:
    """Lines that begin with 第…条 and a space, and full stops in the whole file."""

    articles: int
    full_stops: int


def count(text: str) -> Count:
    """Count in the raw text of a file."""
    return Count(len(_HEAD_OF_ARTICLE.findall(text)), text.count(_FULL_STOP))
