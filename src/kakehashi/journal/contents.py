"""What notices say, opened part by part as far as it is still there, for many of them at once."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from pydantic import ValidationError

from kakehashi import node
from kakehashi.core.canonical import NotCanonical
from kakehashi.core.envelope import Envelope, Malformed
from kakehashi.core.envelope import read as read_envelope
from kakehashi.core.notices import Compartments, Unknown, read
from kakehashi.core.parts import SALT_BYTES, PartRole, split_rows
from kakehashi.journal.at_rest import Damaged, Sealed, decrypt_part
from kakehashi.journal.models import Entry, Part, PartKey, SealedPart

Place = tuple[int, int]
"""Where a notice stands: the journal's id and the entry's index."""


def envelope_of(entry: Entry) -> Envelope | None:
    """Read an entry's envelope; None where it cannot be read."""
    try:
        return read_envelope(bytes(entry.token))
    except Malformed:
        return None


def contents_at(rows: Sequence[Entry], roles: Iterable[str]) -> dict[Place, Compartments | Unknown]:
    """Read the parts of these roles at some entries, as far as they are there: three queries.

    An entry whose parts cannot be read is left out.
    """
    if not rows:
        return {}
    by_journal: dict[int, list[int]] = {}
    for entry in rows:
        by_journal.setdefault(entry.journal_id, []).append(entry.index)
    places = Q()
    for journal_id, indexes in by_journal.items():
        places |= Q(journal_id=journal_id, index__in=indexes)
    parts = Part.objects.filter(places, role__in=list(roles))
    contents = {_address(one): bytes(one.sealed) for one in SealedPart.objects.filter(places)}
    keys = {
        _address(one): (bytes(one.wrapped), bytes(one.storage))
        for one in PartKey.objects.filter(places)
    }
    given: dict[Place, dict[str, bytes]] = {}
    for part in parts:
        address = _address(part)
        if address in contents and address in keys:
            sealed = Sealed(bytes(part.commitment), contents[address], *keys[address])
            opened = open_part(sealed)
            if opened is not None:
                given.setdefault(address[:2], {})[part.role] = opened
    found = {}
    for entry in rows:
        place = (entry.journal_id, entry.index)
        content = compartments(envelope_of(entry), given.get(place, {}))
        if content is not None:
            found[place] = content
    return found


def _address(one: Part | SealedPart | PartKey) -> tuple[int, int, int]:
    return one.journal_id, one.index, one.number


def open_part(sealed: Sealed) -> bytes | None:
    """Open a part as it is kept, without its salt; None where its bytes are damaged."""
    try:
        return decrypt_part(sealed, storage_keys=node.this().storage_keys)[SALT_BYTES:]
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
