"""Keys are valid for a range of entries, never for a time."""

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.keyring import KeyRing, verifying_key
from kakehashi.core.keys import Role
from tests.core.authors import Keys

FIRST, SECOND, THIRD = (Keys(word).public() for word in ("one", "two", "three"))


def by_role(role: Role, keys: tuple[object, ...]) -> object:
    return keys[tuple(Role).index(role)]


def test_pinned_keys_are_valid_from_the_beginning() -> None:
    ring = KeyRing.of(FIRST)
    assert [ring.at(role, 0) for role in Role] == list(FIRST)
    assert ring.current() == FIRST
    assert ring.checkpoint_key(0) == ring.checkpoint_key(1) == by_role(Role.LOG, FIRST)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 120), st.sampled_from(Role))
def test_a_changed_key_is_valid_from_its_index_until_the_next(
    first: int, more: int, index: int, role: Role
) -> None:
    ring = KeyRing.of(FIRST).changed(SECOND, first=first).changed(THIRD, first=first + more)
    keys = FIRST if index < first else SECOND if index < first + more else THIRD
    assert ring.at(role, index) == by_role(role, keys)
    assert set(ring.current()) == set(THIRD)


def test_a_change_of_one_role_leaves_the_others() -> None:
    log = Keys("two").public(Role.LOG)
    ring = KeyRing.of(FIRST).changed(log, first=7)
    assert ring.at(Role.LOG, 7) == log[0]
    assert ring.at(Role.ENVELOPE, 7) == by_role(Role.ENVELOPE, FIRST)


def test_a_checkpoint_is_signed_by_the_key_of_its_last_entry() -> None:
    ring = KeyRing.of(FIRST).changed(SECOND, first=7)
    assert ring.checkpoint_key(7) == by_role(Role.LOG, FIRST)
    assert ring.checkpoint_key(8) == by_role(Role.LOG, SECOND)


def test_an_empty_ring_has_no_key() -> None:
    assert KeyRing().at(Role.LOG, 0) is None
    assert KeyRing().checkpoint_key(1) is None


def test_a_key_made_ready_is_the_pinned_one() -> None:
    assert verifying_key(FIRST[0].x).raw == Keys("one").raw(Role.ENVELOPE)
