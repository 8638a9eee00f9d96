"""What comes in by the door: held, asked for, refused, or the end of the channel."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kakehashi import dispatch, node
from kakehashi.core.answer import Answer
from kakehashi.core.envelope import Decider
from kakehashi.core.keys import Role
from kakehashi.core.note import Checkpoint, verify_cosignature
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.package import Blob, Package, Piece
from kakehashi.core.parts import PartRole
from kakehashi.core.pieces import PIECE_BYTES, cut
from kakehashi.exchange.models import Aside, Contradiction, Expected
from kakehashi.journal import queries as journals
from kakehashi.registers.models import Entry
from tests.core.authors import AGREEMENT, Author, Keys, part, seed
from tests.exchange import counterpart
from tests.exchange.counterpart import alarms, ask, post, pull


def some(author: Author, notices: int = 4) -> Author:
    for number in range(notices):
        counterpart.inform(author, f"Number {number}")
    return author


def test_what_is_next_and_complete_is_held_and_cosigned(cambodia: Author) -> None:
    status, answer = post(some(cambodia).package())
    assert (status, answer.size, answer.wanted) == (200, 6, ())
    held = counterpart.copy()
    assert journals.tokens(held, 0, 6) == tuple(cambodia.entries)
    mirror = node.this()
    cosigned = verify_cosignature(
        answer.cosigned or b"",
        name=mirror.mirror("jp-kh-2019"),
        public_key=mirror.keys("jp-kh-2019").mirror.public,
    )
    assert cosigned is not None
    assert cosigned.checkpoint == Checkpoint(cambodia.origin, 6, cambodia.tree().root())


def flipped(package: Package) -> Package:
    token = bytearray(package.entries[3])
    token[len(token) // 2] ^= 1
    return replace(package, entries=(*package.entries[:3], bytes(token), *package.entries[4:]))


def reordered(package: Package) -> Package:
    first, second, third, *rest = package.entries
    return replace(package, entries=(first, third, second, *rest))


def replayed(package: Package) -> Package:
    return replace(package, entries=(*package.entries[:-1], package.entries[2]))


def dropped(package: Package) -> Package:
    return replace(package, entries=(*package.entries[:3], *package.entries[4:]))


@pytest.mark.parametrize("damage", [flipped, reordered, replayed, dropped])
def test_a_damaged_package_changes_nothing_and_the_right_one_is_held_after_it(
    cambodia: Author, damage: object
) -> None:
    package = some(cambodia).package()
    status, answer = post(damage(package))  # type: ignore[operator]  # one of those above
    assert (status, answer.size) == (422, 0)
    assert answer.problem is not None
    assert answer.problem.startswith("damaged: ")
    assert any(code.startswith("damaged:") for code in alarms())
    assert counterpart.copy().size == 0
    assert post(package)[0] == 200
    assert alarms() == set()


def test_a_part_that_was_altered_is_damage(cambodia: Author) -> None:
    package = some(cambodia).package()
    blob = package.blobs[-1]
    other = Blob(blob.seq, blob.number, blob.data[:-1] + bytes([blob.data[-1] ^ 1]))
    status, answer = post(replace(package, blobs=(*package.blobs[:-1], other)))
    assert (status, answer.problem) == (422, "damaged: part-does-not-fit at entry 5")


def test_a_root_that_does_not_fit_is_damage_and_no_fork(cambodia: Author) -> None:
    false = some(cambodia).sign_note(Checkpoint(cambodia.origin, 6, seed("another root")))
    status, answer = post(cambodia.package(checkpoint=false))
    assert (status, answer.problem) == (422, "damaged: root")
    assert not counterpart.peer().stopped


def test_a_package_again_is_answered_with_what_is_held(cambodia: Author) -> None:
    package = some(cambodia).package()
    first = post(package)
    again = post(package)
    assert (again[0], again[1]) == (409, first[1])


def test_two_roots_of_one_size_stop_the_channel_with_both_proofs(cambodia: Author) -> None:
    post(some(cambodia).package())
    twin = Author("KH", "JP", cambodia.name, word=cambodia.word)
    twin.entries = [*cambodia.entries[:5], cambodia.sign(cambodia.envelope(seq=5, clause="3"))]
    status, answer = post(twin.package(0, 6, blobs=()))
    assert (status, answer.problem) == (423, "stopped")
    kept = Contradiction.objects.get()
    assert (kept.code, bytes(kept.theirs)) == ("two-roots", twin.note(6))
    assert bytes(kept.ours) == cambodia.note(6)
    assert alarms() == {"fork:two-roots"}
    counterpart.inform(cambodia)
    assert post(cambodia.package(6))[0] == 423
    assert counterpart.copy().size == 6
    held = counterpart.answer_of(cambodia)
    assert ask(pull(cambodia, held, at=datetime.now(UTC)))[0] == 423


def test_two_envelopes_under_one_number_stop_the_channel(cambodia: Author) -> None:
    post(some(cambodia).package())
    other = cambodia.sign(cambodia.envelope(seq=3, clause="3"))
    cambodia.append(other)
    status, _ = post(cambodia.package(6))
    assert status == 423
    kept = Contradiction.objects.get()
    assert (kept.code, bytes(kept.ours), bytes(kept.theirs)) == (
        "two-envelopes",
        cambodia.entries[3],
        other,
    )


def test_packages_under_a_forged_log_key_are_refused(cambodia: Author) -> None:
    status, answer = post(some(cambodia).package(signed_by=Keys("forged")))
    assert (status, answer.problem) == (422, "damaged: checkpoint-not-the-authors")
    assert not counterpart.peer().stopped


def test_an_entry_under_a_forged_key_is_held_and_does_not_count(cambodia: Author) -> None:
    counterpart.inform(cambodia)
    cambodia.append(cambodia.sign(cambodia.envelope(), keys=Keys("forged")))
    assert post(cambodia.package())[0] == 200
    assert list(Aside.objects.values_list("index", "reason")) == [(3, "signature")]


@pytest.mark.parametrize("come_together", [True, False])
def test_an_entry_under_a_forged_key_uses_no_id_whenever_it_is_judged(
    cambodia: Author, *, come_together: bool
) -> None:
    cambodia.append(cambodia.sign(forged := cambodia.envelope(), keys=Keys("forged")))
    if not come_together:
        assert post(cambodia.package())[0] == 200
        dispatch.catch_up(AGREEMENT, now=counterpart.NOW)
    counterpart.inform(cambodia, jti=forged.jti)
    counterpart.inform(cambodia, jti=forged.jti)
    assert post(cambodia.package(0 if come_together else 3))[0] == 200
    dispatch.catch_up(AGREEMENT, now=counterpart.NOW)
    found = [(2, "signature"), (4, "repeated-id")]
    assert list(Aside.objects.order_by("index").values_list("index", "reason")) == found


def test_a_lost_part_is_asked_for_until_its_author_excuses_it(cambodia: Author) -> None:
    counterpart.inform(cambodia)
    without = tuple(blob for blob in cambodia.package().blobs if blob.number != 1)
    status, answer = post(cambodia.package(blobs=without))
    assert (status, answer.size, answer.wanted) == (202, 0, ((2, 1, 0),))
    said = {"part": 1, "reason": "lost", "seq": 2}
    counterpart.write(
        cambodia,
        "part.excused",
        statement=said,
        decided=Decided(on=counterpart.NOW.date()),
        by=Decider("dem", "administers"),
    )
    excused = cambodia.package(0, 3, blobs=without, excused=(cambodia.entries[3],))
    status, answer = post(excused)
    assert (status, answer.size, answer.wanted) == (200, 3, ())
    found = journals.parts(counterpart.copy(), 2, 3)
    assert [part.presence for part in found] == ["held", "excused"]
    assert post(cambodia.package(3))[1].size == 4


def test_an_excuse_and_then_another_envelope_under_its_number_is_a_fork(cambodia: Author) -> None:
    counterpart.inform(cambodia)
    without = tuple(blob for blob in cambodia.package().blobs if blob.number != 1)
    said = {"part": 1, "reason": "lost", "seq": 2}
    excuse = cambodia.sign(
        replace(cambodia.envelope("part.excused", clause="protocol"), statement=said)
    )
    assert post(cambodia.package(0, 3, blobs=without, excused=(excuse,)))[0] == 200
    counterpart.inform(cambodia, "Something else")
    assert post(cambodia.package(3))[0] == 423


def pieces(author: Author, seq: int, number: int, *, held: int) -> list[Package]:
    one = author.parts[seq, number]
    return [
        Package(AGREEMENT, author.note(max(held, seq + 1)), held, pieces=(piece,))
        for piece in cut(one.ref, one.blob, seq=seq, number=number)
    ]


def big_list() -> bytes:
    return b"".join(
        b'{"number":"KHM%08d","padding":"%s"}\n' % (n, b"x" * 300) for n in range(12_000)
    )


def test_a_list_too_large_for_a_package_comes_in_pieces(cambodia: Author) -> None:
    rows = part(PartRole.ROWS, big_list())
    assert len(rows.blob) > 3 * 2**20
    counterpart.write(cambodia, "sending-organization.list-shared", (rows,), clause="5(1)")
    package = cambodia.package(blobs=())
    status, answer = post(package)
    assert (status, answer.size, answer.wanted) == (202, 0, ((2, 0, 0),))
    first, second = pieces(cambodia, 2, 0, held=0)
    assert post(second)[1].wanted == ((2, 0, 0),)
    status, answer = post(first)
    assert (status, answer.wanted) == (200, ())
    assert post(package)[0] == 200
    kept = journals.part_content(counterpart.copy(), 2, 0, storage_keys=node.this().storage_keys)
    assert kept == rows.blob
    assert not Expected.objects.exists()


def test_pieces_of_something_else_only_delay_a_part(cambodia: Author) -> None:
    rows = part(PartRole.ROWS, big_list())
    counterpart.write(cambodia, "sending-organization.list-shared", (rows,), clause="5(1)")
    package = cambodia.package(blobs=())
    post(package)
    total = len(rows.blob)
    for offset in range(0, total, PIECE_BYTES):
        rubbish = b"?" * min(PIECE_BYTES, total - offset)
        piece = Piece(2, 0, rows.ref.commitment, offset, total, rubbish)
        post(Package(AGREEMENT, cambodia.note(3), 0, pieces=(piece,)))
    status, answer = post(package)
    assert (status, answer.wanted) == (202, ((2, 0, 0),))
    for one in pieces(cambodia, 2, 0, held=0):
        post(one)
    assert post(package)[0] == 200


def test_an_attachment_follows_and_does_not_delay_the_cosignature(cambodia: Author) -> None:
    file = part(PartRole.ATTACHMENT, bytes(range(256)) * 10_000)
    file = counterpart.replace_class(file, Classification.CONFIDENTIAL)
    counterpart.write(cambodia, "dispute.raised", (file,), clause="10")
    status, answer = post(cambodia.package(blobs=()))
    assert (status, answer.size, answer.wanted) == (200, 3, ((2, 0, 0),))
    assert answer.cosigned is not None
    again = post(cambodia.package(blobs=()))[1]
    assert again.wanted == ((2, 0, 0),)
    first, second = pieces(cambodia, 2, 0, held=3)
    assert post(first)[1].wanted == ((2, 0, PIECE_BYTES),)
    assert post(second)[1].wanted == ()
    assert list(journals.missing_parts(counterpart.copy())) == []


def test_a_kind_that_nobody_here_knows_is_kept_and_acknowledged(cambodia: Author) -> None:
    counterpart.write(cambodia, "weather.reported", (part(PartRole.PUBLIC, b"{}"),))
    counterpart.inform(cambodia, version=7)
    assert post(cambodia.package())[0:1] == (200,)
    dispatch.catch_up(AGREEMENT, now=counterpart.NOW)
    assert list(Aside.objects.order_by("index").values_list("index", "reason")) == [
        (2, "unannounced"),
        (3, "unannounced"),
    ]


def test_rubbish_that_its_author_signed_into_the_tree_blocks_nothing(cambodia: Author) -> None:
    cambodia.append(b"rubbish")
    counterpart.inform(cambodia)
    assert post(cambodia.package())[0] == 200
    dispatch.catch_up(AGREEMENT, now=counterpart.NOW)
    assert list(Aside.objects.values_list("index", "reason")) == [(2, "malformed")]


@pytest.mark.parametrize("nonsense", [b"rubbish", b"{}", b'{"representative":null}'])
def test_particulars_that_are_nonsense_block_nothing(cambodia: Author, nonsense: bytes) -> None:
    counterpart.approve(cambodia, "KHM900001", particulars=nonsense)
    counterpart.approve(cambodia, "KHM900002")
    assert post(cambodia.package())[0] == 200
    dispatch.catch_up(AGREEMENT, now=counterpart.NOW)
    assert counterpart.asides() == []
    assert set(Entry.objects.values_list("number", flat=True)) == {"KHM900001", "KHM900002"}


def test_an_answer_is_the_same_whoever_asks_again(cambodia: Author) -> None:
    assert isinstance(post(cambodia.package())[1], Answer)
    assert counterpart.peer().keys == [key.model_dump(mode="json") for key in cambodia.pinned()]
    assert Role.LOG in {key.role for key in cambodia.pinned()}
