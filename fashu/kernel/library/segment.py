"""Chinese words for full-text search.

PostgreSQL's parser sees a Chinese sentence as one word, so the words are cut here with jieba's
dictionary. A text gives every dictionary word that occurs in it (jieba's full mode, told without
its cost): unlike the best single cut, that does not depend on the sentence around a word, so a
question finds whatever it names. A question is cut once, the most likely way.
"""

import logging
import re
from collections.abc import Iterable
from functools import cache, lru_cache

import jieba

jieba.setLogLevel(logging.WARNING)

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_EMPTY = frozenset("的了或和与及等其之为在对由于是以并被从将把应可不者该本")


def words(text: str) -> list[str]:
    """Every dictionary word in a text, and the single characters that no longer word covers."""
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        found += _dictionary_words(run) if _CHINESE.match(run) else (run,)
    return found


def vector(parts: Iterable[tuple[str, str]]) -> str:
    """A tsvector in PostgreSQL's notation, from (text, weight A to D) pairs in order."""
    places: dict[str, str] = {}
    position = 0
    for text, weight in parts:
        for word in words(text):
            position += 1
            if word in places:
                places[word] += f",{position}{weight}"
            else:
                places[word] = f"'{word}':{position}{weight}"
    return " ".join(places.values())


def query(text: str) -> list[str]:
    """The words of a question as terms of a tsquery; a single character may begin a word."""
    terms = []
    for run in _RUN.findall(text.lower()):
        cut = jieba.cut(run, HMM=False) if _CHINESE.match(run) else [run]
        terms += [f"'{word}'{':*' if len(word) == 1 else ''}" for word in cut if word not in _EMPTY]
    return list(dict.fromkeys(terms))


@lru_cache(maxsize=100_000)
def _dictionary_words(run: str) -> tuple[str, ...]:
    """Walk jieba's prefix dictionary, where a prefix that is no word has frequency 0.

    Cached, for statutes repeat themselves: 构成犯罪的，依法追究刑事责任.
    """
    known = load()
    found, covered = [], 0
    for start in range(len(run)):
        for end in range(start + 2, len(run) + 1):
            frequency = known.get(run[start:end])
            if frequency is None:
                break
            if frequency:
                covered = max(covered, end)
                found.append(run[start:end])
        if covered <= start and run[start] not in _EMPTY:
            found.append(run[start])
    return tuple(found)


@cache
def load() -> dict[str, int]:
    """jieba's words and their prefixes; loading them takes most of a second, once a process."""
    jieba.initialize()
    known: dict[str, int] = jieba.dt.FREQ
    return known
