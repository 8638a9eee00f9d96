"""What a candidate's certificate states: a compact CWT (RFC 8392), short enough for a paper's code.

No photo, telephone number or employer. The registered claims are `iss` (1) and `exp` (4); the
rest stands in one private claim as a map with short integer keys.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from kakehashi.core.certificate.base45 import NotBase45
from kakehashi.core.certificate.base45 import decode as unbase45
from kakehashi.core.certificate.base45 import encode as base45
from kakehashi.core.certificate.cose import (
    Sign,
    Signed,
    VerifyingKey,
    encode,
    load,
    read1,
    sign1,
)
from kakehashi.core.certificate.reasons import Reason, Refused
from kakehashi.core.text import b64url

PREFIX: Final = "KKC1:"
"""Stands before the base45 text of every certificate; the digit is the version of the form."""
MAX_TEXT: Final = 400
"""Letters; the largest certificate that can be issued has 352 (version 13 at level Q)."""
MAX_BYTES: Final = 231
ISS, EXP, OURS = 1, 4, -65537
EPOCH = date(1970, 1, 1)
_EPOCH = EPOCH.toordinal()
_DAY_SECONDS = 86_400
_FARTHEST_ZONE = 14 * 3_600
_ISSUER = re.compile(r"(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*/[A-Z][A-Z0-9-]{1,15}")
_NUMBER = re.compile(r"(?=.{1,24}$)[A-Z][A-Z0-9-]{1,15}-[0-9]{7,12}")
_NAME = re.compile(r"[A-Z][A-Z '.,-]{0,38}")
_LAST_FOUR = re.compile(r"[0-9A-Z]{4}")
_ORGANIZATION = re.compile(r"[!-~]{1,20}")
_FIELD = re.compile(r"(?=.{1,40}$)[a-z]+(-[a-z]+)*|field-[0-9]{1,5}")
_TEXTS = re.compile(
    "\n".join(one.pattern for one in (_ISSUER, _NUMBER, _NAME, _LAST_FOUR, _ORGANIZATION)),
    re.MULTILINE,
)
"""All but the field, a line each: one search for what is nearly always right."""

FIELD_NUMBERS: Mapping[str, int] = MappingProxyType(
    {
        "nursing-care": 1,
        "building-cleaning": 2,
        "machine-parts-and-tooling": 3,
        "industrial-machinery": 4,
        "electric-electronics-information": 5,
        "industrial-product-manufacturing": 6,
        "construction": 7,
        "shipbuilding": 8,
        "automobile-maintenance": 9,
        "aviation": 10,
        "accommodation": 11,
        "agriculture": 12,
        "fishery": 13,
        "food-and-beverages": 14,
        "food-service": 15,
        "automobile-transportation": 16,
        "railway": 17,
        "forestry": 18,
        "wood-industry": 19,
        "linen-supply": 20,
        "logistics-warehouse": 21,
        "resource-circulation": 22,
    }
)
"""A field's number in a certificate, for ever; a field without one stands by its code."""
_FIELDS = {number: code for code, number in FIELD_NUMBERS.items()}


class Unfit(ValueError):
    """Claims that no certificate can carry; the message names the member."""


class Claims(NamedTuple):
    """What is certified.

    `issuer` is `<agreement>/<party>`; `number` the certificate's own (`KH-0000123`); `name` the
    Latin name as in the passport's machine-readable zone (capitals, at most 39 characters);
    `passport` its last four characters; `organization` the approval number of the sending
    organization; `field` the code of a specified field. The days are in the issuer's time zone,
    and `expires_at` (seconds since the epoch) is where `valid_until_on` ends there. `status_list`
    and `status_index` say where the certificate's status stands.
    """

    issuer: str
    number: str
    name: str
    born_on: date
    passport: str
    organization: str
    field: str
    issued_on: date
    valid_until_on: date
    expires_at: int
    status_list: int
    status_index: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as it was read: its claims, and its bytes with the signature unjudged."""

    claims: Claims
    signed: Signed
    data: bytes

    @property
    def commitment(self) -> str:
        """What `certificate.issued` announces of it (see `commitment`)."""
        return commitment(self.data)


def commitment(data: bytes) -> str:
    """Commit to a certificate's bytes, base64url of SHA-256.

    The signature in them cannot be guessed, so the contents cannot be guessed from this.
    """
    return b64url(hashlib.sha256(b"kakehashi/certificate/1\0" + data).digest())


def seal(claims: Claims, *, key: VerifyingKey, sign: Sign) -> bytes:
    """Sign claims; Unfit, before anything is signed, where no certificate can carry them."""
    payload = payload_of(claims)
    data = sign1(payload, kid=key.kid, sign=sign)
    if len(data) > MAX_BYTES:
        raise Unfit(f"{len(data)} bytes, at most {MAX_BYTES}")
    return data


def payload_of(claims: Claims) -> bytes:
    """Write claims as a certificate carries them; Unfit where none can."""
    if wrong := _wrong(claims):
        raise Unfit(wrong)
    payload = encode(_written(claims))
    if _read(payload) != claims:
        raise Unfit("claims do not read back as themselves")
    return payload


def to_text(data: bytes) -> str:
    """Write a certificate's bytes as the text of its QR code (alphanumeric mode)."""
    return PREFIX + base45(data)


