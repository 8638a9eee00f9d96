"""Packages: what one node sends another, laid out in bytes.

A package is a checkpoint at `m`, the entries [first, m) and their small parts, or pieces of large
parts and no entries. One canonical JSON line says what follows; then the blobs (salt and content)
stand one after another.
"""

from dataclasses import dataclass

from kakehashi.core.canonical import decode, encode
from kakehashi.core.journal import HASH_BYTES
from kakehashi.core.parts import MAX_PART_BYTES, MAX_PARTS, PartRole
from kakehashi.core.strict import count, items, members, text, version
from kakehashi.core.text import b64url, unb64url

VERSION = 1
MAX_ENTRIES = 256
MAX_EXCUSED = 1024
MAX_SLOTS = MAX_ENTRIES * MAX_PARTS
MAX_PLAIN_BYTES = 3 * 2**20 - 4096
"""What may stand in a package so that its JWE (base64url: 4/3) stays under 4 MiB."""
MAX_CHECKPOINT_CHARACTERS = 4096
MAX_PARTS_AT_ONCE = (len(PartRole) - 1) * MAX_PART_BYTES
"""Bytes that the payload and list parts of one package's entries may have together (48 MiB).

One entry always fits. The receiver has them in memory at once, also those that came in pieces.
"""


class Unreadable(ValueError):
    """A package, or a line of a bundle, that is none of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Blob:
    """Salt and content of part `number` of entry `seq`."""

    seq: int
    number: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a large part, from `offset` of its salt and content (`total` bytes in all)."""

    seq: int
    number: int
    commitment: bytes
    offset: int
    total: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """What stands in one package; `checkpoint` is the author's signed note at `size`.

    `excused` are the author's signed `part.excused` envelopes that stand for parts it no longer
    has, whatever their own index, each after the `keys.changed` that its signature rests on.
    """

    agreement: str
    checkpoint: bytes
    first: int
    entries: tuple[bytes, ...] = ()
    blobs: tuple[Blob, ...] = ()
    excused: tuple[bytes, ...] = ()
    pieces: tuple[Piece, ...] = ()


def pack(package: Package) -> bytes:
    """Lay a package out in bytes; Unreadable where the recipient could not read it."""
    head = encode(
        {
            "agreement": package.agreement,
            "checkpoint": package.checkpoint.decode(),
            "entries": [token.decode("ascii") for token in package.entries],
            "excused": [token.decode("ascii") for token in package.excused],
            "first": package.first,
            "parts": [[blob.seq, blob.number, len(blob.data)] for blob in package.blobs],
            "pieces": [_piece_head(piece) for piece in package.pieces],
            "version": VERSION,
        }
    )
    blobs = [blob.data for blob in package.blobs] + [piece.data for piece in package.pieces]
    plain = b"".join((head, b"\n", *blobs))
    if unpack(plain) != package:
        raise Unreadable("does not read back as itself")
    return plain


def unpack(plain: bytes) -> Package:
    """Read what `pack` laid out; Unreadable for anything else, or over the bounds."""
    if len(plain) > MAX_PLAIN_BYTES:
        raise Unreadable(f"{len(plain)} bytes, at most {MAX_PLAIN_BYTES}")
    line, end, rest = plain.partition(b"\n")
    if not end:
        raise Unreadable("cut off in the head")
    try:
        return _package(decode(line), rest)
    except Unreadable:
        raise
    except ValueError as error:
        raise Unreadable(str(error)) from error


_MEMBERS = frozenset(
    ("agreement", "checkpoint", "entries", "excused", "first", "parts", "pieces", "version")
)
_PIECE_MEMBERS = frozenset(("digest", "length", "number", "offset", "seq", "total"))


def _piece_head(piece: Piece) -> dict[str, object]:
    return {
        "digest": b64url(piece.commitment),
        "length": len(piece.data),
        "number": piece.number,
        "offset": piece.offset,
        "seq": piece.seq,
        "total": piece.total,
    }


def _package(said: object, rest: bytes) -> Package:
    head = members(said, _MEMBERS)
    version(head, "version", VERSION)
    entries = _tokens(head["entries"], MAX_ENTRIES)
    parts, pieces = items(head["parts"], MAX_SLOTS), items(head["pieces"], MAX_SLOTS)
    if pieces and (entries or parts):
        raise Unreadable("entries or parts beside pieces")
    reader = _Reader(rest)
    package = Package(
        agreement=text(head["agreement"]),
        checkpoint=text(head["checkpoint"], MAX_CHECKPOINT_CHARACTERS).encode(),
        first=count(head["first"]),
        entries=entries,
        excused=_tokens(head["excused"], MAX_EXCUSED),
        blobs=tuple(_blob(item, reader) for item in parts),
        pieces=tuple(_piece(item, reader) for item in pieces),
    )
    reader.close()
    if len({(blob.seq, blob.number) for blob in package.blobs}) != len(package.blobs):
        raise Unreadable("one part twice")
    return package


def _tokens(value: object, most: int) -> tuple[bytes, ...]:
    return tuple(text(token, MAX_PLAIN_BYTES).encode("ascii") for token in items(value, most))


def _blob(item: object, reader: "_Reader") -> Blob:
    seq, number, length = map(count, items(item, 3))
    return Blob(seq, number, reader.take(length))


def _piece(item: object, reader: "_Reader") -> Piece:
    said = members(item, _PIECE_MEMBERS)
    commitment = unb64url(text(said["digest"]))
    if len(commitment) != HASH_BYTES:
        raise Unreadable("a digest has 32 bytes")
    return Piece(
        seq=count(said["seq"]),
        number=count(said["number"]),
        commitment=commitment,
        offset=count(said["offset"]),
        total=count(said["total"]),
        data=reader.take(count(said["length"])),
    )


class _Reader:
    """Takes blobs off one after another; at the end nothing may be left."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, length: int) -> bytes:
        taken = self._data[self._at : self._at + length]
        if len(taken) != length:
            raise Unreadable("cut off in the middle of a part")
        self._at += length
        return taken

    def close(self) -> None:
        if self._at != len(self._data):
            raise Unreadable("more bytes than the head says")
