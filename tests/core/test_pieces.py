"""Large parts travel in pieces, in any order, any number of times."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.keys import Role
from kakehashi.core.notices.payload import Classification
from kakehashi.core.package import Package, Piece, pack, unpack
from kakehashi.core.parts import MAX_PART_BYTES, PartRef, PartRole, fits, make_part
from kakehashi.core.pieces import PIECE_BYTES, cut, is_piece_of
from kakehashi.core.sealing import MAX_SEALED_BYTES, seal_package
from tests.core.authors import Keys, kid

LARGE = make_part(PartRole.PUBLIC, Classification.PUBLIC, b"large " * 900_000, bytes(32))
PIECES = tuple(cut(LARGE.ref, LARGE.blob, seq=7, number=1))


def test_a_large_part_is_cut_into_pieces_that_fit_into_packages() -> None:
    assert len(PIECES) == 3
    keys = Keys("receiver")
    for piece in PIECES:
        package = Package("jp-kh-2019", b"note\n", 9, pieces=(piece,))
        plain = pack(package)
        assert unpack(plain) == package
        sealed = seal_package(plain, to=keys.raw(Role.RECEIVING), kid=kid(keys, Role.RECEIVING))
        assert len(sealed) < MAX_SEALED_BYTES


@given(st.permutations(PIECES), st.sampled_from(PIECES))
def test_pieces_make_the_part_in_any_order_and_twice(some: list[Piece], again: Piece) -> None:
    waiting: dict[int, bytes] = {}
    for piece in (*some, again):
        assert is_piece_of(piece, LARGE.ref)
        waiting[piece.offset] = piece.data
    whole = b"".join(data for _, data in sorted(waiting.items()))
    assert fits(LARGE.ref, whole)


@pytest.mark.parametrize(
    "piece",
    [
        replace(PIECES[0], commitment=bytes(32)),
        replace(PIECES[0], total=PIECES[0].total + 1),
        replace(PIECES[0], data=b""),
        replace(PIECES[0], offset=PIECES[0].total),
        replace(PIECES[0], offset=2**53 - 1),
        replace(PIECES[2], offset=PIECES[2].offset + 1),
        replace(PIECES[2], data=PIECES[2].data + b"\0"),
    ],
)
def test_a_piece_that_says_otherwise_than_the_envelope_is_none(piece: Piece) -> None:
    assert not is_piece_of(piece, LARGE.ref)


def test_a_part_over_the_bounds_has_no_pieces() -> None:
    ref = PartRef(PartRole.PUBLIC, Classification.PUBLIC, MAX_PART_BYTES + 1, bytes(32))
    piece = Piece(0, 0, bytes(32), 0, ref.blob_length, bytes(PIECE_BYTES))
    assert not is_piece_of(piece, ref)
