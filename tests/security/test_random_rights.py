"""Random officers with random posts, roles, scopes, parts and avoidances, against an oracle.

Whatever is drawn: each list holds exactly what the oracle says, and no other path shows more. The
oracle walks from parent to parent and looks names up in sets; it knows no path, range or policy.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, DataScope, Kind, acting_as
from fashu.kernel.access.models import Grant, Role, RoleScope
from fashu.kernel.cases.models import (
    Avoidance,
    Case,
    Event,
    Ground,
    Participant,
    Raised,
)
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Office, Posting, PostingKind
from fashu.kernel.supervision.indicators import INDICATOR
from tests.security.asking import words_of
from tests.security.conftest import client_of
from tests.security.province import Matter, Person, Province

THIS, OTHER = "reconsideration", "another-business"
OTHERWISE = {
    "SealUse": "用印台账: whoever keeps a seal answers for each of its uses, whatever the case",
    "Rating": "its author's and of those who must answer it, not of the case's handlers",
    "Draft": "its author's alone; see test_access",
    "Request": "its sender's alone: the answer to a request that comes twice",
    "Disposal": "what was destroyed and why stays known to the office where the case is gone",
}
"""Models that name a case and are not seen by those who see it, and why."""


def _hanging() -> list[type[Model]]:
    """Every other model whose rows belong to one case each."""
    named = [(model, _case_of(model)) for model in apps.get_models()]
    return [model for model, case in named if case and model.__name__ not in OTHERWISE]


def _case_of(model: type[Model]) -> bool:
    return any(f.name == "case" and f.related_model is Case for f in model._meta.fields)


HANGING = _hanging()
TRIED = 2
"""How many cases in sight and out of sight each officer opens by every path."""


@dataclass
class World:
    """What was drawn for one officer, in words that need no database."""

    account: int
    office: str
    roles: list[dict[str, tuple[DataScope, frozenset[str]]]] = field(default_factory=list)
    handles: set[str] = field(default_factory=set)
    acted: set[str] = field(default_factory=set)
    takes_part: set[str] = field(default_factory=set)
    avoids: set[str] = field(default_factory=set)

    def sees(self, province: Province, matter: Matter) -> bool:
        """The oracle."""
        if matter.number in self.avoids:
            return False
        if self.account in matter.accounts or self.office in matter.offices:
            return True
        if matter.number in self.takes_part:
            return True
        return any(self._shown(province, role, matter) for role in self.roles)

    def _shown(
        self,
        province: Province,
        role: dict[str, tuple[DataScope, frozenset[str]]],
        matter: Matter,
    ) -> bool:
        scope, ticked = role.get(THIS) or role.get("") or (DataScope.SUBTREE, frozenset())
        above = set(province.above(matter.office))
        match scope:
            case DataScope.ALL:
                return True
            case DataScope.CUSTOM:
                return matter.office in ticked
            case DataScope.OFFICE:
                return matter.office == self.office
            case DataScope.SUBTREE:
                return self.office in above
            case DataScope.OWN:
                return self.office in above and matter.number in self.handles | self.acted


def draw(random: Random, province: Province) -> World:
    """Give one of the province's officers, or a new one, a random life."""
    today = clock.today()
    offices = sorted(province.parents)
    acting = sorted(p.username for p in province.people if p.kind == "officer")
    with acting_as(SYSTEM):
        account = Account.objects.get(username=random.choice(acting))
        office = Office.objects.get(code=random.choice(offices))
        Posting.objects.filter(account=account).update(until=today - timedelta(1))
        Posting.objects.create(account=account, office=office, since=today)
        world = World(account.pk, office.code, acted=_acted(account.pk))
        for n in range(random.randint(0, 3)):
            _give(random, province, world, account, office, n)
        _second(random, account, offices)
        for matter in province.matters:
            _involve(random, world, account, office, matter)
    return world


