"""The standards in force under an agreement, and the two officers who put a set in force."""

import hashlib
import json
import tomllib
import uuid
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from django.db import transaction

from kakehashi import node
from kakehashi.approvals.models import StandardsVersion
from kakehashi.core.approving.standards import StandardSet, read, written
from kakehashi.journal.record import record

FILE: Final = "standards.toml"
APPROVED: Final = "sending-organization.approved"


class ProposedAlready(Exception):
    """A set waits for a second officer already."""


class NotAsItWas(Exception):
    """The set was confirmed or taken back meanwhile; nothing was changed."""


class OwnProposal(Exception):
    """Nobody confirms what they proposed themselves."""


def starting_set(agreement: str) -> StandardSet | None:
    """Read the set that is shipped with an agreement's profile; None where there is none."""
    file = (node.this().profiles or node.SHIPPED) / agreement / FILE
    if not file.is_file():
        return None
    return read(tomllib.loads(file.read_text(encoding="utf-8")))


def approving_agreements(day: date) -> tuple[str, ...]:
    """Name the agreements under which our side approves sending organizations."""
    ours = node.this()
    return tuple(
        name
        for name in ours.agreements
        if (APPROVED, ours.party) in node.profile(name).on(day).permits
    )


def version_on(agreement: str, day: date) -> StandardsVersion | None:
    """Give the version in force on a day; None before the first: applications are not open."""
    in_force = StandardsVersion.objects.filter(
        agreement=agreement, from_on__lte=day, confirmed_by__isnull=False
    )
    return in_force.order_by("-from_on", "-confirmed_at").first()


def set_of(version: StandardsVersion) -> StandardSet:
    """Read the standards of a version."""
    return _read(version.content)


@lru_cache(maxsize=32)
def _read(content: str) -> StandardSet:
    return read(json.loads(content))


def proposed(agreement: str) -> StandardsVersion | None:
    """Give the set that waits for a second officer."""
    found = StandardsVersion.objects.filter(agreement=agreement, confirmed_by__isnull=True)
    return found.select_related("proposed_by").first()


def propose(
    agreement: str, made: StandardSet, *, from_on: date, by: int, now: datetime
) -> StandardsVersion:
    """Put a set before a second officer.

    Raises:
        ProposedAlready: another one waits.

    """
    content = json.dumps(written(made), ensure_ascii=False, sort_keys=True)
    with transaction.atomic():
        if proposed(agreement) is not None:
            raise ProposedAlready
        version = StandardsVersion.objects.create(
            public_id=uuid.uuid4(),
            agreement=agreement,
            from_on=from_on,
            content=content,
            digest=hashlib.sha256(content.encode()).hexdigest(),
            proposed_by_id=by,
            proposed_at=now,
        )
        record("standards.proposed", _told(version, by), now=now)
    return version


def confirm(version: StandardsVersion, *, by: int, now: datetime) -> None:
    """Put a set in force.

    Raises:
        OwnProposal: the officer proposed it.
        NotAsItWas: another officer was faster, or it was taken back.

    """
    if version.proposed_by_id == by:
        raise OwnProposal
    with transaction.atomic():
        waiting = StandardsVersion.objects.filter(pk=version.pk, confirmed_by__isnull=True)
        if not waiting.update(confirmed_by=by, confirmed_at=now):
            raise NotAsItWas
        record("standards.confirmed", _told(version, by), now=now)


def take_back(version: StandardsVersion, *, by: int, now: datetime) -> None:
    """Let a proposed set go no further; its proposer or the second officer does it."""
    with transaction.atomic():
        if not StandardsVersion.objects.filter(pk=version.pk, confirmed_by__isnull=True).delete()[
            0
        ]:
            raise NotAsItWas
        record("standards.taken-back", _told(version, by), now=now)


def _told(version: StandardsVersion, by: int) -> dict[str, Any]:
    return {
        "by": by,
        "agreement": version.agreement,
        "thing": str(version.public_id),
        "from": version.from_on.isoformat(),
        "digest": version.digest,
        "proposed_by": version.proposed_by_id,
    }


def open_since(agreement: str) -> datetime | None:
    """Say since when nothing is approved but on an application; None before the first set."""
    confirmed = StandardsVersion.objects.filter(agreement=agreement, confirmed_at__isnull=False)
    first = confirmed.order_by("confirmed_at").first()
    return first.confirmed_at if first else None
