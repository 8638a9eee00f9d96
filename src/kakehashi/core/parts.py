"""Parts: the content of a notice, stored and sent apart from its envelope.

The envelope commits to each part with a salted hash, so a part can be erased while envelope,
signature and journal still verify, and nobody can guess a short content from its hash.
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from kakehashi.core.journal import Tree, leaf_hash
from kakehashi.core.notices.payload import Classification

SALT_BYTES = 32
MAX_PART_BYTES = 8 * 2**20
MAX_ATTACHMENT_BYTES = 256 * 2**20
MAX_ROWS = 100_000
MAX_PARTS = 64
_PART = b"kakehashi/part/1\0"
_ROW = b"kakehashi/row/1\0"
_ROWS_AT_ONCE = 1024


class PartRole(StrEnum):
    """What a part is; the order here is the order in the envelope."""

    LINKS = "links"
    PUBLIC = "public"
    PARTICULARS = "particulars"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"
    ROWS = "rows"
    ATTACHMENT = "attachment"


JUDGED = (PartRole.LINKS, PartRole.PUBLIC, PartRole.ROWS)
"""The parts that judging and folding read: never erased, so every rebuild comes to the same."""


@dataclass(frozen=True, slots=True)
class PartRef:
    """What an envelope says of one part: role, class, length in bytes, and its commitment.

    `rows` is the number of rows of a list (its commitment is then the RFC 6962 root of the rows).
    """

    role: PartRole
    classification: Classification
    length: int
    commitment: bytes
    rows: int | None = None

    @property
    def delays_holding(self) -> bool:
        """Attachments follow later; everything else must be present before an entry is held."""
        return self.role != PartRole.ATTACHMENT

    @property
    def blob_length(self) -> int:
        """Bytes of salt and content together, as a package carries them."""
        return SALT_BYTES + self.length


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is stored and sent: its reference, 32 salt bytes and its content."""

    ref: PartRef
    salt: bytes
    data: bytes

    @property
    def blob(self) -> bytes:
        """Salt and content in one, as a package carries them."""
        return self.salt + self.data


def commit(salt: bytes, data: bytes) -> bytes:
    """Commit to a part: SHA-256 of the label, the 32 salt bytes and the content."""
    return hashlib.sha256(_PART + salt + data).digest()


def row_salt(salt: bytes, index: int) -> bytes:
    """Derive the salt of row `index` of a list: HMAC-SHA-256 under the list's salt."""
    return hmac.digest(salt, _ROW + index.to_bytes(8), "sha256")


def row_leaf(salt: bytes, row: bytes) -> bytes:
    """Hash one row with its own salt as an RFC 6962 leaf."""
    return leaf_hash(_ROW + salt + row)


def split_rows(data: bytes) -> tuple[bytes, ...]:
    """Cut a list part into its rows; each ends with a line feed, or ValueError."""
    if data and not data.endswith(b"\n"):
        raise ValueError("a list ends with a line feed")
    return tuple(data.split(b"\n")[:-1])


def row_leaves(salt: bytes, rows: Sequence[bytes]) -> Iterator[bytes]:
    """Hash all rows of a list, in order."""
    return (row_leaf(row_salt(salt, index), row) for index, row in enumerate(rows))


def list_root(salt: bytes, data: bytes) -> bytes:
    """Give the RFC 6962 root over a list's rows; ValueError as in `make_part`.

    A thousand rows at a time: what an author may claim must not decide how much memory we take.
    """
    if data.count(b"\n") > MAX_ROWS:
        raise ValueError(f"a list has at most {MAX_ROWS} rows")
    leaves = row_leaves(salt, split_rows(data))
    tree = Tree()
    while some := tuple(islice(leaves, _ROWS_AT_ONCE)):
        tree = tree.append(some)
    return tree.root()


def may_be_stored(ref: PartRef) -> bool:
    """Say whether a part keeps the bounds; one that does not is never asked for, and not heeded."""
    if ref.role == PartRole.ATTACHMENT:
        return ref.length <= MAX_ATTACHMENT_BYTES
    return ref.length <= MAX_PART_BYTES and (ref.rows or 0) <= MAX_ROWS


def may_be_excused(ref: PartRef) -> bool:
    """Say whether a node may do without a part: never where judging reads it.

    What its author read when it judged its own notice, its counterpart must be able to read.
    """
    return ref.role not in JUDGED


def make_part(role: PartRole, classification: Classification, data: bytes, salt: bytes) -> Part:
    """Put content into a part under 32 fresh random bytes of salt.

    ValueError for another salt, a list over 100,000 rows, or one whose last row does not end.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    if role == PartRole.ROWS:
        rows = data.count(b"\n")
        root = list_root(salt, data)
        return Part(PartRef(role, classification, len(data), root, rows), salt, data)
    return Part(PartRef(role, classification, len(data), commit(salt, data)), salt, data)


def fits(ref: PartRef, blob: bytes) -> bool:
    """Say whether salt and content are what the envelope committed to."""
    if len(blob) != ref.blob_length:
        return False
    salt, data = blob[:SALT_BYTES], blob[SALT_BYTES:]
    if ref.role != PartRole.ROWS:
        return ref.rows is None and commit(salt, data) == ref.commitment
    if ref.rows != data.count(b"\n"):
        return False
    try:
        return make_part(ref.role, ref.classification, data, salt).ref == ref
    except ValueError:
        return False
