"""Terms as numbers: of what anybody may know, as they are; of the rest, only with a key.

A keyed token (HMAC-SHA256, RFC 2104) tells nothing to whoever has the index without the key, not
even whether a name that they guess stands in it.
"""

import hashlib
import hmac
from collections.abc import Iterable

from kakehashi.core.names.identifiers import Identifier

_SIZE = 8


def token(term: str, key: bytes = b"") -> int:
    """Give a term's token, a signed number of 64 bits; without a key, anybody gets the same."""
    data = term.encode()
    if key:
        digest = hmac.digest(key, data, "sha256")[:_SIZE]
    else:
        digest = hashlib.blake2b(data, digest_size=_SIZE).digest()
    return int.from_bytes(digest, "big", signed=True)


def tokens(terms: Iterable[str], key: bytes = b"") -> dict[int, str]:
    """Give the tokens of terms, each with its term."""
    return {token(term, key): term for term in terms}


def mark_token(identifier: Identifier, key: bytes) -> bytes:
    """Give the keyed token of a phone, an account and the like: 16 bytes."""
    data = f"{identifier.mark}\0{identifier.value}".encode()
    return hmac.digest(key, data, "sha256")[:16]
