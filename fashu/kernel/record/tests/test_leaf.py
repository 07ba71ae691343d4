"""Canonical JSON, envelopes and commitments."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.record.leaf import (
    EnvelopeError,
    Json,
    canonical,
    commitment,
    new_salt,
    read_canonical,
    read_envelope,
)

text = st.text(st.characters(codec="utf-8"))
keys = st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | text,
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
)

ENVELOPE: dict[str, Json] = {
    "case": 12,
    "seq": 2,
    "prev": "ab" * 32,
    "commitment": "cd" * 32,
    "kind": "step",
}


def test_the_writing_is_that_of_rfc_8785() -> None:
    """RFC 8785, 3.2.2, without its floats: sorted keys, short escapes, no spaces, plain UTF-8."""
    value: Json = {
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical(value) == (
        '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode()
    )


@given(values)
def test_every_value_reads_back_from_its_only_writing(value: Json) -> None:
    data = canonical(value)
    assert read_canonical(data) == value
    assert json.loads(data) == value


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1, "b":2}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":-0}',
        b'{"a":NaN}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'\xef\xbb\xbf{"a":1}',
        b'{"a":"\\ud800"}',
        b'{"a":9007199254740992}',
        b'{"a":1}\n',
        b"[" * 100_000,
        b"[" * 102 + b"]" * 102,
        b"1" * 10_000,
        b"\xff",
        b"",
    ],
)
def test_any_other_writing_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_canonical(data)


@pytest.mark.parametrize("value", [1.5, {"a": [0.0]}, 2**53, {"\U0001f600": 1}, {"a": object()}])
def test_what_has_no_canonical_writing_is_refused(value: Json) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_an_envelope_gives_what_the_record_needs_and_keeps_the_rest() -> None:
    envelope = read_envelope(canonical(ENVELOPE))
    assert (envelope.case, envelope.seq) == ("12", 2)
    assert (envelope.prev, envelope.commitment) == ("ab" * 32, "cd" * 32)
    assert envelope.members["kind"] == "step"


@pytest.mark.parametrize(
    "change",
    [
        {"case": None},
        {"case": True},
        {"seq": 0},
        {"seq": "1"},
        {"seq": True},
        {"prev": "AB" * 32},
        {"prev": 3},
        {"commitment": None},
        {"commitment": "cd" * 31},
    ],
)
def test_an_envelope_without_what_the_record_needs_is_refused(change: dict[str, Json]) -> None:
    with pytest.raises(EnvelopeError):
        read_envelope(canonical({**ENVELOPE, **change}))


@pytest.mark.parametrize("data", [b"", b"[]", b'{"case": 1}', b"{"])
def test_what_is_no_canonical_object_is_no_envelope(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        read_envelope(data)


def test_a_commitment_hides_behind_its_salt() -> None:
    payload = canonical({"姓名": "张三"})
    first, second = new_salt(), new_salt()
    assert commitment(first, payload) == commitment(first, payload)
    assert commitment(first, payload) != commitment(second, payload)
