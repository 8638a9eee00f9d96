"""What the journals say. Proofs and tiles are for anybody; parts only with a storage key."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from kakehashi.core.journal import Hashes, tree_at
from kakehashi.core.journal import consistency_proof as prove_consistency
from kakehashi.core.journal import inclusion_proof as prove_inclusion
from kakehashi.core.parts import MAX_ATTACHMENT_BYTES
from kakehashi.core.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    entry_bundle,
    hashes_from,
    tile_bytes,
)
from kakehashi.core.tiles import Tile as Address
from kakehashi.database.direct import read
from kakehashi.database.prepared import TEXT, WHOLE, Prepared
from kakehashi.journal.at_rest import Sealed, decrypt_part
from kakehashi.journal.models import (
    Checkpoint,
    Cosignature,
    Entry,
    Excuse,
    Journal,
    Part,
    SealedPart,
    Tile,
)
from kakehashi.node import LOCAL, StorageKey

_Row = TypeVar("_Row", Entry, Excuse)
Stated = tuple[int, str, bytes]
"""An entry as a package has it: its index, its kind and its bytes."""


def between(rows: "QuerySet[_Row]") -> "QuerySet[_Row]":
    """Choose, for a prepared query, the rows of a journal's entries [first, end), in order."""
    return rows.filter(journal=WHOLE[0], index__gte=WHOLE[1], index__lt=WHOLE[2]).order_by("index")


_LATEST = Prepared(
    lambda: Journal.objects.filter(agreement=TEXT[0], party=TEXT[1]).order_by("-generation")[:1]
)
_LATEST_LOCAL = Prepared(
    lambda: Journal.objects.filter(agreement=LOCAL).order_by("-generation")[:1]
)
_BY_ORIGIN = Prepared(lambda: Journal.objects.filter(origin=TEXT[0]))
_BY_KEY = Prepared(lambda: Journal.objects.filter(pk=WHOLE[0]))
_UNDER = Prepared(lambda: Journal.objects.filter(agreement=TEXT[0]).order_by("party", "generation"))
_ENTRIES = Prepared(lambda: between(Entry.objects.all()))
_LATEST_OF_KIND = Prepared(
    lambda: Entry.objects.filter(journal=WHOLE[0], kind=TEXT[1]).order_by("-index")[:1]
)
_EXCUSES = Prepared(lambda: between(Excuse.objects.all()))
_CHECKPOINT = Prepared(lambda: Checkpoint.objects.filter(journal=WHOLE[0]).order_by("-size")[:1])
_CHECKPOINT_AT = Prepared(lambda: Checkpoint.objects.filter(journal=WHOLE[0], size=WHOLE[1]))
_COSIGNATURE = Prepared(
    lambda: Cosignature.objects.filter(journal=WHOLE[0], size__gte=WHOLE[1]).order_by("-size")[:1]
)


_TOKENS = """
SELECT "index", "token" FROM "journal_entry"
WHERE "journal_id" = %s AND "index" >= %s AND "index" < %s ORDER BY "index"
"""
_STATED = _TOKENS.replace('"index", "token"', '"index", "kind", "token"')
_TOKENS_OF_KINDS = """
SELECT "index", "token" FROM "journal_entry" WHERE "journal_id" = %s AND "kind" IN (%s, %s)
"""
_PARTS = """
SELECT part."index", part."number", part."role", part."classification", part."length",
  part."commitment", part."rows", content."index", excuse."index",
  CASE WHEN part."length" <= %s THEN content."sealed" END, wrapped."wrapped", wrapped."storage"
FROM "journal_part" part
LEFT JOIN "journal_sealedpart" content ON content."journal_id" = part."journal_id"
  AND content."index" = part."index" AND content."number" = part."number"
LEFT JOIN "journal_partkey" wrapped ON wrapped."journal_id" = part."journal_id"
  AND wrapped."index" = part."index" AND wrapped."number" = part."number"
LEFT JOIN "journal_excuse" excuse ON excuse."journal_id" = part."journal_id"
  AND excuse."index" = part."index" AND excuse."number" = part."number"
WHERE part."journal_id" = %s AND part."index" >= %s AND part."index" < %s
ORDER BY part."index", part."number"
"""
_PARTS_IN_ROLES = _PARTS.replace("ORDER", 'AND part."role" IN ({roles})\nORDER')


