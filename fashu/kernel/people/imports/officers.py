"""Officers and their posts from and into a table. One row is one posting; nobody brings roles.

An imported account has no password. Its owner gets a code, by which he chooses one: those who
keep credentials ask `without_password`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction
from django.db.models import QuerySet

from fashu.kernel.access import SYSTEM, Kind, acting_as, log
from fashu.kernel.people.administration import keeper
from fashu.kernel.people.imports.plan import Change, Plan, Sheet
from fashu.kernel.people.models import Account, Office, Post, Posting, PostingKind
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.sheets import Column, Table

KINDS = {str(k.label): k.value for k in PostingKind if k is not PostingKind.DELEGATION}
ACTIVE = {"是": "1", "否": ""}

COLUMNS = (
    Column("账号", required=True, longest=64, hint="登录用，如工号；字母、数字和 . _ -"),
    Column("姓名", required=True, longest=64),
    Column("手机号码", longest=20, hint="导出时中间四位隐去；原样导入即不改动"),
    Column("机构代码", required=True, longest=32),
    Column("岗位", longest=40, hint="没有的岗位自动设立；岗位的角色由安全管理员授予"),
    Column("任职方式", choices=tuple(KINDS), width=12, hint="空着即为任职；借调时另有任职的一行"),
    Column("起始日期", required=True, longest=24, hint="如2026-05-01"),
    Column("截止日期", longest=24, hint="任职的最后一日"),
    Column("启用", choices=tuple(ACTIVE), width=8, hint="空着即为是"),
)
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
PHONE = re.compile(r"[+0-9][0-9 -]{4,19}")
BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Person:
    """An account as a table states it."""

    username: str
    name: str
    phone: str
    active: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A posting as a table states it, but for its end: what makes it this posting."""

    username: str
    office: str
    post: str
    kind: str
    since: date


def check(table: Table) -> Plan:
    """What importing this table would do. Writes nothing. Raises Refused for whoever may not."""
    keeper()
    return _Import(table).plan()


def carry_out(table: Table) -> Plan:
    """Import a table, whole or not at all. Raises Refused where a cell is wrong."""
    keeper()
    with transaction.atomic():
        work = _Import(table)
        plan = work.plan()
        if not plan.is_sound:
            raise refuse(
                f"有{plan.errors.count}处错误，没有导入任何一行", remedy="请改正后重新导入"
            )
        work.write()
        log.write("import", "人员表格", None, plan.told())
    return plan


def export() -> Iterator[tuple[str, ...]]:
    """Every posting within sight as a row of the table; telephone numbers masked."""
    kinds = {key: word for word, key in KINDS.items()}
    found = Posting.objects.filter(on_behalf_of=None).select_related("account", "office", "post")
    for posting in found.order_by("office__path", "account__username", "since").iterator(2000):
        account = posting.account
        yield (
            account.username,
            account.name,
            account.masked_phone,
            posting.office.code,
            str(posting.post or ""),
            kinds[posting.kind],
            posting.since.isoformat(),
            posting.until.isoformat() if posting.until else "",
            "是" if account.is_active else "否",
        )


def without_password() -> QuerySet[Account]:
    """The active officers' accounts that nobody can sign in to before he has used his code."""
    return Account.objects.filter(
        kind=Kind.OFFICER, is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX
    )


