"""Opening the few notices that the gate must read, wherever they stand: a fixed few queries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db.models import Q
from pydantic import ValidationError

from kakehashi import node
from kakehashi.core.canonical import NotCanonical
from kakehashi.core.envelope import Envelope, Malformed
from kakehashi.core.envelope import read as read_envelope
from kakehashi.core.notices import Compartments, read
from kakehashi.core.parts import SALT_BYTES, PartRole
from kakehashi.journal.at_rest import Damaged, Sealed, decrypt_part
from kakehashi.journal.models import Entry, Part, PartKey, SealedPart

Place = tuple[int, int]
"""Where a notice stands: the journal's id and the entry's index."""

READ: Final = (PartRole.LINKS, PartRole.CONFIDENTIAL)


def envelope_of(entry: Entry) -> Envelope | None:
    """Read an entry's envelope; None where it cannot be read."""
    try:
        return read_envelope(bytes(entry.token))
    except Malformed:
        return None


def opened(
    entries: Sequence[Entry], roles: Iterable[str] = READ
) -> dict[Place, tuple[Envelope, Compartments]]:
    """Read links and confidential part of some entries, as far as they stand: three queries."""
    wanted = Q()
    for entry in entries:
        wanted |= Q(journal_id=entry.journal_id, index=entry.index)
    if not entries:
        return {}
    parts = _parts(wanted, tuple(roles))
    found: dict[Place, tuple[Envelope, Compartments]] = {}
    for entry in entries:
        envelope, place = envelope_of(entry), (entry.journal_id, entry.index)
        content = None if envelope is None else _content(envelope, parts.get(place, {}))
        if envelope is not None and content is not None:
            found[place] = (envelope, content)
    return found


def _parts(wanted: Q, roles: Sequence[str]) -> dict[Place, dict[str, bytes]]:
    sealed = {
        (one.journal_id, one.index, one.number): bytes(one.sealed)
        for one in SealedPart.objects.filter(wanted)
    }
    keys = {
        (one.journal_id, one.index, one.number): (bytes(one.wrapped), bytes(one.storage))
        for one in PartKey.objects.filter(wanted)
    }
    found: dict[Place, dict[str, bytes]] = {}
    for part in Part.objects.filter(wanted, role__in=roles):
        address = (part.journal_id, part.index, part.number)
        if address in sealed and address in keys:
            data = _decrypted(Sealed(bytes(part.commitment), sealed[address], *keys[address]))
            if data is not None:
                found.setdefault(address[:2], {})[part.role] = data
    return found


def _decrypted(sealed: Sealed) -> bytes | None:
    try:
        return decrypt_part(sealed, storage_keys=node.this().storage_keys)[SALT_BYTES:]
    except Damaged:
        return None


def _content(envelope: Envelope, parts: Mapping[str, bytes]) -> Compartments | None:
    try:
        content = read(envelope.kind, envelope.version, statement=envelope.statement, parts=parts)
    except (NotCanonical, ValidationError, ValueError):
        return None
    return content if isinstance(content, Compartments) else None