def read(text: str) -> Certificate:
    """Read the text of a QR code, without judging signature and status; Refused with the reason."""
    text = text.strip(" \t\r\n")
    if not text.startswith(PREFIX):
        raise Refused(Reason.NO_CERTIFICATE)
    if len(text) > MAX_TEXT:
        raise Refused(Reason.OVERSIZED, f"{len(text)} letters")
    try:
        data = unbase45(text[len(PREFIX) :])
    except NotBase45 as error:
        raise Refused(Reason.CUT, str(error)) from error
    signed = read1(data)
    if signed.typ is not None:
        raise Refused(Reason.NO_CERTIFICATE, "another sort of token")
    return Certificate(_read(signed.payload), signed, data)


def midnight_after(day: date) -> int:
    """Give the end of a day in UTC, in seconds since the epoch."""
    return (day.toordinal() - _EPOCH + 1) * _DAY_SECONDS


def _wrong(claims: Claims) -> str | None:
    """Name the first member that does not fit."""
    ends_at = midnight_after(claims.valid_until_on)
    texts = claims.issuer, claims.number, claims.name, claims.passport, claims.organization
    if (
        _TEXTS.fullmatch("\n".join(texts))
        and _FIELD.fullmatch(claims.field)
        and claims.born_on < claims.issued_on <= claims.valid_until_on
        and abs(claims.expires_at - ends_at) <= _FARTHEST_ZONE
        and 0 < claims.status_list < 2**16
        and 0 <= claims.status_index < 2**24
    ):
        return None
    fits = (
        ("issuer", _ISSUER.fullmatch(claims.issuer)),
        ("number", _NUMBER.fullmatch(claims.number)),
        ("name", _NAME.fullmatch(claims.name)),
        ("passport", _LAST_FOUR.fullmatch(claims.passport)),
        ("organization", _ORGANIZATION.fullmatch(claims.organization)),
        ("field", _FIELD.fullmatch(claims.field)),
        ("valid_until_on", claims.born_on < claims.issued_on <= claims.valid_until_on),
        ("expires_at", abs(claims.expires_at - ends_at) <= _FARTHEST_ZONE),
        ("status_list", 0 < claims.status_list < 2**16),
        ("status_index", 0 <= claims.status_index < 2**24),
    )
    return next((name for name, it_fits in fits if not it_fits), "texts")


def _written(claims: Claims) -> dict[int, object]:
    ours: dict[int, object] = {
        1: claims.number,
        2: claims.name,
        3: (claims.born_on - EPOCH).days,
        4: claims.passport,
        5: claims.organization,
        6: FIELD_NUMBERS.get(claims.field, claims.field),
        7: (claims.issued_on - EPOCH).days,
        8: (claims.valid_until_on - EPOCH).days,
        9: claims.status_list,
        10: claims.status_index,
    }
    return {ISS: claims.issuer, EXP: claims.expires_at, OURS: ours}


_MEMBERS = tuple(range(1, 11))
_TYPES = tuple(
    (str, int, str, str, int, str, str, of_field, int, int, int, int) for of_field in (int, str)
)
"""Of issuer, expiry and the members 1 to 10; a field without a number stands as a text."""
_FRAME = 19
"""Bytes of a payload besides its twelve values: two heads of maps, and the keys."""


def _read(payload: bytes) -> Claims:
    """Read claims from the one form in which they are written.

    Only the shortest encoding of a value is the canonical one, and every other is longer. So the
    members in their order, of their types, in exactly so many bytes, are the canonical form; that
    is found out at a third of the price of encoding them again.
    """
    said = load(payload)
    issuer, expires_at, ours = _members(said, (ISS, EXP, OURS))
    values = tuple(_members(ours, _MEMBERS))
    types = (type(issuer), type(expires_at), *map(type, values))
    if types not in _TYPES:
        raise Refused(Reason.CLAIMS, "a member of another type")
    if len(payload) != _FRAME + sum(map(_length, (issuer, expires_at, *values))):
        raise Refused(Reason.SECOND_FORM, "not deterministic CBOR")
    number, name, born, passport, organization, field, issued, until, listed, index = values
    if type(field) is int:
        field = _FIELDS.get(field, f"field-{field}")
    elif field in FIELD_NUMBERS:
        raise Refused(Reason.SECOND_FORM, "the field has a number")
    try:
        days = [date.fromordinal(_EPOCH + one) for one in (born, issued, until)]
    except (OverflowError, ValueError) as error:
        raise Refused(Reason.CLAIMS, "a day") from error
    claims = Claims(
        issuer,
        number,
        name,
        days[0],
        passport,
        organization,
        field,
        days[1],
        days[2],
        expires_at,
        listed,
        index,
    )
    if wrong := _wrong(claims):
        raise Refused(Reason.CLAIMS, wrong)
    return claims


def _length(value: str | int) -> int:
    """Count the bytes of a value's canonical form (a text of ASCII, which is judged elsewhere)."""
    if isinstance(value, str):
        return len(value) + (1 if len(value) < 24 else 2 if len(value) < 0x100 else 3)
    size = value if value >= 0 else -1 - value
    if size < 24:
        return 1
    return 2 if size < 0x100 else 3 if size < 0x10000 else 5 if size < 0x100000000 else 9


def _members(said: object, wanted: tuple[int, ...]) -> Collection[Any]:
    """Take the members of a map that has exactly these, in this order."""
    if not isinstance(said, dict):
        raise Refused(Reason.CLAIMS, "no map")
    if tuple(said) != wanted:
        is_order = said.keys() == set(wanted)
        raise Refused(Reason.SECOND_FORM if is_order else Reason.CLAIMS, "members")
    return said.values()
