"""Packages: what one node sends another, and bundles of them in a file.

A package is a checkpoint at `m`, the entries [first, m) and their small parts, or pieces of large
parts and no entries, sealed as one JWE (RFC 7516) to the recipient's X25519 key. Inside, one
canonical JSON line says what follows; then the blobs (salt and content) stand one after another.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.text import b64url, unb64url

VERSION = 1
MAX_ENTRIES = 256
MAX_SEALED_BYTES = 4 * 2**20
MAX_PLAIN_BYTES = 3 * 2**20 - 4096
"""What may stand in a package so that its JWE (base64url: 4/3) stays under 4 MiB."""
MEDIA_TYPE = "application/vnd.kakehashi.package+jose"
_TYPE = "kakehashi-package+jwe"


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
    has, whatever their own index.
    """

    agreement: str
    checkpoint: bytes
    first: int
    entries: tuple[bytes, ...] = ()
    blobs: tuple[Blob, ...] = ()
    excused: tuple[bytes, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the receiver says: how much it holds, its cosignature of that, what it still wants.

    `wanted` are (seq, number) of parts: those that hold back the cosignature come first.
    """

    generation: int
    size: int
    cosigned: bytes | None = None
    wanted: tuple[tuple[int, int], ...] = ()
    problem: str | None = None


def pack(package: Package) -> bytes:
    """Lay a package out in bytes.

    Raises:
        Unreadable: more than 256 entries, or larger than the recipient would accept.
    """
    if len(package.entries) > MAX_ENTRIES:
        raise Unreadable(f"more than {MAX_ENTRIES} entries")
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
    plain = b"".join(
        (head, b"\n", *(b.data for b in package.blobs), *(p.data for p in package.pieces))
    )
    if len(plain) > MAX_PLAIN_BYTES:
        raise Unreadable(f"{len(plain)} bytes, at most {MAX_PLAIN_BYTES}")
    return plain


def unpack(plain: bytes) -> Package:
    """Read what `pack` laid out, and nothing else.

    Raises:
        Unreadable: the head is not ours, or the blobs are not as long as it says.
    """
    line, _, rest = plain.partition(b"\n")
    try:
        head = decode(line)
        if not isinstance(head, dict) or head.pop("version", None) != VERSION:
            raise Unreadable("another version of package")
        return _package(head, rest)
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def seal_package(plain: bytes, *, to: bytes, kid: str) -> bytes:
    """Seal bytes to an X25519 public key (32 raw bytes) as a compact JWE (ECDH-ES, A256GCM)."""
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": kid, "typ": _TYPE}
    key = OKPKey.import_key({"kty": "OKP", "crv": "X25519", "x": b64url(to)})
    return jwe.encrypt_compact(header, plain, key, registry=_registry()).encode()


def recipient_of(sealed: bytes) -> str:
    """Name the receiving key (its thumbprint) that a package is sealed to.

    Raises:
        Unreadable: this is no package of ours.
    """
    try:
        header = json.loads(unb64url(sealed[:2048].split(b".")[0].decode("ascii")))
        if (header["alg"], header["enc"], header["typ"]) != ("ECDH-ES", "A256GCM", _TYPE):
            raise Unreadable("sealed in another way")
        return str(header["kid"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable("not a sealed package") from error


def open_package(sealed: bytes, *, public: bytes, private: bytes) -> bytes:
    """Open a sealed package with the receiving key (raw X25519 halves).

    Raises:
        Unreadable: it is larger than 4 MiB, sealed to another key, or altered.
    """
    if len(sealed) > MAX_SEALED_BYTES:
        raise Unreadable(f"{len(sealed)} bytes, at most {MAX_SEALED_BYTES}")
    recipient_of(sealed)
    jwk = {"kty": "OKP", "crv": "X25519", "x": b64url(public), "d": b64url(private)}
    try:
        opened = jwe.decrypt_compact(sealed, OKPKey.import_key(jwk), registry=_registry())
    except (JoseError, ValueError) as error:
        raise Unreadable("altered on the way, or sealed to another key") from error
    return opened.plaintext or b""


def pack_answer(answer: Answer) -> bytes:
    """Write an answer as one canonical JSON object."""
    said: dict[str, object] = {
        "generation": answer.generation,
        "size": answer.size,
        "version": VERSION,
        "wanted": [list(pair) for pair in answer.wanted],
    }
    if answer.cosigned is not None:
        said["cosigned"] = answer.cosigned.decode()
    if answer.problem is not None:
        said["problem"] = answer.problem
    return encode(said)


def unpack_answer(data: bytes) -> Answer:
    """Read an answer.

    Raises:
        Unreadable: it is none of ours.
    """
    try:
        said = decode(data)
        if not isinstance(said, dict) or said.pop("version", None) != VERSION:
            raise Unreadable("another version of answer")
        if not set(said) <= {"generation", "size", "wanted", "cosigned", "problem"}:
            raise Unreadable("an answer with members we do not know")
        cosigned = said.get("cosigned")
        return Answer(
            generation=_count(said["generation"]),
            size=_count(said["size"]),
            cosigned=None if cosigned is None else _text(cosigned).encode(),
            wanted=tuple((_count(seq), _count(number)) for seq, number in said["wanted"]),
            problem=None if "problem" not in said else _text(said["problem"]),
        )
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def bundle(agreement: str, author: str, contents: Sequence[bytes | Answer]) -> bytes:
    """Put sealed packages and answers in one file: a head line, then one JSON object a line."""
    lines = [encode({"agreement": agreement, "bundle": VERSION, "from": author})]
    for item in contents:
        if isinstance(item, Answer):
            lines.append(encode({"answer": decode(pack_answer(item))}))
        else:
            lines.append(encode({"package": item.decode("ascii")}))
    return b"\n".join(lines) + b"\n"


def unbundle(data: bytes) -> tuple[str, str, tuple[bytes | Answer, ...]]:
    """Read a bundle: its agreement, the party that made it, and what stands in it, in order.

    Raises:
        Unreadable: with the number of the line that is none of ours.
    """
    number = 0
    contents: list[bytes | Answer] = []
    agreement = author = ""
    try:
        for number, line in enumerate(data.removesuffix(b"\n").split(b"\n"), 1):  # noqa: B007
            said = decode(line)
            if not isinstance(said, dict):
                raise Unreadable("not an object")
            if number == 1:
                if said.pop("bundle", None) != VERSION:
                    raise Unreadable("another version of bundle")
                agreement, author = _text(said["agreement"]), _text(said["from"])
            elif "answer" in said:
                contents.append(unpack_answer(encode(said["answer"])))
            else:
                contents.append(_text(said["package"]).encode("ascii"))
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise Unreadable(f"line {number}: {error}") from error
    return agreement, author, tuple(contents)


def _registry() -> jwe.JWERegistry:
    registry = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"])
    registry.max_ciphertext_length = MAX_SEALED_BYTES
    return registry


def _piece_head(piece: Piece) -> dict[str, object]:
    return {
        "digest": b64url(piece.commitment),
        "length": len(piece.data),
        "number": piece.number,
        "offset": piece.offset,
        "seq": piece.seq,
        "total": piece.total,
    }


def _package(head: Mapping[str, object], rest: bytes) -> Package:
    wanted = {"agreement", "checkpoint", "entries", "excused", "first", "parts", "pieces"}
    if set(head) != wanted:
        raise Unreadable("not the members of a package")
    entries, excused, parts, pieces = (
        _items(head[name]) for name in ("entries", "excused", "parts", "pieces")
    )
    if len(entries) > MAX_ENTRIES or (pieces and entries):
        raise Unreadable("too many entries, or entries beside pieces")
    reader = _Reader(rest)
    package = Package(
        agreement=_text(head["agreement"]),
        checkpoint=_text(head["checkpoint"]).encode(),
        first=_count(head["first"]),
        entries=tuple(_text(token).encode("ascii") for token in entries),
        excused=tuple(_text(token).encode("ascii") for token in excused),
        blobs=tuple(
            Blob(_count(seq), _count(number), reader.take(_count(length)))
            for seq, number, length in map(_items, parts)
        ),
        pieces=tuple(_piece(item, reader) for item in pieces),
    )
    reader.close()
    return package


def _piece(item: object, reader: "_Reader") -> Piece:
    if not isinstance(item, dict):
        raise Unreadable("a piece is an object")
    wanted = {"digest", "length", "number", "offset", "seq", "total"}
    if set(item) != wanted:
        raise Unreadable("not the members of a piece")
    return Piece(
        seq=_count(item["seq"]),
        number=_count(item["number"]),
        commitment=unb64url(_text(item["digest"])),
        offset=_count(item["offset"]),
        total=_count(item["total"]),
        data=reader.take(_count(item["length"])),
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


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise Unreadable("a list is expected")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unreadable("a number that counts is expected")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("a text is expected")
    return value
