"""The public's proof: that a party signed a public notice, and that the other party holds it.

A proof is one JSON file with everything needed to check it without a network: the signed envelope,
its public parts, the way to the root, and the checkpoint that both sides signed. Which keys are
whose it cannot prove; it spells the words that the ministries publish.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kakehashi.core.canonical import decode, encode
from kakehashi.core.envelope import Envelope, VerifyingKey, is_signed, read
from kakehashi.core.journal import leaf_hash, verify_inclusion
from kakehashi.core.keys import PublicKey, Role, fingerprint, words
from kakehashi.core.note import open_checkpoint, verify_cosignature
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import MAX_PARTS, Part, PartRef, PartRole, fits, row_leaf
from kakehashi.core.strict import count, items, mapping, text, version
from kakehashi.core.text import b64url, unb64url

VERSION = 1
MAX_BYTES = 16 * 2**20
PROVABLE = (PartRole.PUBLIC, PartRole.PARTICULARS)
HANDED_OUT = (*PROVABLE, PartRole.LINKS, PartRole.RESTRICTED, PartRole.CONFIDENTIAL)
"""The parts in a proof that stays with officers; files stand beside it."""


class Fault(StrEnum):
    """What does not hold in a proof; the shell has the words."""

    UNREADABLE = "unreadable"
    NOT_PUBLIC = "not-public"
    KEYS = "keys"
    SIGNATURE = "signature"
    PART = "part"
    ROW = "row"
    CHECKPOINT = "checkpoint"
    COSIGNATURE = "cosignature"
    INCLUSION = "inclusion"
    ANOTHER_JOURNAL = "another-journal"


class NotProved(ValueError):
    """The proof does not hold; `fault` is why."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(f"{fault}: {detail}" if detail else str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Signer:
    """One side as a proof names it: `name` is `<node>/<agreement>/<party>`, and its four keys."""

    name: str
    keys: tuple[PublicKey, ...]

    def key(self, role: Role) -> PublicKey:
        """Give the key of a role.

        Raises:
            NotProved: there is none, or it may not be pinned.

        """
        for key in self.keys:
            if key.role == role and key.is_acceptable():
                return key
        raise NotProved(Fault.KEYS, f"{self.name} {role}")

    @property
    def words(self) -> tuple[str, ...]:
        """The eight words that the side publishes, and that a reader compares."""
        return words(fingerprint(self.name, self.keys))


@dataclass(frozen=True, slots=True)
class RowProof:
    """One row of a list: its bytes and salt, its place, and its way to the list's root."""

    index: int
    salt: bytes
    data: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything that stands in the file."""

    token: bytes
    parts: Mapping[int, Part]
    path: tuple[bytes, ...]
    note: bytes
    author: Signer
    mirror: Signer
    row: RowProof | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof establishes.

    `contents` are the public contents by role, `row` the row of a list; `size` entries were held
    by the mirror at `held_at` (seconds since the epoch).
    """

    envelope: Envelope
    contents: Mapping[str, object]
    row: object | None
    size: int
    held_at: int
    author: Signer
    mirror: Signer


def write_proof(proof: Proof) -> bytes:
    """Write the file, as canonical JSON."""
    said: dict[str, object] = {
        "author": _signer_claims(proof.author),
        "checkpoint": proof.note.decode(),
        "kakehashi_proof": VERSION,
        "mirror": _signer_claims(proof.mirror),
        "parts": [
            {"data": b64url(part.data), "number": number, "salt": b64url(part.salt)}
            for number, part in sorted(proof.parts.items())
        ],
        "path": [b64url(sibling) for sibling in proof.path],
        "token": proof.token.decode("ascii"),
    }
    if proof.row:
        said["row"] = {
            "data": b64url(proof.row.data),
            "index": proof.row.index,
            "path": [b64url(sibling) for sibling in proof.row.path],
            "salt": b64url(proof.row.salt),
        }
    return encode(said)


