"""What a package is held for, refused for, and what alone stops the channel."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.envelope import Position, read
from kakehashi.core.exchange import (
    Damaged,
    Entry,
    Forked,
    Held,
    Hold,
    Missing,
    OutOfStep,
    claimed,
    is_the_authors,
    judge,
    read_entry,
    ring_after,
)
from kakehashi.core.journal import Tree
from kakehashi.core.keyring import KeyRing
from kakehashi.core.keys import Role, public_key
from kakehashi.core.note import Checkpoint
from kakehashi.core.notices.payload import Classification
from kakehashi.core.package import Blob, Package
from kakehashi.core.parts import JUDGED, MAX_PART_BYTES, MAX_ROWS, PartRef, PartRole
from tests.core.authors import AGREEMENT, Author, Keys, part, seed

PUBLIC = Classification.PUBLIC


def author(entries: int = 4, word: str = "first keys") -> Author:
    """Give an author who wrote an opening and some notices, each with a part."""
    writes = Author(word=word)
    writes.open()
    for number in range(1, entries):
        writes.write(contents=[part(PartRole.CONFIDENTIAL, b'{"number":%d}' % number)])
    return writes


def held(verdict: object) -> Hold:
    assert isinstance(verdict, Hold), verdict
    return verdict


def test_entries_that_are_next_and_complete_are_held() -> None:
    writes = author()
    verdict = held(judge(writes.package(), writes.held()))
    assert [entry.token for entry in verdict.entries] == writes.entries
    assert all(entry.is_signed for entry in verdict.entries)
    assert verdict.parts == writes.parts
    assert (verdict.first, verdict.tree) == (0, writes.tree())
    assert verdict.checkpoint == Checkpoint(writes.origin, 4, writes.tree().root())


@given(st.integers(1, 6), st.data())
def test_however_the_entries_are_cut_the_same_is_held(entries: int, data: st.DataObject) -> None:
    writes = author(entries)
    have = writes.held()
    size = 0
    while size < entries:
        end = data.draw(st.integers(size + 1, entries))
        verdict = held(judge(writes.package(size, end), have))
        have, size = replace(have, tree=verdict.tree, ring=verdict.ring), end
    assert have.tree == writes.tree()


def test_a_package_again_is_out_of_step_and_nothing_is_wrong() -> None:
    writes = author()
    assert judge(writes.package(), writes.held(4)) == OutOfStep(4)
    then = writes.held(4, root_then=writes.tree(2).root())
    assert judge(writes.package(0, 2), then) == OutOfStep(4)


def test_a_package_that_begins_later_or_earlier_is_out_of_step() -> None:
    writes = author()
    assert judge(writes.package(2), writes.held(1)) == OutOfStep(1)
    assert judge(writes.package(1), writes.held(2)) == OutOfStep(2)


@given(st.integers(0, 2**31))
def test_one_flipped_bit_in_an_entry_is_damage(place: int) -> None:
    writes = author(3)
    entries = [bytearray(token) for token in writes.entries]
    which = entries[place % 3]
    bit = place // 3 % (len(which) * 8)
    which[bit // 8] ^= 1 << bit % 8
    damaged = writes.package(entries=tuple(map(bytes, entries)))
    assert judge(damaged, writes.held()) == Damaged("root")


@given(st.integers(0, 2**31))
def test_one_flipped_bit_in_a_checkpoint_is_damage(place: int) -> None:
    writes = author(3)
    note = bytearray(writes.note())
    bit = place % (len(note) * 8)
    note[bit // 8] ^= 1 << bit % 8
    verdict = judge(writes.package(checkpoint=bytes(note)), writes.held())
    assert verdict == Damaged("checkpoint-not-the-authors")


@given(st.integers(0, 2**31))
def test_one_flipped_bit_in_a_part_is_damage(place: int) -> None:
    writes = author(2)
    blob = bytearray(writes.parts[1, 0].blob)
    bit = place % (len(blob) * 8)
    blob[bit // 8] ^= 1 << bit % 8
    damaged = writes.package(blobs=(Blob(1, 0, bytes(blob)),))
    assert judge(damaged, writes.held()) == Damaged("part-does-not-fit", 1)


@given(st.permutations(range(4)))
def test_reordered_entries_are_damage(order: list[int]) -> None:
    writes = author()
    verdict = judge(
        writes.package(entries=tuple(writes.entries[at] for at in order)), writes.held()
    )
    expected = Hold if order == sorted(order) else Damaged
    assert isinstance(verdict, expected)


@pytest.mark.parametrize("dropped", range(4))
def test_a_dropped_entry_is_damage(dropped: int) -> None:
    writes = author()
    fewer = (*writes.entries[:dropped], *writes.entries[dropped + 1 :])
    verdict = judge(writes.package(entries=fewer), writes.held())
    assert verdict == Damaged("checkpoint-of-another-size", 3)


def test_a_replayed_entry_is_damage_unless_its_author_signed_it_twice() -> None:
    writes = author()
    replayed = (*writes.entries[:2], writes.entries[1], writes.entries[3])
    assert judge(writes.package(entries=replayed), writes.held()) == Damaged("root")
    writes.append(writes.entries[1])
    twice = writes.package(4, blobs=(Blob(4, 0, writes.parts[1, 0].blob),))
    assert isinstance(judge(twice, writes.held(4, taken={1: writes.entries[1]})), Hold)


def test_another_root_of_a_size_we_hold_is_a_fork_with_both_proofs() -> None:
    writes, twin = author(), author()
    twin.entries[2] = twin.sign(twin.envelope(seq=2, clause="3"))
    verdict = judge(twin.package(blobs=()), writes.held(4))
    assert verdict == Forked("two-roots", writes.note(4), twin.note(4))
    earlier = writes.held(4, root_then=writes.tree(3).root())
    assert judge(twin.package(0, 3), earlier) == Forked("two-roots", writes.note(4), twin.note(3))


def test_a_root_that_does_not_fit_beyond_what_we_hold_is_damage_and_no_fork() -> None:
    writes = author()
    false = writes.sign_note(Checkpoint(writes.origin, 4, seed("another root")))
    assert judge(writes.package(2, checkpoint=false), writes.held(2)) == Damaged("root")


def test_a_root_of_the_empty_journal_is_known_too() -> None:
    writes = author()
    empty = writes.sign_note(Checkpoint(writes.origin, 0, Tree().root()))
    assert judge(writes.package(0, 0, checkpoint=empty), writes.held(2)) == OutOfStep(2)
    false = writes.sign_note(Checkpoint(writes.origin, 0, seed("another root")))
    assert isinstance(judge(writes.package(0, 0, checkpoint=false), writes.held(2)), Forked)


def test_two_envelopes_of_one_number_are_a_fork_wherever_the_second_stands() -> None:
    writes = author(3)
    second = writes.sign(writes.envelope(seq=1, clause="3"))
    writes.append(second)
    have = writes.held(3, taken={1: writes.entries[1]})
    fork = Forked("two-envelopes", writes.entries[1], second)
    assert judge(writes.package(3), have) == fork
    assert judge(writes.package(0), writes.held()) == fork, "in one package as in two"


def test_a_rewritten_history_is_a_fork_though_it_begins_too_early() -> None:
    writes, restored = author(4), author(2)
    restored.write(clause="3")
    restored.write(clause="3")
    restored.write(clause="3")
    have = writes.held(4, taken={2: writes.entries[2], 3: writes.entries[3]})
    fork = Forked("two-envelopes", writes.entries[2], restored.entries[2])
    assert judge(restored.package(2), have) == fork


def test_what_its_author_did_not_sign_is_no_fork() -> None:
    writes, thief = author(3), author(3, word="a thief's keys")
    forged = thief.sign(thief.envelope(seq=1, clause="3"))
    have = writes.held(3, taken={1: writes.entries[1]})
    writes.append(forged)
    assert isinstance(judge(writes.package(3), have), Hold)


def test_an_envelope_of_another_generation_is_no_fork() -> None:
    writes = author(3)
    other = Author(generation=2)
    writes.append(other.sign(other.envelope(seq=1)))
    have = writes.held(3, taken={1: writes.entries[1]})
    assert isinstance(judge(writes.package(3), have), Hold)


def test_an_envelope_under_a_number_where_we_hold_rubbish_is_no_fork() -> None:
    writes = author(1)
    writes.append(b"rubbish")
    writes.append(writes.sign(writes.envelope(seq=1)))
    have = writes.held(2, taken={1: b"rubbish"})
    assert isinstance(judge(writes.package(2), have), Hold)


def test_a_checkpoint_by_another_key_is_damage() -> None:
    writes = author()
    forged = writes.package(signed_by=Keys("a thief's keys"))
    assert judge(forged, writes.held()) == Damaged("checkpoint-not-the-authors")
    assert not is_the_authors(forged, writes.held())


def test_the_envelope_key_signs_no_checkpoint() -> None:
    writes = author()
    only = tuple(key for key in writes.pinned() if key.role != Role.LOG)
    ring = KeyRing.of((*only, public_key(Role.LOG, Keys("other").raw(Role.LOG))))
    assert judge(writes.package(), writes.held(ring=ring)) == Damaged("checkpoint-not-the-authors")


def test_a_checkpoint_of_another_journal_is_damage() -> None:
    writes = author()
    verdict = judge(writes.package(), writes.held(origin="tokyo.example/jp-tj-2024/JP/1"))
    assert verdict == Damaged("another-journal")


def test_an_entry_by_another_envelope_key_is_held_and_stands_for_nothing() -> None:
    writes = author(2)
    one = part(PartRole.PUBLIC, b"{}")
    forged = writes.sign(writes.envelope(parts=(one.ref,)), keys=Keys("a thief's keys"))
    writes.append(forged)
    verdict = held(judge(writes.package(), writes.held()))
    assert not verdict.entries[2].is_signed
    assert verdict.entries[2].commits_to == ()
    with_part = writes.package(blobs=(*writes.package().blobs, Blob(2, 0, one.blob)))
    assert judge(with_part, writes.held()) == Damaged("part-that-nothing-commits-to", 2)


def test_rubbish_in_the_authors_tree_is_held_with_its_reason() -> None:
    writes = author(2)
    writes.append(b"\xff rubbish")
    verdict = held(judge(writes.package(), writes.held()))
    assert verdict.entries[2].envelope is None
    assert verdict.entries[2].reason


def test_a_part_that_is_neither_there_nor_excused_is_missing() -> None:
    writes = author(3)
    verdict = judge(writes.package(blobs=()), writes.held())
    refs = {(1, 0): writes.parts[1, 0].ref, (2, 0): writes.parts[2, 0].ref}
    assert verdict == Missing(((1, 0), (2, 0)), refs)


def test_a_lost_part_is_excused_by_its_authors_word_in_the_same_package() -> None:
    writes = author(3)
    excuse = writes.excuse(1, 0)
    verdict = held(judge(writes.package(), writes.held()))
    assert verdict.excused == {(1, 0): excuse}
    assert set(verdict.parts) == {(2, 0)}


def test_a_lost_part_is_excused_by_a_word_that_comes_later_in_the_journal() -> None:
    writes = author(3)
    excuse = writes.excuse(1, 0)
    assert held(judge(writes.package(0, 2), writes.held())).excused == {(1, 0): excuse}
    writes.excuses.clear()
    assert isinstance(judge(writes.package(0, 2, blobs=()), writes.held()), Missing)


def test_an_excuse_signed_with_later_keys_comes_with_the_change_of_keys() -> None:
    writes = author(3)
    writes.change_keys("second keys", Role.ENVELOPE)
    change = writes.entries[-1]
    writes.write()
    excuse = writes.excuse(1, 0)
    package = writes.package(0, 2, excused=(change, excuse))
    verdict = held(judge(package, writes.held()))
    assert verdict.excused == {(1, 0): excuse}
    assert verdict.ring == KeyRing.of(writes.pinned()), "keys change when their entry is held"
    alone = replace(package, excused=(excuse,))
    assert isinstance(judge(alone, writes.held()), Missing)


@pytest.mark.parametrize("role", JUDGED)
def test_a_part_that_judging_reads_is_never_excused(role: PartRole) -> None:
    writes = author(1)
    writes.write(contents=[part(role, b"{}\n")])
    excuse = writes.excuse(1, 0)
    refs = {(1, 0): writes.parts[1, 0].ref}
    assert judge(writes.package(), writes.held()) == Missing(((1, 0),), refs)
    writes.excuses.clear()
    given = writes.package(excused=(excuse,))
    assert isinstance(judge(given, writes.held()), Hold), "it is given, and was not needed"


def test_an_excuse_in_a_package_after_its_change_of_keys_counts() -> None:
    writes = author(2)
    writes.change_keys("second keys", Role.ENVELOPE)
    writes.excuse(1, 0)
    assert isinstance(judge(writes.package(), writes.held()), Hold)


@pytest.mark.parametrize(
    "excuse",
    [
        pytest.param(lambda w: w.sign(w.envelope("part.excused")), id="says nothing"),
        pytest.param(
            lambda w: w.sign(
                w.envelope("part.excused", statement={"seq": True, "part": False}), keys=None
            ),
            id="truth for numbers",
        ),
        pytest.param(
            lambda w: w.sign(
                w.envelope("part.excused", statement={"seq": 1, "part": 0}), keys=Keys("a thief")
            ),
            id="by another key",
        ),
        pytest.param(
            lambda w: w.sign(
                w.envelope(
                    "part.excused",
                    statement={"seq": 1, "part": 0},
                    origin="tokyo.example/jp-kh-2019/JP/2",
                )
            ),
            id="of another generation",
        ),
        pytest.param(
            lambda w: w.sign(w.envelope(statement={"seq": 1, "part": 0})), id="of another kind"
        ),
        pytest.param(lambda _: b"rubbish", id="rubbish"),
    ],
)
def test_what_is_no_excuse_of_the_author_excuses_nothing(excuse: object) -> None:
    writes = author(2)
    token = excuse(writes)  # type: ignore[operator]
    verdict = judge(writes.package(blobs=(), excused=(token,)), writes.held())
    assert isinstance(verdict, Missing)


def test_a_part_that_nothing_commits_to_is_damage() -> None:
    writes = author(2)
    blobs = writes.package().blobs
    for stray in (Blob(1, 1, bytes(40)), Blob(0, 0, bytes(40)), Blob(7, 0, bytes(40))):
        verdict = judge(writes.package(blobs=(*blobs, stray)), writes.held())
        assert verdict == Damaged("part-that-nothing-commits-to", stray.seq)


@pytest.mark.parametrize(
    "ref",
    [
        PartRef(PartRole.PUBLIC, PUBLIC, MAX_PART_BYTES + 1, bytes(32)),
        PartRef(PartRole.ROWS, PUBLIC, 100, bytes(32), MAX_ROWS + 1),
        PartRef(PartRole.PUBLIC, PUBLIC, 2**53 - 1, bytes(32)),
        PartRef(PartRole.ATTACHMENT, PUBLIC, 2**53 - 1, bytes(32)),
    ],
)
def test_a_part_over_the_bounds_is_never_asked_for(ref: PartRef) -> None:
    writes = author(1)
    writes.append(writes.sign(writes.envelope(parts=(ref,))))
    verdict = held(judge(writes.package(), writes.held()))
    assert (verdict.parts, verdict.later) == ({}, ())


def test_attachments_follow_and_delay_nothing() -> None:
    writes = author(1)
    plan = part(PartRole.ATTACHMENT, b"%PDF")
    writes.write(contents=[part(PartRole.PUBLIC, b"{}"), plan])
    blobs = tuple(blob for blob in writes.package().blobs if blob.number == 0)
    assert held(judge(writes.package(blobs=blobs), writes.held())).later == ((1, 1),)
    assert held(judge(writes.package(), writes.held())).parts[1, 1] == plan


def test_large_parts_that_came_in_pieces_are_taken_from_where_they_wait() -> None:
    writes = author(2)
    waiting = {(1, 0): writes.parts[1, 0].blob}
    verdict = judge(writes.package(blobs=()), writes.held(staged=waiting))
    assert held(verdict).parts == writes.parts


def test_pieces_that_do_not_fit_are_as_if_never_sent() -> None:
    writes = author(2)
    waiting = {(1, 0): bytes(len(writes.parts[1, 0].blob))}
    verdict = judge(writes.package(blobs=()), writes.held(staged=waiting))
    assert isinstance(verdict, Missing)
    assert isinstance(judge(writes.package(), writes.held(staged=waiting)), Hold)


def test_more_content_than_a_node_should_have_in_memory_is_refused() -> None:
    writes = author(1)
    most = PartRef(PartRole.PUBLIC, PUBLIC, MAX_PART_BYTES, bytes(32))
    for _ in range(6):
        writes.write()
        writes.entries[-1] = writes.sign(writes.envelope(seq=writes.size - 1, parts=(most,)))
    assert isinstance(judge(writes.package(), writes.held()), Missing)
    writes.append(writes.sign(writes.envelope(parts=(replace(most, length=1),))))
    assert judge(writes.package(), writes.held()) == Damaged("too-much-at-once")


def test_seen_beyond_what_was_ever_written_is_damage() -> None:
    writes = author(2)
    writes.write(seen=Position(1, 8))
    assert isinstance(judge(writes.package(), writes.held(own=Position(1, 8))), Hold)
    never = Damaged("seen-what-was-never-written", 2)
    assert judge(writes.package(), writes.held(own=Position(1, 7))) == never
    assert judge(writes.package(), writes.held(own=Position(2, 0), ended={1: 7})) == never
    again = writes.held(own=Position(2, 0), ended={1: 8})
    assert isinstance(judge(writes.package(), again), Hold)


def test_a_journal_that_opens_with_other_keys_than_pinned_is_damage() -> None:
    writes = Author()
    writes.open(Keys("other keys").public())
    verdict = judge(writes.package(), writes.held())
    assert verdict == Damaged("keys-are-not-the-pinned-ones", 0)
    writes = Author()
    writes.open(writes.pinned()[:3])
    assert isinstance(judge(writes.package(), writes.held()), Damaged)


def test_keys_change_from_the_next_index_on() -> None:
    writes = author(2)
    writes.change_keys("second keys")
    before = writes.package(0, 3, signed_by=Keys("first keys"))
    verdict = held(judge(before, writes.held()))
    writes.write()
    after = writes.held(3, ring=verdict.ring)
    assert held(judge(writes.package(3), after)).entries[0].is_signed
    old = writes.package(3, signed_by=Keys("first keys"))
    assert judge(old, after) == Damaged("checkpoint-not-the-authors")


def test_entry_0_is_compared_with_the_pinned_keys_also_where_they_change_at_once() -> None:
    writes = author(1)
    writes.change_keys("second keys", Role.ENVELOPE)
    assert isinstance(judge(writes.package(), writes.held()), Hold)


def test_entries_after_another_envelope_key_are_signed_with_it_in_the_same_package() -> None:
    writes = author(2)
    writes.change_keys("second keys", Role.ENVELOPE)
    writes.write()
    writes.append(writes.sign(writes.envelope(), keys=Keys("first keys")))
    verdict = held(judge(writes.package(), writes.held()))
    assert [entry.is_signed for entry in verdict.entries] == [True, True, True, True, False]


def test_a_checkpoint_by_a_log_key_that_its_own_entries_retired_is_damage() -> None:
    writes = author(2)
    writes.change_keys("second keys", Role.LOG)
    writes.write()
    package = writes.package(signed_by=Keys("first keys"))
    assert judge(package, writes.held()) == Damaged("checkpoint-not-the-authors", 4)


def test_a_change_of_keys_replayed_elsewhere_changes_nothing() -> None:
    writes = author(1)
    writes.change_keys("second keys", Role.LOG)
    change = writes.entries[-1]
    writes.change_keys("third keys", Role.LOG)
    ring = KeyRing.of(writes.pinned())
    for index, token in enumerate([*writes.entries, change]):
        entry = read_entry(token, ring.at(Role.ENVELOPE, index))
        assert entry.is_signed
        ring = ring_after(ring, entry, origin=writes.origin, index=index)
    assert ring.at(Role.LOG, 9) == public_key(Role.LOG, Keys("third keys").raw(Role.LOG))


@pytest.mark.parametrize("weak", [bytes(32), b"\x01" + bytes(31), b"\xff" * 32])
def test_a_change_to_a_key_that_may_not_be_pinned_changes_nothing(weak: bytes) -> None:
    writes = author(1)
    listed = [public_key(Role.LOG, weak).model_dump(mode="json")]
    writes.say("keys.changed", {"keys": listed, "why": "regular"})
    writes.write()
    verdict = held(judge(writes.package(), writes.held()))
    assert verdict.ring == KeyRing.of(writes.pinned())


def test_a_package_names_the_numbers_that_its_envelopes_bear() -> None:
    writes = author(3)
    package = writes.package(1, entries=(*writes.entries[1:], b"rubbish"))
    ahead = writes.sign(writes.envelope(seq=9))
    assert claimed(replace(package, excused=(ahead,))) == {1, 2, 9}


tokens = st.binary(max_size=80) | st.sampled_from(
    [Author().sign(Author().envelope(seq=seq)) for seq in (0, 1, 2**53 - 1)]
)
numbers = st.integers(0, 5) | st.just(2**53 - 1)


@settings(max_examples=200)
@given(
    st.builds(
        Package,
        agreement=st.just(AGREEMENT),
        checkpoint=st.binary(max_size=60)
        | st.sampled_from([author(n).note() for n in (1, 2, 3)] + [Author().note(0)]),
        first=numbers,
        entries=st.lists(tokens, max_size=3).map(tuple),
        blobs=st.lists(st.builds(Blob, numbers, numbers, st.binary(max_size=40)), max_size=3).map(
            tuple
        ),
        excused=st.lists(tokens, max_size=2).map(tuple),
    ),
    st.sampled_from([author(3).held(size) for size in (0, 1, 2, 3)] + [Held("x", KeyRing())]),
)
def test_whatever_comes_is_answered_and_nothing_unsigned_is_kept(
    package: Package, have: Held
) -> None:
    verdict = judge(package, have)
    if isinstance(verdict, Hold):
        for (index, number), kept in verdict.parts.items():
            assert kept.ref == verdict.entries[index - verdict.first].commits_to[number]
    if isinstance(verdict, Forked):
        assert verdict.code == "two-roots" or read(verdict.ours) != read(verdict.theirs)


def test_an_entry_says_whether_the_key_of_its_index_signed_it() -> None:
    writes = author(1)
    key = writes.pinned()[0]
    entry = read_entry(writes.entries[0], key)
    assert isinstance(entry, Entry)
    assert entry.is_signed
    assert not read_entry(writes.entries[0], None).is_signed
    assert not read_entry(writes.entries[0], Keys("other").public(Role.ENVELOPE)[0]).is_signed
