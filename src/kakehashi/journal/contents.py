"""What notices say, opened part by part as far as it is still there, for many of them at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import ValidationError

from kakehashi import node
from kakehashi.core.canonical import NotCanonical
from kakehashi.core.envelope import Envelope, Malformed
from kakehashi.core.envelope import read as read_envelope
from kakehashi.core.notices import Compartments, Unknown, read
from kakehashi.core.parts import SALT_BYTES, PartRole, split_rows
from kakehashi.database.direct import read as read_rows
from kakehashi.journal.at_rest import Damaged, Sealed, decrypt_part
from kakehashi.journal.models import Entry
from kakehashi.node import StorageKey

Place = tuple[int, int]
"""Where a notice stands: the journal's id and the entry's index."""

_HELD = """
WITH places ("journal_id", "index") AS (VALUES {places})
SELECT part."journal_id", part."index", part."role", part."commitment", content."sealed",
  wrapped."wrapped", wrapped."storage"
FROM places
JOIN "journal_part" part
  ON part."journal_id" = places."journal_id" AND part."index" = places."index"
JOIN "journal_sealedpart" content ON content."journal_id" = part."journal_id"
  AND content."index" = part."index" AND content."number" = part."number"
JOIN "journal_partkey" wrapped ON wrapped."journal_id" = part."journal_id"
  AND wrapped."index" = part."index" AND wrapped."number" = part."number"
WHERE part."role" IN ({roles})
"""


def envelope_of(entry: Entry) -> Envelope | None:
    """Read an entry's envelope; None where it cannot be read."""
    try:
        return read_envelope(bytes(entry.token))
    except Malformed:
        return None


def contents_at(rows: Sequence[Entry], roles: Iterable[str]) -> dict[Place, Compartments | Unknown]:
    """Read the parts of these roles at some entries, as far as they are there: one query.

    An entry whose parts cannot be read is left out.
    """
    given: dict[Place, dict[str, bytes]] = {}
    storage = node.this().storage_keys
    for place, role, sealed in _sealed_parts([_place(entry) for entry in rows], list(roles)):
        opened = open_part(sealed, storage)
        if opened is not None:
            given.setdefault(place, {})[role] = opened
    found = {}
    for entry in rows:
        content = compartments(envelope_of(entry), given.get(_place(entry), {}))
        if content is not None:
            found[_place(entry)] = content
    return found


def _place(entry: Entry) -> Place:
    return entry.journal_id, entry.index


def _sealed_parts(
    places: Sequence[Place], roles: Sequence[str]
) -> Iterator[tuple[Place, str, Sealed]]:
    """Read what is held, and has its key, of the parts of these roles."""
    if not places or not roles:
        return
    marks = ", ".join(["(%s, %s)"] * len(places))
    sql = _HELD.format(places=marks, roles=", ".join(["%s"] * len(roles)))
    values = [value for place in places for value in place]
    for journal, index, role, *sealed in read_rows(sql, [*values, *map(str, roles)]):
        yield (journal, index), role, Sealed(*map(bytes, sealed))


def open_part(sealed: Sealed, storage_keys: Sequence[StorageKey]) -> bytes | None:
    """Open a part as it is kept, without its salt; None where its bytes are damaged."""
    try:
        return decrypt_part(sealed, storage_keys=storage_keys)[SALT_BYTES:]
    except Damaged:
        return None


def compartments(
    envelope: Envelope | None, parts: Mapping[str, bytes], *, is_judged: bool = False
) -> Compartments | Unknown | None:
    """Read a notice's compartments by role; None where they are not what its kind has.

    `is_judged` says that it counts, so that its form is not judged again.
    """
    if envelope is None:
        return None
    given = {role: data for role, data in parts.items() if role != PartRole.ROWS}
    rows = split_rows(parts[PartRole.ROWS]) if PartRole.ROWS in parts else None
    try:
        return read(
            envelope.kind,
            envelope.version,
            statement=envelope.statement,
            parts=given,
            rows=rows,
            is_judged=is_judged,
        )
    except (NotCanonical, ValidationError, ValueError):
        return None
