"""What an import would do, and what is wrong with it, cell by cell."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fashu.kernel.sheets import Column, Table

REPORTED = 500
"""How many wrong cells are told; all are counted."""

TOLD = 50
"""Of how many changed rows the administration log keeps what changed."""

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00:00)?")


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell that cannot be taken: where it is, what is wrong, and what to do."""

    sheet: str
    row: int
    column: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.sheet} 第{self.row}行“{self.column}”：{self.what}。{self.remedy}。"


@dataclass(slots=True)
class Errors:
    """The wrong cells of one table, in the order in which they were found."""

    sheet: str
    told: list[CellError] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: str, what: str, remedy: str) -> None:
        """One more wrong cell."""
        self.count += 1
        if len(self.told) < REPORTED:
            self.told.append(CellError(self.sheet, row, column, what, remedy))


@dataclass(frozen=True, slots=True)
class Change:
    """A row that differs from what is registered: its key, and each fact before and after."""

    row: int
    key: str
    facts: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Plan:
    """What an import would do. It can be carried out only while `errors` is empty."""

    rows: int
    new: int
    changes: Sequence[Change]
    unchanged: int
    errors: Errors

    @property
    def is_sound(self) -> bool:
        return self.errors.count == 0

    def told(self) -> dict[str, Any]:
        """What the administration log keeps of it: how many, and the first of what changed."""
        changed = [
            f"{change.key} {fact} {before or '空'}→{after or '空'}"
            for change in self.changes[:TOLD]
            for fact, (before, after) in change.facts.items()
        ]
        figures = {"行数": self.rows, "新增": self.new, "变更": len(self.changes)}
        return {**figures, "变更事项": changed}


class Sheet:
    """The rows of a table by the titles of its columns, with the errors found in them."""

    def __init__(self, table: Table, columns: Sequence[Column]) -> None:
        self.table, self.errors = table, Errors(table.sheet)
        self.place = {title: n for n, title in enumerate(table.header) if title}
        titles = {column.title for column in columns}
        for title in self.place.keys() - titles:
            self.errors.add(1, title, "模板里没有这一列", "请删除这一列，或者改为模板中的列名")
        for title in sorted({t for t in table.header if t and table.header.count(t) > 1}):
            self.errors.add(1, title, "列名重复", "请只保留一列")
        for column in columns:
            if column.required and column.title not in self.place:
                self.errors.add(1, column.title, "缺少必填的列", "请从模板中补上这一列")
        self.required = frozenset(c.title for c in columns if c.required)
        self.longest = {column.title: column.longest for column in columns}

    @property
    def has_all_columns(self) -> bool:
        """Whether it makes sense to look at the rows."""
        return self.errors.count == 0

    def text(self, row: int, cells: Sequence[str], title: str) -> str:
        """A cell, checked for being there and for its length."""
        place = self.place.get(title)
        value = cells[place] if place is not None else ""
        if not value and title in self.required:
            self.errors.add(row, title, "必填，但是空着", "请填写")
        elif len(value) > self.longest[title]:
            limit = self.longest[title]
            self.errors.add(row, title, f"超过{limit}字", f"请缩短到{limit}字以内")
        return value

    def choice(
        self, row: int, cells: Sequence[str], title: str, keys: Mapping[str, str], default: str = ""
    ) -> str:
        """The key of a chosen word."""
        word = self.text(row, cells, title)
        if not word:
            return default
        if word not in keys:
            shown = "、".join(list(keys)[:6]) + ("等" if len(keys) > 6 else "")
            self.errors.add(row, title, f"“{word}”不在字典中", f"请填{shown}")
            return default
        return keys[word]

    def day(self, row: int, cells: Sequence[str], title: str) -> date | None:
        """A day, written as people write it."""
        word = self.text(row, cells, title)
        if not word:
            return None
        match = _DAY.fullmatch(word)
        try:
            return date(*map(int, match.groups())) if match else date.fromisoformat(word)
        except ValueError:
            self.errors.add(row, title, f"“{word}”不是日期", "请写成2026-05-01的样子")
            return None

    def check(self, row: int, title: str, *, holds: bool, what: str, remedy: str) -> bool:
        """Say what is wrong with a cell unless something holds."""
        if not holds:
            self.errors.add(row, title, what, remedy)
        return holds


Checked = Callable[[Table], Plan]
