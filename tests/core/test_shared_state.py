"""The shared digest: equal for equal states, and honest about what a difference means."""

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.shared_state import Comparison, Reached, SharedState, compare, digest

REACHED = (Reached("b.example/x/B/1", 2, bytes(32)), Reached("a.example/x/A/1", 1, bytes(32)))
WORDS = (("A", frozenset({("inquiry.asked", 1)})), ("B", frozenset({("inquiry.asked", 1)})))


def state(rows: list[bytes], *, projection: int = 1, size: int = 2) -> SharedState:
    reached = (replace(REACHED[0], size=size), REACHED[1])
    return digest("x", reached=reached, projection=projection, vocabularies=WORDS, rows=rows)


@given(st.lists(st.binary(), unique=True), st.randoms())
def test_the_order_of_rows_has_no_say(rows: list[bytes], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert compare(state(rows), state(shuffled)) is Comparison.EQUAL


@given(st.lists(st.binary(), unique=True), st.binary())
def test_one_row_more_is_another_state(rows: list[bytes], extra: bytes) -> None:
    assert compare(state(rows), state([*rows, extra])) is Comparison.STATES_DIFFER


def test_another_projection_is_a_difference_of_versions_not_of_states() -> None:
    assert compare(state([b"1"]), state([b"2"], projection=2)) is Comparison.VERSIONS_DIFFER


def test_a_journal_read_less_far_is_no_difference_of_states() -> None:
    assert compare(state([b"1"]), state([b"2"], size=3)) is Comparison.SIZES_DIFFER
