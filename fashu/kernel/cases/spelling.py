"""Chinese in letters, so that a case is found by typing zxl or zhangxiaolan for 张晓岚."""

import re

from pypinyin import Style, lazy_pinyin

LONGEST_INITIALS = 20
LONGEST_SYLLABLES = 6
"""How far a search from any one character reaches: in characters, by initials and spelt out."""

CHINESE = re.compile(r"[\u3400-\u9fff]+")


def spelling(*texts: str) -> str:
    """Words in letters for every place in the texts at which a search may begin.

    From each Chinese character onwards once by initials and once spelt out, so that an index that
    finds beginnings of words finds them anywhere.
    """
    found: dict[str, None] = {}
    for text in texts:
        for run in CHINESE.findall(text):
            initials = lazy_pinyin(run, style=Style.FIRST_LETTER)
            syllables = lazy_pinyin(run)
            for i in range(len(initials)):
                found["".join(initials[i : i + LONGEST_INITIALS])] = None
                found["".join(syllables[i : i + LONGEST_SYLLABLES])] = None
    return " ".join(word for word in found if word.isascii() and word.isalpha())
