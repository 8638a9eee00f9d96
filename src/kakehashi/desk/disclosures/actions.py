"""What this side does about disclosure by itself: proposed by one officer, decided by another.

Each step is an entry of the node's own record first. The record names the item, the officers and
a digest of what was told; to whom and why stays sealed.
"""

import uuid
from datetime import date, datetime
from typing import Final

from django.db import transaction

from kakehashi.desk.disclosures import sealing
from kakehashi.desk.disclosures.sealing import CONTENT, FILE, Told
from kakehashi.desk.models import LocalDisclosure, LocalDisclosurePart
from kakehashi.journal.record import record

_CONFIRMED: Final = {
    LocalDisclosure.What.DECISION: "own-disclosure.decided",
    LocalDisclosure.What.COMPULSION: "compulsion.established",
    LocalDisclosure.What.HANDING: "disclosure.handed-over",
}


class AlreadyDecided(Exception):
    """Another officer was faster, or it was turned down; nothing was changed."""

    def __init__(self, local: LocalDisclosure) -> None:
        super().__init__(str(local.public_id))
        self.local = local


class OwnProposal(Exception):
    """Nobody confirms what they proposed themselves."""


def propose(
    *,
    agreement: str,
    what: LocalDisclosure.What,
    item: str,
    told: Told,
    by: int,
    now: datetime,
    paper: bytes | None = None,
) -> LocalDisclosure:
    """Put something before a second officer; `paper` stands in for the notice itself."""
    with transaction.atomic():
        local = LocalDisclosure.objects.create(
            public_id=uuid.uuid4(),
            agreement=agreement,
            what=what,
            item=item,
            proposed_by_id=by,
            proposed_at=now,
        )
        sealing.seal(local, CONTENT, told.encoded())
        if paper is not None:
            sealing.seal(local, FILE, paper)
        record("disclosure.proposed", _particulars(local, by) | {"told": told.digest}, now=now)
    return local


def confirm(
    local: LocalDisclosure,
    *,
    by: int,
    on: date,
    now: datetime,
    clause: str = "",
    basis: str = "",
    digest: str = "",
) -> LocalDisclosure:
    """Decide what another officer proposed. Whoever calls has asked the gate for a handing over.

    Raises:
        OwnProposal: the officer proposed it.
        AlreadyDecided: somebody was faster.

    """
    if local.proposed_by_id == by:
        raise OwnProposal
    changed = {
        "state": LocalDisclosure.State.CONFIRMED,
        "decided_by": by,
        "decided_at": now,
        "on": on,
        "clause": clause,
        "basis": basis,
        "digest": digest,
    }
    with transaction.atomic():
        _decide(local, by, changed)
        told = sealing.open_all((local,)).get(local.pk)
        known = {"clause": clause, "basis": basis, "digest": digest, "on": on.isoformat()}
        known |= {"told": told.digest} if told else {}
        act = _CONFIRMED[LocalDisclosure.What(local.what)]
        record(act, _particulars(local, by) | known, now=now)
    return LocalDisclosure.objects.get(pk=local.pk)


def turn_down(local: LocalDisclosure, *, by: int, now: datetime) -> None:
    """Let a proposal go no further; its proposer takes it back so, and what it told is erased.

    Raises:
        AlreadyDecided: somebody was faster.

    """
    with transaction.atomic():
        if local.proposed_by_id == by:
            waiting = LocalDisclosure.objects.filter(
                pk=local.pk, state=LocalDisclosure.State.PROPOSED
            )
            if not waiting.exists():
                raise AlreadyDecided(LocalDisclosure.objects.get(pk=local.pk))
            record("disclosure.taken-back", _particulars(local, by), now=now)
            LocalDisclosurePart.objects.filter(disclosure=local).delete()
            waiting.delete()
            return
        changed = {
            "state": LocalDisclosure.State.TURNED_DOWN,
            "decided_by": by,
            "decided_at": now,
        }
        _decide(local, by, changed)
        record("disclosure.turned-down", _particulars(local, by), now=now)


def _decide(local: LocalDisclosure, by: int, changed: dict[str, object]) -> None:
    waiting = LocalDisclosure.objects.filter(pk=local.pk, state=LocalDisclosure.State.PROPOSED)
    if not waiting.exclude(proposed_by_id=by).update(**changed):
        raise AlreadyDecided(LocalDisclosure.objects.get(pk=local.pk))


def _particulars(local: LocalDisclosure, by: int) -> dict[str, object]:
    return {
        "disclosure": str(local.public_id),
        "agreement": local.agreement,
        "what": local.what,
        "item": local.item,
        "proposed_by": local.proposed_by_id,
        "by": by,
    }
