"""What a paper says, as a value: everything the typesetter, Word and OFD need, and JSON both ways.

It is frozen when the paper is drafted, so that the same paper is set the same way for ever.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

LAYOUT = "official"
"""The layout that new papers are set with: a file of `typst/`. A changed one gets a new name."""

HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、")
SECOND_HEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）")
LONGEST_HEADING = 30
"""A line that begins like a heading and is longer, or is a sentence, is a paragraph."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table and how many columns it spans."""

    text: str
    span: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `kind`: p, h1, h2, to (主送), line, blank or table.

    `fixed`: words of law (救济途径, 依据) that an officer does not change. `former`: what the
    paragraph said before he changed it.
    """

    kind: str
    text: str = ""
    fixed: bool = False
    former: str | None = None
    columns: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期, over which the seal goes."""

    office: str
    date: str


@dataclass(frozen=True, slots=True)
class Check:
    """How a reader of the paper checks it: the QR code (our own SVG) and lines beside it."""

    qr: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One paper. `form`: decision, red, letter or record. `mark`: across every page (草稿)."""

    form: str
    office: str
    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    head: str = ""
    number: str = ""
    sign: Signature | None = None
    fields: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    note: str = ""
    copies: str = ""
    printed: Signature | None = None
    verify: Check | None = None
    mark: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data, lossless."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Content":
        """The inverse of `to_json`."""
        listed = ("title", "fields", "attachments")
        return Content(
            **{
                **data,
                **{key: tuple(data[key]) for key in listed},
                "blocks": tuple(_block(block) for block in data["blocks"]),
                "sign": Signature(**data["sign"]) if data["sign"] else None,
                "printed": Signature(**data["printed"]) if data["printed"] else None,
                "verify": _check(data["verify"]) if data["verify"] else None,
            }
        )

    def texts(self) -> list[str]:
        """Every text that is printed."""
        signed = [s for s in (self.sign, self.printed) if s]
        return [
            *self.title,
            self.head,
            self.number,
            *(block.text for block in self.blocks),
            *(cell.text for block in self.blocks for cell in block.cells),
            *(text for s in signed for text in (s.office, s.date)),
            *self.fields,
            *self.attachments,
            self.note,
            self.copies,
            self.mark,
        ]

    def edited(self, at: int, text: str) -> "Content":
        """With one paragraph changed, and what it said at first kept beside it."""
        old = self.blocks[at]
        first = old.text if old.former is None else old.former
        new = replace(old, text=text, former=None if text == first else first)
        return replace(self, blocks=(*self.blocks[:at], new, *self.blocks[at + 1 :]))


def in_chinese(day: date) -> str:
    """A date as papers write it: 2026年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def blocks_of(text: str) -> tuple[Block, ...]:
    """Paragraphs of plain text: 一、 and （一） are headings, 某某： at the start is 主送.

    A line that begins with "! " holds words that an officer does not change.
    """
    lines = text.strip("\n").split("\n")
    return tuple(_line(line, first=n == 0) for n, line in enumerate(lines))


def _line(line: str, *, first: bool) -> Block:
    fixed, said = line.startswith("! "), line.removeprefix("! ").strip()
    if not said:
        return Block("blank")
    if first and said.endswith("：") and "：" not in said[:-1]:
        return Block("to", said, fixed=True)
    short = len(said) <= LONGEST_HEADING and not said.endswith("。")
    if short and HEADING.match(said):
        return Block("h1", said, fixed)
    if short and SECOND_HEADING.match(said):
        return Block("h2", said, fixed)
    return Block("p", said, fixed)


def _block(data: Mapping[str, Any]) -> Block:
    cells = tuple(Cell(**cell) for cell in data["cells"])
    return Block(**{**data, "columns": tuple(data["columns"]), "cells": cells})


def _check(data: Mapping[str, Any]) -> Check:
    return Check(data["qr"], tuple(data["lines"]))
