"""Envelopes: one form each, signed by one key, and nothing in them that a reader may stumble on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.canonical import encode, write
from kakehashi.core.envelope import (
    MAX_BYTES,
    MAX_ISSUED_AT,
    Decider,
    Envelope,
    Malformed,
    Position,
    VerifyingKey,
    is_signed,
    key_of,
    read,
    seal,
)
from kakehashi.core.ids import uuid7
from kakehashi.core.keys import Role
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.parts import PartRef, PartRole
from kakehashi.core.text import unb64url
from tests.core.authors import Author, Keys
from tests.core.vectors_envelope import (
    KEYS,
    changed,
    claims_of,
    event,
    forged,
    headers,
    refused,
    second_tokens,
    token_of,
)

PUBLIC = Classification.PUBLIC
KEY = VerifyingKey.of(KEYS.raw(Role.ENVELOPE))
WRITES = Author(word=KEYS.word)

days = st.dates(date(1900, 1, 1), date(2999, 12, 31))
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
counts = st.integers(0, 2**53 - 1)
refs = st.builds(
    PartRef,
    st.sampled_from([role for role in PartRole if role != PartRole.ROWS]),
    st.sampled_from(Classification),
    counts,
    st.binary(min_size=32, max_size=32),
) | st.builds(
    PartRef,
    st.just(PartRole.ROWS),
    st.just(PUBLIC),
    counts,
    st.binary(min_size=32, max_size=32),
    counts,
)
parts = st.lists(refs, max_size=6, unique_by=lambda ref: ref.role).map(
    lambda some: tuple(sorted(some, key=lambda ref: tuple(PartRole).index(ref.role)))
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=6,
)
envelopes = st.builds(
    Envelope,
    jti=st.builds(uuid7, st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10)),
    origin=words,
    audience=words,
    issued_at=st.integers(0, MAX_ISSUED_AT),
    seq=counts,
    kind=st.from_regex(r"[a-z]{1,9}(-[a-z]{1,9})?\.[a-z]{1,9}", fullmatch=True),
    version=counts,
    clause=words,
    classification=st.sampled_from(Classification),
    seen=st.just(Position()) | st.builds(Position, st.integers(1, 99), counts),
    parts=parts,
    decided=st.none()
    | st.builds(lambda day: Decided(on=day), days)
    | st.builds(lambda day: Decided(not_later_than=day), days),
    by=st.none() | st.builds(Decider, words, words),
    effective_on=st.none() | days,
    entered_later=st.booleans(),
    statement=st.none() | st.dictionaries(st.sampled_from("abc"), values),
)


@given(envelopes)
def test_an_envelope_reads_back_as_itself_and_has_one_form(envelope: Envelope) -> None:
    token = WRITES.sign(envelope)
    assert read(token) == envelope
    assert WRITES.sign(read(token)) == token
    assert is_signed(token, KEY)
    assert key_of(token) == KEY.thumbprint


@given(envelopes, st.integers(0, 2**31))
def test_one_flipped_bit_is_no_longer_signed(envelope: Envelope, place: int) -> None:
    token = bytearray(WRITES.sign(envelope))
    bit = place % (len(token) * 8)
    token[bit // 8] ^= 1 << bit % 8
    assert not is_signed(bytes(token), KEY)


def test_another_key_did_not_sign() -> None:
    token = WRITES.sign(WRITES.envelope())
    other = VerifyingKey.of(Keys("other").raw(Role.ENVELOPE))
    assert not is_signed(token, other)
    own = {"alg": "Ed25519", "kid": other.thumbprint, "typ": "secevent+jwt"}
    claims = unb64url(token.split(b".")[1].decode())
    assert not is_signed(token_of(claims, encode(own)), other)


@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_whatever_comes_is_read_or_malformed(token: bytes) -> None:
    with pytest.raises(Malformed):
        read(token)
    assert not is_signed(token, KEY)


@given(values)
def test_whatever_is_signed_is_read_or_malformed(value: object) -> None:
    for token in (token_of(encode(value)), token_of(b"{}", encode(value))):
        with pytest.raises(Malformed):
            read(token)


@given(values, st.data())
def test_any_value_in_any_place_is_read_as_itself_or_malformed(
    value: object, data: st.DataObject
) -> None:
    stated = data.draw(st.sampled_from([WRITES.envelope(), WRITES.envelope(statement={})]))
    claims = claims_of(WRITES.sign(stated))
    place = data.draw(st.sampled_from([claims, event(claims), event(claims)["seen"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = value
    token = token_of(encode(claims))
    try:
        envelope = read(token)
    except Malformed:
        return
    assert WRITES.sign(envelope) == token


@pytest.mark.parametrize("stated", [WRITES.envelope(), WRITES.envelope(statement={})])
@pytest.mark.parametrize("number", [2**53, 10**20, -(2**53)])
def test_a_number_beyond_53_bits_is_malformed(number: int, stated: Envelope) -> None:
    claims = claims_of(WRITES.sign(stated))
    event(claims)["seq"] = 2**53 - 1
    assert read(token_of(write(claims))).seq == 2**53 - 1
    event(claims)["seq"] = number
    with pytest.raises(Malformed):
        read(token_of(write(claims)))


def test_the_unchanged_claims_are_read() -> None:
    assert is_signed(changed(lambda _: None), KEY)
    assert read(changed(lambda _: None)).entered_later


@pytest.mark.parametrize("name", refused())
def test_a_token_in_a_second_form_is_malformed_and_not_signed(name: str) -> None:
    token = refused()[name]
    with pytest.raises(Malformed):
        read(token)


@pytest.mark.parametrize("name", second_tokens())
def test_a_token_written_otherwise_is_not_signed(name: str) -> None:
    assert not is_signed(second_tokens()[name], KEY)


@pytest.mark.parametrize("name", headers())
def test_a_token_with_another_header_is_not_signed(name: str) -> None:
    token = refused()[name]
    with pytest.raises(Malformed, match="header"):
        key_of(token)
    assert not is_signed(token, KEY)


@pytest.mark.parametrize("name", forged())
def test_a_forged_token_reads_and_is_not_signed(name: str) -> None:
    assert read(forged()[name]).seq == 0
    assert not is_signed(forged()[name], KEY)


@pytest.mark.parametrize(
    "claims", [b"[" * 20_000, b'{"a":' * 9_000, b"9" * 40_000, b"1e999", b'"\\ud800"', b"\xff"]
)
def test_text_made_to_exhaust_a_reader_is_malformed(claims: bytes) -> None:
    with pytest.raises(Malformed):
        read(token_of(claims))


def test_a_token_has_at_most_65_535_bytes() -> None:
    def sized(number: int) -> Envelope:
        return WRITES.envelope(statement={"x": "x" * number})

    room = (MAX_BYTES - len(WRITES.sign(sized(0)))) * 3 // 4
    biggest = next(n for n in range(room, room - 8, -1) if fits(sized(n)))
    assert MAX_BYTES - 4 < len(WRITES.sign(sized(biggest))) <= MAX_BYTES
    with pytest.raises(Malformed, match="size"):
        WRITES.sign(sized(biggest + 3))
    with pytest.raises(Malformed, match="size"):
        read(token_of(b"x" * MAX_BYTES))


def fits(envelope: Envelope) -> bool:
    try:
        return bool(WRITES.sign(envelope))
    except Malformed:
        return False


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": -1},
        {"origin": ""},
        {"kind": "x"},
        {"jti": "x"},
        {"seen": Position(0, 1)},
        {"statement": {"x": 1.5}},
        {"statement": {"x": (1, 2)}},
        {"effective_on": date(9999, 12, 31)},
        {"issued_at": 2**40},
        {"parts": (PartRef(PartRole.PUBLIC, PUBLIC, 0, b""),)},
    ],
)
def test_nothing_is_signed_that_would_not_read_back(changes: dict[str, Any]) -> None:
    signed: list[bytes] = []

    def sign(message: bytes) -> bytes:
        signed.append(message)
        return bytes(64)

    with pytest.raises(Malformed):
        seal(replace(WRITES.envelope(), **changes), public_key=KEY.raw, sign=sign)
    assert signed == []
