"""What a node asks when it fetches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.answer import Answer
from kakehashi.core.envelope import VerifyingKey
from kakehashi.core.keys import Role
from kakehashi.core.package import Unreadable
from kakehashi.core.pull import LEEWAY, MAX_BYTES, Pull, read_pull, sign_pull
from tests.core.authors import NOON, Keys

KEYS = Keys("asks")
KEY = VerifyingKey.of(KEYS.raw(Role.ENVELOPE))
ASKED = Pull("jp-kh-2019", "tokyo.example/jp-kh-2019/JP/1", Answer(1, 7), NOON)


def signed(pull: Pull) -> bytes:
    return sign_pull(pull, public_key=KEY.raw, sign=KEYS.signing(Role.ENVELOPE).sign)


@given(st.integers(-LEEWAY, LEEWAY), st.integers(0, 2**53 - 1))
def test_a_request_reads_back_as_itself_within_the_hour(off: int, size: int) -> None:
    asked = Pull("jp-kh-2019", ASKED.origin, Answer(1, size, wanted=((1, 2, 3),)), NOON)
    assert read_pull(signed(asked), key=KEY, now=NOON + off) == asked


@given(st.integers(0, 2**31))
def test_one_flipped_bit_is_unreadable(place: int) -> None:
    token = bytearray(signed(ASKED))
    bit = place % (len(token) * 8)
    token[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable):
        read_pull(bytes(token), key=KEY, now=NOON)


@given(st.binary(max_size=200))
def test_whatever_comes_is_unreadable(token: bytes) -> None:
    with pytest.raises(Unreadable):
        read_pull(token, key=KEY, now=NOON)


def test_another_party_did_not_ask_and_old_requests_end() -> None:
    with pytest.raises(Unreadable):
        read_pull(signed(ASKED), key=VerifyingKey.of(Keys("other").raw(Role.ENVELOPE)), now=NOON)
    with pytest.raises(Unreadable, match="an hour"):
        read_pull(signed(ASKED), key=KEY, now=NOON + LEEWAY + 1)
    with pytest.raises(Unreadable, match="at most"):
        read_pull(b"." * (MAX_BYTES + 1), key=KEY, now=NOON)