def _give(
    random: Random, province: Province, world: World, account: Account, office: Office, n: int
) -> None:
    """A role with scopes, granted in this office or in another, today or not any more."""
    role = Role.objects.create(key=f"drawn-{n}", title=f"抽到的角色{n}", plays=["office"])
    lines: dict[str, tuple[DataScope, frozenset[str]]] = {}
    for business in random.sample(["", THIS, OTHER], random.randint(0, 3)):
        scope = random.choice(list(DataScope))
        ticked = frozenset(random.sample(sorted(province.parents), random.randint(0, 4)))
        line = RoleScope.objects.create(role=role, business=business, scope=scope)
        line.offices.set(Office.objects.filter(code__in=ticked))
        lines[business] = (scope, ticked)
    today = clock.today()
    since, until, withdrawn, elsewhere = random.choice(
        [
            (today, None, None, False),
            (today, today, None, False),
            (today - timedelta(9), today - timedelta(1), None, False),
            (today + timedelta(1), None, None, False),
            (today, None, clock.now(), False),
            (today, None, None, True),
        ]
    )
    place = Office.objects.exclude(pk=office.pk)[random.randint(0, 5)] if elsewhere else office
    Grant.objects.create(
        account=account,
        office=place,
        role=role,
        since=since,
        until=until,
        withdrawn_at=withdrawn,
        granted_at=clock.now(),
    )
    holds = since <= today and (until is None or until >= today)
    if holds and withdrawn is None and place == office:
        world.roles.append(lines)


def _second(random: Random, account: Account, offices: list[str]) -> None:
    """A secondment with all roles, which counts only once he has chosen to act in it."""
    if random.random() < 0.3:
        Posting.objects.create(
            account=account,
            office=Office.objects.get(code=random.choice(offices)),
            roles=["office", "authority"],
            kind=PostingKind.SECONDMENT,
            since=clock.today(),
        )


def _involve(
    random: Random, world: World, account: Account, office: Office, matter: Matter
) -> None:
    """Let him handle, take part in, or have to avoid a case, now and then."""
    if random.random() < 0.15:
        Case.objects.filter(pk=matter.pk).update(handler=account)
        world.handles.add(matter.number)
    if random.random() < 0.1:
        by_office = random.random() < 0.5
        Participant.objects.create(
            case_id=matter.pk,
            role="third_party",
            name="某",
            account=None if by_office else account,
            office_path=office.path if by_office else None,
            since=clock.today(),
        )
        world.takes_part.add(matter.number)
    if random.random() < 0.15:
        shuts_out = random.random() < 0.7
        Avoidance.objects.create(
            case_id=matter.pk,
            account=account,
            ground=Ground.OTHER,
            reason="抽到",
            raised=Raised.ONESELF if shuts_out else Raised.PARTY,
            raised_by=account,
            raised_at=clock.now(),
            shuts_out=shuts_out,
        )
        if shuts_out:
            world.avoids.add(matter.number)


def _acted(account: int) -> set[str]:
    """Read by the superuser: row-level security has no say in what the oracle is told."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        found = Event.objects.filter(account_id=account).values_list("case__number", flat=True)
        numbers = set(found)
        cursor.execute("SET LOCAL ROLE fashu_app")
    return numbers


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(random=st.randoms(use_true_random=False))
def test_whatever_an_officers_rights_are_he_sees_what_the_oracle_says(
    province: Province, random: Random
) -> None:
    with transaction.atomic():
        world = draw(random, province)
        expected = {m.number for m in province.matters if world.sees(province, m)}
        with acting_as(SYSTEM):
            account = Account.objects.get(pk=world.account)
        _by_rows(actor_for(account), expected)
        client = client_of(Person(account.pk, account.username, account.kind, world.office))
        _by_lists(client, province, expected)
        below = {m.number for m in province.matters if world.office in province.above(m.office)}
        _by_statistics(client, expected, below)
        _by_one_case(client, province, expected, random)
        transaction.set_rollback(True)


def _by_rows(actor: Actor, expected: set[str]) -> None:
    with acting_as(actor):
        assert set(Case.objects.values_list("number", flat=True)) == expected
        visible = set(Case.objects.values_list("pk", flat=True))
        for model in HANGING:
            # Not by the number: the join would hide what the rows' own policy does not.
            assert set(model._default_manager.values_list("case", flat=True)) <= visible, model


@contextmanager
def superuser() -> Iterator[CursorWrapper]:
    """Bound by no policy and no trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin; SET LOCAL ROLE fashu_app")


