"""Ids sort by the time they were made."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.ids import is_uuid7, uuid7

times = st.integers(0, 2**48 - 1)
randoms = st.binary(min_size=10, max_size=10)


@given(times, randoms)
def test_an_id_is_a_uuid_of_version_7(now_ms: int, random: bytes) -> None:
    text = uuid7(now_ms, random)
    read = uuid.UUID(text)
    assert is_uuid7(text)
    assert (read.version, read.variant, read.int >> 80) == (7, uuid.RFC_4122, now_ms)


@given(times, times, randoms, randoms)
def test_a_later_id_sorts_after(first: int, second: int, one: bytes, two: bytes) -> None:
    if first < second:
        assert uuid7(first, one) < uuid7(second, two)


@pytest.mark.parametrize("text", ["", "019AA000-0000-7000-8000-000000000000", "x" * 36])
def test_an_id_has_one_form(text: str) -> None:
    assert not is_uuid7(text)


@pytest.mark.parametrize(("now_ms", "random"), [(-1, bytes(10)), (2**48, bytes(10)), (0, b"")])
def test_an_id_wants_its_bits(now_ms: int, random: bytes) -> None:
    with pytest.raises(ValueError, match="UUIDv7"):
        uuid7(now_ms, random)
