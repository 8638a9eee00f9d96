"""Signed checkpoints: C2SP signed-note, tlog-checkpoint and tlog-cosignature (cosignature/v1).

A note is a text, a blank line and signature lines. Reading is strict: a note that its own parts
would not be written back to, byte for byte, is refused. Signatures by unknown keys are ignored.
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kakehashi.core.journal import HASH_BYTES, MAX_SIZE

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
MAX_NOTE_BYTES: Final = 1_000_000
MAX_SIGNATURES: Final = 100
MAX_TIME: Final = 2**63 - 1
KEY_ID_BYTES: Final = 4
SIGNATURE_BYTES: Final = 64
TIME_BYTES: Final = 8

Signer = Callable[[bytes], bytes]
"""Gives the 64-byte Ed25519 signature of a message (RFC 8032)."""

_NEVER_IN_A_NAME = re.compile(r"[+\s\x00-\x1f\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile("0|[1-9][0-9]{0,18}")


class MalformedNote(ValueError):
    """The bytes are no signed note, or no checkpoint; the message says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What an author says of a journal: its origin, its size, its root (32 bytes).

    ValueError for an origin that cannot be a key name, a size out of range, another root length.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.origin):
            raise ValueError("the origin cannot be a key name")
        if not 0 <= self.size <= MAX_SIZE:
            raise ValueError("the size is out of range")
        if len(self.root) != HASH_BYTES:
            raise ValueError("the root is not 32 bytes")

    def body(self) -> bytes:
        """Give the note text: three lines, no extension lines (C2SP tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n".encode()


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint that a cosigner vouched for `at` a time, in seconds since the epoch."""

    checkpoint: Checkpoint
    at: int


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature: the key's name, its id (4 bytes), and what the algorithm made of the text."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> bytes:
        """Give the line as it stands in a note, with its newline."""
        return f"— {self.name} {_base64(self.key_id + self.signature)}\n".encode()


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart: its text, with the final newline, and its signatures, unverified."""

    text: bytes
    signatures: tuple[SignatureLine, ...]

    def by(self, name: str, key_id: bytes) -> tuple[SignatureLine, ...]:
        """Give the signatures of one key."""
        return tuple(s for s in self.signatures if (s.name, s.key_id) == (name, key_id))


def is_key_name(name: str) -> bool:
    """Say whether a text may name a key: not empty, no space of any kind, no plus, no control."""
    return name != "" and _NEVER_IN_A_NAME.search(name) is None


def key_id(name: str, alg: int, public: bytes) -> bytes:
    """Give SHA-256(name ‖ LF ‖ alg ‖ public key), the first 4 bytes (C2SP signed-note)."""
    return sha256(name.encode() + b"\n" + bytes([alg]) + public).digest()[:KEY_ID_BYTES]


def verifier_key(name: str, alg: int, public: bytes) -> str:
    """Give the key as `name+id+base64`, as other readers of signed notes take it."""
    return f"{name}+{key_id(name, alg, public).hex()}+{_base64(bytes([alg]) + public)}"


@lru_cache(maxsize=16)
def read_note(note: bytes) -> Note:
    """Take a note apart without verifying it (C2SP signed-note); MalformedNote if it is not one.

    At most 1,000,000 bytes and 100 signatures, valid UTF-8, no control characters.
    """
    if len(note) > MAX_NOTE_BYTES:
        raise MalformedNote("longer than 1,000,000 bytes")
    text, blank, block = note.rpartition(b"\n\n")
    if not blank:
        raise MalformedNote("no blank line before the signatures")
    if not block.endswith(b"\n"):
        raise MalformedNote("the last line does not end")
    _refuse_controls(note)
    lines = block[:-1].split(b"\n")
    if len(lines) > MAX_SIGNATURES:
        raise MalformedNote("more than 100 signatures")
    return Note(text + b"\n", tuple(_read_signature(line + b"\n") for line in lines))


def read_checkpoint(text: bytes) -> Checkpoint:
    """Read a note's text as a checkpoint; MalformedNote unless `Checkpoint.body` would write it."""
    lines = _refuse_controls(text).split("\n")
    if len(lines) != 4 or lines[3] != "":
        raise MalformedNote("a checkpoint has three lines")
    origin, size, root, _ = lines
    if _SIZE.fullmatch(size) is None:
        raise MalformedNote("the size is not a plain decimal number")
    try:
        return Checkpoint(origin, int(size), _from_base64(root))
    except MalformedNote:
        raise
    except ValueError as error:
        raise MalformedNote(str(error)) from error


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer, public_key: bytes) -> bytes:
    """Give the note of a checkpoint with its author's signature; the key name is the origin.

    `public_key` is the signer's, 32 bytes. ValueError if the signature is not 64 bytes.
    """
    body = checkpoint.body()
    identity = key_id(checkpoint.origin, ED25519, public_key)
    line = SignatureLine(checkpoint.origin, identity, _sign(signer, body))
    return body + b"\n" + line.line()


