"""Issuing on approved cases, and what becomes of a certificate afterwards.

A number is allotted, signed under, verified, kept and recorded in one transaction: a process killed
anywhere leaves no number without its certificate or its reason, and no certificate without its act.
"""

import secrets
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Max

from kakehashi import node
from kakehashi.certificates import keys, sealing
from kakehashi.certificates.actions import NotReady, require_fit
from kakehashi.certificates.keys import Signer
from kakehashi.certificates.models import (
    CandidateCase,
    CaseState,
    Certificate,
    Decoy,
    Ending,
    EndingState,
    EndingWhat,
    State,
    StatusList,
)
from kakehashi.core.certificate import Claims, Status, commitment, read, seal, to_text
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.core.certificate.case import claims_of
from kakehashi.core.certificate.reasons import Refused
from kakehashi.core.certificate.reconciling import number_of
from kakehashi.core.certificate.status import SLOTS
from kakehashi.core.notices.certificates import CertificateEndWhy, VoidWhy
from kakehashi.journal.record import record, record_each

AT_ONCE: Final = 8
"""How many certificates one transaction issues, so that the write lock is held briefly."""
FULL_AT: Final = SLOTS * 3 // 4
DECOYS: Final = SLOTS // 200
DECOYS_SHOW_WITHIN: Final = 730

IsApproved = Callable[[str, date], bool]
"""Says whether the organization of a number is approved, and valid, on a day."""


class NotAsItWas(Exception):
    """The certificate is no longer in the state in which it was seen; nothing was changed."""


class OwnProposal(Exception):
    """Nobody decides what they proposed themselves."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of issuing did: certificates, void numbers, and the cases it had to leave.

    `left` are (public id of the case, why): `organization` (not approved today) or the member that
    does not fit.
    """

    issued: tuple[Certificate, ...] = ()
    voided: tuple[Certificate, ...] = ()
    left: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    case: CandidateCase
    claims: Claims
    data: bytes | None


def issue_approved(
    agreement: str,
    *,
    is_approved: IsApproved,
    now: datetime,
    at_most: int = AT_ONCE,
    signer: Signer | None = None,
) -> Round:
    """Issue certificates on approved cases, the longest waiting first, durably or not at all.

    `is_approved` is asked inside the transaction, under the write lock. What does not verify after
    signing is never kept: its number is void, with the reason, and its case waits on.

    Raises:
        NoKey: no certified key of ours signs today.

    """
    today = keys.today(agreement, now)
    with transaction.atomic():
        signer = signer or keys.signer(agreement, today)
        cases, left = _due(agreement, is_approved, today, at_most)
        if not cases:
            return Round(left=tuple(left))
        contents = sealing.open_contents(cases)
        fit, unfit = _fitting(cases, contents, now)
        made = list(_signed(agreement, fit, contents, signer, now))
        rows = _keep(agreement, made, now)
    issued = tuple(row for row in rows if row.state == State.VALID)
    return Round(issued, tuple(row for row in rows if row.state == State.VOID), (*left, *unfit))


def void_number(agreement: str, *, why: VoidWhy, by: int, now: datetime) -> Certificate:
    """Use up the next number without a certificate, with the reason; it is never used again."""
    with transaction.atomic():
        sequence = _last(agreement) + 1
        row = _void(agreement, sequence, why, now)
        row.act = record(
            "certificate.voided",
            {"agreement": agreement, "thing": row.number, "why": why.value, "by": by}
            | {"on": row.issued_on.isoformat()},
            now=now,
        )
        row.save(force_insert=True)
    return row


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


def _due(
    agreement: str, is_approved: IsApproved, today: date, at_most: int
) -> tuple[list[CandidateCase], list[tuple[str, str]]]:
    """Give the approved cases to be certified now, and those whose organization may not send."""
    waiting = CandidateCase.objects.filter(agreement=agreement, state=CaseState.APPROVED)
    barred: set[str] = set()
    while True:
        allowed = waiting.exclude(organization__in=barred) if barred else waiting
        due = list(allowed.order_by("decided_at", "pk")[:at_most])
        refused = {
            one for one in {case.organization for case in due} if not is_approved(one, today)
        }
        if not refused:
            break
        barred |= refused
    left = waiting.filter(organization__in=barred).values_list("public_id", flat=True)[:100]
    return due, [(str(one), "organization") for one in left] if barred else []


def _fitting(
    cases: Sequence[CandidateCase], contents: dict[int, Content], now: datetime
) -> tuple[list[CandidateCase], list[tuple[str, str]]]:
    """Tell the cases that a certificate can carry from those that it cannot any more, and why."""
    fit, unfit = [], []
    for case in cases:
        try:
            require_fit(case, contents[case.pk], now=now)
        except NotReady as why:
            unfit.append((str(case.public_id), why.unfit))
        else:
            fit.append(case)
    return fit, unfit


def _signed(
    agreement: str,
    cases: Sequence[CandidateCase],
    contents: dict[int, Content],
    signer: Signer,
    now: datetime,
) -> Iterator[_Made]:
    """Sign for each case under the next number, and verify; no data where it did not verify."""
    series, zone = node.this().party, keys.time_zone(agreement)
    sequence, today = _last(agreement), keys.today(agreement, now)
    for case, (number, index) in zip(cases, _places(agreement, len(cases), now), strict=True):
        sequence += 1
        claims = claims_of(
            contents[case.pk],
            issuer=keys.issuer(agreement),
            number=number_of(series, sequence),
            issued_on=today,
            time_zone=zone,
            status_list=number,
            status_index=index,
        )
        data = seal(claims, key=signer.key.key, sign=signer.sign)
        yield _Made(case, claims, data if _verifies(data, claims, signer) else None)