class Presence(StrEnum):
    """Whether the content of a part is here."""

    HELD = "held"
    MISSING = "missing"
    EXCUSED = "excused"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part of an entry as we have it; `sealed` is there only where it is held, and was read.

    `is_excused` says that its author excused it, whether or not we still hold it.
    """

    index: int
    number: int
    role: str
    classification: str
    length: int
    commitment: bytes
    rows: int | None
    presence: Presence
    is_excused: bool
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
    return _LATEST.first(agreement, party)


def journal_by_origin(origin: str) -> Journal | None:
    """Give the journal of that name."""
    return _BY_ORIGIN.first(origin)


def journal_now(of: Journal) -> Journal:
    """Read a journal again: how it stands now."""
    (found,) = _BY_KEY(of.pk)
    return found


def journals_under(agreement: str) -> tuple[Journal, ...]:
    """Give all journals of an agreement, in their order."""
    return tuple(_UNDER(agreement))


def local_journal() -> Journal | None:
    """Give the node's own record."""
    return _LATEST_LOCAL.first()


def journals(agreement: str | None = None) -> QuerySet[Journal]:
    """Give all journals, of one agreement or of all, in their order."""
    found = Journal.objects.order_by("agreement", "party", "generation")
    return found if agreement is None else found.filter(agreement=agreement)


def entries(of: Journal, first: int, end: int | None = None) -> QuerySet[Entry]:
    """Give the entries [first, end) in order; `end` None means all that follow."""
    found = Entry.objects.filter(journal=of, index__gte=first).order_by("index")
    return found if end is None else found.filter(index__lt=end)


def rows(of: Journal, first: int, end: int) -> list[Entry]:
    """Read the entries [first, end) in order."""
    return _ENTRIES(of.pk, first, end)


def tokens(of: Journal, first: int, end: int) -> tuple[bytes, ...]:
    """Give the bytes of the entries [first, end)."""
    return tuple(bytes(token) for _, token in numbered_tokens(of, first, end))


def numbered_tokens(of: Journal, first: int, end: int) -> list[tuple[int, bytes]]:
    """Give the bytes of the entries [first, end), each with its index; nothing else is read."""
    return read(_TOKENS, (of.pk, first, end))


def stated(of: Journal, first: int, end: int) -> list[Stated]:
    """Give the entries [first, end) in order, with no more of each than a package asks for."""
    return read(_STATED, (of.pk, first, end))


def entries_by_jti(jti: str) -> QuerySet[Entry]:
    """Give every entry that bears a jti, oldest first: there should be one, there may be more."""
    return Entry.objects.filter(jti=jti).order_by("journal_id", "index")


def entries_of_kind(of: Journal, *kinds: str) -> QuerySet[Entry]:
    """Give the entries of these kinds in order."""
    return Entry.objects.filter(journal=of, kind__in=kinds).order_by("index")


def of_kind(of: Journal, kind: str, other: str = "") -> tuple[tuple[int, bytes], ...]:
    """Read the entries of a kind, or of two, in order: the index and the bytes of each.

    For kinds that are rare: asked for their order, SQLite would walk through the whole journal.
    """
    found = read(_TOKENS_OF_KINDS, (of.pk, kind, other or kind))
    return tuple(sorted((index, bytes(token)) for index, token in found))


def latest_of_kind(of: Journal, kind: str) -> Entry | None:
    """Read the last entry of a kind."""
    return _LATEST_OF_KIND.first(of.pk, kind)


