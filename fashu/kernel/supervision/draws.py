"""抽查: drawing a few cases out of many so that nobody can steer it and anybody can check it. Pure.

The office commits to a list and to a secret before anybody knows the second half of the seed; a
witness names that half on the spot. Neither alone can choose what is drawn, and the transcript
lets a stranger draw again.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ALGORITHM = "fashu-draw-1"
"""Seed: SHA-256(secret ‖ 0x00 ‖ witness's words). Rank: HMAC-SHA-256(seed, number), least first."""


class DrawError(ValueError):
    """A transcript does not hold; the message says where, in words for whoever checks it."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A finished draw: everything that is needed to draw again. `secret` is hexadecimal."""

    population: tuple[str, ...]
    size: int
    commitment: str
    secret: str
    witness_words: str
    drawn: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The transcript as it is published."""
        return {
            "algorithm": ALGORITHM,
            "population": list(self.population),
            "population_digest": population_digest(self.population),
            "size": self.size,
            "commitment": self.commitment,
            "secret": self.secret,
            "witness_words": self.witness_words,
            "drawn": list(self.drawn),
        }


def population_digest(numbers: Sequence[str]) -> str:
    """What the office publishes of its list beforehand: SHA-256 of the sorted numbers, by lines."""
    return hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()


def commitment(secret: bytes, numbers: Sequence[str]) -> str:
    """What binds the office to its secret and its list: SHA-256(secret ‖ digest of the list)."""
    return hashlib.sha256(secret + bytes.fromhex(population_digest(numbers))).hexdigest()


def draw(numbers: Sequence[str], size: int, secret: bytes, witness_words: str) -> tuple[str, ...]:
    """The numbers drawn, in the order of their ranks. Raises DrawError for an impossible size."""
    unique = sorted(set(numbers))
    if not 1 <= size <= len(unique):
        raise DrawError(f"应抽取1至{len(unique)}件，不能抽取{size}件")
    seed = hashlib.sha256(secret + b"\x00" + witness_words.encode()).digest()
    return tuple(sorted(unique, key=lambda number: _rank(seed, number))[:size])


def _rank(seed: bytes, number: str) -> bytes:
    return hmac.digest(seed, number.encode(), "sha256")


def verify(transcript: Mapping[str, Any]) -> tuple[str, ...]:
    """Draw again from a published transcript; what was drawn. Raises DrawError where it differs."""
    try:
        algorithm = transcript["algorithm"]
        numbers = [str(number) for number in transcript["population"]]
        secret = bytes.fromhex(transcript["secret"])
        words, size = str(transcript["witness_words"]), int(transcript["size"])
        said, drawn = str(transcript["commitment"]), tuple(transcript["drawn"])
    except (KeyError, TypeError, ValueError) as error:
        raise DrawError(f"抽查记录缺少或者写错了一项：{error}") from error
    if algorithm != ALGORITHM:
        raise DrawError(f"不认识的抽取方法“{algorithm}”")
    if commitment(secret, numbers) != said:
        raise DrawError("名单或者密数与事先公布的承诺不符：名单或密数在公布以后被改动过")
    again = draw(numbers, size, secret, words)
    if again != drawn:
        raise DrawError("重新抽取的结果与记录的结果不同")
    return again
