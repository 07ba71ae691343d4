"""Random programs with random posts, scopes and fields, against an oracle in plain Python.

Whatever was drawn: a list holds the cases that the oracle names and no others, an answer the fields
that were given and no others, an error and a message no word of anybody. The oracle walks the
office tree and looks names up in sets; it knows no policy, and of the shapes only their names.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.exchange import consumers, outbox, subscriptions
from fashu.kernel.exchange.models import Delivery, Subscription
from fashu.kernel.exchange.scopes import BY_PROCEDURE, TITLES
from fashu.kernel.exchange.tests.conftest import log_everything
from fashu.web.api import api, grants
from fashu.web.api.fields import offered
from fashu.web.api.tests.machines import Machine, machine
from tests.security.address import HOLES, Shows
from tests.security.addresses import TABLE
from tests.security.asking import posted, words_of
from tests.security.province import Matter, Province

THIS, OTHER = "reconsideration", "personal_information"
FACTS = ("applicant_name", "identity_number", "act_title", "conditions", "outcome")
"""Some answers to questions, which are given one by one."""

PREFIX = "/api/v1/"
LIST = "GET cases"
WEBHOOK = {"case", "procedure", "seq", "kind", "key", "on"}


@dataclass
class Program:
    """What was drawn, in words that need no database."""

    office: str
    roles: list[str]
    scopes: set[str]
    fields: dict[str, set[str]]
    caller: Machine

    def covers(self, kind: str) -> bool:
        """Whether it may do this with the procedure of every case of the province."""
        return kind in self.scopes or f"{kind}:{THIS}" in self.scopes

    def sees(self, province: Province, matter: Matter) -> bool:
        """The oracle: its office, or one below, handles the case, or its office takes part."""
        if self.office in matter.offices:
            return True
        return bool(self.roles) and self.office in province.above(matter.office)

    def gives(self, operation: str) -> bool:
        """Whether anything of an operation's answers leaves."""
        return operation in self.fields


def draw(random: Random, province: Province) -> Program:
    """A program that was registered and granted at random."""
    taken = [m.office for m in province.matters] + [o for m in province.matters for o in m.offices]
    office = random.choice([*taken, *sorted(province.parents)])
    roles = random.choice([["office"], ["office", "authority"], ["respondent"], []])
    scopes = {_scope(random, kind) for kind in TITLES if random.random() < 0.7}
    fields = {op: _some(random, names) for op, names in offered().items() if random.random() < 0.7}
    given = {operation: sorted(names) for operation, names in fields.items()}
    caller = machine("drawn", office, scopes, roles, given)
    with acting_as(SYSTEM):
        consumers.limit(caller.consumer, consumers.MOST_PER_MINUTE, consumers.MOST_PER_DAY)
    return Program(office, roles, scopes, fields, caller)


def _scope(random: Random, kind: str) -> str:
    narrow = random.choice(["", "", f":{THIS}", f":{OTHER}"])
    return kind + (narrow if kind in BY_PROCEDURE else "")


def _some(random: Random, names: tuple[str, ...]) -> set[str]:
    """A few of the fields; of answers to questions, a few questions."""
    single = [n for n in names if not n.endswith("*")]
    single += [n.replace("*", fact) for n in names if n.endswith("*") for fact in FACTS]
    share = random.choice([0.1, 0.5, 1.0])
    return {name for name in single if random.random() < share}


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(random=st.randoms(use_true_random=False))
def test_whatever_a_program_was_given_it_gets_that_and_no_more(
    province: Province, random: Random
) -> None:
    _lives(province, random)


def _live(province: Province, programs: int) -> None:
    for seed in range(programs):
        _lives(province, Random(seed))


def _lives(province: Province, random: Random) -> None:
    """One program asks for everything; whatever it did is taken back."""
    with transaction.atomic():
        program = draw(random, province)
        expected = {m.number for m in province.matters if program.sees(province, m)}
        _by_lists(program, province, expected)
        _by_one_case(program, province, expected, random)
        _by_letters(program, province, expected)
        transaction.set_rollback(True)


# -- What is asked ---------------------------------------------------------------------------------


