"""Random stories, random answers, random forms: everything is answered in words, and in time."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.calendar import Service
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.cases.models import Case, Draft
from fashu.kernel.procedure import Fact, Step
from fashu.kernel.procedure.facts import Json, flatten
from fashu.kernel.procedure.whatif_input import MOST_EVENTS
from fashu.kernel.testing.answers import random_answer
from fashu.web.questions.answers import typed
from tests.security.asking import words_of
from tests.security.conftest import client_of
from tests.security.province import Matter, Province, acting

SECONDS = 30.0
"""The bound of one answer, wide enough for two cores that many share."""

FAMILY = businesses()["reconsideration"].family
STEPS = FAMILY.versions[-1].steps
PAPERS = FAMILY.versions[-1].papers

few = settings(
    deadline=None,
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""The same examples in every run: a failure is found by whoever caused it."""


@contextmanager
def bounded() -> Iterator[None]:
    """What happens inside takes no longer than it may."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < SECONDS


# -- The calculator, for anybody ------------------------------------------------------------------

odd_text = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "\x00", "\ud800", "9" * 5000, "0000-00-00", "2026-13-45", "9999-12-31"]),
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.just(10**400), odd_text
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(odd_text, inner, max_size=4),
    max_leaves=12,
)
days = st.dates(date(2023, 1, 1), date(2027, 12, 31)).map(date.isoformat)
moments = st.one_of(days, days.map(lambda d: f"{d}T09:30:00+08:00"), scalars)
fact_keys = st.sampled_from([*FAMILY.versions[-1].facts, "none"])
taken = st.fixed_dictionaries(
    {"on": moments, "step": st.sampled_from([*STEPS, "none"])},
    optional={
        "by": st.sampled_from([role.key for role in FAMILY.versions[-1].roles]) | anything,
        "facts": st.dictionaries(fact_keys, anything | days, max_size=6) | anything,
        "who": anything,
    },
)
served = st.fixed_dictionaries(
    {"on": moments, "served": st.sampled_from([*PAPERS, "none"])},
    optional={"mode": st.sampled_from([*Service]).map(str) | anything, "to": anything},
)
stories = st.fixed_dictionaries(
    {
        "procedure": st.just("reconsideration") | anything,
        "today": moments,
        "events": st.lists(taken | served | anything, max_size=8) | anything,
    }
)


def told(client: Client, body: bytes) -> dict[str, Any]:
    """What the calculator says; a refusal is a problem in words with its place."""
    with bounded():
        response = client.generic("POST", "/api/v1/whatif", body, "application/json")
    assert response.status_code in (200, 400, 422)
    answer: dict[str, Any] = json.loads(words_of(response))
    if response.status_code != 200:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert any("\u4e00" <= letter <= "\u9fff" for letter in answer["detail"])
    return answer


@few
@given(story=stories | anything)
def test_the_calculator_answers_any_story(province: Province, story: Any) -> None:
    told(client_of(None), json.dumps(story).encode("utf-8", "surrogatepass"))


@few
@given(body=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_the_calculator_answers_any_bytes(province: Province, body: bytes) -> None:
    told(client_of(None), body)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"procedure": "reconsideration", "today": 1e400, "events": []}',
        b"9" * 900_000,
        b'"' + b"\\ud800" * 1000 + b'"',
        b"{" + b'"k":1,' * 100_000 + b'"k":1}',
        b"x" * 1_100_000,
    ],
    ids=["lists", "objects", "infinity", "digits", "surrogates", "one key often", "too much"],
)
def test_the_calculator_is_not_overturned_by_its_reader(province: Province, body: bytes) -> None:
    told(client_of(None), body)


def test_the_longest_story_is_told_in_time(province: Province) -> None:
    """As many events as it takes, each of which moves every clock."""
    events: list[dict[str, Any]] = [
        {"on": "2024-01-02", "step": "file", "by": "applicant", "facts": {}},
        {"on": "2024-01-08", "step": "accept", "by": "office", "facts": {"track": "ordinary"}},
    ]
    for n in range(MOST_EVENTS - len(events)):
        on = (date(2024, 1, 9) + timedelta(days=n)).isoformat()
        events.append({"on": on, "step": ("suspend", "resume")[n % 2], "by": "office", "facts": {}})
    story = {"procedure": "reconsideration", "today": "2099-12-31", "events": events}
    answer = told(client_of(None), json.dumps(story).encode())
    assert len(answer["refusals"]) == 0


@few
@given(
    story=stories.map(lambda s: json.dumps(s)) | st.text(max_size=40),
    do=st.sampled_from(["tell", "next", "choose", "drop:0", "drop:x", "today", "cancel"]),
    what=st.sampled_from([f"step:{key}" for key in STEPS] + [f"served:{key}" for key in PAPERS]),
    today=moments.map(str),
)
def test_the_calculators_page_answers_any_form(
    province: Province, story: str, do: str, what: str, today: str
) -> None:
    data = {"story": story, "_do": do, "what": what, "today": today, "_on": today}
    clean = {key: value.encode("utf-8", "replace").decode() for key, value in data.items()}
    with bounded():
        assert client_of(None).post("/deadline/case/", clean).status_code in (200, 400)


# -- The forms ---------------------------------------------------------------------------------

NASTY = (
    *("", "x", "9" * 28, "-1", "0", "1.005", "￥１２", "yes", "none", "0" * 64, "长" * 12_000),
    *("2026-02-30", "9999-12-31", "0001-01-01", "2026-11-20T25:61", "G9901", "<b>", "' OR 1=1"),
)
"""What a spiteful person writes into any box."""


def form_of(step: Step, random: Random, today: date, nasty: float) -> dict[str, Any]:
    """A form as a person, or a spiteful one, fills it in."""
    form: dict[str, Any] = {"_shown": [fact.key for fact in flatten(step.asks)], "_do": "next"}
    for fact in flatten(step.asks):
        if random.random() < nasty:
            form[fact.key] = random.choice(NASTY)
        else:
            form[fact.key] = posted(fact, random_answer(fact, today, random))
    return form


def posted(fact: Fact, answer: Json) -> Any:
    """An answer as the browser sends it."""
    return answer if isinstance(answer, list) else typed(fact, answer)


def send(client: Client, path: str, form: Mapping[str, Any]) -> Any:
    with bounded():
        response = client.post(path, form)
    assert response.status_code in (200, 302, 404), (path, form)
    return response


@few
@given(seed=st.integers(0, 2**32))
def test_every_step_of_every_case_answers_any_form(province: Province, seed: int) -> None:
    """From wherever a case stands: what is open and what is not, filled in by anybody."""
    random, today = Random(seed), clock.today()
    with transaction.atomic():
        matter = random.choice(province.matters)
        head = "zhou" if matter.office == "9901" else f"{matter.office}-authority"
        for _ in range(4):
            person = random.choice([head, head, head, "lin", "wu"])
            client = client_of(province.someone(person))
            step = random.choice([*opened(matter, person) * 9, *STEPS.values()])
            form = form_of(step, random, today, random.choice([0.0, 0.0, 0.2, 1.0]))
            form |= {"request_key": f"fuzz-{random.random()}", "on": random.choice(["", *NASTY])}
            send(client, f"/workbench/cases/{matter.number}/steps/{step.key}/", form)
            send_paper(client, matter.number, random)
            assert client.get(f"/workbench/cases/{matter.number}/").status_code in (200, 404)
        transaction.set_rollback(True)


def opened(matter: Matter, username: str) -> list[Step]:
    """The steps that somebody can take on a case now."""
    actor = acting(username)
    with acting_as(actor):
        case = Case.objects.filter(pk=matter.pk).first()
        return [a.choice.step for a in api.actions_in(actor, case) if a.is_open] if case else []


def send_paper(client: Client, number: str, random: Random) -> None:
    form = {
        "mode": random.choice([*map(str, Service), *NASTY]),
        "to": random.choice(["applicant", "respondent", *NASTY]),
        "on": random.choice(["", "2026-11-20", *NASTY]),
        "request_key": f"fuzz-{random.random()}",
    }
    send(client, f"/workbench/cases/{number}/serve/{random.choice(list(PAPERS))}/", form)


@few
@given(seed=st.integers(0, 2**32))
def test_the_counter_answers_any_form(province: Province, seed: int) -> None:
    random = Random(seed)
    with transaction.atomic():
        step = random.choice([step for step in STEPS.values() if step.opens])
        form = form_of(step, random, clock.today(), random.choice([0.0, 0.05, 0.5]))
        form |= {"request_key": "fuzz", "on": random.choice(["", *NASTY])}
        form["authority_office"] = random.choice(["G9901", "G99", "G990101", "none"])
        path = f"/workbench/new/reconsideration/{step.key}/"
        send(client_of(province.someone(random.choice(["lin", "zhou", "wu"]))), path, form)
        transaction.set_rollback(True)


@few
@given(seed=st.integers(0, 2**32))
def test_a_draft_takes_any_form_on_any_page(province: Province, seed: int) -> None:
    random = Random(seed)
    with transaction.atomic():
        step = random.choice([s for s in STEPS.values() if s.opens and s.key != "register"])
        client = client_of(province.someone("zhang"))
        begun = send(client, f"/services/reconsideration/{step.key}/", {})
        draft = begun.headers["Location"].split("/")[2]
        for _ in range(3):
            form = form_of(step, random, clock.today(), random.choice([0.0, 0.2, 1.0]))
            form |= {"_do": random.choice(["next", "later", "keep", "stay", "x"])}
            send(client, f"/drafts/{draft}/{random.randint(1, 9)}/", form)
        assert client.get(f"/drafts/{draft}/check/").status_code == 200
        send(client, f"/drafts/{draft}/check/", {})
        assert client.get("/mine/").status_code == 200
        transaction.set_rollback(True)


def test_whatever_was_refused_has_left_nothing_behind(province: Province) -> None:
    with acting_as(SYSTEM):
        assert Case.objects.count() == len(province.matters)
        assert not Draft.objects.exists()
