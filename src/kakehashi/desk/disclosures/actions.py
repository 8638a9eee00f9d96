"""What this side does about disclosure by itself: proposed by one officer, decided by another.

Each step is an entry of the node's own record first. The record names the item, the officers and
a digest of what was told; to whom and why stays sealed.
"""

import hashlib
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.db import transaction

from kakehashi.desk import acts
from kakehashi.desk.disclosures import sealing
from kakehashi.desk.disclosures.sealing import CONTENT, FILE, Told
from kakehashi.desk.models import LocalDisclosure, LocalDisclosurePart

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


class MustStay(Exception):
    """The gate let it leave a moment ago, and no longer does."""


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
        _note("disclosure.proposed", local, by=by, now=now, told=told.digest)
    return local


def confirm(
    local: LocalDisclosure,
    *,
    by: int,
    on: date,
    now: datetime,
    clause: str = "",
    basis: str = "",
    paper: bytes | None = None,
    still: Callable[[], bool] | None = None,
) -> LocalDisclosure:
    """Decide what another officer proposed.

    `paper` is the file as it leaves; it is kept, so that the record can hold to it. `still` asks
    the gate once more within the transaction, so that of two who use one consent the second is
    refused.

    Raises:
        OwnProposal: the officer proposed it.
        AlreadyDecided: somebody was faster.
        MustStay: it may not leave any more.

    """
    if local.proposed_by_id == by:
        raise OwnProposal
    digest = hashlib.sha256(paper).hexdigest() if paper is not None else ""
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
        if still is not None and not still():
            raise MustStay
        _decide(local, by, changed)
        if paper is not None:
            sealing.seal(local, FILE, paper)
        told = sealing.open_all((local,)).get(local.pk)
        _note(
            _CONFIRMED[LocalDisclosure.What(local.what)],
            local,
            by=by,
            now=now,
            told=told.digest if told else "",
            clause=clause,
            basis=basis,
            file=digest,
            on=on.isoformat(),
        )
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
            _note("disclosure.taken-back", local, by=by, now=now)
            LocalDisclosurePart.objects.filter(disclosure=local).delete()
            waiting.delete()
            return
        changed = {
            "state": LocalDisclosure.State.TURNED_DOWN,
            "decided_by": by,
            "decided_at": now,
        }
        _decide(local, by, changed)
        _note("disclosure.turned-down", local, by=by, now=now)


def _decide(local: LocalDisclosure, by: int, changed: dict[str, object]) -> None:
    waiting = LocalDisclosure.objects.filter(pk=local.pk, state=LocalDisclosure.State.PROPOSED)
    if not waiting.exclude(proposed_by_id=by).update(**changed):
        raise AlreadyDecided(LocalDisclosure.objects.get(pk=local.pk))


def _note(act: str, local: LocalDisclosure, *, by: int, now: datetime, **more: str) -> None:
    acts.note(
        act,
        by=by,
        now=now,
        agreement=local.agreement,
        thing=str(local.public_id),
        what=local.what,
        item=local.item,
        proposed_by=local.proposed_by_id,
        **{name: value for name, value in more.items() if value},
    )
