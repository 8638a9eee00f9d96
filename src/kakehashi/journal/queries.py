"""What the journals say. Proofs and tiles are for anybody; parts only with a storage key."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet

from kakehashi.core.journal import Hashes, tree_at
from kakehashi.core.journal import consistency_proof as prove_consistency
from kakehashi.core.journal import inclusion_proof as prove_inclusion
from kakehashi.core.tiles import ENTRIES, TILE_WIDTH, entry_bundle, hashes_from, tile_bytes
from kakehashi.core.tiles import Tile as Address
from kakehashi.journal.at_rest import Sealed, decrypt_part
from kakehashi.journal.models import (
    Checkpoint,
    Cosignature,
    Entry,
    Excuse,
    Journal,
    Part,
    PartKey,
    SealedPart,
    Tile,
)
from kakehashi.node import LOCAL, StorageKey


class Presence(StrEnum):
    """Whether the content of a part is here."""

    HELD = "held"
    MISSING = "missing"
    EXCUSED = "excused"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part of an entry as we have it; `sealed` is there only where it is held."""

    index: int
    number: int
    role: str
    classification: str
    length: int
    commitment: bytes
    rows: int | None
    presence: Presence
    sealed: Sealed | None


@dataclass(frozen=True, slots=True)
class WantedPart:
    """A part that an entry commits to and that is neither held, erased nor excused."""

    index: int
    number: int
    role: str
    length: int
    commitment: bytes


def journal(agreement: str, party: str) -> Journal | None:
    """Give the latest generation of a party's journal; None before it is opened."""
    found = Journal.objects.filter(agreement=agreement, party=party)
    return found.order_by("-generation").first()


def journal_by_origin(origin: str) -> Journal | None:
    """Give the journal of that name."""
    return Journal.objects.filter(origin=origin).first()


def local_journal() -> Journal | None:
    """Give the node's own record."""
    return Journal.objects.filter(agreement=LOCAL).order_by("-generation").first()


def journals(agreement: str | None = None) -> QuerySet[Journal]:
    """Give all journals, of one agreement or of all, in their order."""
    found = Journal.objects.order_by("agreement", "party", "generation")
    return found if agreement is None else found.filter(agreement=agreement)


def entries(of: Journal, first: int, end: int | None = None) -> QuerySet[Entry]:
    """Give the entries [first, end) in order; `end` None means all that follow."""
    found = Entry.objects.filter(journal=of, index__gte=first).order_by("index")
    return found if end is None else found.filter(index__lt=end)


def tokens(of: Journal, first: int, end: int) -> tuple[bytes, ...]:
    """Give the bytes of the entries [first, end)."""
    return tuple(bytes(t) for t in entries(of, first, end).values_list("token", flat=True))


def entries_by_jti(jti: str) -> QuerySet[Entry]:
    """Give every entry that bears a jti, oldest first: there should be one, there may be more."""
    return Entry.objects.filter(jti=jti).order_by("journal_id", "index")


def entries_of_kind(of: Journal, *kinds: str) -> QuerySet[Entry]:
    """Give the entries of these kinds in order."""
    return Entry.objects.filter(journal=of, kind__in=kinds).order_by("index")


def parts(of: Journal, first: int, end: int) -> tuple[StoredPart, ...]:
    """Give all parts of the entries [first, end), in order, in four queries."""
    between = {"journal": of, "index__gte": first, "index__lt": end}
    declared = Part.objects.filter(**between).order_by("index", "number")
    keys = _by_address(PartKey.objects.filter(**between), "wrapped", "storage")
    contents = _by_address(SealedPart.objects.filter(**between), "sealed")
    excused = _by_address(Excuse.objects.filter(**between), "token")
    return tuple(_stored(part, contents, keys, excused) for part in declared)


def part_content(
    of: Journal, index: int, number: int, *, storage_keys: Sequence[StorageKey]
) -> bytes | None:
    """Give salt and content of one part; None where it is not held. Damaged if it does not open."""
    for part in parts(of, index, index + 1):
        if part.number == number and part.sealed is not None:
            return decrypt_part(part.sealed, storage_keys=storage_keys)
    return None


def part_contents(
    of: Journal, first: int, end: int, *, storage_keys: Sequence[StorageKey]
) -> Iterator[tuple[StoredPart, bytes | None]]:
    """Give the parts of the entries [first, end) with salt and content where they are held."""
    for part in parts(of, first, end):
        sealed = part.sealed
        yield part, None if sealed is None else decrypt_part(sealed, storage_keys=storage_keys)


