"""What becomes of a certificate afterwards: one officer proposes, another decides."""

import uuid
from datetime import date, datetime
from typing import Final

from django.db import transaction

from kakehashi.certificates.models import Certificate, Ending, EndingState, EndingWhat, State
from kakehashi.core.notices.certificates import CertificateEndWhy
from kakehashi.journal.record import record


class NotAsItWas(Exception):
    """The certificate is no longer in the state in which it was seen; nothing was changed."""


class OwnProposal(Exception):
    """Nobody decides what they proposed themselves."""


def propose_ending(
    certificate: Certificate,
    what: EndingWhat,
    *,
    why: CertificateEndWhy | None = None,
    until_on: date | None = None,
    by: int,
    now: datetime,
) -> Ending:
    """Propose to suspend, resume or revoke; another officer decides.

    Raises:
        NotAsItWas: the certificate is not in a state for it, or something is proposed already.

    """
    with transaction.atomic():
        found = Certificate.objects.get(pk=certificate.pk)
        waiting = Ending.objects.filter(certificate=found, state=EndingState.PROPOSED)
        if found.state not in _BEFORE[what] or waiting.exists():
            raise NotAsItWas
        made = Ending.objects.create(
            public_id=uuid.uuid4(),
            certificate=found,
            what=what,
            why=why.value if why else "",
            until_on=until_on,
            proposed_by_id=by,
            proposed_at=now,
        )
        said = {"agreement": found.agreement, "thing": found.number, "what": what.value, "by": by}
        record("certificate.ending-proposed", said, now=now)
    return made


def decide_ending(ending: Ending, *, by: int, now: datetime) -> Certificate:
    """Decide what another officer proposed: it counts from now on.

    Raises:
        OwnProposal: the officer proposed it.
        NotAsItWas: it was decided or dropped, or the certificate changed meanwhile.

    """
    if ending.proposed_by_id == by:
        raise OwnProposal
    what = EndingWhat(ending.what)
    with transaction.atomic():
        _close(ending, EndingState.DECIDED, by=by, now=now)
        row = Certificate.objects.get(pk=ending.certificate_id)
        moved = Certificate.objects.filter(pk=row.pk, state__in=_BEFORE[what]).update(
            state=_AFTER[what], why=ending.why if what is not EndingWhat.RESUME else ""
        )
        if not moved:
            raise NotAsItWas
        _record_ending(row, ending, by=by, now=now)
    return Certificate.objects.get(pk=row.pk)


def drop_ending(ending: Ending, *, by: int, now: datetime) -> None:
    """Drop a proposal, one's own or another's; NotAsItWas where it was decided meanwhile."""
    with transaction.atomic():
        decider = None if ending.proposed_by_id == by else by
        _close(ending, EndingState.DROPPED, by=decider, now=now)
        row = Certificate.objects.get(pk=ending.certificate_id)
        said = {"agreement": row.agreement, "thing": row.number, "by": by}
        record("certificate.ending-dropped", said, now=now)


def resume_over(agreement: str, *, today: date, now: datetime) -> list[Certificate]:
    """Resume the certificates whose suspension was decided until a day that is over.

    The two officers who suspended them decided this with it; a proposal to resume is dropped.
    """
    over = Ending.objects.filter(
        certificate__agreement=agreement,
        certificate__state=State.SUSPENDED,
        what=EndingWhat.SUSPEND,
        state=EndingState.DECIDED,
        until_on__lt=today,
    ).select_related("certificate")
    return [one.certificate for one in over if _resume(one, now=now)]


def _resume(ended: Ending, *, now: datetime) -> bool:
    row = ended.certificate
    decided = Ending.objects.filter(certificate=row, state=EndingState.DECIDED)
    waiting = Ending.objects.filter(
        certificate=row, state=EndingState.PROPOSED, what=EndingWhat.RESUME
    )
    with transaction.atomic():
        if decided.latest("decided_at", "pk").pk != ended.pk:
            return False  # an earlier suspension: a later decision holds
        before = Certificate.objects.filter(pk=row.pk, state=State.SUSPENDED)
        if not before.update(state=State.VALID, why=""):
            return False
        waiting.update(state=EndingState.DROPPED, decided_at=now)
        said = {"agreement": row.agreement, "thing": row.number}
        until = ended.until_on.isoformat() if ended.until_on else ""
        record("certificate.resumed", said | {"suspended_until_on": until}, now=now)
    return True


_BEFORE: Final = {
    EndingWhat.SUSPEND: (State.VALID,),
    EndingWhat.RESUME: (State.SUSPENDED,),
    EndingWhat.REVOKE: (State.VALID, State.SUSPENDED),
}
_AFTER: Final = {
    EndingWhat.SUSPEND: State.SUSPENDED,
    EndingWhat.RESUME: State.VALID,
    EndingWhat.REVOKE: State.REVOKED,
}


def _record_ending(row: Certificate, ending: Ending, *, by: int, now: datetime) -> None:
    said: dict[str, object] = {
        "agreement": row.agreement,
        "thing": row.number,
        "why": ending.why,
        "proposed_by": ending.proposed_by_id,
        "by": by,
    }
    if ending.until_on:
        said["until_on"] = ending.until_on.isoformat()
    match EndingWhat(ending.what):
        case EndingWhat.SUSPEND:
            record("certificate.suspended", said, now=now)
        case EndingWhat.RESUME:
            record("certificate.resumed", said, now=now)
        case EndingWhat.REVOKE:
            record("certificate.revoked", said, now=now)


def _close(ending: Ending, to: EndingState, *, by: int | None, now: datetime) -> None:
    waiting = Ending.objects.filter(pk=ending.pk, state=EndingState.PROPOSED)
    if not waiting.update(state=to, decided_by_id=by, decided_at=now):
        raise NotAsItWas