def _verifies(data: bytes, claims: Claims, signer: Signer) -> bool:
    """Read what was signed as a stranger would, before it is kept."""
    try:
        again = read(to_text(data))
    except Refused:
        return False
    return (
        again.claims == claims
        and again.signed.is_signed_by(signer.key.key)
        and signer.key.signs_on(claims.issued_on)
        and not signer.key.revoked
    )


def _keep(agreement: str, made: Sequence[_Made], now: datetime) -> list[Certificate]:
    rows = [_row(agreement, one, now) for one in made]
    leaves = record_each(
        [
            ("certificate.issued", _told(row, one.case))
            if row.state == State.VALID
            else ("certificate.voided", _void_told(row, one.case))
            for row, one in zip(rows, made, strict=True)
        ],
        now=now,
    )
    for row, leaf in zip(rows, leaves, strict=True):
        row.act = leaf
    kept = Certificate.objects.bulk_create(rows)
    certified = [one.case.pk for one in made if one.data is not None]
    CandidateCase.objects.filter(pk__in=certified, state=CaseState.APPROVED).update(
        state=CaseState.CERTIFIED, revision=F("revision") + 1, changed_at=now
    )
    return kept


def _row(agreement: str, one: _Made, now: datetime) -> Certificate:
    claims = one.claims
    if one.data is None:
        sequence = int(claims.number.rpartition("-")[2])
        return _void(agreement, sequence, VoidWhy.NOT_VERIFIED, now)
    sealed = sealing.seal_certificate(agreement, claims.number, one.data)
    return Certificate(
        agreement=agreement,
        sequence=int(claims.number.rpartition("-")[2]),
        number=claims.number,
        case=one.case,
        organization=claims.organization,
        field=claims.field,
        route=one.case.route,
        issued_on=claims.issued_on,
        valid_until_on=claims.valid_until_on,
        status_list=claims.status_list,
        status_index=claims.status_index,
        commitment=commitment(one.data),
        sealed=sealed.sealed,
        wrapped=sealed.wrapped,
        storage=sealed.storage,
        issued_at=now,
    )


def told(row: Certificate) -> dict[str, object]:
    """Say of a certificate what its issuing act says: the part that may never change."""
    return {
        "agreement": row.agreement,
        "thing": row.number,
        "commitment": row.commitment,
        "organization": row.organization,
        "field": row.field,
        "route": row.route,
        "issued_on": row.issued_on.isoformat(),
        "valid_until_on": row.valid_until_on.isoformat() if row.valid_until_on else "",
        "list": row.status_list or 0,
        "place": row.status_index or 0,
    }


def _told(row: Certificate, case: CandidateCase) -> dict[str, object]:
    return told(row) | {"case": str(case.public_id), "by": case.decided_by_id}


def _void_told(row: Certificate, case: CandidateCase) -> dict[str, object]:
    return {
        "agreement": row.agreement,
        "thing": row.number,
        "why": row.why,
        "on": row.issued_on.isoformat(),
        "case": str(case.public_id),
    }


def _void(agreement: str, sequence: int, why: VoidWhy, now: datetime) -> Certificate:
    return Certificate(
        agreement=agreement,
        sequence=sequence,
        number=number_of(node.this().party, sequence),
        state=State.VOID,
        why=why.value,
        issued_on=keys.today(agreement, now),
        sealed=b"",
        wrapped=b"",
        storage=b"",
        issued_at=now,
    )


def _last(agreement: str) -> int:
    found = Certificate.objects.filter(agreement=agreement).aggregate(last=Max("sequence"))
    return int(found["last"] or 0)


def _places(agreement: str, count: int, now: datetime) -> Iterable[tuple[int, int]]:
    """Draw free places of the present status list at random: (list, index) each."""
    current = StatusList.objects.filter(agreement=agreement).order_by("-number").first()
    if current is None or current.taken + count > FULL_AT:
        current = open_list(agreement, current.number + 1 if current else 1, now=now)
    found: set[int] = set()
    while len(found) < count:
        drawn = {secrets.randbelow(SLOTS) for _ in range(count - len(found))} - found
        taken = Certificate.objects.filter(
            agreement=agreement, status_list=current.number, status_index__in=drawn
        ).values_list("status_index", flat=True)
        decoys = Decoy.objects.filter(list=current, index__in=drawn).values_list("index", flat=True)
        found |= drawn - {index for index in taken if index is not None} - set(decoys)
    StatusList.objects.filter(pk=current.pk).update(taken=F("taken") + count)
    places = [(current.number, index) for index in found]
    secrets.SystemRandom().shuffle(places)
    return places


def open_list(agreement: str, number: int, *, now: datetime) -> StatusList:
    """Open a status list with its decoys, each of which shows from a day drawn at random."""
    made = StatusList.objects.create(agreement=agreement, number=number, opened_at=now)
    today = keys.today(agreement, now)
    indexes: set[int] = set()
    while len(indexes) < DECOYS:
        indexes.add(secrets.randbelow(SLOTS))
    Decoy.objects.bulk_create(
        Decoy(
            list=made,
            index=index,
            status=Status.REVOKED if secrets.randbelow(8) else Status.SUSPENDED,
            shows_on=today + timedelta(days=secrets.randbelow(DECOYS_SHOW_WITHIN)),
        )
        for index in indexes
    )
    return made
