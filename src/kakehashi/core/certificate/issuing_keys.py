"""The keys that sign certificates: a monthly one under a root that its ministry keeps offline.

The root signs for each monthly key a CWT with the key in `cnf` (RFC 8747); its own fingerprint is
exchanged on paper. A node publishes root and certified keys as one file, with which anybody
verifies without a network; the counterpart's node knows the same keys by `keys.changed`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kakehashi.core import canonical
from kakehashi.core.certificate.claims import EPOCH, ISS, OURS
from kakehashi.core.certificate.cose import (
    Sign,
    VerifyingKey,
    cose_key,
    decode,
    encode,
    read1,
    sign1,
    verifying_key,
)
from kakehashi.core.certificate.reasons import Reason, Refused
from kakehashi.core.keys import words
from kakehashi.core.strict import items, mapping, members, text
from kakehashi.core.text import b64url, unb64url

KEY_TYPE: Final = "application/kakehashi-certificate-key+cwt"
CNF: Final = 8
MAX_KEYS: Final = 500
MAX_FILE: Final = 2**18
"""Bytes; a certified key has some 300 in the file."""
_ZONE = re.compile(r"[A-Za-z0-9_+/-]{1,40}")


@dataclass(frozen=True, slots=True)
class IssuingKey:
    """A key that may sign certificates whose day of issue lies from `from_on` to `until_on`.

    `issuer` is `<agreement>/<party>`, `time_zone` the zone of its days. A `revoked` key is one
    that somebody else may have had: nothing signed with it shows anything any more.
    """

    key: VerifyingKey
    issuer: str
    from_on: date
    until_on: date
    time_zone: str
    revoked: bool = False

    def signs_on(self, day: date) -> bool:
        """Say whether certificates of a day may be signed with it."""
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class Keys:
    """The issuing keys that a verifier trusts, of one issuer or of several, by their `kid`."""

    by_kid: Mapping[bytes, IssuingKey]

    @classmethod
    def of(cls, keys: Iterable[IssuingKey]) -> "Keys":
        """Collect keys; one that is revoked anywhere is revoked."""
        found: dict[bytes, IssuingKey] = {}
        for one in keys:
            before = found.get(one.key.kid)
            revoked = one.revoked or (before is not None and before.revoked)
            found[one.key.kid] = replace(one, revoked=revoked) if revoked else one
        return cls(found)

    def __or__(self, other: "Keys") -> "Keys":
        """Trust the keys of both."""
        return Keys.of((*self.by_kid.values(), *other.by_kid.values()))


@dataclass(frozen=True, slots=True)
class PublishedKeys:
    """What the file of keys holds, every key certified by the root in it.

    Whoever trusts the file trusts its root: `fingerprint` is what is compared with the paper.
    """

    agreement: str
    party: str
    root: VerifyingKey
    keys: Keys

    @property
    def issuer(self) -> str:
        """Name the issuer as certificates do."""
        return f"{self.agreement}/{self.party}"

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """The root's fingerprint as eight words to be compared by two people."""
        return root_words(self.root)


def root_words(root: VerifyingKey) -> tuple[str, ...]:
    """Spell the first 128 bits of a root's thumbprint as eight words."""
    return words(root.thumbprint)


def certify(key: IssuingKey, *, root: VerifyingKey, sign: Sign) -> bytes:
    """Certify a key under the root, whose private half is in `sign`."""
    ours: dict[int, object] = {
        1: (key.from_on - EPOCH).days,
        2: (key.until_on - EPOCH).days,
        3: key.time_zone,
    }
    if key.revoked:
        ours[4] = True
    payload = encode({ISS: key.issuer, CNF: {1: cose_key(key.key.x, key.key.y)}, OURS: ours})
    _read_key(payload)
    return sign1(payload, kid=root.kid, sign=sign, typ=KEY_TYPE)


def read_certified(data: bytes, *, root: VerifyingKey) -> IssuingKey:
    """Read a key that the root certified; Refused with the reason."""
    signed = read1(data)
    if signed.typ != KEY_TYPE:
        raise Refused(Reason.HEADER, "no certified key")
    if signed.kid != root.kid:
        raise Refused(Reason.UNKNOWN_KEY, "another root")
    if not signed.is_signed_by(root):
        raise Refused(Reason.SIGNATURE)
    return _read_key(signed.payload)


def write_published(
    agreement: str, party: str, *, root: VerifyingKey, certified: Iterable[bytes]
) -> bytes:
    """Write the file of published keys (canonical JSON)."""
    return canonical.encode(
        {
            "agreement": agreement,
            "keys": [b64url(one) for one in certified],
            "party": party,
            "protocol": 1,
            "root": {"x": b64url(root.x), "y": b64url(root.y)},
        }
    )


def read_published(data: bytes, *, root: bytes | None = None) -> PublishedKeys:
    """Read a file of published keys, each verified under its root.

    With `root` (a thumbprint) only that very root is taken; without, the caller compares
    `fingerprint` with what it has on paper.

    Raises:
        Refused: a key is not certified by the root, or the root is another.
        ValueError: it is no such file.

    """
    said = members(canonical.decode(data), {"agreement", "keys", "party", "protocol", "root"})
    if said["protocol"] != 1:
        raise ValueError("another version of the file of keys")
    agreement, party = text(said["agreement"], 64), text(said["party"], 16)
    point = members(said["root"], {"x", "y"})
    found = verifying_key(unb64url(text(point["x"])), unb64url(text(point["y"])))
    if root is not None and found.thumbprint != root:
        raise Refused(Reason.UNKNOWN_KEY, "another root")
    keys = [read_certified(one, root=found) for one in _tokens(said)]
    if any(one.issuer != f"{agreement}/{party}" for one in keys):
        raise Refused(Reason.ISSUER, "a key of another issuer")
    return PublishedKeys(agreement, party, found, Keys.of(keys))


def certified_in(data: bytes) -> tuple[bytes, ...]:
    """Give the certified keys of a file as they stand in it, for a node that keeps them."""
    return _tokens(mapping(canonical.decode(data)))


def _tokens(said: dict[str, object]) -> tuple[bytes, ...]:
    return tuple(unb64url(text(one, 1_000)) for one in items(said["keys"], MAX_KEYS))


def _read_key(payload: bytes) -> IssuingKey:
    match decode(payload):
        case {
            1: str(issuer),
            8: {1: {1: 2, -1: 1, -2: bytes(x), -3: bytes(y), **more_key}, **more_cnf},
            -65537: {1: int(first), 2: int(last), 3: str(zone), **rest},
            **more,
        } if not (more or more_key or more_cnf or rest.keys() - {4}) and rest.get(4, True) is True:
            pass
        case _:
            raise Refused(Reason.CLAIMS, "no key of an issuer")
    try:
        key = verifying_key(x, y)
        from_on = date.fromordinal(EPOCH.toordinal() + first)
        until_on = date.fromordinal(EPOCH.toordinal() + last)
    except (ValueError, OverflowError) as error:
        raise Refused(Reason.CLAIMS, str(error)) from error
    if until_on < from_on or not _is_zone(zone):
        raise Refused(Reason.CLAIMS, "period or time zone")
    return IssuingKey(key, issuer, from_on, until_on, zone, revoked=4 in rest)


def _is_zone(name: str) -> bool:
    if not _ZONE.fullmatch(name):
        return False
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
