"""Envelopes: one form each, signed by one key, and nothing in them that a reader may stumble on."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.canonical import encode
from kakehashi.core.envelope import (
    EVENT,
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
from kakehashi.core.parts import MAX_PARTS, PartRef, PartRole
from kakehashi.core.text import b64url, unb64url
from tests.core.authors import Author, Keys, kid

PUBLIC = Classification.PUBLIC
KEYS = Keys("envelopes")
KEY = VerifyingKey.of(KEYS.raw(Role.ENVELOPE))
WRITES = Author(word="envelopes")
Change = Callable[[dict[str, Any]], object]

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


def token_of(claims: bytes, header: bytes | None = None) -> bytes:
    """Sign any bytes as if they were claims."""
    own = encode({"alg": "Ed25519", "kid": kid(KEYS), "typ": "secevent+jwt"})
    signed = f"{b64url(header or own)}.{b64url(claims)}".encode()
    return signed + b"." + b64url(KEYS.signing(Role.ENVELOPE).sign(signed)).encode()


def claims_of(token: bytes) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(unb64url(token.split(b".")[1].decode()))
    return claims


def changed(change: Change) -> bytes:
    """Sign the claims of a good envelope after a change to them or to their event."""
    one = PartRef(PartRole.PUBLIC, PUBLIC, 2, bytes(32))
    rows = PartRef(PartRole.ROWS, PUBLIC, 2, bytes(32), 1)
    full = WRITES.envelope(
        parts=(one, rows), effective_on=date(2026, 9, 30), entered_later=True, statement={}
    )
    claims = claims_of(WRITES.sign(full))
    change(claims)
    return token_of(encode(claims))


def event(claims: dict[str, Any]) -> dict[str, Any]:
    (said,) = claims["events"].values()
    assert isinstance(said, dict)
    return said


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
    claims = claims_of(WRITES.sign(WRITES.envelope(statement={})))
    place = data.draw(st.sampled_from([claims, event(claims), event(claims)["seen"]]))
    place[data.draw(st.sampled_from(sorted(place)))] = value
    token = token_of(encode(claims))
    try:
        envelope = read(token)
    except Malformed:
        return
    assert WRITES.sign(envelope) == token


SECOND_FORMS: dict[str, Change] = {
    "decided with an empty member": lambda c: event(c).update(
        decided={"not_later_than": None, "on": "2026-09-21"}
    ),
    "decided on a day and not later than one": lambda c: event(c).update(
        decided={"not_later_than": "2026-09-21", "on": "2026-09-21"}
    ),
    "decided never": lambda c: event(c).update(decided={}),
    "a day as a basic date": lambda c: event(c).update(effective_on="20260930"),
    "a day as a week": lambda c: event(c).update(effective_on="2026-W40-3"),
    "a day with a time": lambda c: event(c).update(effective_on="2026-09-30T00:00:00"),
    "a day beyond all calendars": lambda c: event(c).update(effective_on="9999-12-31"),
    "a day before all agreements": lambda c: event(c).update(effective_on="0001-01-01"),
    "a truth value for a number": lambda c: event(c).update(seq=True),
    "a number below 0": lambda c: event(c).update(seq=-1),
    "a text for a number": lambda c: event(c).update(seq="1"),
    "entered later: false": lambda c: event(c).update(entered_later=False),
    "entered later: 1": lambda c: event(c).update(entered_later=1),
    "an empty value": lambda c: event(c).update(by=None),
    "an unknown member of the event": lambda c: event(c).update(title="x"),
    "an unknown claim": lambda c: c.update(exp=1),
    "a missing claim": lambda c: c.pop("jti"),
    "a missing member of the event": lambda c: event(c).pop("seen"),
    "two events": lambda c: c["events"].update({EVENT + "duty.declined": {}}),
    "no event": lambda c: c.update(events={}),
    "an event of another name": lambda c: c.update(events={"urn:other:x.y": event(c)}),
    "an event that is no object": lambda c: c.update(events={EVENT + "x.y": []}),
    "a kind of one word": lambda c: c.update(events={EVENT + "x": event(c)}),
    "a kind with a space": lambda c: c.update(events={EVENT + "x.y ": event(c)}),
    "a kind of a kilobyte": lambda c: c.update(events={EVENT + "x." + "y" * 1000: event(c)}),
    "an id in capitals": lambda c: c.update(jti=c["jti"].upper()),
    "an id of another version": lambda c: c.update(jti=c["jti"][:14] + "4" + c["jti"][15:]),
    "a time that runs over": lambda c: c.update(iat=MAX_ISSUED_AT + 1),
    "an empty audience": lambda c: c.update(aud=""),
    "a list of audiences": lambda c: c.update(aud=["KH"]),
    "an endless clause": lambda c: event(c).update(clause="9" * 501),
    "an unknown class": lambda c: event(c).update({"class": "secret"}),
    "a class in capitals": lambda c: event(c).update({"class": "PUBLIC"}),
    "a class that is a list": lambda c: event(c).update({"class": []}),
    "a statement that is a text": lambda c: event(c).update(statement="x"),
    "seen of no generation": lambda c: event(c).update(seen={"generation": 0, "size": 1}),
    "seen with another member": lambda c: event(c)["seen"].update(root="x"),
    "parts that are an object": lambda c: event(c).update(parts={}),
    "65 parts": lambda c: event(c).update(parts=event(c)["parts"][:1] * (MAX_PARTS + 1)),
    "a part twice": lambda c: event(c).update(parts=event(c)["parts"][:1] * 2),
    "parts out of order": lambda c: event(c)["parts"].reverse(),
    "a part of an unknown role": lambda c: event(c)["parts"][0].update(role="notes"),
    "a part whose role is a list": lambda c: event(c)["parts"][0].update(role=[]),
    "a part with rows that is no list": lambda c: event(c)["parts"][0].update(rows=1),
    "a list without its number of rows": lambda c: event(c)["parts"][1].pop("rows"),
    "a digest of 31 bytes": lambda c: event(c)["parts"][0].update(digest=b64url(bytes(31))),
    "a digest with padding": lambda c: event(c)["parts"][0].update(digest=b64url(bytes(32)) + "="),
    "a digest with spare bits": lambda c: event(c)["parts"][0].update(digest="A" * 42 + "B"),
}


@pytest.mark.parametrize("name", SECOND_FORMS)
def test_a_signed_second_form_or_more_than_an_envelope_says_is_malformed(name: str) -> None:
    token = changed(SECOND_FORMS[name])
    with pytest.raises(Malformed):
        read(token)


def test_the_unchanged_claims_are_read() -> None:
    assert is_signed(changed(lambda _: None), KEY)
    assert read(changed(lambda _: None)).entered_later


def whole() -> tuple[bytes, bytes, bytes]:
    header, claims, signature = WRITES.sign(WRITES.envelope()).split(b".")
    return header, claims, signature


@pytest.mark.parametrize(
    "token",
    [
        b".".join((*whole()[:2], whole()[2] + b"==")),
        b".".join((*whole()[:2], whole()[2] + b"=")),
        b".".join((whole()[0], whole()[1] + b"=", whole()[2])),
        b".".join((whole()[0] + b"=", *whole()[1:])),
        b".".join((*whole()[:2], whole()[2] + b"\n")),
        b" " + b".".join(whole()),
        b".".join((*whole()[:2], whole()[2][:-1] + b"B")),
        b".".join((*whole()[:2], whole()[2].replace(b"-", b"+").replace(b"_", b"/") + b"/")),
        b".".join((*whole(), b"")),
        b".".join(whole()[:2]),
        b".".join((*whole()[:2], b"")),
        b".".join(whole()).decode().encode("utf-16"),
    ],
)
def test_a_token_in_a_second_form_is_malformed_and_not_signed(token: bytes) -> None:
    with pytest.raises(Malformed):
        read(token)
    assert not is_signed(token, KEY)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "EdDSA", "kid": kid(KEYS), "typ": "secevent+jwt"},
        {"alg": "none", "kid": kid(KEYS), "typ": "secevent+jwt"},
        {"alg": "HS256", "kid": kid(KEYS), "typ": "secevent+jwt"},
        {"alg": ["Ed25519"], "kid": kid(KEYS), "typ": "secevent+jwt"},
        {"alg": "Ed25519", "kid": kid(KEYS), "typ": "JWT"},
        {"alg": "Ed25519", "kid": kid(KEYS)},
        {"alg": "Ed25519", "kid": 1, "typ": "secevent+jwt"},
        {"alg": "Ed25519", "kid": kid(KEYS), "typ": "secevent+jwt", "crit": ["b64"], "b64": False},
        {"alg": "Ed25519", "kid": kid(KEYS), "typ": "secevent+jwt", "jwk": {"kty": "OKP"}},
    ],
)
def test_another_header_is_malformed(header: dict[str, object]) -> None:
    token = token_of(unb64url(whole()[1].decode()), encode(header))
    with pytest.raises(Malformed, match="header"):
        read(token)
    with pytest.raises(Malformed, match="header"):
        key_of(token)
    assert not is_signed(token, KEY)


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
