"""A sealed package opens to its recipient, whole, or not at all."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.keys import Algorithm, Role, thumbprint
from kakehashi.core.package import MAX_PLAIN_BYTES, Unreadable
from kakehashi.core.sealing import (
    MAX_SEALED_BYTES,
    open_package,
    recipient_of,
    seal_package,
)
from kakehashi.core.text import b64url, unb64url
from tests.core.authors import Keys

KEYS = Keys("receiver")
PUBLIC, PRIVATE = KEYS.raw(Role.RECEIVING), KEYS.receiving.private_bytes_raw()
KID = thumbprint(PUBLIC, Algorithm.X25519)


def sealed(plain: bytes) -> bytes:
    return seal_package(plain, to=PUBLIC, kid=KID)


def opened(package: bytes) -> bytes:
    return open_package(package, public=PUBLIC, private=PRIVATE)


SAMPLE = sealed(b"what stands in it")
HEADER = json.loads(unb64url(SAMPLE.split(b".")[0].decode()))


def with_header(header: object) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return b".".join((b64url(text).encode(), *SAMPLE.split(b".")[1:]))


@given(st.binary(max_size=300))
def test_a_package_opens_to_its_recipient(plain: bytes) -> None:
    package = sealed(plain)
    assert recipient_of(package) == KID
    assert opened(package) == plain
    assert package != sealed(plain), "sealed anew, it looks otherwise"


@pytest.mark.parametrize(
    ("nonce", "tag"), [(8, 16), (13, 16), (12, 12), (12, 17), (0, 16), (12, 0)]
)
def test_segments_of_other_lengths_are_unreadable(nonce: int, tag: int) -> None:
    header, key, _, hidden, _ = SAMPLE.split(b".")
    segments = (header, key, b64url(bytes(nonce)).encode(), hidden, b64url(bytes(tag)).encode())
    with pytest.raises(Unreadable):
        opened(b".".join(segments))


def test_a_package_opens_to_nobody_else() -> None:
    other = Keys("other")
    with pytest.raises(Unreadable):
        open_package(
            SAMPLE,
            public=other.raw(Role.RECEIVING),
            private=other.receiving.private_bytes_raw(),
        )


@settings(max_examples=400)
@given(st.integers(0, len(SAMPLE) * 8 - 1))
def test_one_flipped_bit_anywhere_is_unreadable(bit: int) -> None:
    altered = bytearray(SAMPLE)
    altered[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable):
        opened(bytes(altered))


@given(st.binary(max_size=200))
def test_whatever_comes_is_unreadable(package: bytes) -> None:
    with pytest.raises(Unreadable):
        opened(package)


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "ECDH-ES+A256KW"},
        {"alg": "dir"},
        {"alg": ["ECDH-ES"]},
        {"enc": "A128GCM"},
        {"enc": None},
        {"typ": "JOSE"},
        {"zip": "DEF"},
        {"crit": ["exp"]},
        {"apu": "AAAA"},
        {"kid": 7},
        {"kid": ""},
        {"epk": None},
        {"epk": {"crv": "X25519", "kty": "OKP"}},
        {"epk": {"crv": "X25519", "kty": "OKP", "x": b64url(bytes(32))}},
        {"epk": {"crv": "X25519", "kty": "OKP", "x": b64url(b"\x01" + bytes(31))}},
        {"epk": {"crv": "X25519", "kty": "OKP", "x": b64url(bytes(31))}},
        {"epk": {"crv": "X25519", "kty": "OKP", "x": 7}},
        {"epk": {"crv": "X25519", "kty": "EC", "x": b64url(bytes(32))}},
        {"epk": {"crv": "Ed25519", "kty": "OKP", "x": b64url(b"\x09" + bytes(31))}},
        {"epk": {"crv": "P-256", "kty": "EC", "x": "AA", "y": "AA"}},
        {"epk": {**HEADER["epk"], "d": b64url(bytes(32))}},
    ],
)
def test_another_header_is_unreadable(change: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        opened(with_header({**HEADER, **change}))


@pytest.mark.parametrize("header", [b"[" * 700, b"[" * 2**20, b"9" * 700, b"{}", b"null", b"\xff"])
def test_headers_made_to_exhaust_a_reader_are_unreadable(header: bytes) -> None:
    with pytest.raises(Unreadable):
        opened(with_header(header))


@pytest.mark.parametrize("package", [b"", b"....", b"." * 2**22, b"a" * (MAX_SEALED_BYTES + 1)])
def test_what_is_no_token_is_unreadable(package: bytes) -> None:
    with pytest.raises(Unreadable):
        opened(package)


def test_the_largest_package_stays_under_4_mib() -> None:
    largest = sealed(bytes(MAX_PLAIN_BYTES))
    assert len(largest) <= MAX_SEALED_BYTES
    assert len(opened(largest)) == MAX_PLAIN_BYTES
