"""What the policies cost: 100,000 cases, and the plans by which PostgreSQL finds those in sight.

Run with `-s` for the figures that `docs/decisions/2026-11-22-data-scopes.md` quotes.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from fashu.kernel.access import Actor, DataScope, Kind, Reach, acting_as
from fashu.kernel.access.reach import EVERY_BUSINESS, Part, part_of
from fashu.kernel.access.rls import OPENING, in_scope
from fashu.kernel.access.scope import EVERYWHERE
from fashu.kernel.people.models import Account

COUNTIES, CASES = 180, 100_000
HOME, FAR = "99/9907/990703/", "99/9919/991902/"

OFFICES = """
    INSERT INTO people_office
        (code, title, level, kind, division_code, path, parent_path, initials, address, phone,
         credit_code, parent_id)
    SELECT code, code, 'county', 'justice', code, above || code || '/', above, '', '', '', '',
        (SELECT id FROM people_office p WHERE p.path = above)
    FROM (VALUES {}) AS given (code, above)
"""
FILL = """
    INSERT INTO cases_case (number, code, procedure, version, stage, outcome, title, office_id,
        office_path, handler_id, opened_on, moved_on, seq, head, state)
    SELECT 'X' || n, 'X' || n, CASE n %% 3 WHEN 0 THEN 'a' ELSE 'b' END, '1', 'open', '', 'x',
        office.id, office.path, CASE WHEN (n / 180) %% 50 = 0 THEN %s::bigint END, '2026-01-05',
        '2026-01-05', 1, '', '{}'
    FROM generate_series(1, %s) n
    JOIN (SELECT id, path, row_number() OVER (ORDER BY path) - 1 AS place FROM people_office
        WHERE level = 'county') office ON office.place = n %% %s
"""
QUERIES = {
    "count": "SELECT count(*) FROM cases_case",
    "first page": "SELECT id, title FROM cases_case ORDER BY id DESC LIMIT 20",
}


@pytest.fixture(scope="module")
def crowd(django_db_setup: None, django_db_blocker: Any) -> Iterator[Actor]:
    """A hundred thousand cases in 180 counties, and an officer of one of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        account = Account(username="crowd", name="众", kind="officer", password="x")
        counties = [f"99{c:02d}{n:02d}" for c in range(1, 21) for n in range(1, 10)]
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")
            account.save()
            for level in (["99"], [f"99{c:02d}" for c in range(1, 21)], counties):
                rows = ", ".join(f"('{code}', '{_above(code)}')" for code in level)
                cursor.execute(OFFICES.format(rows))
                if level is not counties:
                    cursor.execute("UPDATE people_office SET level = 'city' WHERE level = 'county'")
            cursor.execute(FILL, [account.pk, CASES, COUNTIES])
            cursor.execute("ANALYZE cases_case")
            cursor.execute("SET LOCAL ROLE fashu_app")
        yield Actor(kind=Kind.OFFICER, name="众", account_id=account.pk, office_path=HOME)
        transaction.set_rollback(True)


def _above(code: str) -> str:
    return "".join(f"{code[:n]}/" for n in range(2, len(code), 2))


def actor(crowd: Actor, reach: Reach | None, path: str = HOME) -> Actor:
    return Actor(
        kind=crowd.kind,
        name=crowd.name,
        account_id=crowd.account_id,
        office_path=path,
        granted=reach,
    )


