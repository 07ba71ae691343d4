"""Offices from and into a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connection
from stdnum.cn import uscc

from fashu.kernel import clock
from fashu.kernel.access import log
from fashu.kernel.people import offices, tree
from fashu.kernel.people.administration import keeper
from fashu.kernel.people.imports.plan import Change, Plan, Sheet
from fashu.kernel.people.models import CODE, DIVISION, Level, Office, OfficeChange, OfficeKind
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.sheets import Column, Table

LEVELS = {str(choice.label): choice.value for choice in Level}
KINDS = {str(choice.label): choice.value for choice in OfficeKind}
ORDER = {level.value: n for n, level in enumerate(Level)}

COLUMNS = (
    Column("机构代码", required=True, longest=32, hint="终身不变；数字和字母，如990101"),
    Column("名称", required=True, width=30),
    Column("层级", required=True, choices=tuple(LEVELS), width=10),
    Column("类别", required=True, choices=tuple(KINDS)),
    Column("行政区划代码", required=True, longest=12, hint="6位；乡镇街道9位"),
    Column("上级机构代码", longest=32, hint="可以是同一表格中的机构；空着即没有上级"),
    Column("办事机构代码", longest=32, hint="以该机关名义办案的机构，如人民政府的司法局"),
    Column("统一社会信用代码", longest=18, width=22),
    Column("地址", width=30, longest=200),
    Column("电话", longest=40),
    Column("设立日期", longest=24, hint="如2026-05-01"),
    Column("撤销日期", longest=24, hint="撤销前的最后一日"),
    Column("承继机关代码", longest=32, hint="撤销以后继续行使其职权的机关"),
)
"""In the order of `Row`."""

BATCH = 1000
CORRECT = "请改正后重新导入"


@dataclass(frozen=True, slots=True)
class Row:
    """One office as the table states it; other offices by their codes."""

    code: str
    title: str
    level: str
    kind: str
    division_code: str
    parent: str
    acts_through: str
    credit_code: str
    address: str
    phone: str
    since: date | None
    until: date | None
    successor: str


FACTS = tuple(Row.__dataclass_fields__)
TITLES = dict(zip(FACTS, (column.title for column in COLUMNS), strict=True))
LINKS = ("parent", "acts_through", "successor")


def check(table: Table) -> Plan:
    """What importing this table would do. Writes nothing. Raises Refused for whoever may not."""
    keeper()
    return _Import(table).plan()


def carry_out(table: Table, decision: Decision) -> Plan:
    """Import a table, whole or not at all. Raises Refused where a cell is wrong."""
    account = keeper()
    with tree.alone():
        work = _Import(table)
        plan = work.plan()
        if not plan.is_sound:
            raise refuse(
                f"有{plan.errors.count}处错误，没有导入任何一行", remedy="请改正后重新导入"
            )
        work.write(decision, account)
        log.write("import", "机构表格", None, plan.told())
    return plan


def export() -> Iterator[tuple[str, ...]]:
    """Every office as a row of the table, superiors first."""
    levels = {key: word for word, key in LEVELS.items()}
    kinds = {key: word for word, key in KINDS.items()}
    for office in _registered().values():
        stated = _stated(office)
        words = {"level": levels[stated.level], "kind": kinds[stated.kind]}
        yield tuple(words.get(fact) or _word(getattr(stated, fact)) for fact in FACTS)


def _registered() -> dict[str, Office]:
    found = Office.objects.select_related("parent", "acts_through", "successor")
    return {office.code: office for office in found.order_by("path")}


def _stated(office: Office) -> Row:
    """A registered office as a table would state it."""
    links = {name: other.code if (other := getattr(office, name)) else "" for name in LINKS}
    facts: dict[str, Any] = {f: links[f] if f in links else getattr(office, f) for f in FACTS}
    return Row(**facts)


def _word(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


class _Import:
    """One table against the register as it stands."""

    def __init__(self, table: Table) -> None:
        self.sheet = Sheet(table, COLUMNS)
        self.registered = _registered()
        self.rows: dict[str, tuple[int, Row]] = {}
        if self.sheet.has_all_columns:
            for number, cells in table.rows:
                self._take(number, cells)
            for number, row in self.rows.values():
                self._check_links(number, row)
            self._check_credit_codes()

    def plan(self) -> Plan:
        new = sum(code not in self.registered for code in self.rows)
        changes = [c for number, row in self.rows.values() if (c := self._change(number, row))]
        count = len(self.sheet.table.rows)
        unchanged = len(self.rows) - new - len(changes)
        return Plan(count, new, changes, unchanged, self.sheet.errors)

    def write(self, decision: Decision, account: int | None) -> None:
        """New offices first, so that the others can point to them; then what has changed.

        Superiors go before those below them: so two offices can change places.
        """
        self._add([row for code, (_, row) in self.rows.items() if code not in self.registered])
        self._record_new(decision, account)
        for number, row in sorted(self.rows.values(), key=lambda row: self._depth(row[1])):
            if row.code in self.before and self._change(number, row):
                self._alter(self.registered[row.code], row, decision, account)

    # -- Checking --------------------------------------------------------------------------------

    def _take(self, number: int, cells: Sequence[str]) -> None:
        sheet = self.sheet
        text = {fact: title for fact, title in TITLES.items() if fact not in _TYPED}
        values: dict[str, str] = {f: sheet.text(number, cells, t) for f, t in text.items()}
        row = Row(
            **values,
            level=sheet.choice(number, cells, TITLES["level"], LEVELS),
            kind=sheet.choice(number, cells, TITLES["kind"], KINDS),
            since=sheet.day(number, cells, TITLES["since"]),
            until=sheet.day(number, cells, TITLES["until"]),
        )
        if not row.code:
            return
        if row.code in self.rows:
            first = self.rows[row.code][0]
            sheet.errors.add(number, TITLES["code"], f"与第{first}行重复", "每个机构只写一行")
            return
        self.rows[row.code] = (number, self._kept(row))
        self._check_row(number, row)

    def _kept(self, row: Row) -> Row:
        """Facts that the table has no column for stay as they are registered."""
        office = self.registered.get(row.code)
        if office is None:
            return row
        stated = _stated(office)
        absent = {f: getattr(stated, f) for f, t in TITLES.items() if t not in self.sheet.place}
        if row.since is None:
            absent["since"] = stated.since
        return replace(row, **absent)

    def _check_row(self, number: int, row: Row) -> None:
        check, title = self.sheet.check, TITLES
        check(
            number,
            title["code"],
            holds=_fits(CODE, row.code),
            what="不是机构代码",
            remedy="请只用数字、大写字母开头的字母和连字符",
        )
        if row.division_code:
            check(
                number,
                title["division_code"],
                holds=_fits(DIVISION, row.division_code),
                what=f"“{row.division_code}”不是行政区划代码",
                remedy="请填2至12位数字",
            )
        if row.credit_code:
            check(
                number,
                title["credit_code"],
                holds=uscc.is_valid(row.credit_code),
                what="校验位不对",
                remedy="请对照登记证书核对18位代码",
            )
        if row.since and row.until:
            check(
                number,
                title["until"],
                holds=row.until >= row.since,
                what="早于设立日期",
                remedy="请核对两个日期",
            )

    def _check_links(self, number: int, row: Row) -> None:
        for name in LINKS:
            code = getattr(row, name)
            if code:
                self.sheet.check(
                    number,
                    TITLES[name],
                    holds=code in self.rows or code in self.registered,
                    what=f"没有代码为{code}的机构",
                    remedy="请先登记该机构，或者在同一表格中加上它",
                )
        above = self._row(row.parent)
        if above and above.level and row.level:
            self.sheet.check(
                number,
                TITLES["level"],
                holds=ORDER[above.level] <= ORDER[row.level],
                what=f"高于上级{above.title}的层级",
                remedy="请核对层级或者上级",
            )
        if row.parent:
            self.sheet.check(
                number,
                TITLES["parent"],
                holds=not self._circles(row),
                what="循环隶属：沿上级走会回到自己",
                remedy="请核对上级机构代码",
            )
        if row.successor:
            self.sheet.check(
                number,
                TITLES["successor"],
                holds=row.until is not None and row.successor != row.code,
                what="只有已撤销的机构才有另外的承继机关",
                remedy="请填写撤销日期，或者清空本格",
            )

    def _row(self, code: str) -> Row | None:
        """An office as it will be: by the table, else as registered."""
        if code in self.rows:
            return self.rows[code][1]
        return _stated(self.registered[code]) if code in self.registered else None

    def _circles(self, row: Row) -> bool:
        at, seen = row.parent, {row.code}
        while at:
            if at in seen:
                return at == row.code
            seen.add(at)
            above = self._row(at)
            at = above.parent if above else ""
        return False

    def _check_credit_codes(self) -> None:
        holders = {o.credit_code: o.code for o in self.registered.values() if o.credit_code}
        for number, row in self.rows.values():
            if row.credit_code:
                other = holders.setdefault(row.credit_code, row.code)
                self.sheet.check(
                    number,
                    TITLES["credit_code"],
                    holds=other == row.code,
                    what=f"已经属于机构{other}",
                    remedy="请核对，一个代码只属于一个机构",
                )

    def _change(self, number: int, row: Row) -> Change | None:
        office = self.registered.get(row.code)
        if office is None:
            return None
        now = _stated(office)
        facts = {
            TITLES[f]: (_word(getattr(now, f)), _word(getattr(row, f)))
            for f in FACTS
            if getattr(now, f) != getattr(row, f)
        }
        return Change(number, row.code, facts) if facts else None

    # -- Writing ---------------------------------------------------------------------------------

    def _add(self, rows: Sequence[Row]) -> None:
        self.before = frozenset(self.registered)
        numbers = iter(_numbers(len(rows)))
        made = {row.code: Office(pk=next(numbers), code=row.code) for row in rows}
        known: Mapping[str, Office] = {**self.registered, **made}
        for row in sorted(rows, key=self._depth):
            office = made[row.code]
            for fact in FACTS:
                value = getattr(row, fact)
                setattr(office, fact, known.get(value) if fact in LINKS else value)
            office.derive()
        inserted = sorted(made.values(), key=lambda office: office.path.count("/"))
        Office.objects.bulk_create(inserted, batch_size=BATCH)
        self.registered.update(made)

    def _depth(self, row: Row) -> int:
        depth, at = 0, row.parent
        while at:
            depth, above = depth + 1, self._row(at)
            at = above.parent if above else ""
        return depth

    def _record_new(self, decision: Decision, account: int | None) -> None:
        now = clock.now()
        OfficeChange.objects.bulk_create(
            (
                OfficeChange(
                    office=self.registered[code],
                    field="since",
                    after=_word(self.registered[code].since),
                    on=self.registered[code].since or decision.on,
                    basis=decision.basis,
                    account_id=account,
                    recorded_at=now,
                )
                for code in self.rows
                if code not in self.before
            ),
            batch_size=BATCH,
        )

    def _alter(self, office: Office, row: Row, decision: Decision, account: int | None) -> None:
        """One registered office; its place in the tree first, since paths hang on it."""
        office.refresh_from_db()
        before = offices.written(office)
        if (office.parent.code if office.parent else "") != row.parent:
            tree.relocate(office, tree.office(row.parent) if row.parent else None)
        for fact in FACTS:
            value = getattr(row, fact)
            if fact != "parent":
                setattr(office, fact, self.registered.get(value) if fact in LINKS else value)
        office.save()
        offices.record(office, before, decision, account)


_TYPED = frozenset({"level", "kind", "since", "until"})


def _fits(validator: RegexValidator, value: str) -> bool:
    try:
        validator(value)
    except ValidationError:
        return False
    return True


def _numbers(count: int) -> list[int]:
    """So many fresh numbers of offices, so that new ones can point to each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('people_office', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [number for (number,) in cursor.fetchall()]
