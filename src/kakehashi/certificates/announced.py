"""What both sides announced of certificates, as rows to be looked up: derived, and derivable."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db import transaction

from kakehashi.certificates.models import Announced, AnnouncedMark, State
from kakehashi.core.certificate.reconciling import Told
from kakehashi.core.envelope import Position
from kakehashi.core.notices.certificates import (
    CertificateBatch,
    RevokedCertificates,
    SuspendedCertificates,
)
from kakehashi.database.bulk import update_row
from kakehashi.database.prepared import TEXT, Prepared

_MARK: Final = Prepared(lambda: AnnouncedMark.objects.filter(agreement=TEXT[0], party=TEXT[1]))


def read_so_far(agreement: str, party: str) -> Position:
    """How far a side's journal was read."""
    mark = _MARK.first(agreement, party)
    return Position(mark.generation, mark.size) if mark else Position()


def take(agreement: str, party: str, told: Iterable[Told], *, through: Position) -> None:
    """Take what a side's next heeded notices say, and move the mark; one transaction."""
    with transaction.atomic():
        for one in told:
            _take(agreement, party, one)
        now = {"generation": through.generation, "size": through.size}
        where = {"agreement": agreement, "party": party}
        if not update_row(AnnouncedMark, now, where=where):
            AnnouncedMark.objects.create(**where, **now)


def forget(agreement: str, party: str) -> None:
    """Forget what was read of a side, to read it anew."""
    with transaction.atomic():
        Announced.objects.filter(agreement=agreement, party=party).delete()
        AnnouncedMark.objects.filter(agreement=agreement, party=party).delete()


def is_taken_back(agreement: str, party: str, jti: str) -> bool:
    """Say whether withdrawing a notice takes back more than a suspension that still stands."""
    said = Announced.objects.filter(agreement=agreement, party=party)
    return (
        said.filter(jti=jti).exists() or said.filter(by=jti).exclude(state=State.SUSPENDED).exists()
    )


def _take(agreement: str, party: str, one: Told) -> None:
    rows = Announced.objects.filter(agreement=agreement, party=party)
    match one.content:
        case CertificateBatch() as batch:
            Announced.objects.bulk_create(
                _rows(agreement, party, batch, one), ignore_conflicts=True, batch_size=500
            )
        case SuspendedCertificates(numbers=numbers, why=why):
            live = rows.filter(number__in=numbers, state__in=(State.VALID, State.SUSPENDED))
            live.update(state=State.SUSPENDED, since_on=one.on, by=one.jti, why=why.value)
        case RevokedCertificates(numbers=numbers, why=why):
            ended = rows.filter(number__in=numbers).exclude(state__in=(State.REVOKED, State.VOID))
            ended.update(state=State.REVOKED, since_on=one.on, by=one.jti, why=why.value)
        case None:
            pass
    if one.withdraws:
        suspended = rows.filter(by=one.withdraws, state=State.SUSPENDED)
        suspended.update(state=State.VALID, since_on=one.on, by=one.jti, why="")


def _rows(agreement: str, party: str, batch: CertificateBatch, one: Told) -> Iterable[Announced]:
    for made in batch.certificates:
        yield Announced(
            agreement=agreement,
            party=party,
            number=made.number,
            state=State.VALID,
            since_on=made.issued_on,
            by=one.jti,
            commitment=made.commitment,
            organization=made.organization,
            field=made.field,
            route=made.route.value,
            issued_on=made.issued_on,
            valid_until_on=made.valid_until_on,
            jti=one.jti,
        )
    for void in batch.voided:
        yield _void(agreement, party, void.number, void.voided_on, void.why.value, one.jti)


def _void(agreement: str, party: str, number: str, on: date, why: str, jti: str) -> Announced:  # noqa: PLR0917 - the columns of a row
    return Announced(
        agreement=agreement,
        party=party,
        number=number,
        state=State.VOID,
        since_on=on,
        by=jti,
        why=why,
        issued_on=on,
        jti=jti,
    )
