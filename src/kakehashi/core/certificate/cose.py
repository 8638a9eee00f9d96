"""COSE_Sign1 (RFC 9052) with ES256 over P-256, in the one form it is written in.

Deterministic CBOR (RFC 8949 section 4.2.1), tag 18, an empty unprotected header, the signature as
r and s of 32 bytes each with s in the lower half, so that nobody can write a second one from it.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

from kakehashi.core.certificate.reasons import Reason, Refused

ALGORITHM: Final = -7
"""ES256 (RFC 9053)."""
ALG, CRIT, KID, TYP = 1, 2, 4, 16
"""Labels of headers (RFC 9052, RFC 9596)."""
KID_BYTES = 8
COORDINATE_BYTES = 32
SIGNATURE_BYTES = 64
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HALF = (_ORDER // 2).to_bytes(32)
_CONTEXT = b"\x84\x6aSignature1"
_START = b"\xd2\x84"
_NO_HEADERS = 0xA0
_UNREADABLE = (
    cbor2.CBORDecodeError,
    cbor2.CBOREncodeError,
    ValueError,
    TypeError,
    RecursionError,
    OverflowError,
)
ES256 = ec.ECDSA(SHA256())

Sign = Callable[[bytes], bytes]
"""Signs bytes with ES256 and gives r and s, 64 bytes, s in the lower half (see `raw_signature`)."""


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A P-256 public key made ready for many verifications.

    `thumbprint` is that of RFC 9679 (SHA-256 of the COSE_Key), `kid` its first eight bytes.
    """

    x: bytes
    y: bytes
    thumbprint: bytes
    public: ec.EllipticCurvePublicKey = field(repr=False, compare=False)

    @property
    def kid(self) -> bytes:
        """How the key is named in what it signed."""
        return self.thumbprint[:KID_BYTES]


@lru_cache(maxsize=1024)
def verifying_key(x: bytes, y: bytes) -> VerifyingKey:
    """Prepare a key of its coordinates (32 bytes each); ValueError where they are no point."""
    if len(x) != COORDINATE_BYTES or len(y) != COORDINATE_BYTES:
        raise ValueError("a coordinate of P-256 has 32 bytes")
    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), ec.SECP256R1())
    thumbprint = hashlib.sha256(encode(cose_key(x, y))).digest()
    return VerifyingKey(x, y, thumbprint, numbers.public_key())


def cose_key(x: bytes, y: bytes) -> dict[int, object]:
    """Write a P-256 public key as a COSE_Key (RFC 9053 section 7.1)."""
    return {1: 2, -1: 1, -2: x, -3: y}


def encode(value: object) -> bytes:
    """Write a value as deterministic CBOR."""
    return cbor2.dumps(value, canonical=True)


def decode(data: bytes) -> object:
    """Read deterministic CBOR; Refused where it is cut or written in a second way."""
    value = load(data)
    try:
        again = encode(value)
    except _UNREADABLE as error:
        raise Refused(Reason.CUT, "not CBOR") from error
    if again != data:
        raise Refused(Reason.SECOND_FORM, "not deterministic CBOR")
    return value


def load(data: bytes) -> object:
    """Read CBOR for a caller that judges its form himself; Refused where it is cut."""
    try:
        value: object = cbor2.loads(data)
    except _UNREADABLE as error:
        raise Refused(Reason.CUT, "not CBOR") from error
    return value


