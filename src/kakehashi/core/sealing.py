"""A package under way: a compact JWE (RFC 7516) to the recipient's X25519 key.

ECDH-ES with A256GCM, never compressed. Sealing hides; what authenticates a package is the author's
signature on the checkpoint within.
"""

import json
from functools import cache, lru_cache

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from kakehashi.core.package import Unreadable
from kakehashi.core.strict import members, text
from kakehashi.core.text import b64url, unb64url

MAX_SEALED_BYTES = 4 * 2**20
MEDIA_TYPE = "application/vnd.kakehashi.package+jose"
_TYPE = "kakehashi-package+jwe"
_MAX_HEADER = 1024
_SEGMENTS = 5
_HEADER = {"alg": "ECDH-ES", "enc": "A256GCM", "typ": _TYPE}


def seal_package(plain: bytes, *, to: bytes, kid: str) -> bytes:
    """Seal bytes to an X25519 public key (32 raw bytes; `kid` is its thumbprint)."""
    header = {**_HEADER, "kid": kid}
    return jwe.encrypt_compact(header, plain, _key(to), registry=_registry()).encode()


def recipient_of(sealed: bytes) -> str:
    """Name the receiving key (its thumbprint) a package is sealed to; Unreadable if none of ours.

    The header has alg, enc, epk (kty, crv, x), kid and typ, and nothing that a library might obey.
    """
    segment = sealed[: _MAX_HEADER + 1].partition(b".")[0]
    if len(segment) > _MAX_HEADER:
        raise Unreadable("not a sealed package")
    try:
        header = members(json.loads(unb64url(segment.decode("ascii"))), {*_HEADER, "epk", "kid"})
        epk = members(header["epk"], {"crv", "kty", "x"})
        kid = text(header["kid"])
    except (ValueError, RecursionError) as error:
        raise Unreadable("not a sealed package") from error
    if {name: header[name] for name in _HEADER} != _HEADER or epk["crv"] != "X25519":
        raise Unreadable("sealed in another way")
    return kid


def open_package(sealed: bytes, *, public: bytes, private: bytes) -> bytes:
    """Open a sealed package with the receiving key (raw X25519 halves).

    Unreadable where it is larger than 4 MiB, sealed to another key, altered, or not in its one
    form (unused bits in base64url count as altered).
    """
    if len(sealed) > MAX_SEALED_BYTES:
        raise Unreadable(f"{len(sealed)} bytes, at most {MAX_SEALED_BYTES}")
    recipient_of(sealed)
    try:
        for segment in sealed.decode("ascii").split(".", _SEGMENTS):
            unb64url(segment)
        opened = jwe.decrypt_compact(sealed, _key(public, private), registry=_registry())
    except (JoseError, ValueError) as error:
        raise Unreadable("altered on the way, or sealed to another key") from error
    return opened.plaintext or b""


@lru_cache(maxsize=64)
def _key(public: bytes, private: bytes | None = None) -> OKPKey:
    """Prepare an X25519 key (raw halves), once."""
    jwk: dict[str, str | list[str]] = {"kty": "OKP", "crv": "X25519", "x": b64url(public)}
    if private is not None:
        jwk["d"] = b64url(private)
    return OKPKey.import_key(jwk)


@cache
def _registry() -> jwe.JWERegistry:
    registry = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"])
    registry.max_ciphertext_length = MAX_SEALED_BYTES
    return registry
