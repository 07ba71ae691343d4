"""What cannot be used is refused, and the place is named."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashu.kernel.procedure.tests.sample import FAMILY
from fashu.kernel.procedure.whatif import Unusable, parse, whatif
from fashu.kernel.procedure.whatif_input import LONGEST_TEXT, MOST_BYTES, MOST_EVENTS

FAMILIES = {"sample": FAMILY}
APPLY: dict[str, Any] = {
    "on": "2026-02-11",
    "step": "apply",
    "by": "applicant",
    "facts": {"knew_on": "2026-01-05", "class": "plain"},
}
SERVED: dict[str, Any] = {"on": "2026-02-12", "served": "correction_notice", "mode": "direct"}


def place_of(document: object) -> str:
    with pytest.raises(Unusable) as caught:
        whatif(FAMILIES, document)
    return caught.value.place


def document(*events: object, **changes: object) -> dict[str, object]:
    whole = {"procedure": "sample", "today": "2026-03-31", "events": list(events)}
    return {key: value for key, value in (whole | changes).items() if value is not None}


def answered(**facts: object) -> dict[str, object]:
    return document(APPLY | {"facts": APPLY["facts"] | facts})


def test_a_sound_document_is_used() -> None:
    assert whatif(FAMILIES, document(APPLY))["refusals"] == []


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ([], ""),
        (document(extra=1), "/extra"),
        (document(procedure=None), "/procedure"),
        (document(procedure=7), "/procedure"),
        (document(procedure="unheard_of"), "/procedure"),
        (document(today=None), "/today"),
        (document(today="31.3.2026"), "/today"),
        (document(today="20260331"), "/today"),
        (document(today="2026-02-30"), "/today"),
        (document(today="2026-03-31T10:00:00"), "/today"),
        (document(today="1900-01-01"), "/today"),
        (document(today="2150-01-01"), "/today"),
        (document(events=None), "/events"),
        (document(events={}), "/events"),
        (document(*[APPLY] * (MOST_EVENTS + 1)), "/events"),
        (document("apply"), "/events/0"),
        (document({}), "/events/0"),
        (document(APPLY | SERVED), "/events/0"),
        (document(APPLY | {"note": ""}), "/events/0/note"),
        (document(APPLY, APPLY | {"on": "2026-02-10"}), "/events/1/on"),
        (document(APPLY | {"on": "2026-04-01"}), "/events/0/on"),
        (document(APPLY | {"on": 20260211}), "/events/0/on"),
        (document(APPLY | {"step": "aply"}), "/events/0/step"),
        (document(APPLY | {"step": ""}), "/events/0/step"),
        (document(APPLY | {"by": "king"}), "/events/0/by"),
        (document({k: v for k, v in APPLY.items() if k != "by"}), "/events/0/by"),
        (document(APPLY | {"who": "甲"}), "/events/0/who"),
        (document(APPLY | {"facts": []}), "/events/0/facts"),
        (document(SERVED | {"served": "letter"}), "/events/0/served"),
        (document(SERVED | {"mode": "pigeon"}), "/events/0/mode"),
        (document(SERVED | {"to": "king"}), "/events/0/to"),
        (document(SERVED | {"n": -1}), "/events/0/n"),
        (document(SERVED | {"by": "office"}), "/events/0/by"),
        (answered(known_on="2026-01-05"), "/events/0/facts/known_on"),
        (answered(knew_on="yesterday"), "/events/0/facts/knew_on"),
        (answered(knew_on="2026-01-05T09:00:00+08:00"), "/events/0/facts/knew_on"),
        (answered(knew_on="0001-01-01"), "/events/0/facts/knew_on"),
        (answered(value="1"), "/events/0/facts/value"),
        (answered(value=True), "/events/0/facts/value"),
        (answered(value=1.5), "/events/0/facts/value"),
        (answered(urgent="yes"), "/events/0/facts/urgent"),
        (answered(name=["王某"]), "/events/0/facts/name"),
        (answered(name="\ud800"), "/events/0/facts/name"),
        (answered(name="a\x00b"), "/events/0/facts/name"),
        (answered(story="长" * (LONGEST_TEXT + 1)), "/events/0/facts/story"),
        (answered(sites="road"), "/events/0/facts/sites"),
        (answered(sites=["road", "sea"]), "/events/0/facts/sites/1"),
        (answered(**{"class": "noble"}), "/events/0/facts/class"),
        (answered(**{"a/b~c": 1}), "/events/0/facts/a~1b~0c"),
    ],
)
def test_unusable_input_names_its_place(broken: object, place: str) -> None:
    assert place_of(broken) == place


def test_a_slip_of_the_pen_is_met_with_what_was_meant() -> None:
    with pytest.raises(Unusable) as caught:
        whatif(FAMILIES, document(APPLY | {"step": "aply"}))
    assert str(caught.value).startswith("/events/0/step：没有步骤“aply”，可用：apply（申请）")


def test_no_answer_is_the_same_as_null() -> None:
    assert whatif(FAMILIES, answered(published_on=None, value=None))["refusals"] == []


def test_a_moment_in_another_zone_is_put_on_the_beijing_clock() -> None:
    found = whatif(FAMILIES, document(APPLY | {"on": "2026-02-11T17:30:00Z"}))
    assert found["history"][0]["on"] == "2026-02-12T01:30:00+08:00"


# -- Text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "第1行第1列"),
        ('{"procedure": "sample",\n "today" "2026-03-31"}', "第2行第10列"),
        (b"\xff\xfe{}", "第1字节"),
        ('{"today": "a", "today": "b"}', "/today"),
        ('{"events": [{"on": 1, "on": 2}]}', "/events/0/on"),
        ('{"a": 1.5}', "/a"),
        ('{"a": NaN}', ""),
        ('{"a": ' + "9" * 5000 + "}", ""),
        ('{"a": ' + "[" * 20 + "]" * 20 + "}", "/a" + "/0" * 8),
        ("[" * 100_000 + "]" * 100_000, ""),
        (b" " * (MOST_BYTES + 1), ""),
    ],
)
def test_text_that_is_no_document_names_its_place(text: str | bytes, place: str) -> None:
    with pytest.raises(Unusable) as caught:
        parse(text)
    assert caught.value.place == place


def test_a_byte_order_mark_does_no_harm() -> None:
    assert parse(b"\xef\xbb\xbf{}") == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
KEYS = st.sampled_from(["procedure", "today", "events", "on", "step", "by", "facts", "served"])
WORDS = st.sampled_from(["sample", "2026-02-11", "apply", "applicant", "licence", "knew_on"])


@settings(deadline=None)
@given(st.dictionaries(KEYS, JSON | WORDS | st.lists(st.dictionaries(KEYS, WORDS | JSON))))
def test_whatever_comes_in_an_answer_or_a_place_comes_out(found: dict[str, Any]) -> None:
    try:
        json.dumps(whatif(FAMILIES, found), allow_nan=False)
    except Unusable as unusable:
        assert unusable.message  # noqa: PT017 - both ways are right


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60))
def test_whatever_text_comes_in_is_data_or_has_a_place(text: str | bytes) -> None:
    try:
        json.dumps(parse(text), allow_nan=False)
    except Unusable as unusable:
        assert unusable.message  # noqa: PT017 - both ways are right
