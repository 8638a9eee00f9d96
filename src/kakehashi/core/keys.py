"""Public keys by role: their fingerprints, the words two people compare, and what is refused.

A node has one key per role and agreement, so that no key ever signs in two meanings (C2SP asks
this of cosigners; we ask it everywhere).
"""

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from kakehashi.core.canonical import encode
from kakehashi.core.notices.payload import Payload
from kakehashi.core.proquints import spell
from kakehashi.core.text import b64url, unb64url

KEY_BYTES = 32
_P = 2**255 - 19
_D = (-121665 * pow(121666, -1, _P)) % _P
_ED25519_LOW = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_ED25519_SMALL_ORDER = frozenset((0, 1, _P - 1, _ED25519_LOW, _P - _ED25519_LOW))
_X25519_SMALL_ORDER = frozenset(
    (
        0,
        1,
        _P - 1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
    )
)
WORDS = 8


class Role(StrEnum):
    """What a key is for; a key serves one role only (`storage` keys are never published)."""

    ENVELOPE = "envelope"
    LOG = "log"
    MIRROR = "mirror"
    RECEIVING = "receiving"


class Algorithm(StrEnum):
    """The curve of a pinned key: Ed25519 signs (RFC 8032), X25519 receives (RFC 7748)."""

    ED25519 = "Ed25519"
    X25519 = "X25519"


ALGORITHM_OF = {
    Role.ENVELOPE: Algorithm.ED25519,
    Role.LOG: Algorithm.ED25519,
    Role.MIRROR: Algorithm.ED25519,
    Role.RECEIVING: Algorithm.X25519,
}


class PublicKey(Payload):
    """A public key offered for pinning; `x` is the 32 raw bytes in base64url (RFC 8037)."""

    role: Role
    alg: Algorithm
    x: str

    @property
    def raw(self) -> bytes:
        """The 32 bytes of the key; ValueError where `x` is not strict base64url."""
        return unb64url(self.x)

    def is_acceptable(self) -> bool:
        """Say whether the key may be pinned: right curve for its role, canonical, not weak."""
        try:
            raw = self.raw
        except ValueError:
            return False
        return self.alg == ALGORITHM_OF[self.role] and is_acceptable(raw, self.alg)


def public_key(role: Role, raw: bytes) -> PublicKey:
    """Name 32 raw bytes as the key of a role."""
    return PublicKey(role=role, alg=ALGORITHM_OF[role], x=b64url(raw))


def is_acceptable(raw: bytes, algorithm: Algorithm = Algorithm.ED25519) -> bool:
    """Refuse keys that are no point, small-order, or written in a second way.

    An Ed25519 key with a small-order point verifies forged signatures; a non-canonical one gives
    two fingerprints to one key (RFC 8032 section 5.1.3; RFC 7748 section 6.1).
    """
    if len(raw) != KEY_BYTES:
        return False
    number = int.from_bytes(raw, "little")
    if algorithm == Algorithm.X25519:
        return number < _P and number not in _X25519_SMALL_ORDER
    y = number & (2**255 - 1)
    if y >= _P or y in _ED25519_SMALL_ORDER:
        return False
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P  # of x: only a point has a root
    return pow(square, (_P - 1) // 2, _P) == 1


def may_be_pinned(keys: Sequence[PublicKey]) -> bool:
    """Say whether a list of keys may be pinned: each acceptable, one a role, none in two roles."""
    return len({key.role for key in keys}) == len({key.x for key in keys}) == len(keys) and all(
        key.is_acceptable() for key in keys
    )


@lru_cache(maxsize=512)
def thumbprint(raw: bytes, algorithm: Algorithm = Algorithm.ED25519) -> str:
    """Fingerprint a key as RFC 7638 does with its JWK (RFC 8037): base64url of SHA-256."""
    jwk = {"crv": str(algorithm), "kty": "OKP", "x": b64url(raw)}
    return b64url(hashlib.sha256(encode(jwk)).digest())


def fingerprint(origin: str, keys: Iterable[PublicKey]) -> bytes:
    """Digest a journal's name and all its keys: what two people compare as words (32 bytes)."""
    listed = sorted((key.role, key.alg, key.x) for key in keys)
    return hashlib.sha256(b"kakehashi/peer/1\0" + encode([origin, listed])).digest()


def words(digest: bytes) -> tuple[str, ...]:
    """Spell the first 128 bits of a digest as eight five-letter words (proquints).

    They can be read over a telephone in any language.
    """
    return spell(digest[: 2 * WORDS])
