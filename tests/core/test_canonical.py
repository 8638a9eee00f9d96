"""Canonical JSON: one text for one value (RFC 8785, integers only)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.canonical import MAX_INTEGER, NotCanonical, decode, encode

texts = st.text(st.characters(codec="utf-8"))
names = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_reads_back_and_has_one_form(value: object) -> None:
    data = encode(value)
    assert decode(data) == value
    assert encode(decode(data)) == data


@given(values)
def test_the_standard_library_reads_the_same_value(value: object) -> None:
    assert json.loads(encode(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b"NaN",
        b'"\\u0041"',
        b'"\\ud800"',
        b"9007199254740993",
        b"\xff",
        b"\xef\xbb\xbf1",
        b"",
        b"[1]\n",
        b"[" * 40 + b"]" * 40,
        b"[" * 100_000,
        '{"é":1}'.encode(),
    ],
)
def test_a_text_in_any_second_form_is_refused(text: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(text)


@pytest.mark.parametrize("value", [1.5, 2**53, b"x", {1: 2}, {"é": 1}, "\ud800", {"a": {1, 2}}])
def test_a_value_outside_the_subset_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        encode(value)


def test_escapes_and_order_are_those_of_rfc_8785() -> None:
    value = {"b": '\x0f\n"\\/€\x7f', "a": [None, True, -1], "B": {}}
    assert encode(value) == '{"B":{},"a":[null,true,-1],"b":"\\u000f\\n\\"\\\\/€\x7f"}'.encode()
