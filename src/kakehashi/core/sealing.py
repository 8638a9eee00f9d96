"""Something under way to one reader: a compact JWE (RFC 7516) to the reader's X25519 key.

ECDH-ES with A256GCM, never compressed. Sealing hides; what authenticates a package is the author's
signature on the checkpoint within.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash

from kakehashi.core.canonical import encode
from kakehashi.core.package import Unreadable
from kakehashi.core.strict import mapping, members, text
from kakehashi.core.text import b64url, unb64url

MAX_SEALED_BYTES = 4 * 2**20
MEDIA_TYPE = "application/vnd.kakehashi.package+jose"
_MAX_HEADER = 1024
_SEGMENTS = 5
_HEADER = {"alg": "ECDH-ES", "enc": "A256GCM"}
_CURVE = {"crv": "X25519", "kty": "OKP"}
_KEY_BYTES, _NONCE_BYTES, _TAG_BYTES = 32, 12, 16
_AGREED_FOR = b"\0\0\0\x07A256GCM" + bytes(8) + (8 * _KEY_BYTES).to_bytes(4)
"""What the key is for (RFC 7518 section 4.6.2): the cipher, nothing of either side, its bits."""


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
    ephemeral = X25519PrivateKey.generate()
    epk = {**_CURVE, "x": b64url(ephemeral.public_key().public_bytes_raw())}
    header = b64url(encode({**_HEADER, "typ": form.typ, "kid": kid, "epk": epk})).encode()
    nonce = AESGCM.generate_key(128)[:_NONCE_BYTES]  # the library draws; core knows no chance
    hidden = AESGCM(_agreed(ephemeral, to)).encrypt(nonce, plain, header)
    segments = (nonce, hidden[:-_TAG_BYTES], hidden[-_TAG_BYTES:])
    return b".".join((header, b"", *(b64url(segment).encode() for segment in segments)))


def recipient_of(sealed: bytes, *, form: Form = PACKAGE) -> str:
    """Name the receiving key (its thumbprint) a thing is sealed to; Unreadable if of no such form.

    The header has alg, enc, epk (kty, crv, x), kid and typ, and nothing that a library might obey.
    """
    return text(_header(sealed, form)["kid"])


def _header(sealed: bytes, form: Form) -> Mapping[str, object]:
    segment = sealed[: _MAX_HEADER + 1].partition(b".")[0]
    if len(segment) > _MAX_HEADER:
        raise Unreadable("not a sealed package")
    wanted = {**_HEADER, "typ": form.typ}
    try:
        header = members(json.loads(unb64url(segment.decode("ascii"))), {*wanted, "epk", "kid"})
        epk = members(header["epk"], {*_CURVE, "x"})
        text(header["kid"])
    except (ValueError, RecursionError) as error:
        raise Unreadable("not a sealed package") from error
    if header | wanted != header or epk | _CURVE != epk:
        raise Unreadable("sealed in another way")
    return header


def open_sealed(sealed: bytes, *, form: Form, public: bytes, private: bytes) -> bytes:
    """Open a sealed thing with the receiving key (raw X25519 halves).

    Unreadable where it is larger than its form may be, sealed to another key, altered, or not in
    its one form (unused bits in base64url count as altered).
    """
    if len(sealed) > form.most:
        raise Unreadable(f"{len(sealed)} bytes, at most {form.most}")
    epk = mapping(_header(sealed, form)["epk"])
    try:
        header, nonce, hidden = _segments(sealed)
        agreed = _agreed(_half(public, private), unb64url(text(epk["x"])))
        return AESGCM(agreed).decrypt(nonce, hidden, header)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("altered on the way, or sealed to another key") from error


def _segments(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """Give the header as it stands, the nonce, and ciphertext with tag; ValueError for others."""
    header, *segments = sealed.split(b".", _SEGMENTS)
    key, nonce, hidden, tag = (unb64url(segment.decode("ascii")) for segment in segments)
    if (len(key), len(nonce), len(tag)) != (0, _NONCE_BYTES, _TAG_BYTES):
        raise ValueError("segments of other lengths")
    return header, nonce, hidden + tag


def _agreed(private: X25519PrivateKey, public: bytes) -> bytes:
    """Agree on the key (RFC 7518 section 4.6); ValueError for no key, or one of small order."""
    shared = private.exchange(X25519PublicKey.from_public_bytes(public))
    return ConcatKDFHash(SHA256(), _KEY_BYTES, _AGREED_FOR).derive(shared)


@lru_cache(maxsize=64)
def _half(public: bytes, private: bytes) -> X25519PrivateKey:
    """Prepare the private half of a key, once; ValueError where the other is not its public one."""
    half = X25519PrivateKey.from_private_bytes(private)
    if half.public_key().public_bytes_raw() != public:
        raise ValueError("not the two halves of one key")
    return half
