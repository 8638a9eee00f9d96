"""Something under way to one reader: a compact JWE (RFC 7516) to the reader's X25519 key.

ECDH-ES with A256GCM, never compressed. Sealing hides; what authenticates a package is the author's
signature on the checkpoint within.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from kakehashi.core.package import Unreadable
from kakehashi.core.strict import members, text
from kakehashi.core.text import b64url, is_b64url, unb64url

MAX_SEALED_BYTES = 4 * 2**20
MEDIA_TYPE = "application/vnd.kakehashi.package+jose"
_MAX_HEADER = 1024
_SEGMENTS = 5
_HEADER = {"alg": "ECDH-ES", "enc": "A256GCM"}


@dataclass(frozen=True, slots=True)
class Form:
    """A sort of sealed thing: the `typ` in its header, and how many bytes it may have, sealed."""

    typ: str
    most: int


PACKAGE: Final = Form("kakehashi-package+jwe", MAX_SEALED_BYTES)


def seal_package(plain: bytes, *, to: bytes, kid: str) -> bytes:
    """Seal bytes to an X25519 public key (32 raw bytes; `kid` is its thumbprint)."""
    return seal(plain, form=PACKAGE, to=to, kid=kid)


def open_package(sealed: bytes, *, public: bytes, private: bytes) -> bytes:
    """Open a sealed package with the receiving key; Unreadable as `open_sealed` says."""
    return open_sealed(sealed, form=PACKAGE, public=public, private=private)


def seal(plain: bytes, *, form: Form, to: bytes, kid: str) -> bytes:
    """Seal bytes, as a thing of some form, to an X25519 public key (`kid` is its thumbprint)."""
    header = {**_HEADER, "typ": form.typ, "kid": kid}
    return jwe.encrypt_compact(header, plain, _key(to), registry=_registry(form.most)).encode()


def recipient_of(sealed: bytes, *, form: Form = PACKAGE) -> str:
    """Name the receiving key (its thumbprint) a thing is sealed to; Unreadable if of no such form.

    The header has alg, enc, epk (kty, crv, x), kid and typ, and nothing that a library might obey.
    """
    segment = sealed[: _MAX_HEADER + 1].partition(b".")[0]
    if len(segment) > _MAX_HEADER:
        raise Unreadable("not a sealed package")
    wanted = {**_HEADER, "typ": form.typ}
    try:
        header = members(json.loads(unb64url(segment.decode("ascii"))), {*wanted, "epk", "kid"})
        epk = members(header["epk"], {"crv", "kty", "x"})
        kid = text(header["kid"])
    except (ValueError, RecursionError) as error:
        raise Unreadable("not a sealed package") from error
    if {name: header[name] for name in wanted} != wanted or epk["crv"] != "X25519":
        raise Unreadable("sealed in another way")
    return kid


def open_sealed(sealed: bytes, *, form: Form, public: bytes, private: bytes) -> bytes:
    """Open a sealed thing with the receiving key (raw X25519 halves).

    Unreadable where it is larger than its form may be, sealed to another key, altered, or not in
    its one form (unused bits in base64url count as altered).
    """
    if len(sealed) > form.most:
        raise Unreadable(f"{len(sealed)} bytes, at most {form.most}")
    recipient_of(sealed, form=form)
    if not all(map(is_b64url, sealed.split(b".", _SEGMENTS))):
        raise Unreadable("altered on the way")
    try:
        opened = jwe.decrypt_compact(sealed, _key(public, private), registry=_registry(form.most))
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
def _registry(most: int) -> jwe.JWERegistry:
    registry = jwe.JWERegistry(algorithms=["ECDH-ES", "A256GCM"])
    registry.max_ciphertext_length = most
    return registry