@lru_cache(maxsize=16)
def open_checkpoint(note: bytes, public_key: bytes) -> Checkpoint | None:
    """Give the checkpoint that the key's owner signed under its origin; None if it is not one.

    The last few are remembered: a package's is asked for several times while it is judged.
    Signatures by other keys are ignored. The caller compares the origin with the one it expects.
    """
    try:
        parsed = read_note(note)
        checkpoint = read_checkpoint(parsed.text)
    except MalformedNote:
        return None
    found = parsed.by(checkpoint.origin, key_id(checkpoint.origin, ED25519, public_key))
    if len(found) != 1 or not is_signature(parsed.text, found[0].signature, public_key):
        return None
    return checkpoint


def cosign(
    checkpoint: Checkpoint, *, name: str, public_key: bytes, signer: Signer, at: int
) -> bytes:
    """Give the cosignature line, with its newline, of a cosigner `name` at `at` (epoch seconds).

    C2SP tlog-cosignature, Ed25519. ValueError for a name that no key may have, a time out of
    range, a signature that is not 64 bytes.
    """
    if not is_key_name(name) or not 0 <= at <= MAX_TIME:
        raise ValueError("the cosigner's name or the time cannot stand in a cosignature")
    signature = _sign(signer, _cosigned_message(checkpoint.body(), at))
    timed = at.to_bytes(TIME_BYTES, "big") + signature
    return SignatureLine(name, key_id(name, COSIGNATURE, public_key), timed).line()


def with_cosignature(note: bytes, line: bytes) -> bytes:
    """Add a signature line at the end of a note, in place of an earlier one by the same key.

    MalformedNote if the note or the line is malformed, the line bears the name of the note's own
    author, or the note would have over 100 signatures or 1,000,000 bytes. Nothing is verified.
    """
    parsed, added = read_note(note), _read_signature(line)
    if parsed.text.startswith(added.name.encode() + b"\n"):
        raise MalformedNote("a cosigner bears the author's name")
    kept = [s for s in parsed.signatures if (s.name, s.key_id) != (added.name, added.key_id)]
    joined = parsed.text + b"\n" + b"".join(s.line() for s in (*kept, added))
    read_note(joined)
    return joined


def verify_cosignature(note: bytes, *, name: str, public_key: bytes) -> Cosigned | None:
    """Give the checkpoint and the time that cosigner `name` vouched for; None if it did not.

    Only the cosignature is verified: the author's signature is `open_checkpoint`'s affair.
    """
    try:
        parsed = read_note(note)
        checkpoint = read_checkpoint(parsed.text)
    except MalformedNote:
        return None
    found = parsed.by(name, key_id(name, COSIGNATURE, public_key))
    if len(found) != 1 or len(found[0].signature) != TIME_BYTES + SIGNATURE_BYTES:
        return None
    at = int.from_bytes(found[0].signature[:TIME_BYTES], "big")
    message = _cosigned_message(parsed.text, at)
    if at > MAX_TIME or not is_signature(message, found[0].signature[TIME_BYTES:], public_key):
        return None
    return Cosigned(checkpoint, at)


def _cosigned_message(body: bytes, at: int) -> bytes:
    return b"cosignature/v1\ntime %d\n" % at + body


def _sign(signer: Signer, message: bytes) -> bytes:
    signature = signer(message)
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError("the signature is not 64 bytes")
    return signature


def is_signature(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Say whether 64 bytes are the Ed25519 signature of a message (RFC 8032); never an error."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _refuse_controls(data: bytes) -> str:
    """Read as UTF-8 without control characters but the newline, or raise MalformedNote."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise MalformedNote("not UTF-8") from error
    if _CONTROL.search(text):
        raise MalformedNote("a control character")
    return text


def _read_signature(line: bytes) -> SignatureLine:
    """Read one line with its newline, or raise MalformedNote."""
    dash, _, rest = _refuse_controls(line).partition(" ")
    name, _, encoded = rest.removesuffix("\n").partition(" ")
    if dash != "—" or not is_key_name(name):
        raise MalformedNote("a signature line does not begin with a dash and a key name")
    data = _from_base64(encoded)
    if len(data) <= KEY_ID_BYTES:
        raise MalformedNote("a signature is too short")
    signature = SignatureLine(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])
    if signature.line() != line:
        raise MalformedNote("a signature line is not written plainly")
    return signature


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _from_base64(text: str) -> bytes:
    """Read standard Base 64 in its only canonical form (RFC 4648 section 4) or MalformedNote."""
    try:
        data = base64.b64decode(text.encode(), validate=True)
    except binascii.Error as error:
        raise MalformedNote("not Base 64") from error
    if _base64(data) != text:
        raise MalformedNote("not the canonical Base 64")
    return data
