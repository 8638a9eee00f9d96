"""What officers do to a candidate's case: open, keep, do a step, propose, decide.

Whoever may do what was asked before; here the state decides, so that of two who act at once the
second is told what the first did. Every verb is one transaction.
"""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from kakehashi.certificates import keys, sealing
from kakehashi.certificates.models import LIVE, CandidateCase, CaseState, Certificate, StepDone
from kakehashi.certificates.procedures import procedure
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.core.certificate.case import claims_of
from kakehashi.core.certificate.claims import Unfit, payload_of
from kakehashi.core.certificate.procedure import Step
from kakehashi.core.notices.certificates import CertificateEndWhy
from kakehashi.journal.record import record


class NotAsItWas(Exception):
    """The case is no longer in the state in which it was seen; nothing was changed."""


class OwnCase(Exception):
    """Nobody decides on a case that they proposed themselves."""


class NoSuchStep(LookupError):
    """The procedure has no such step for the case's route, or it asks for evidence."""


class NotReady(Exception):
    """The case cannot be proposed yet: `missing` steps, or `unfit` names what no paper can carry.

    `unfit` is the member of the certificate that does not fit, or `valid_until_on` where the
    certificate would have ended already.
    """

    def __init__(self, *, missing: tuple[Step, ...] = (), unfit: str = "") -> None:
        super().__init__(unfit or ", ".join(step.id for step in missing))
        self.missing, self.unfit = missing, unfit


def open_case(agreement: str, content: Content, *, by: int, now: datetime) -> CandidateCase:
    """Open a candidate's case; `by` is the officer's id."""
    with transaction.atomic():
        case = CandidateCase.objects.create(
            public_id=uuid.uuid4(),
            agreement=agreement,
            organization=content.organization,
            field=content.field,
            route=content.route.value,
            person=sealing.person_token(content),
            opened_by_id=by,
            opened_at=now,
            changed_at=now,
        )
        sealing.seal_content(case, content)
        sealing.keep_tokens(case, content)
    return case


def keep_case(
    case: CandidateCase, content: Content, *, revision: int, now: datetime
) -> CandidateCase:
    """Keep what was changed in an open case that stands at `revision`; NotAsItWas otherwise."""
    with transaction.atomic():
        _move(
            case,
            CaseState.OPEN,
            CaseState.OPEN,
            revision=revision,
            now=now,
            organization=content.organization,
            field=content.field,
            route=content.route.value,
            person=sealing.person_token(content),
            is_screened=False,
        )
        sealing.seal_content(case, content)
        sealing.keep_tokens(case, content)
    return CandidateCase.objects.get(pk=case.pk)


def note_step(
    case: CandidateCase,
    step: str,
    *,
    done_on: date,
    note: str = "",
    evidence: bytes | None = None,
    by: int,
    now: datetime,
) -> StepDone:
    """Note that a step was done on a day, with its evidence (a file's bytes); again replaces it.

    Raises:
        NoSuchStep: the procedure has no such step for the route, or wants evidence that is not
            there.
        NotAsItWas: the case is not open any more.

    """
    wanted = next((one for one in procedure(case.agreement).of(case.route) if one.id == step), None)
    if wanted is None or (wanted.evidence == "required" and evidence is None):
        raise NoSuchStep(step)
    with transaction.atomic():
        if not CandidateCase.objects.filter(pk=case.pk, state=CaseState.OPEN).update(
            changed_at=now
        ):
            raise NotAsItWas
        name = ""
        if evidence is not None:
            name = f"evidence-{step}"
            sealing.seal_part(case, name, evidence)
        if note:
            sealing.seal_part(case, f"note-{step}", note.encode())
        done, _ = StepDone.objects.update_or_create(
            case=case,
            step=step,
            defaults={
                "done_on": done_on,
                "done_by_id": by,
                "noted_at": now,
                "evidence": name,
            },
        )
        _record("candidate-step.done", case, by=by, now=now, step=step)
    return done


def propose_case(case: CandidateCase, *, revision: int, by: int, now: datetime) -> None:
    """Hand an open case to a second officer.

    Raises:
        NotReady: steps are missing, or a member does not fit on a certificate.
        NotAsItWas: it was changed or proposed meanwhile.

    """
    done = case.steps.values_list("step", flat=True)
    if missing := procedure(case.agreement).missing(case.route, done):
        raise NotReady(missing=missing)
    require_fit(case, sealing.open_content(case), now=now)
    with transaction.atomic():
        _move(
            case,
            CaseState.OPEN,
            CaseState.PROPOSED,
            revision=revision,
            now=now,
            proposed_by_id=by,
            proposed_at=now,
        )
        _record("candidate.proposed", case, by=by, now=now)


def require_fit(case: CandidateCase, content: Content, *, now: datetime) -> None:
    """Refuse, before any number is taken, what no certificate could carry; NotReady says what."""
    today = keys.today(case.agreement, now)
    claims = claims_of(
        content,
        issuer=keys.issuer(case.agreement),
        number=f"{keys.issuer(case.agreement).rpartition('/')[2]}-0000001",
        issued_on=today,
        time_zone=keys.time_zone(case.agreement),
        status_list=1,
        status_index=0,
    )
    if content.valid_until_on < today:
        raise NotReady(unfit="valid_until_on")
    try:
        payload_of(claims)
    except Unfit as unfit:
        raise NotReady(unfit=str(unfit)) from unfit