def parts(
    of: Journal,
    first: int,
    end: int,
    *,
    roles: Collection[str] = (),
    at_most: int = MAX_ATTACHMENT_BYTES,
) -> tuple[StoredPart, ...]:
    """Give the parts of the entries [first, end), in order: all, or those of some roles.

    Contents of more than `at_most` bytes are not read.
    """
    sql = _PARTS_IN_ROLES.format(roles=", ".join(["%s"] * len(roles))) if roles else _PARTS
    found = read(sql, (at_most, of.pk, first, end, *map(str, roles)))
    return tuple(_stored(*row) for row in found)


def excuses(of: Journal, first: int, end: int) -> list[Excuse]:
    """Read the author's excuses for parts of the entries [first, end)."""
    return _EXCUSES(of.pk, first, end)


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
    return _CHECKPOINT.first(of.pk) if size is None else _CHECKPOINT_AT.first(of.pk, size)


def cosignature(of: Journal, at_least: int = 0) -> Cosignature | None:
    """Give the latest cosigned checkpoint that covers a size; None where there is none."""
    return _COSIGNATURE.first(of.pk, at_least)


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
    return prove_inclusion(index, size, _hashes_near(of, index, _within(of, size)))


def prove(of: Journal, index: int, size: int) -> tuple[tuple[bytes, ...], bytes]:
    """Give the path from an entry to the root over `size` entries, and that root.

    Three statements for a journal of any length.
    """
    hashes = _hashes_near(of, index, _within(of, size))
    return prove_inclusion(index, size, hashes), tree_at(size, hashes).root()


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


def _hashes_near(of: Journal, index: int, size: int) -> Hashes:
    """Answer for the subtrees beside an entry and on the edge of the tree of `size` entries.

    They stand in the tiles, one of each level, that hold the entry's place and the edge's.
    """
    levels = range(max(2, -(-size.bit_length() // TILE_HEIGHT)))
    places = {(level, at >> TILE_HEIGHT * (level + 1)) for level in levels for at in (index, size)}
    whole, below = Q(pk__in=[]), Q(pk__in=[])
    for level, place in places:
        whole |= Q(level=level, index=place)
        below |= Q(
            level=level - 1, index__gte=place << TILE_HEIGHT, index__lt=(place + 1) << TILE_HEIGHT
        )
    found = Tile.objects.filter(whole, journal=of).values_list("level", "index", "hashes")
    tiles = {(level, place): bytes(hashes) for level, place, hashes in found}
    roots = Tile.objects.filter(below, journal=of).order_by("index")
    rows: dict[tuple[int, int], list[bytes]] = {}
    for level, place, root in roots.values_list("level", "index", "root"):
        rows.setdefault((level + 1, place >> TILE_HEIGHT), []).append(bytes(root))
    edge = size >> TILE_HEIGHT
    leaves = entries(of, edge << TILE_HEIGHT, (edge + 1) << TILE_HEIGHT).values_list(
        "leaf", flat=True
    )
    rows[0, edge] = [bytes(leaf) for leaf in leaves]
    return hashes_from(
        lambda level, place: tiles.get((level, place)) or b"".join(rows[level, place])
    )


def _stored(  # noqa: PLR0913, PLR0917 - the columns of a row
    index: int,
    number: int,
    role: str,
    classification: str,
    length: int,
    commitment: bytes,
    rows: int | None,
    held: int | None,
    excused: int | None,
    content: bytes | None,
    wrapped: bytes | None,
    storage: bytes | None,
) -> StoredPart:
    commitment, is_excused = bytes(commitment), excused is not None
    sealed = None
    if content is not None and wrapped is not None and storage is not None:
        sealed = Sealed(commitment, bytes(content), bytes(wrapped), bytes(storage))
    if held is not None and wrapped is not None:
        presence = Presence.HELD
    elif is_excused:
        presence = Presence.EXCUSED
    else:
        presence = Presence.MISSING if held is None else Presence.ERASED
    return StoredPart(
        index, number, role, classification, length, commitment, rows, presence, is_excused, sealed
    )
