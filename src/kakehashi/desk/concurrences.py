"""Concurrence of our signatories in a draft: recorded, counted, and asked for before sign-off."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.core import concurrence
from kakehashi.core.agreement import Terms
from kakehashi.core.target_days import day_at
from kakehashi.desk import sealing
from kakehashi.desk.acts import note
from kakehashi.desk.models import Concurrence, Draft, State


class NotConcurred(Exception):
    """Signatories have not concurred yet; `missing` are their offices in the profile's order."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class ConcurrenceRefused(Exception):
    """It was not recorded. `reason` is a code: `unasked`, `changed`, `own`, `unit`, `twice`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in which a signatory concurs: its file number, its date, its scan."""

    number: str
    on: date
    scan: bytes


def terms_of(draft: Draft, now: datetime) -> Terms:
    """The agreement as it stands for our side now."""
    profile, party = node.profile(draft.agreement), node.this().party
    return profile.on(day_at(int(now.timestamp()), profile.parties[party].time_zone))


def asked_for(draft: Draft, *, now: datetime) -> tuple[str, ...]:
    """The signatories whose concurrence a draft needs; none where it needs none."""
    return concurrence.asked(terms_of(draft, now), node.this().party, draft.kind)


def given(draft: Draft, *, revision: int) -> dict[str, Concurrence]:
    """Who has concurred in a draft as it stood at a revision, by signatory."""
    found = Concurrence.objects.filter(draft=draft, revision=revision)
    return {one.signatory: one for one in found.select_related("recorded_by")}


def given_before_issue(draft: Draft) -> dict[str, Concurrence]:
    """Who concurred in a draft that is issued by now: issuing was its last change."""
    return given(draft, revision=draft.revision - 1)


def require_concurrence(draft: Draft, *, revision: int, now: datetime) -> None:
    """Raise NotConcurred while a signatory's concurrence in this very draft is missing."""
    concurred = given(draft, revision=revision)
    missing = concurrence.missing(
        terms_of(draft, now), node.this().party, draft.kind, concurred=concurred
    )
    if missing:
        raise NotConcurred(missing)


def _is_drafter(officer: Officer, draft: Draft) -> bool:
    return officer.pk == draft.drafted_by_id or draft.taken_over.filter(officer=officer).exists()


def speaks_for(officer: Officer, draft: Draft, *, now: datetime) -> str | None:
    """The signatory for which an officer may concur in a draft; None where for none."""
    if _is_drafter(officer, draft):
        return None
    mine = concurrence.signatory_of(terms_of(draft, now), node.this().party, officer.unit_id)
    return mine if mine in asked_for(draft, now=now) else None


@transaction.atomic
def concur(draft: Draft, *, revision: int, by: Officer, now: datetime) -> None:
    """Record that the signatory to which an officer belongs concurs.

    ConcurrenceRefused: `own` draft, another `unit`, the draft has `changed`, or `twice`.
    """
    if _is_drafter(by, draft):
        raise ConcurrenceRefused("own")
    signatory = speaks_for(by, draft, now=now)
    if signatory is None:
        raise ConcurrenceRefused("unit")
    _record(draft, signatory, revision, by, now)


@transaction.atomic
def concur_by_letter(
    draft: Draft, signatory: str, *, letter: Letter, revision: int, by: Officer, now: datetime
) -> None:
    """Record a letter in which a signatory concurs.

    ConcurrenceRefused: `unasked`, the draft has `changed`, or `twice`.
    """
    if signatory not in asked_for(draft, now=now):
        raise ConcurrenceRefused("unasked")
    _record(draft, signatory, revision, by, now, letter)


def _record(  # noqa: PLR0917 - one concurrence
    draft: Draft,
    signatory: str,
    revision: int,
    by: Officer,
    now: datetime,
    letter: Letter | None = None,
) -> None:
    waiting = Draft.objects.select_for_update().filter(pk=draft.pk, state=State.SUBMITTED)
    if not waiting.filter(revision=revision).exists():
        raise ConcurrenceRefused("changed")
    told: dict[str, str] = {}
    try:
        with transaction.atomic():
            made = Concurrence.objects.create(
                draft=draft,
                signatory=signatory,
                revision=revision,
                recorded_by=by,
                recorded_at=now,
                **_of_letter(draft, letter),
            )
    except IntegrityError as error:
        raise ConcurrenceRefused("twice") from error
    if letter is not None:
        told = {"letter": made.letter_number, "scan": made.scan_digest}
    note(
        "concurrence.recorded",
        by=by.pk,
        now=now,
        agreement=draft.agreement,
        thing=str(draft.public_id),
        signatory=signatory,
        kind=draft.kind,
        **told,
    )


def _of_letter(draft: Draft, letter: Letter | None) -> dict[str, object]:
    if letter is None:
        return {}
    return {
        "letter_number": letter.number,
        "letter_on": letter.on,
        "scan": sealing.seal_file(draft, letter.scan),
        "scan_digest": hashlib.sha256(letter.scan).hexdigest(),
    }
