"""Pieces: how a part that does not fit beside its entry travels, in any order, any number of times.

A piece is not signed; what it says of itself must be what a signed envelope said of its part, and
the whole must fit the commitment before anybody reads it.
"""

from collections.abc import Iterator

from kakehashi.core.package import Piece
from kakehashi.core.parts import PartRef, may_be_stored

PIECE_BYTES = 2 * 2**20
"""Bytes of a piece; one piece and its head always fit in a package."""


def cut(ref: PartRef, blob: bytes, *, seq: int, number: int) -> Iterator[Piece]:
    """Cut salt and content of part `number` of entry `seq` into pieces, in order."""
    for offset in range(0, len(blob), PIECE_BYTES):
        data = blob[offset : offset + PIECE_BYTES]
        yield Piece(seq, number, ref.commitment, offset, len(blob), data)


def is_piece_of(piece: Piece, ref: PartRef) -> bool:
    """Say whether a piece may be kept for a part that a signed envelope stands for."""
    return (
        may_be_stored(ref)
        and piece.commitment == ref.commitment
        and piece.total == ref.blob_length
        and 0 < len(piece.data) <= piece.total - piece.offset
    )