class _Import:
    """One table against the register as it stands."""

    def __init__(self, table: Table) -> None:
        self.sheet = Sheet(table, COLUMNS)
        # Whose name is taken must be known even where the name is a citizen's.
        with acting_as(SYSTEM):
            self.accounts = {
                username: (pk, kind, Person(username, name, phone, active))
                for pk, username, name, phone, active, kind in Account.objects.values_list(
                    "pk", "username", "name", "phone", "is_active", "kind"
                ).iterator(BATCH)
            }
            self.postings = _postings()
        self.offices = {o.code: o for o in Office.objects.only("code", "title", "until")}
        self.people: dict[str, tuple[int, Person]] = {}
        self.places: dict[Place, tuple[int, date | None]] = {}
        if self.sheet.has_all_columns:
            for number, cells in table.rows:
                self._take(number, cells)
            self._check_main_posts()

    def plan(self) -> Plan:
        changes = [*self._changed_people(), *self._changed_places()]
        rows = {number for number, _ in self.places.values()}
        new = sum(place not in self.postings for place in self.places)
        touched = {change.row for change in changes} & rows
        old = len(rows) - new
        return Plan(len(self.sheet.table.rows), new, changes, old - len(touched), self.sheet.errors)

    def write(self) -> None:
        """Accounts first, then posts, then who serves in them."""
        new = [p for name, (_, p) in self.people.items() if name not in self.accounts]
        self._insert_accounts(new)
        for change in self._changed_people():
            _, person = self.people[change.key]
            Account.objects.filter(username=person.username).update(
                name=person.name, phone=person.phone, is_active=person.active
            )
        self._insert_postings([p for p in self.places if p not in self.postings])
        for place, (_, until) in self.places.items():
            if place in self.postings and self.postings[place][1] != until:
                Posting.objects.filter(pk=self.postings[place][0]).update(until=until)

    # -- Checking --------------------------------------------------------------------------------

    def _take(self, number: int, cells: Sequence[str]) -> None:
        sheet = self.sheet
        username = sheet.text(number, cells, "账号")
        person = Person(
            username,
            sheet.text(number, cells, "姓名"),
            sheet.text(number, cells, "手机号码"),
            bool(sheet.choice(number, cells, "启用", ACTIVE, "1")),
        )
        office = sheet.text(number, cells, "机构代码")
        post = sheet.text(number, cells, "岗位")
        kind = sheet.choice(number, cells, "任职方式", KINDS, PostingKind.REGULAR.value)
        since = sheet.day(number, cells, "起始日期")
        until = sheet.day(number, cells, "截止日期")
        if username:
            self._take_person(number, person)
        is_known = bool(office) and self._check_office(number, office) is not None
        if since and until and until < since:
            sheet.errors.add(number, "截止日期", "早于起始日期", "请核对两个日期")
        if not (username and is_known and since):
            return
        place = Place(username, office, post, kind, since)
        if place in self.places:
            first = self.places[place][0]
            sheet.errors.add(number, "账号", f"与第{first}行重复", "同一任职只写一行")
            return
        self.places[place] = (number, until)
        self._check_end(number, place, until)

    def _take_person(self, number: int, person: Person) -> None:
        known = self.accounts.get(person.username)
        if known and person.phone and person.phone == _masked(known[2].phone):
            person = replace(person, phone=known[2].phone)
        if person.username in self.people:
            first, stated = self.people[person.username]
            if stated != person:
                self.sheet.errors.add(
                    number, "账号", f"姓名、手机号码或者启用与第{first}行不同", "请写成一样"
                )
            return
        self.people[person.username] = (number, person)
        check = self.sheet.check
        fits = bool(USERNAME.fullmatch(person.username))
        check(number, "账号", holds=fits, what="有不能用的字符", remedy="请用字母、数字和 . _ -")
        if person.phone and not (known and known[2].phone == person.phone):
            fits = bool(PHONE.fullmatch(person.phone))
            check(number, "手机号码", holds=fits, what="不是电话号码", remedy="请填完整的号码")
        if known:
            ours = known[1] in (Kind.OFFICER, Kind.AUDITOR)
            check(number, "账号", holds=ours, what="已被其他类型的账号使用", remedy="请换一个账号")

    def _check_office(self, number: int, code: str) -> Office | None:
        office = self.offices.get(code)
        if office is None:
            self.sheet.errors.add(
                number, "机构代码", f"没有代码为{code}的机构", "请先导入机构，或者核对代码"
            )
        return office

    def _check_end(self, number: int, place: Place, until: date | None) -> None:
        """Nobody serves on in an office that is closed, but for whoever is lent to wind it up."""
        closed = self.offices[place.office].until
        if closed is None or place in self.postings or place.kind == PostingKind.SECONDMENT:
            return
        self.sheet.check(
            number,
            "截止日期",
            holds=until is not None and until <= closed,
            what=f"该机构已于{closed}撤销",
            remedy="请填写撤销以前的日期，或者改为承继机关",
        )

    def _check_main_posts(self) -> None:
        """Whoever is lent out must have a post of his own, in the table or registered."""
        lent, own = PostingKind.SECONDMENT, PostingKind.REGULAR
        settled = {place.username for place in self.places if place.kind == own}
        settled |= {place.username for place in self.postings if place.kind == own}
        for place, (number, _) in self.places.items():
            self.sheet.check(
                number,
                "任职方式",
                holds=place.kind != lent or place.username in settled,
                what="借调的人员没有任职",
                remedy="请加上他任职的一行",
            )

    def _changed_people(self) -> list[Change]:
        changes = []
        for username, (number, person) in self.people.items():
            if username in self.accounts and (was := self.accounts[username][2]) != person:
                facts = {
                    "姓名": (was.name, person.name),
                    "手机号码": (_masked(was.phone), _masked(person.phone)),
                    "启用": (_yes(was.active), _yes(person.active)),
                }
                differing = {k: pair for k, pair in facts.items() if pair[0] != pair[1]}
                changes.append(Change(number, username, differing or {"手机号码": ("", "")}))
        return changes

    def _changed_places(self) -> list[Change]:
        return [
            Change(number, place.username, {"截止日期": (_day(was), _day(until))})
            for place, (number, until) in self.places.items()
            if place in self.postings and (was := self.postings[place][1]) != until
        ]

    # -- Writing ---------------------------------------------------------------------------------

    def _insert_accounts(self, people: Sequence[Person]) -> None:
        """Without a password: two hundred thousand cannot be hashed, and none would be secret."""
        for start in range(0, len(people), BATCH):
            part = people[start : start + BATCH]
            columns: list[Any] = [
                Kind.OFFICER.value,
                [p.username for p in part],
                [p.name for p in part],
                [p.phone for p in part],
                [p.active for p in part],
            ]
            with connection.cursor() as cursor:
                cursor.execute(_ACCOUNTS, columns)

    def _insert_postings(self, places: Sequence[Place]) -> None:
        posts = self._posts({(place.office, place.post) for place in places if place.post})
        numbers = dict(
            Account.objects.filter(kind__in=(Kind.OFFICER, Kind.AUDITOR)).values_list(
                "username", "pk"
            )
        )
        for start in range(0, len(places), BATCH):
            part = places[start : start + BATCH]
            columns: list[Any] = [
                [numbers[p.username] for p in part],
                [self.offices[p.office].pk for p in part],
                [posts.get((p.office, p.post)) for p in part],
                [p.kind for p in part],
                [p.since for p in part],
                [self.places[p][1] for p in part],
            ]
            with connection.cursor() as cursor:
                cursor.execute(_POSTINGS, columns)

    def _posts(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The numbers of posts by office and title; those that lack are established."""
        known = self._known_posts()
        Post.objects.bulk_create(
            (
                Post(office=self.offices[office], title=title)
                for office, title in sorted(wanted - known.keys())
            ),
            batch_size=2000,
        )
        return self._known_posts()

    @staticmethod
    def _known_posts() -> dict[tuple[str, str], int]:
        found = Post.objects.values_list("office__code", "title", "pk")
        return {(office, title): pk for office, title, pk in found}


_ACCOUNTS = """
    INSERT INTO people_account
        (kind, username, name, phone, is_active, password, failed_attempts)
    SELECT %s, username, name, phone, active, '!' || gen_random_uuid(), 0
    FROM unnest(%s::text[], %s::text[], %s::text[], %s::boolean[])
        AS given (username, name, phone, active)
"""
_POSTINGS = """
    INSERT INTO people_posting (account_id, office_id, post_id, kind, since, until, roles, basis)
    SELECT account, office, post, kind, since, until, '{}', ''
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::date[])
        AS given (account, office, post, kind, since, until)
"""


def _postings() -> dict[Place, tuple[int, date | None]]:
    """The postings there are, by what makes each this one and not another."""
    found: dict[Place, tuple[int, date | None]] = defaultdict()
    rows = Posting.objects.filter(on_behalf_of=None).values_list(
        "account__username", "office__code", "post__title", "kind", "since", "pk", "until"
    )
    for username, office, post, kind, since, pk, until in rows.iterator(BATCH):
        found[Place(username, office, post or "", kind, since)] = (pk, until)
    return found


def _masked(phone: str) -> str:
    return Account(phone=phone).masked_phone


def _yes(active: bool) -> str:
    return "是" if active else "否"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