def _by_lists(program: Program, province: Province, expected: set[str]) -> None:
    for view in ("all", "inbox", "handled", "own"):
        found = _listed(program, province, f"cases?view={view}&limit=40")
        if not program.covers("cases:read") or not program.gives(LIST):
            assert found == set()
        elif "items.number" in program.fields[LIST]:
            assert found <= expected
            assert found == expected or view != "all"
    for path in ("errands?box=all", "copies", "drafts", "supervision/alerts", "supervision/orders"):
        if f"api/v1/{path.partition('?')[0]}" in TABLE:
            assert _listed(program, province, path) <= expected
    for matter in province.matters[:2]:
        for word in sorted(matter.words)[:3]:
            _judged(program, program.caller.get(f"cases?q={word}"), LIST)


def _listed(program: Program, province: Province, path: str) -> set[str]:
    """The cases of which a word stands on any page of a list."""
    found: set[str] = set()
    operation, onward = f"GET {path.partition('?')[0]}", ""
    for _ in range(30):
        answer = program.caller.get(path + onward)
        _judged(program, answer, operation)
        text = words_of(answer)
        found |= {m.number for m in province.matters if any(word in text for word in m.words)}
        more = answer.json().get("next") if answer.status_code == 200 and "{" in text[:1] else None
        if not more:
            return found
        onward = f"&cursor={more}"
    raise AssertionError("the list never stops")


def _by_one_case(program: Program, province: Province, expected: set[str], random: Random) -> None:
    seen = [m for m in province.matters if m.number in expected]
    hidden = [m for m in province.matters if m.number not in expected]
    some = [m for m in seen if m.number == province.told] + random.sample(seen, min(1, len(seen)))
    for matter in dict.fromkeys(some):
        for path, operation in _of_cases(matter):
            _shows_no_other(program, province, program.caller.get(path), operation, matter)
        for path, operation in _acts_on(matter):
            answer = posted(bearer(program.caller), path)
            _shows_no_other(program, province, answer, operation, matter)
    for matter in random.sample(hidden, min(1, len(hidden))):
        for path, operation in _of_cases(matter):
            answer, unknown = (program.caller.get(p) for p in (path, _nowhere(path, matter)))
            assert answer.status_code in (403, 404), path
            told = words_of(answer).replace(matter.number, HOLES["number"])
            assert told == words_of(unknown), path
            _judged(program, answer, operation)


def _of_cases(matter: Matter) -> Iterator[tuple[str, str]]:
    """Every question about one case, and the operation it is."""
    files = matter.files[0][0] if matter.files else "0" * 64
    for path, methods in api.get_openapi_schema()["paths"].items():
        short = path.removeprefix(PREFIX)
        if "get" in methods and short.startswith("cases/{number}"):
            filled = short.replace("{number}", matter.number).replace("{sha256}", files)
            yield filled.replace("{paper}", str(matter.paper)), f"GET {short}"
    every = "participants,timeline,papers,facts,notes,clocks,actions,attachments,findings,proof"
    yield f"cases/{matter.number}?expand={every}", "GET cases/{number}"


