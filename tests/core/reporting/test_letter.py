"""What is sealed to office or reporter opens to that one, and its length says little."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.keys import Algorithm, thumbprint
from kakehashi.core.package import Unreadable
from kakehashi.core.reporting.letter import (
    LETTER,
    fields_of,
    is_letter_to,
    open_letter,
    padded_length,
    seal_letter,
)
from kakehashi.core.sealing import seal

KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC, PRIVATE = KEY.public_key().public_bytes_raw(), KEY.private_bytes_raw()
KID = thumbprint(PUBLIC, Algorithm.X25519)


def sealed(plain: bytes) -> bytes:
    return seal_letter(plain, to=PUBLIC, kid=KID)


@given(st.binary(max_size=3000))
def test_a_letter_opens_as_it_was_written(plain: bytes) -> None:
    assert open_letter(sealed(plain), public=PUBLIC, private=PRIVATE) == plain


def test_short_answers_are_all_of_one_length() -> None:
    assert {len(sealed(b"x" * length)) for length in (0, 1, 30, 300, 1000)} == {
        len(sealed(b"x" * 1020))
    }


@given(st.integers(1, 2**25))
def test_padding_never_shortens_and_never_doubles(length: int) -> None:
    padded = padded_length(length)
    assert length <= padded <= max(1024, 2 * length)
    assert padded_length(padded) == padded


def test_a_letter_to_somebody_else_is_not_ours() -> None:
    assert is_letter_to(sealed(b"x"), KID)
    assert not is_letter_to(sealed(b"x"), "another")
    assert not is_letter_to(b"rubbish", KID)
    assert not is_letter_to(b"." * 30_000_000, KID)


def test_a_letter_that_lies_about_its_length_does_not_open() -> None:
    lying = seal(b"\xff\xff\xff\xffshort", form=LETTER, to=PUBLIC, kid=KID)
    with pytest.raises(Unreadable):
        open_letter(lying, public=PUBLIC, private=PRIVATE)


@pytest.mark.parametrize("plain", [b"", b"[]", b"\xff", b"[" * 100_000, b'"x"'])
def test_an_answer_that_is_none_is_unreadable(plain: bytes) -> None:
    with pytest.raises(Unreadable):
        fields_of(plain)


def test_of_an_answer_only_texts_are_read() -> None:
    assert fields_of(b'{"a": ["x", 1, null], "b": "y", "c": []}') == {"a": ["x"], "c": []}