def check_proof(data: bytes, *, is_for_officers: bool = False) -> Proved:
    """Check a proof without a network, a database or a clock.

    `is_for_officers`: it may speak of what is not public, as the file of a case does.

    Raises:
        NotProved: with the first thing that does not hold.

    """
    if len(data) > MAX_BYTES:
        raise NotProved(Fault.UNREADABLE, f"{len(data)} bytes, at most {MAX_BYTES}")
    try:
        said = mapping(decode(data.strip()))
        version(said, "kakehashi_proof", VERSION)
        token = _text(said["token"]).encode("ascii")
        envelope = read(token)
        author, mirror = _signer(said["author"]), _signer(said["mirror"])
        path = _hashes(said["path"])
        roles = HANDED_OUT if is_for_officers else PROVABLE
        contents = _contents(said["parts"], envelope, roles)
        row = _row(said["row"], envelope) if "row" in said else None
        note = _text(said["checkpoint"]).encode()
    except NotProved:
        raise
    except (IndexError, KeyError, ValueError) as error:
        raise NotProved(Fault.UNREADABLE, str(error)[:200]) from error
    if envelope.classification != Classification.PUBLIC and not is_for_officers:
        raise NotProved(Fault.NOT_PUBLIC)
    if not is_signed(token, VerifyingKey.of(author.key(Role.ENVELOPE).raw)):
        raise NotProved(Fault.SIGNATURE)
    size, held_at = _cosigned(note, envelope, (author, mirror), (leaf_hash(token), path))
    return Proved(envelope, contents, row, size, held_at, author, mirror)


def _cosigned(
    note: bytes,
    envelope: Envelope,
    signers: tuple[Signer, Signer],
    leaf_and_path: tuple[bytes, Sequence[bytes]],
) -> tuple[int, int]:
    (author, mirror), (leaf, path) = signers, leaf_and_path
    checkpoint = open_checkpoint(note, author.key(Role.LOG).raw)
    if checkpoint is None:
        raise NotProved(Fault.CHECKPOINT)
    whose, _, generation = envelope.origin.rpartition("/")
    if checkpoint.origin != envelope.origin or whose != author.name or not generation.isdecimal():
        raise NotProved(Fault.ANOTHER_JOURNAL, checkpoint.origin)
    if mirror.name.split("/")[1:] != [author.name.split("/")[1], envelope.audience]:
        raise NotProved(Fault.ANOTHER_JOURNAL, mirror.name)
    key = mirror.key(Role.MIRROR)
    cosigned = verify_cosignature(note, name=f"{mirror.name}/mirror", public_key=key.raw)
    if cosigned is None:
        raise NotProved(Fault.COSIGNATURE)
    if not verify_inclusion(leaf, envelope.seq, checkpoint.size, path, checkpoint.root):
        raise NotProved(Fault.INCLUSION)
    return checkpoint.size, cosigned.at


def _contents(value: object, envelope: Envelope, roles: Sequence[PartRole]) -> dict[str, object]:
    contents: dict[str, object] = {}
    for item in map(mapping, items(value, MAX_PARTS)):
        ref = envelope.parts[count(item["number"])]
        salt, data = unb64url(_text(item["salt"])), unb64url(_text(item["data"]))
        if ref.role not in roles or not fits(ref, salt + data):
            raise NotProved(Fault.PART, ref.role)
        contents[ref.role] = decode(data)
    return contents


def _row(value: object, envelope: Envelope) -> object:
    said = mapping(value)
    ref = next((ref for ref in envelope.parts if ref.role == PartRole.ROWS), None)
    data = unb64url(_text(said["data"]))
    leaf = row_leaf(unb64url(_text(said["salt"])), data)
    if ref is None or not _is_row(ref, leaf, said["index"], _hashes(said["path"])):
        raise NotProved(Fault.ROW)
    return decode(data)


def _is_row(ref: PartRef, leaf: bytes, index: object, path: Sequence[bytes]) -> bool:
    return isinstance(index, int) and verify_inclusion(
        leaf, index, ref.rows or 0, path, ref.commitment
    )


def _signer_claims(signer: Signer) -> dict[str, object]:
    keys = sorted(signer.keys, key=lambda key: key.role)
    return {
        "keys": [key.model_dump(mode="json") for key in keys],
        "name": signer.name,
        "words": list(signer.words),
    }


def _signer(value: object) -> Signer:
    said = mapping(value)
    keys = tuple(PublicKey.model_validate(item) for item in items(said["keys"], len(Role)))
    return Signer(_text(said["name"]), keys)


def _hashes(value: object) -> tuple[bytes, ...]:
    return tuple(unb64url(_text(item)) for item in items(value, 64))


def _text(value: object) -> str:
    return text(value, MAX_BYTES)