def fill(model: type[Model], matters: Iterable[Matter]) -> None:
    """A row for each case in a table that the province left empty; it names nobody."""
    if not model._default_manager.exists():
        model._default_manager.bulk_create(model(**_row(model, matter)) for matter in matters)


def _row(model: type[Model], matter: Matter) -> dict[str, Any]:
    asked = (f for f in model._meta.concrete_fields if not (f.primary_key or f.has_default()))
    row = {f.attname: _anything(f, matter.pk) for f in asked if not f.null}
    path = {"office_path": Case.objects.get(pk=matter.pk).office_path}
    return row | {"case_id": matter.pk} | (path if "office_path" in row else {})


def _anything(f: Any, n: int) -> Any:
    """A value that the column takes, another one for every n where it may be unique."""
    kinds: dict[str, Any] = {
        "DateField": clock.today(),
        "DateTimeField": clock.now(),
        "BooleanField": False,
        "JSONField": {},
    }
    kind = f.get_internal_type()
    if f.is_relation or kind.endswith("IntegerField"):
        return -n if f.is_relation else n % 30_000  # the smallest of them ends soon after
    return kinds.get(kind, f.choices[0][0] if f.choices else str(n))


@pytest.mark.parametrize("model", [Case, *HANGING], ids=lambda model: model.__name__)
def test_the_oracle_notices_a_policy_that_is_gone(
    province: Province, undone: None, model: type[Model]
) -> None:
    """With its policy nobody sees more than he may; without it somebody does."""
    with superuser():
        fill(model, province.matters)
    _some_lives(province)
    with superuser() as cursor:
        cursor.execute(f"CREATE POLICY gone ON {model._meta.db_table} USING (true)")
    with pytest.raises(AssertionError):
        _some_lives(province)


def _some_lives(province: Province) -> None:
    for seed in range(3):
        with transaction.atomic():
            world = draw(Random(seed), province)
            expected = {m.number for m in province.matters if world.sees(province, m)}
            with acting_as(SYSTEM):
                account = Account.objects.get(pk=world.account)
            _by_rows(actor_for(account), expected)
            transaction.set_rollback(True)


def _by_lists(client: Client, province: Province, expected: set[str]) -> None:
    for path in ("/workbench/cases/", "/workbench/cases/?state=open", "/workbench/todo/"):
        found = _listed(client, path)
        assert found <= expected, path
        assert found == expected or path != "/workbench/cases/"
    for view in ("all", "inbox", "handled", "own"):
        found = _told(client, f"/api/v1/cases?view={view}&limit=7")
        assert found <= expected, view
        assert found == expected or view != "all"
    open_ones = _listed(client, "/workbench/cases/?state=open")
    counted = re.search(r"在办案件</span><b[^>]*>(\d+)", words_of(client.get("/workbench/")))
    assert counted is None or int(counted[1]) == len(open_ones)


