"""Parts at rest: each under a key of its own, which the storage key wraps.

AES-256-GCM with a fresh 32-byte key and 12-byte nonce for each part and the part's commitment as
additional data; the key wrapped with AES key wrap (RFC 3394). Whoever has the database without the
storage key has nothing, and a part is erased by deleting its 40 bytes of wrapped key.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from kakehashi.node import StorageKey

_KEY: Final = 32
_NONCE: Final = 12


class Damaged(Exception):
    """Stored bytes do not open: altered on the disk, or wrapped by a storage key that is gone."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A part as it is stored: nonce and ciphertext, its wrapped key, and which key wraps it."""

    commitment: bytes
    sealed: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)
    storage: bytes


def encrypt_part(content: bytes, *, commitment: bytes, storage_key: StorageKey) -> Sealed:
    """Seal salt and content (in one) of the part that has this commitment."""
    drawn = os.urandom(_KEY + _NONCE)
    key, nonce = drawn[:_KEY], drawn[_KEY:]
    sealed = nonce + AESGCM(key).encrypt(nonce, content, commitment)
    return Sealed(commitment, sealed, aes_key_wrap(storage_key.key, key), storage_key.id)


def decrypt_part(part: Sealed, *, storage_keys: Sequence[StorageKey]) -> bytes:
    """Give salt and content of a sealed part; Damaged if it does not open."""
    key = unwrap(part.wrapped, part.storage, storage_keys)
    nonce, ciphertext = part.sealed[:_NONCE], part.sealed[_NONCE:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, part.commitment)
    except (InvalidTag, ValueError) as error:
        raise Damaged("the sealed part does not open") from error


def wrap_anew(wrapped: bytes, *, old: StorageKey, new: StorageKey) -> bytes:
    """Wrap a part's key under another storage key; Damaged if the old one does not unwrap it."""
    return aes_key_wrap(new.key, unwrap(wrapped, old.id, (old,)))


def wrap(key: bytes, storage_key: StorageKey) -> bytes:
    """Wrap a key for many things that are erased together, under a storage key."""
    return aes_key_wrap(storage_key.key, key)


def unwrap(wrapped: bytes, storage: bytes, storage_keys: Sequence[StorageKey]) -> bytes:
    """Unwrap a key by the storage key of that id; Damaged if none does."""
    for candidate in storage_keys:
        if candidate.id == storage:
            try:
                return aes_key_unwrap(candidate.key, wrapped)
            except (InvalidUnwrap, ValueError) as error:
                raise Damaged("the wrapped key does not open") from error
    raise Damaged(f"no storage key {storage.hex()}")