def _acts_on(matter: Matter) -> Iterator[tuple[str, str]]:
    """Every act on one case, and the operation it is."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        if "post" in methods and "cases/{number}" in path:
            filled = path.replace("{number}", matter.number).replace("{step}", "suspend")
            yield (
                filled.replace("{paper}", "decision").replace("{avoidance}", "1"),
                (f"POST {path.removeprefix(PREFIX)}"),
            )


def _nowhere(path: str, matter: Matter) -> str:
    return path.replace(matter.number, HOLES["number"])


def bearer(caller: Machine) -> Client:
    """A browser of the tests that shows the key with every request."""
    key = {"Authorization": f"Bearer {caller.key}"}
    return Client(raise_request_exception=False, headers=key)


# -- What comes back -------------------------------------------------------------------------------


def _shows_no_other(
    program: Program, province: Province, answer: Any, operation: str, matter: Matter
) -> None:
    _judged(program, answer, operation)
    text = words_of(answer) + str(answer.headers)
    others = (m for m in province.matters if m is not matter)
    assert not any(word in text for other in others for word in other.words - matter.words)


def _judged(program: Program, answer: Any, operation: str) -> None:
    """An answer holds what was given of the operation; an error is about nobody."""
    text = words_of(answer)
    assert answer.status_code < 500, (operation, text)
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert not personal() & set(_strings(json.loads(text))), text
        assert not any(word in text for word in personal()), (operation, text)
        return
    assert program.gives(operation), operation
    is_data = answer.headers["Content-Type"].startswith("application/json")
    told = set(leaves(json.loads(text))) if is_data else {"a file"}
    assert program.covers(needed(operation)) or not told, operation
    assert not is_data or told <= program.fields[operation], (operation, told)


def needed(operation: str) -> str:
    """The scope that an operation needs, as the page of the interface tells it to people."""
    method, _, path = operation.partition(" ")
    described = api.get_openapi_schema()["paths"][PREFIX + path][method.lower()]
    (scope,) = next(each["OAuth2"] for each in described["security"] if "OAuth2" in each)
    return str(scope)


def leaves(data: Any, place: str = "") -> Iterator[str]:
    """The places of all that is told; what is empty tells nothing."""
    if isinstance(data, dict):
        for name, inner in data.items():
            yield from leaves(inner, f"{place}.{name}" if place else name)
    elif isinstance(data, list):
        for inner in data:
            yield from leaves(inner, place)
    elif data is not None:
        yield place


def _strings(data: Any) -> Iterator[str]:
    if isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _strings(inner)
    elif isinstance(data, str):
        yield data


def personal() -> set[str]:
    """Words about the citizen of the story that no error and no message may hold."""
    return {"张晓岚", "990100199001010012", "19900000001", "文昌路1号"}


def _by_letters(program: Program, province: Province, expected: set[str]) -> None:
    """What the program is told of its own accord (webhooks)."""
    with acting_as(SYSTEM):
        subscriptions.subscribe(program.caller.consumer, "https://example.com/", [])
        Subscription.objects.update(position=-1)
    log_everything()
    outbox.write_letters()
    with acting_as(SYSTEM):
        bodies = list(Delivery.objects.values_list("body", flat=True))
    told = {json.loads(body)["data"]["case"] for body in bodies}
    assert told == (expected if program.covers("cases:read") else set())
    assert all(set(json.loads(body)["data"]) == WEBHOOK for body in bodies)
    assert not any(word in body for body in bodies for word in personal())


# -- That it could be otherwise --------------------------------------------------------------------


def test_the_draw_is_not_always_of_one_kind(province: Province) -> None:
    """Else agreeing with the oracle would prove little."""
    sizes, covers = set(), set()
    for seed in range(10):
        with transaction.atomic():
            program = draw(Random(seed), province)
            sizes.add(sum(program.sees(province, m) for m in province.matters))
            covers.add(program.covers("cases:read"))
            transaction.set_rollback(True)
    assert len(sizes) > 3
    assert covers == {True, False}


@pytest.mark.parametrize(
    ("place", "broken"),
    [
        ("fashu.web.api.grants.only", lambda data, *_: data),
        ("fashu.web.api.grants.procedures", lambda: None),
        ("fashu.web.api.grants.check", lambda _, method, path: grants.needed(method, path)),
        ("fashu.kernel.exchange.outbox.procedures", lambda *_: None),
    ],
)
def test_the_oracle_notices_a_guard_that_is_gone(
    province: Province, monkeypatch: pytest.MonkeyPatch, place: str, broken: Any
) -> None:
    monkeypatch.setattr(place, broken)
    with pytest.raises(AssertionError):
        _live(province, programs=12)


@pytest.mark.parametrize("scopes", [[], ["law:read"]])
def test_without_a_scope_no_case_and_no_word_comes_back(
    province: Province, undone: None, scopes: list[str]
) -> None:
    caller = machine("bare", "9901", scopes)
    with acting_as(SYSTEM):
        consumers.limit(caller.consumer, 6000, 100_000)
    story = {"number": province.told, "paper": str(province.story.paper)}
    client, asked = bearer(caller), 0
    for address in TABLE.values():
        if not address.path.startswith(PREFIX) or address.shows is Shows.NOTHING:
            continue
        path = address.at(**story)
        for method in address.methods:
            answer = posted(client, path) if method == "post" else client.get(path)
            assert answer.status_code == 403, path
            assert not any(word in words_of(answer) for word in personal())
            asked += 1
    assert asked > 30
