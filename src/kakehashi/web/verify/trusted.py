"""What this node verifies with, all of it public: issuing keys, roots, the newest lists."""

from dataclasses import dataclass

from kakehashi import node
from kakehashi.certificates import keys as issuing
from kakehashi.certificates import lists as signed
from kakehashi.certificates.models import KeptList, StatusList
from kakehashi.core.certificate import IssuingKey, Keys, Lists, read_published
from kakehashi.core.text import b64url
from kakehashi.dispatch.issuing_keys import trusted_keys
from kakehashi.web.verify.words import issuer_name

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


def roots() -> list[Root]:
    """Give the words of the roots that are compared with paper."""
    found = []
    for agreement in node.this().agreements:
        if (data := issuing.published(agreement)) is not None:
            said = read_published(data)
            found.append(Root(issuer_name(said.issuer), " ".join(said.fingerprint)))
    return found


def names() -> list[ListName]:
    """Name the status lists at hand."""
    return sorted(_tokens())


def token(name: ListName) -> bytes | None:
    """Give the newest list of a name as its issuer signed it; None where there is none."""
    return _tokens().get(name)


def lists(known: Keys) -> Lists:
    """Read every list at hand."""
    return Lists.of(signed.readable(_tokens().values(), trusted=known))


def published(agreement: str, party: str) -> bytes | None:
    """Give the file of published keys of our own side; None where we have none."""
    this = node.this()
    if party != this.party or agreement not in this.agreements:
        return None
    return issuing.published(agreement)


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