def raw_signature(der: bytes) -> bytes:
    """Write an ECDSA signature as r and s, 64 bytes, with s in the lower half."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(32) + min(s, _ORDER - s).to_bytes(32)


def sign1(payload: bytes, *, kid: bytes, sign: Sign, typ: str | None = None) -> bytes:
    """Sign a payload; `typ` says what sort of token it is (none: a candidate's certificate)."""
    headers: dict[int, object] = {ALG: ALGORITHM, KID: kid}
    if typ is not None:
        headers[TYP] = typ
    protected = encode(headers)
    return _written(protected, payload, sign(to_be_signed(protected, payload)))


@dataclass(frozen=True, slots=True)
class Signed:
    """A COSE_Sign1 in its one form, its signature not verified yet."""

    kid: bytes
    typ: str | None
    payload: bytes
    protected: bytes
    signature: bytes

    def is_signed_by(self, key: VerifyingKey) -> bool:
        """Say whether the signature is this very key's."""
        r, s = int.from_bytes(self.signature[:32]), int.from_bytes(self.signature[32:])
        try:
            key.public.verify(
                encode_dss_signature(r, s), to_be_signed(self.protected, self.payload), ES256
            )
        except InvalidSignature:
            return False
        return True


def read1(data: bytes) -> Signed:
    """Read a COSE_Sign1 without judging its signature; Refused with the reason."""
    try:
        protected, payload, signature = _three_strings(data)
    except (IndexError, ValueError) as error:
        raise _refusal(data) from error
    kid, typ = _headers(protected)
    if len(signature) != SIGNATURE_BYTES:
        raise Refused(Reason.SIGNATURE, "not 64 bytes")
    if signature[32:] > _HALF:
        raise Refused(Reason.SECOND_FORM, "the other s")
    return Signed(kid, typ, payload, protected, signature)


def _three_strings(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Take apart what `_written` puts together; IndexError or ValueError for any other bytes."""
    protected, at = _string(data, len(_START))
    payload, end = _string(data, at + 1)
    signature, end = _string(data, end)
    if data[:2] != _START or data[at] != _NO_HEADERS or end != len(data):
        raise ValueError("another form")
    return protected, payload, signature


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    """Take a byte string of CBOR, its length in the shortest form, and where it ends."""
    head = data[at]
    if 0x40 <= head < 0x58:
        start, size = at + 1, head - 0x40
    elif head == 0x58 and (size := data[at + 1]) >= 24:
        start = at + 2
    elif head == 0x59 and (size := int.from_bytes(data[at + 1 : at + 3])) >= 0x100:
        start = at + 3
    elif head == 0x5A and (size := int.from_bytes(data[at + 1 : at + 5])) >= 0x10000:
        start = at + 5
    else:
        raise ValueError("no byte string in its shortest form")
    if start + size > len(data):
        raise IndexError("cut")
    return data[start : start + size], start + size


def _refusal(data: bytes) -> Refused:
    """Say why bytes are no COSE_Sign1 in its one form."""
    try:
        tagged = load(data)
    except Refused as refused:
        return refused
    match tagged:
        case cbor2.CBORTag(tag=18, value=[bytes() as protected, unprotected, bytes(), bytes()]) if (
            isinstance(unprotected, Mapping)
        ):
            pass
        case _:
            return Refused(Reason.NO_CERTIFICATE, "no COSE_Sign1")
    if CRIT in unprotected:
        return Refused(Reason.CRITICAL_HEADER)
    try:
        _headers(protected)
    except Refused as refused:
        return refused
    if unprotected:
        return Refused(Reason.HEADER, "an unprotected header")
    return Refused(Reason.SECOND_FORM, "COSE_Sign1")


@lru_cache(maxsize=256)
def _headers(protected: bytes) -> tuple[bytes, str | None]:
    """Read the protected header, the same in everything one key signs."""
    headers = decode(protected)
    if not isinstance(headers, dict):
        raise Refused(Reason.HEADER, "no map")
    if CRIT in headers:
        raise Refused(Reason.CRITICAL_HEADER)
    if headers.get(ALG) != ALGORITHM:
        raise Refused(Reason.ALGORITHM)
    kid, typ = headers.get(KID), headers.get(TYP)
    if (
        not isinstance(kid, bytes)
        or len(kid) != KID_BYTES
        or not (typ is None or isinstance(typ, str))
        or headers.keys() - {ALG, KID, TYP}
    ):
        raise Refused(Reason.HEADER)
    return kid, typ


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Write what the signature is over (`Sig_structure`), without external data."""
    return b"".join((_CONTEXT, _bytes(protected), b"\x40", _bytes(payload)))


def _written(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    return b"".join((_START, _bytes(protected), b"\xa0", _bytes(payload), _bytes(signature)))


def _bytes(data: bytes) -> bytes:
    """Write a byte string of CBOR."""
    size = len(data)
    if size < 24:
        return bytes((0x40 | size,)) + data
    if size < 0x100:
        return bytes((0x58, size)) + data
    if size < 0x10000:
        return b"\x59" + size.to_bytes(2) + data
    return b"\x5a" + size.to_bytes(4) + data
