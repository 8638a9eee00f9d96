"""The status of certificates: a Token Status List as a signed CWT, two bits a certificate.

As IETF draft-ietf-oauth-status-list has it: type `application/statuslist+cwt`, claims `sub` (2),
`iat` (6), `exp` (4), `ttl` (65534), `status_list` (65533) with `bits` and `lst` (zlib). The list is
named by a URN and never by an address; `iss` (1) is ours.
"""

import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from kakehashi.core.certificate.claims import EXP, ISS
from kakehashi.core.certificate.cose import Sign, VerifyingKey, decode, encode, read1, sign1
from kakehashi.core.certificate.issuing_keys import Keys
from kakehashi.core.certificate.reasons import Reason, Refused
from kakehashi.core.notices.codes import Code

LIST_TYPE: Final = "application/statuslist+cwt"
SUB, IAT, TTL, STATUS_LIST = 2, 6, 65534, 65533
BITS: Final = 2
SLOTS: Final = 2**18
"""Places in a list; at most three of four are ever taken, so that a free one is soon drawn."""
LIST_BYTES: Final = SLOTS * BITS // 8
FRESH_FOR: Final = 24 * 3_600
RELIED_ON_FOR: Final = 14 * 24 * 3_600
MAX_TOKEN: Final = 2 * LIST_BYTES
_URN = re.compile(
    r"urn:kakehashi:status:([a-z0-9-]{1,64}):([A-Z][A-Z0-9-]{1,15}):([1-9][0-9]{0,4})"
)


class Status(Code):
    """What the issuer says of a certificate today."""

    VALID = "valid", "Valid"
    REVOKED = "revoked", "Revoked"
    SUSPENDED = "suspended", "Suspended"


_VALUES = {Status.VALID: 0, Status.REVOKED: 1, Status.SUSPENDED: 2}
_STATUSES = {value: status for status, value in _VALUES.items()}


@dataclass(frozen=True, slots=True)
class StatusList:
    """A status list whose signature was verified; instants in seconds since the epoch."""

    issuer: str
    number: int
    issued_at: int
    expires_at: int
    ttl: int
    places: bytes = field(repr=False)

    def status(self, index: int) -> Status | None:
        """Read one place; None where the list has no such place or an unknown value in it."""
        if not 0 <= index < len(self.places) * 4:
            return None
        return _STATUSES.get(self.places[index // 4] >> (index % 4) * BITS & 3)

    def is_fresh(self, at: float) -> bool:
        """Say whether a newer one is not due yet (24 hours)."""
        return at < self.issued_at + self.ttl

    def is_expired(self, at: float) -> bool:
        """Say whether it is too old to rely on (14 days)."""
        return at >= self.expires_at


@dataclass(frozen=True, slots=True)
class Lists:
    """The newest status lists that a verifier keeps, by issuer and number."""

    by_name: Mapping[tuple[str, int], StatusList] = field(default_factory=dict)

    @classmethod
    def of(cls, lists: Iterable[StatusList]) -> "Lists":
        """Keep the newest of each, in whatever order they come."""
        found: dict[tuple[str, int], StatusList] = {}
        for one in lists:
            before = found.get((one.issuer, one.number))
            if before is None or before.issued_at < one.issued_at:
                found[one.issuer, one.number] = one
        return cls(found)


def list_name(issuer: str, number: int) -> str:
    """Name a list by its URN."""
    agreement, _, party = issuer.partition("/")
    return f"urn:kakehashi:status:{agreement}:{party}:{number}"


def seal_list(
    issuer: str,
    number: int,
    marked: Mapping[int, Status],
    *,
    issued_at: int,
    key: VerifyingKey,
    sign: Sign,
) -> bytes:
    """Sign a list in which the places of `marked` are not valid, and all others are."""
    places = bytearray(LIST_BYTES)
    for index, status in marked.items():
        places[index // 4] |= _VALUES[status] << (index % 4) * BITS
    payload = encode(
        {
            ISS: issuer,
            SUB: list_name(issuer, number),
            EXP: issued_at + RELIED_ON_FOR,
            IAT: issued_at,
            TTL: FRESH_FOR,
            STATUS_LIST: {"bits": BITS, "lst": zlib.compress(bytes(places), 9)},
        }
    )
    _read(payload)
    return sign1(payload, kid=key.kid, sign=sign, typ=LIST_TYPE)


def read_list(data: bytes, *, keys: Keys) -> StatusList:
    """Read a status list and verify that its issuer signed it; Refused with the reason.

    How old it is, is for the verification of a certificate to say.
    """
    if len(data) > MAX_TOKEN:
        raise Refused(Reason.OVERSIZED, f"{len(data)} bytes")
    signed = read1(data)
    if signed.typ != LIST_TYPE:
        raise Refused(Reason.HEADER, "no status list")
    key = keys.by_kid.get(signed.kid)
    if key is None:
        raise Refused(Reason.UNKNOWN_KEY)
    if key.revoked:
        raise Refused(Reason.KEY_REVOKED)
    if not signed.is_signed_by(key.key):
        raise Refused(Reason.SIGNATURE)
    found = _read(signed.payload)
    if found.issuer != key.issuer:
        raise Refused(Reason.ISSUER)
    day = datetime.fromtimestamp(found.issued_at, UTC).astimezone(ZoneInfo(key.time_zone)).date()
    if not key.signs_on(day):
        raise Refused(Reason.KEY_PERIOD)
    return found


def _read(payload: bytes) -> StatusList:
    match decode(payload):
        case {
            1: str(issuer),
            2: str(name),
            4: int(expires_at),
            6: int(issued_at),
            65534: int(ttl),
            65533: {"bits": 2, "lst": bytes(packed), **more_list},
            **more,
        } if not (more or more_list):
            pass
        case _:
            raise Refused(Reason.CLAIMS, "no status list")
    urn = _URN.fullmatch(name)
    if urn is None or f"{urn[1]}/{urn[2]}" != issuer:
        raise Refused(Reason.ISSUER, "another issuer's list")
    if not (0 < issued_at < expires_at <= issued_at + RELIED_ON_FOR < 2**40) or ttl != FRESH_FOR:
        raise Refused(Reason.CLAIMS, "times")
    return StatusList(issuer, int(urn[3]), issued_at, expires_at, ttl, _unpacked(packed))


def _unpacked(packed: bytes) -> bytes:
    """Unpack at most one list's bytes, whatever the packed ones say."""
    unpacking = zlib.decompressobj()
    try:
        places = unpacking.decompress(packed, LIST_BYTES + 1)
    except zlib.error as error:
        raise Refused(Reason.CLAIMS, "the list is not zlib") from error
    if len(places) != LIST_BYTES or not unpacking.eof or unpacking.unused_data:
        raise Refused(Reason.CLAIMS, "the size of the list")
    return places
