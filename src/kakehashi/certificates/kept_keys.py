"""The file of keys that the other side publishes: kept for its root, which people compare.

Nothing is verified with it here: what this node trusts is what the other side's journal names.
"""

from datetime import datetime

from django.db import transaction

from kakehashi.certificates.models import KeptKeys
from kakehashi.core.certificate import Keys, Reason, Refused, read_published


def keep_keys(data: bytes, *, issuer: str, trusted: Keys, now: datetime) -> None:
    """Keep an issuer's file of keys, whose root certifies every key that is trusted of it.

    Raises:
        Refused: it is another issuer's or another root's than before, or lacks a trusted key.
        ValueError: it is no such file.

    """
    before = kept_keys().get(issuer)
    if data == before:
        return
    root = read_published(before).root.thumbprint if before else None
    said = read_published(data, root=root)
    if said.issuer != issuer:
        raise Refused(Reason.ISSUER, "the file of keys")
    if missing := trusted.by_kid.keys() - said.keys.by_kid.keys():
        raise Refused(Reason.UNKNOWN_KEY, f"not certified: {min(missing).hex()}")
    with transaction.atomic():
        KeptKeys.objects.update_or_create(
            issuer=issuer, defaults={"published": data, "taken_at": now}
        )


def kept_keys() -> dict[str, bytes]:
    """Give the files that are kept, by issuer: one query."""
    return {row.issuer: bytes(row.published) for row in KeptKeys.objects.order_by("issuer")}
