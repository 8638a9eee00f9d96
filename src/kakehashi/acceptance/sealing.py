"""What batches and applications hold, sealed at rest under their batch's own key.

Deleting the 40 bytes of the wrapped key erases a batch with everything in it.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kakehashi import node
from kakehashi.acceptance.models import Batch, BatchFile, BatchKey
from kakehashi.journal.at_rest import Damaged, unwrap, wrap

_NONCE: Final = 12
PIECE: Final = 512 * 1024
"""Bytes of a file that are sealed, and written, together."""


class Gone(LookupError):
    """The batch was erased: nobody reads it any more."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals and opens what belongs to one batch."""

    batch: str
    key: bytes = field(repr=False)

    def seal(self, data: bytes, *, at: str) -> bytes:
        """Seal bytes for one place of the batch."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.key).encrypt(nonce, data, self._bound_to(at))

    def open(self, sealed: bytes, *, at: str) -> bytes:
        """Open what was sealed for that place; Damaged where it does not open."""
        try:
            return AESGCM(self.key).decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound_to(at))
        except (InvalidTag, ValueError) as error:
            raise Damaged(f"{self.batch} at {at}") from error

    def seal_said(self, said: Mapping[str, Any], *, at: str) -> bytes:
        """Seal JSON values."""
        return self.seal(json.dumps(said, ensure_ascii=False).encode(), at=at)

    def open_said(self, sealed: bytes, *, at: str) -> dict[str, Any]:
        """Open JSON values."""
        return dict(json.loads(self.open(sealed, at=at)))

    def _bound_to(self, at: str) -> bytes:
        return f"kakehashi/acceptance/1/{self.batch}/{at}".encode()


def new_seal(batch: Batch) -> Seal:
    """Draw a key for a batch and keep it, wrapped."""
    key, storage = os.urandom(32), node.this().storage_key
    BatchKey.objects.create(batch=batch, wrapped=wrap(key, storage), storage=storage.id)
    return Seal(str(batch.public_id), key)


def seal_of(batch: Batch) -> Seal:
    """Give the seal of a batch. Gone where it was erased."""
    found = seals_of([batch]).get(batch.pk)
    if found is None:
        raise Gone(str(batch.public_id))
    return found


def seals_of(batches: Iterable[Batch]) -> dict[int, Seal]:
    """Give the seals of those batches that were not erased: one query."""
    named = {batch.pk: str(batch.public_id) for batch in batches}
    storage = node.this().storage_keys
    return {
        held.batch_id: Seal(
            named[held.batch_id], unwrap(bytes(held.wrapped), bytes(held.storage), storage)
        )
        for held in BatchKey.objects.filter(batch__in=list(named))
    }


def pieces_of(seal: Seal, number: int, data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Seal a file in pieces: gives its number, each piece's place, and the sealed bytes."""
    for piece in range(max(1, -(-len(data) // PIECE))):
        part = data[piece * PIECE : (piece + 1) * PIECE]
        yield number, piece, seal.seal(part, at=f"file/{number}/{piece}")


def files_of(seals: Mapping[int, Seal], number: int) -> dict[int, bytes]:
    """Open the file of that number of each of some batches, by their keys: one query."""
    rows = BatchFile.objects.filter(batch__in=list(seals), number=number).order_by("piece")
    found: dict[int, list[bytes]] = {}
    for row in rows:
        opened = seals[row.batch_id].open(bytes(row.sealed), at=f"file/{number}/{row.piece}")
        found.setdefault(row.batch_id, []).append(opened)
    return {batch: b"".join(parts) for batch, parts in found.items()}


def file_of(batch: int, seal: Seal, number: int) -> bytes | None:
    """Open one file of a batch; None where it has none of that number."""
    return files_of({batch: seal}, number).get(batch)
