"""What this node verifies with, all of it public: issuing keys, roots, the newest lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kakehashi import node
from kakehashi.certificates import keys as issuing
from kakehashi.certificates import lists as signed
from kakehashi.certificates.kept_keys import kept_keys
from kakehashi.certificates.models import KeptList, StatusList
from kakehashi.certificates.queries import certifiers
from kakehashi.core.certificate import IssuingKey, Keys, Lists, read_published
from kakehashi.core.text import b64url
from kakehashi.dispatch.issuing_keys import trusted_keys
from kakehashi.web.verify.words import issuer_name

Side = tuple[str, str]
"""Agreement and party."""
ListName = tuple[str, str, int]
"""Agreement, party and number of a status list."""


@dataclass(frozen=True, slots=True)
class Root:
    """A ministry's root as people compare it: eight words."""

    name: str
    words: str


def keys() -> Keys:
    """Give the issuing keys of every side, as journals name them, and ours before they are told."""
    found = trusted_keys()
    for agreement in node.this().agreements:
        found |= issuing.our_keys(agreement)
    return found


def issuers(known: Keys) -> frozenset[str]:
    """Name the issuers of keys."""
    return frozenset(key.issuer for key in known.by_kid.values())


def awaited(known: Keys, *, now: datetime) -> list[str]:
    """Name the sides that certify and of whose keys none has come here yet."""
    here = issuers(known)
    parties = certifiers(node.this().agreements, now=now)
    certifying = {issuing.issuer(*side) for side in parties.items()}
    return [issuer_name(one) for one in sorted(certifying - here)]


def roots(some: Mapping[Side, bytes]) -> list[Root]:
    """Give the words of the roots of files of keys: they are compared with paper."""
    said = map(read_published, some.values())
    return [Root(issuer_name(one.issuer), " ".join(one.fingerprint)) for one in said]


def published() -> dict[Side, bytes]:
    """Give every file of published keys at hand: ours, and those that we keep of other sides."""
    us = node.this().party
    ours = {(name, us): issuing.published(name) for name in node.this().agreements}
    kept = {
        (name, party): data
        for issuer, data in kept_keys().items()
        for name, _slash, party in [issuer.partition("/")]
    }
    return {side: data for side, data in (ours | kept).items() if data is not None}


def published_by(agreement: str, party: str) -> bytes | None:
    """Give one file of published keys; None where it is not at hand."""
    this = node.this()
    if party == this.party and agreement in this.agreements:
        return issuing.published(agreement)
    return kept_keys().get(issuing.issuer(agreement, party))


def names() -> list[ListName]:
    """Name the status lists at hand."""
    return sorted(_tokens())


def token(name: ListName) -> bytes | None:
    """Give the newest list of a name as its issuer signed it; None where there is none."""
    return _tokens().get(name)


def lists(known: Keys) -> Lists:
    """Read every list at hand."""
    return Lists.of(signed.readable(_tokens().values(), trusted=known))


def key_said(key: IssuingKey) -> dict[str, object]:
    """Write a key for the page's script."""
    return {
        "kid": key.key.kid.hex(),
        "x": b64url(key.key.x),
        "y": b64url(key.key.y),
        "issuer": key.issuer,
        "from_on": key.from_on.isoformat(),
        "until_on": key.until_on.isoformat(),
        "time_zone": key.time_zone,
        "revoked": key.revoked,
    }


def _tokens() -> dict[ListName, bytes]:
    us = node.this().party
    ours = StatusList.objects.filter(token__isnull=False).values_list(
        "agreement", "number", "token"
    )
    found = {(agreement, us, number): bytes(one) for agreement, number, one in ours if one}
    for issuer, number, kept in KeptList.objects.values_list("issuer", "number", "token"):
        agreement, _slash, party = issuer.partition("/")
        found.setdefault((agreement, party, number), bytes(kept))
    return found
