"""What is known of certificates: cases of officers, what was announced, whether there are any."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from kakehashi import node
from kakehashi.certificates import keys, sealing
from kakehashi.certificates.models import (
    Announced,
    CandidateCase,
    CaseState,
    Certificate,
    ExamToken,
    State,
)
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.core.notices.certificates import CertificateIssued

ISSUED = CertificateIssued.kind


def is_certifying(agreement: str, day: date) -> bool:
    """Say whether our side certifies candidates under an agreement on a day, by its profile."""
    return certifier(agreement, day) == node.this().party


def certifier(agreement: str, day: date) -> str | None:
    """Name the party whose certificates acceptance rests on; None where the profile has none."""
    terms = node.profile(agreement).on(day)
    if not terms.needs_certificate:
        return None
    parties = (party for kind, party in terms.permits if kind == ISSUED)
    return next(parties, None)


def certifiers(agreements: Iterable[str], *, now: datetime) -> dict[str, str]:
    """Name, by agreement, the party whose certificates acceptance rests on today."""
    found = {name: certifier(name, keys.today(name, now)) for name in agreements}
    return {name: party for name, party in found.items() if party}


def case_by_id(public_id: str, agreement: str) -> CandidateCase | None:
    """Find a case by its public id, under the agreement that was asked for."""
    cases = CandidateCase.objects.filter(public_id=public_id, agreement=agreement)
    return cases.select_related("opened_by", "proposed_by", "decided_by").first()


def cases(agreement: str, *states: CaseState) -> QuerySet[CandidateCase]:
    """Cases in these states (all where none is named), the longest waiting first."""
    found = CandidateCase.objects.filter(agreement=agreement)
    if states:
        found = found.filter(state__in=states)
    return found.select_related("opened_by", "proposed_by").order_by("changed_at", "pk")


def waiting_for_decision(agreement: str, *, not_by: int) -> QuerySet[CandidateCase]:
    """Cases that another officer proposed."""
    return cases(agreement, CaseState.PROPOSED).exclude(proposed_by_id=not_by)


def others_of_the_person(case: CandidateCase, content: Content) -> QuerySet[CandidateCase]:
    """Other cases of the same passport and date of birth."""
    token = sealing.person_token(content)
    same = CandidateCase.objects.filter(agreement=case.agreement, person=token)
    return same.exclude(pk=case.pk).order_by("opened_at")


def proofs_used_elsewhere(case: CandidateCase, content: Content) -> dict[str, list[CandidateCase]]:
    """Numbers of exam proofs in a case that stand in cases of other persons too."""
    tokens = {sealing.exam_token(exam): exam.number for exam in content.exams}
    rows = (
        ExamToken.objects.filter(agreement=case.agreement, token__in=list(tokens))
        .exclude(case__person=sealing.person_token(content))
        .select_related("case")
        .order_by("case__opened_at")
    )
    found: dict[str, list[CandidateCase]] = {}
    for row in rows:
        found.setdefault(tokens[bytes(row.token)], []).append(row.case)
    return found


def certificates_of(case: CandidateCase) -> list[Certificate]:
    """The certificates of a case, the latest first."""
    return list(Certificate.objects.filter(case=case).order_by("-sequence"))


def certificate(agreement: str, number: str) -> Certificate | None:
    """Find a certificate of ours by its number."""
    return Certificate.objects.filter(agreement=agreement, number=number).first()


def announced(agreement: str, party: str, number: str) -> Announced | None:
    """What a side announced under a number; None where it announced none."""
    return Announced.objects.filter(agreement=agreement, party=party, number=number).first()


def announced_under(agreement: str, party: str, numbers: Iterable[str]) -> dict[str, Announced]:
    """The certificates that a side announced under some numbers, void ones left out: one query."""
    rows = Announced.objects.filter(agreement=agreement, party=party, number__in=set(numbers))
    return {row.number: row for row in rows.exclude(state=State.VOID)}
