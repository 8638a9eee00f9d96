"""Names that are not public, sealed at rest, and the key that makes terms of them."""

import secrets
from typing import Final

from django.db import transaction

from kakehashi import node
from kakehashi.journal.at_rest import Damaged, Sealed, decrypt_part, encrypt_part
from kakehashi.screening.models import IndexKey

_KEY: Final = b"kakehashi/screening/1/key"
_NAME: Final = b"kakehashi/screening/1/name"


def index_key() -> bytes:
    """Give the key of the keyed terms; the first time it is made."""
    row = IndexKey.objects.first()
    if row is None:
        with transaction.atomic():
            row = IndexKey.objects.first() or _made()
    sealed = Sealed(_KEY, bytes(row.sealed), bytes(row.wrapped), bytes(row.storage))
    return decrypt_part(sealed, storage_keys=node.this().storage_keys)


def _made() -> IndexKey:
    made = encrypt_part(
        secrets.token_bytes(32), commitment=_KEY, storage_key=node.this().storage_key
    )
    return IndexKey.objects.create(sealed=made.sealed, wrapped=made.wrapped, storage=made.storage)


def sealed_name(text: str) -> Sealed:
    """Seal a name under a key of its own."""
    return encrypt_part(text.encode(), commitment=_NAME, storage_key=node.this().storage_key)


def opened_name(sealed: bytes | None, wrapped: bytes, storage: bytes) -> str:
    """Open a sealed name by its columns; empty where it or its key is gone."""
    if sealed is None:
        return ""
    part = Sealed(_NAME, bytes(sealed), bytes(wrapped), bytes(storage))
    try:
        return decrypt_part(part, storage_keys=node.this().storage_keys).decode()
    except Damaged:
        return ""
