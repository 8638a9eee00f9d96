"""Issuing on approved cases.

A number is allotted, signed under, verified, kept and recorded in one transaction: a process killed
anywhere leaves no number without its certificate or its reason, and no certificate without its act.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from kakehashi import node
from kakehashi.certificates import keys, sealing
from kakehashi.certificates.keys import Signer
from kakehashi.certificates.models import CandidateCase, CaseState, Certificate, State
from kakehashi.certificates.places import take_places
from kakehashi.certificates.waiting import Due, IsApproved, Left, due
from kakehashi.core.certificate import Claims, commitment, read, seal, to_text
from kakehashi.core.certificate.case import claims_of
from kakehashi.core.certificate.reasons import Refused
from kakehashi.core.certificate.reconciling import number_of
from kakehashi.core.notices.certificates import VoidWhy
from kakehashi.database import direct
from kakehashi.database.bulk import insert_giving_id, moment
from kakehashi.journal.record import record, record_each

AT_ONCE: Final = 8
"""How many certificates one transaction issues, so that the write lock is held briefly."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of issuing did: certificates, void numbers, and the cases it had to leave."""

    issued: tuple[Certificate, ...] = ()
    voided: tuple[Certificate, ...] = ()
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """What was signed for a case; no `data` where it did not verify."""

    case: CandidateCase
    claims: Claims
    sequence: int
    data: bytes | None


class _Overtaken(RuntimeError):
    """A case was moved on under the write lock: never, unless somebody writes past it."""


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
        found, left = due(agreement, is_approved=is_approved, today=today, now=now, at_most=at_most)
        if not found:
            return Round(left=tuple(left))
        rows = _keep(agreement, list(_signed(agreement, found, signer, now)), now)
    issued = tuple(row for row in rows if row.state == State.VALID)
    return Round(issued, tuple(row for row in rows if row.state == State.VOID), tuple(left))


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


def _signed(agreement: str, found: Sequence[Due], signer: Signer, now: datetime) -> Iterator[_Made]:
    """Sign for each case under the next number, and verify."""
    series, zone = node.this().party, keys.time_zone(agreement)
    last, today = _last(agreement), keys.today(agreement, now)
    places = take_places(agreement, len(found), now)
    for sequence, (one, (number, index)) in enumerate(zip(found, places, strict=True), last + 1):
        claims = claims_of(
            one.content,
            issuer=keys.issuer(agreement),
            number=number_of(series, sequence),
            issued_on=today,
            time_zone=zone,
            status_list=number,
            status_index=index,
        )
        data = seal(claims, key=signer.key.key, sign=signer.sign)
        yield _Made(one.case, claims, sequence, data if _verifies(data, claims, signer) else None)


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
        row.pk = insert_giving_id(Certificate, _COLUMNS, _values(row))
    for one in made:
        if one.data is not None:
            _close(one.case, now)
    return rows


_COLUMNS: Final = (
    *("agreement", "sequence", "number", "case_id", "state", "why", "organization", "field"),
    *("route", "issued_on", "valid_until_on", "status_list", "status_index", "commitment"),
    *("sealed", "wrapped", "storage", "act", "issued_at"),
)


def _values(row: Certificate) -> tuple[object, ...]:
    until_on = row.valid_until_on.isoformat() if row.valid_until_on else None
    as_written = {
        "state": State(row.state).value,
        "issued_on": row.issued_on.isoformat(),
        "valid_until_on": until_on,
        "issued_at": moment(row.issued_at),
    }
    return tuple(as_written.get(column, getattr(row, column)) for column in _COLUMNS)


_CLOSE: Final = (
    'UPDATE "certificates_candidatecase" SET "state" = %s, "revision" = "revision" + 1, '
    '"changed_at" = %s WHERE "id" = %s AND "state" = %s AND "revision" = %s'
)


def _close(case: CandidateCase, now: datetime) -> None:
    states = CaseState.CERTIFIED.value, CaseState.APPROVED.value
    values = (states[0], moment(now), case.pk, states[1], case.revision)
    if not direct.write(_CLOSE, values):
        raise _Overtaken(str(case.public_id))


def _row(agreement: str, one: _Made, now: datetime) -> Certificate:
    claims = one.claims
    if one.data is None:
        return _void(agreement, one.sequence, VoidWhy.NOT_VERIFIED, now)
    sealed = sealing.seal_certificate(agreement, claims.number, one.data)
    return Certificate(
        agreement=agreement,
        sequence=one.sequence,
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
    said = told(row) | {"case": str(case.public_id), "by": case.decided_by_id}
    before = direct.read(_BEFORE, (case.pk,))
    return said | {"replaces": before[0][0]} if before else said


_BEFORE: Final = (
    'SELECT "number" FROM "certificates_certificate" WHERE "case_id" = %s '
    'ORDER BY "sequence" DESC LIMIT 1'
)


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


_LAST: Final = 'SELECT MAX("sequence") FROM "certificates_certificate" WHERE "agreement" = %s'


def _last(agreement: str) -> int:
    (row,) = direct.read(_LAST, (agreement,))
    return int(row[0] or 0)