def missing_parts(of: Journal, end: int | None = None) -> Iterator[WantedPart]:
    """Give the parts of the entries before `end` that are neither held, erased nor excused."""
    address = {name: OuterRef(name) for name in ("journal", "index", "number")}
    wanted = Part.objects.filter(
        ~Exists(SealedPart.objects.filter(**address)),
        ~Exists(Excuse.objects.filter(**address)),
        Q() if end is None else Q(index__lt=end),
        journal=of,
    ).order_by("index", "number")
    named = ("index", "number", "role", "length", "commitment")
    for index, number, role, length, commitment in wanted.values_list(*named):
        yield WantedPart(index, number, role, length, bytes(commitment))


def checkpoint(of: Journal, size: int | None = None) -> Checkpoint | None:
    """Give the author's checkpoint at a size, the latest where none is named."""
    found = Checkpoint.objects.filter(journal=of)
    return found.order_by("-size").first() if size is None else found.filter(size=size).first()


def cosignature(of: Journal, at_least: int = 0) -> Cosignature | None:
    """Give the latest cosigned checkpoint that covers a size; None where there is none."""
    found = Cosignature.objects.filter(journal=of, size__gte=at_least)
    return found.order_by("-size").first()


def cosigned_size(of: Journal) -> int:
    """Say how much of a journal its mirror has acknowledged."""
    found = cosignature(of)
    return 0 if found is None else found.size


def tree_hashes(of: Journal) -> Hashes:
    """Answer for every complete subtree of a journal, from its tiles and its latest leaves."""
    read: dict[tuple[int, int], bytes] = {}

    def tile(level: int, index: int) -> bytes:
        if (level, index) not in read:
            read[level, index] = _tile(of, level, index)
        return read[level, index]

    return hashes_from(tile)


def inclusion_proof(of: Journal, index: int, size: int) -> tuple[bytes, ...]:
    """Prove that entry `index` is in the tree of `size` entries (RFC 6962 section 2.1.1)."""
    return prove_inclusion(index, _within(of, size), tree_hashes(of))


def consistency_proof(of: Journal, old: int, new: int) -> tuple[bytes, ...]:
    """Prove that the tree of `old` entries begins the one of `new` (RFC 6962 section 2.1.2)."""
    return prove_consistency(old, _within(of, new), tree_hashes(of))


def root_at(of: Journal, size: int) -> bytes:
    """Give the root over the first `size` entries; ValueError beyond the journal's end."""
    return tree_at(_within(of, size), tree_hashes(of)).root()


def tile(of: Journal, address: Address) -> bytes | None:
    """Give a tile, or a bundle of entries, as it is published; None if it is not there (yet)."""
    first = address.index * TILE_WIDTH
    if address.level == ENTRIES:
        found = tokens(of, first, first + address.width)
        return entry_bundle(found) if len(found) == address.width else None
    try:
        return tile_bytes(address, tree_hashes(of))
    except LookupError:
        return None


def _within(of: Journal, size: int) -> int:
    if size > of.size:
        raise ValueError(f"{of.origin} has {of.size} entries")
    return size


def _tile(of: Journal, level: int, index: int) -> bytes:
    """Read a tile's hashes as far as there are any: whole, or from the row below."""
    whole = Tile.objects.filter(journal=of, level=level, index=index)
    found = whole.values_list("hashes", flat=True).first()
    if found is not None:
        return bytes(found)
    first = index * TILE_WIDTH
    row = {"journal": of, "index__gte": first, "index__lt": first + TILE_WIDTH}
    below: Iterable[bytes | memoryview]
    if level == 0:
        below = Entry.objects.filter(**row).order_by("index").values_list("leaf", flat=True)
    else:
        below = (
            Tile.objects.filter(**row, level=level - 1)
            .order_by("index")
            .values_list("root", flat=True)
        )
    return b"".join(bytes(subtree) for subtree in below)


def _by_address(
    found: "QuerySet[PartKey] | QuerySet[SealedPart] | QuerySet[Excuse]", *columns: str
) -> dict[tuple[int, int], tuple[bytes, ...]]:
    rows = found.values_list("index", "number", *columns)
    return {(row[0], row[1]): tuple(map(bytes, row[2:])) for row in rows}


def _stored(
    part: Part,
    contents: dict[tuple[int, int], tuple[bytes, ...]],
    keys: dict[tuple[int, int], tuple[bytes, ...]],
    excused: dict[tuple[int, int], tuple[bytes, ...]],
) -> StoredPart:
    address = (part.index, part.number)
    commitment = bytes(part.commitment)
    sealed = None
    if address in contents and address in keys:
        sealed = Sealed(commitment, contents[address][0], *keys[address])
        presence = Presence.HELD
    elif address in excused:
        presence = Presence.EXCUSED
    else:
        presence = Presence.ERASED if address in contents else Presence.MISSING
    return StoredPart(
        *address,
        part.role,
        part.classification,
        part.length,
        commitment,
        part.rows,
        presence,
        sealed,
    )