def explained(who: Actor, query: str) -> tuple[dict[str, Any], float]:
    """The plan and the quickest of five runs, in milliseconds."""
    with acting_as(who), connection.cursor() as cursor:
        found = []
        for _ in range(5):
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {query}")
            (row,) = cursor.fetchone()
            plan = row if isinstance(row, list) else json.loads(row)
            found.append(plan[0])
    best = min(found, key=lambda each: each["Execution Time"])
    return best["Plan"], best["Execution Time"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a plan."""
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def one(scope: DataScope, *custom: str) -> Reach:
    return Reach.of({EVERY_BUSINESS: part_of(scope, HOME, custom)})


REACHES = {
    "本部门及以下 (plain)": None,
    "本部门": one(DataScope.OFFICE),
    "自定 (2 offices far apart)": one(DataScope.CUSTOM, HOME, FAR),
    "仅本人": one(DataScope.OWN),
    "plain, but 本部门 in one business": Reach.of(
        {EVERY_BUSINESS: part_of(DataScope.SUBTREE, HOME), "a": part_of(DataScope.OFFICE, HOME)}
    ),
    "全部": one(DataScope.ALL),
    "全部, but 本部门 in one business": Reach.of(
        {EVERY_BUSINESS: Part(EVERYWHERE), "a": part_of(DataScope.OFFICE, HOME)}
    ),
}


@pytest.mark.parametrize("name", REACHES)
def test_every_scope_finds_its_cases_and_says_what_it_took(crowd: Actor, name: str) -> None:
    who = actor(crowd, REACHES[name])
    for title, query in QUERIES.items():
        _, took = explained(who, query)
        with acting_as(who), connection.cursor() as cursor:
            cursor.execute(QUERIES["count"])
            (count,) = cursor.fetchone()
        print(f"{name:<32} {title:<12} {count:>7} rows {took:>8.2f} ms")  # noqa: T201 - figures for -s


def test_the_plain_officer_is_answered_from_the_index_on_the_path(crowd: Actor) -> None:
    plan, _ = explained(actor(crowd, None), QUERIES["count"])
    indexes = {node.get("Index Name", "") for node in nodes(plan)}
    assert any(name.startswith("cases_case_office_") for name in indexes)
    assert not any(
        node["Node Type"] == "Seq Scan" and node.get("Relation Name") == "cases_case"
        for node in nodes(plan)
    )


@pytest.mark.parametrize("name", ["本部门", "自定 (2 offices far apart)", "仅本人"])
def test_a_few_offices_or_ones_own_cases_are_no_walk_through_all(crowd: Actor, name: str) -> None:
    plan, _ = explained(actor(crowd, REACHES[name]), QUERIES["count"])
    scanned = [n for n in nodes(plan) if n.get("Relation Name") == "cases_case"]
    assert not any(node["Node Type"] == "Seq Scan" for node in scanned)


def test_what_is_refined_is_never_looked_up_for_the_plain_officer(crowd: Actor) -> None:
    """The settings that tell of single offices and of other businesses are empty for him."""
    told = actor(crowd, None).reach.settings()
    assert [told[key] for key in ("fashu.reach", "fashu.offices", "fashu.own")] == ["", "", ""]
    plan, _ = explained(actor(crowd, None), QUERIES["count"])
    found = [n for n in nodes(plan) if n.get("Function Name") == "jsonb_array_elements_text"]
    assert all(node["Actual Rows"] == 0 for node in found)


BEFORE = f"""DROP POLICY visible ON cases_case;
    CREATE POLICY visible ON cases_case USING ({in_scope("office_path")}
        OR id = ANY (ARRAY(SELECT fashu_own_cases())) OR id = {OPENING})"""
"""The policy as it was when every officer had the plain scope."""


@pytest.mark.parametrize("path", [HOME, "99/9907/", "99/"])
def test_the_plain_scope_costs_what_it_cost_without_the_others(crowd: Actor, path: str) -> None:
    who = actor(crowd, None, path)
    now = {title: explained(who, query)[1] for title, query in QUERIES.items()}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE fashu_owner")
            cursor.execute(BEFORE)
            cursor.execute("SET LOCAL ROLE fashu_app")
        then = {title: explained(who, query)[1] for title, query in QUERIES.items()}
        transaction.set_rollback(True)
    for title in QUERIES:
        print(f"{path:<16} {title:<12} before {then[title]:>8.2f} now {now[title]:>8.2f} ms")  # noqa: T201 - figures for -s
        assert now[title] < 2 * then[title] + 5