def _by_statistics(client: Client, expected: set[str], below: set[str]) -> None:
    """收案 of one's office, as a number, on its rows and in the workbook: what the oracle says."""
    asked = f"/supervision/statistics/{{}}?first=2020-01-01&last={clock.today()}"
    whole = client.get(asked.format(""))
    if whole.status_code == 404:
        assert not expected & below
        return
    (count,) = (f.count for f, _ in whole.context["whole"].cells if f.indicator.key == "opened")
    assert count == len(expected & below)
    for indicator in INDICATOR:
        found, page = set[str](), 1
        while page < 20:
            query = f"&indicator={indicator}&group=*&page={page}"
            rows = client.get(asked.format("rows/") + query)
            found |= {event.case.number for event in rows.context["page"].object_list}
            page = page + 1 if rows.context["page"].has_next() else 20
        assert found <= expected & below, indicator
        assert indicator != "opened" or found == expected & below
    book = load_workbook(BytesIO(client.get(asked.format("sheet/")).getvalue()))
    head, *_, last = book["统计"].iter_rows(values_only=True)
    told = dict(zip((str(cell) for cell in head), last, strict=True))
    assert told["收案（件）"] == str(count)


def _listed(client: Client, path: str) -> set[str]:
    """The numbers on every page of a list."""
    found: set[str] = set()
    for page in range(1, 20):
        text = words_of(client.get(path, {"page": page} if "?" not in path else None))
        found |= set(re.findall(r'href="/workbench/cases/([^/"]+)/"', text))
        if 'rel="next"' not in text or "?" in path:
            return found
    return found


def _told(client: Client, path: str) -> set[str]:
    """The numbers on every page that the API gives."""
    found: set[str] = set()
    after = ""
    for _ in range(30):
        answer = client.get(path + (f"&cursor={after}" if after else "")).json()
        found |= {item["number"] for item in answer["items"]}
        after = answer["next"]
        if not after:
            return found
    raise AssertionError("the API never stops")


def _by_one_case(client: Client, province: Province, expected: set[str], random: Random) -> None:
    seen = [m for m in province.matters if m.number in expected]
    hidden = [m for m in province.matters if m.number not in expected]
    for matter in random.sample(seen, min(TRIED, len(seen))):
        assert client.get(f"/workbench/cases/{matter.number}/").status_code == 200
        assert client.get(f"/api/v1/cases/{matter.number}").status_code == 200
    for matter in random.sample(hidden, min(TRIED, len(hidden))):
        for path in (
            f"/workbench/cases/{matter.number}/",
            f"/workbench/cases/{matter.number}/export/",
            f"/workbench/cases/{matter.number}/papers/{matter.paper}/",
            f"/api/v1/cases/{matter.number}?expand=timeline,papers,participants",
            f"/api/v1/cases/{matter.number}/export",
        ):
            assert client.get(path).status_code == 404, path
        for word in matter.words:
            assert _listed(client, f"/workbench/cases/?q={word}") <= expected
            assert _told(client, f"/api/v1/cases?q={word}") <= expected


def test_the_oracle_is_not_always_of_one_opinion(province: Province) -> None:
    """Else agreeing with it would prove little."""
    sizes = set()
    for seed in range(12):
        with transaction.atomic():
            world = draw(Random(seed), province)
            sizes.add(sum(world.sees(province, m) for m in province.matters))
            transaction.set_rollback(True)
    assert 0 in sizes or min(sizes) < len(province.matters) // 4
    assert max(sizes) > min(sizes)
    assert len(sizes) > 3


def test_forgetting_to_say_who_acts_returns_nothing(province: Province) -> None:
    models: list[type[Model]] = [Case, *HANGING, Grant, Role, RoleScope]
    for model in models:
        assert not model._default_manager.exists(), model


def test_an_administrator_sees_no_case_even_where_he_takes_part(province: Province) -> None:
    with transaction.atomic():
        with acting_as(SYSTEM):
            for username in ("xu", "bao", "ji"):
                account = Account.objects.get(username=username)
                Participant.objects.create(
                    case_id=province.story.pk,
                    role="third_party",
                    name="某",
                    account=account,
                    since=clock.today(),
                )
                with acting_as(actor_for(account)):
                    assert not Case.objects.exists()
                    assert not Event.objects.exists()
                forged = Actor(kind=Kind(account.kind), name="", account_id=account.pk)
                with acting_as(forged):
                    assert not Case.objects.exists()
        transaction.set_rollback(True)