def send_back(case: CandidateCase, *, reason: str, revision: int, by: int, now: datetime) -> None:
    """Give a proposed case back, with a reason in words; OwnCase and NotAsItWas as in `approve`."""
    _decide(case, CaseState.OPEN, "candidate.sent-back", reason, revision=revision, by=by, now=now)


def refuse_case(case: CandidateCase, *, reason: str, revision: int, by: int, now: datetime) -> None:
    """Refuse a proposed case, with a reason in words; OwnCase and NotAsItWas as in `approve`."""
    _decide(case, CaseState.REFUSED, "candidate.refused", reason, revision=revision, by=by, now=now)


def approve_case(case: CandidateCase, *, revision: int, by: int, now: datetime) -> None:
    """Decide that a proposed case is certified: the second officer's act. Issuing follows.

    Raises:
        OwnCase: the officer proposed it.
        NotAsItWas: it was decided, changed or withdrawn meanwhile.

    """
    with transaction.atomic():
        found = _proposed_by_another(case, by)
        _move(
            found,
            CaseState.PROPOSED,
            CaseState.APPROVED,
            revision=revision,
            now=now,
            decided_by_id=by,
            decided_at=now,
        )
        leaf = _record("certificate.decided", found, by=by, now=now)
        CandidateCase.objects.filter(pk=case.pk).update(decision=leaf)


def withdraw_case(
    case: CandidateCase, *, reason: str, revision: int, by: int, now: datetime
) -> None:
    """Close an open or proposed case: the candidate does not go. NotAsItWas once it is decided."""
    with transaction.atomic():
        state = CaseState(CandidateCase.objects.get(pk=case.pk).state)
        if state not in {CaseState.OPEN, CaseState.PROPOSED}:
            raise NotAsItWas
        _move(case, state, CaseState.WITHDRAWN, revision=revision, now=now)
        sealing.seal_part(case, sealing.REASON, reason.encode())
        _record("candidate.withdrawn", case, by=by, now=now)


def withdraw_approval(
    case: CandidateCase,
    *,
    why: CertificateEndWhy,
    reason: str,
    revision: int,
    by: int,
    now: datetime,
) -> None:
    """Close an approved case before its certificate is issued; the counterpart is told the count.

    NotAsItWas where it was issued meanwhile, or was never approved.
    """
    with transaction.atomic():
        _move(case, CaseState.APPROVED, CaseState.WITHDRAWN, revision=revision, now=now)
        sealing.seal_part(case, sealing.REASON, reason.encode())
        _record("certificate.decision-withdrawn", case, by=by, now=now, why=why.value)


def reopen_case(case: CandidateCase, *, revision: int, by: int, now: datetime) -> None:
    """Open a case again whose certificate was revoked, or that was refused; steps stay done.

    Raises:
        NotAsItWas: its certificate is still live, or the case is on its way.

    """
    with transaction.atomic():
        found = CandidateCase.objects.get(pk=case.pk)
        ended = {CaseState.CERTIFIED, CaseState.REFUSED, CaseState.WITHDRAWN}
        live = Certificate.objects.filter(case=case, state__in=LIVE)
        if found.state not in ended or live.exists():
            raise NotAsItWas
        _move(
            found,
            CaseState(found.state),
            CaseState.OPEN,
            revision=revision,
            now=now,
            proposed_by=None,
            proposed_at=None,
            decided_by=None,
            decided_at=None,
            decision="",
        )
        _record("candidate.reopened", case, by=by, now=now)


def _decide(
    case: CandidateCase,
    to: CaseState,
    act: str,
    reason: str,
    *,
    revision: int,
    by: int,
    now: datetime,
) -> None:
    with transaction.atomic():
        found = _proposed_by_another(case, by)
        _move(found, CaseState.PROPOSED, to, revision=revision, now=now)
        sealing.seal_part(case, sealing.REASON, reason.encode())
        _record(act, case, by=by, now=now)


def _proposed_by_another(case: CandidateCase, by: int) -> CandidateCase:
    found = CandidateCase.objects.get(pk=case.pk)
    if found.proposed_by_id == by:
        raise OwnCase
    return found


def _move(
    case: CandidateCase,
    before: CaseState,
    after: CaseState,
    *,
    revision: int,
    now: datetime,
    **changes: object,
) -> None:
    if {before, after} & {CaseState.REFUSED, CaseState.WITHDRAWN}:
        changes["is_screened"] = False
    moved = CandidateCase.objects.filter(pk=case.pk, state=before, revision=revision).update(
        state=after, revision=F("revision") + 1, changed_at=now, **changes
    )
    if not moved:
        raise NotAsItWas


def _record(act: str, case: CandidateCase, *, by: int, now: datetime, **more: object) -> str:
    said = {"agreement": case.agreement, "thing": str(case.public_id), "by": by}
    return record(act, said | more, now=now)
