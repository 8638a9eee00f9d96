"""Applications as pages need them, and what approvals the own record should know."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from kakehashi.approvals import sealing
from kakehashi.approvals.models import (
    AllottedNumber,
    Applicant,
    Application,
    ApplicationStep,
    ConflictDeclared,
    Finding,
    Visit,
)
from kakehashi.approvals.sealing import Content
from kakehashi.approvals.visiting import FOUND, PURPOSE
from kakehashi.core.approving.asks import Answers
from kakehashi.core.approving.course import OPEN, WITH_OFFICE, Purpose, State
from kakehashi.core.approving.entry import display_name


@dataclass(frozen=True, slots=True)
class Named:
    """An application with the first name that it gives, and the language of that name."""

    application: Application
    name: str
    lang: str


@dataclass(frozen=True, slots=True)
class StepTold:
    """A step with its words opened."""

    step: ApplicationStep
    words: str


@dataclass(frozen=True, slots=True)
class FoundTold:
    """A finding with its evidence opened."""

    finding: Finding
    evidence: str


@dataclass(frozen=True, slots=True)
class VisitTold:
    """A visit with its purpose and what was found, opened."""

    visit: Visit
    purpose: str
    found: str


def of_applicant(applicant: Applicant) -> list[Named]:
    """An applicant's applications, the latest change first: two queries."""
    return named(Application.objects.filter(applicant=applicant).order_by("-changed_at")[:100])


def one_of(applicant: Applicant, public_id: uuid.UUID) -> Application | None:
    """An application of this very applicant; None for everybody else's."""
    mine = Application.objects.filter(applicant=applicant, public_id=public_id)
    return mine.select_related("standards", "applicant").first()


def one(agreements: Collection[str], public_id: uuid.UUID) -> Application | None:
    """A submitted application under some agreements: drafts are their applicants' alone."""
    found = Application.objects.filter(agreement__in=agreements, public_id=public_id)
    return (
        found.exclude(submitted_at=None)
        .select_related("standards", "applicant", "examiner", "decided_by")
        .first()
    )


def submitted(agreements: Collection[str], *, is_open: bool) -> QuerySet[Application]:
    """Applications that the office has: the longest waiting first, or those ended, latest first."""
    found = Application.objects.filter(agreement__in=agreements, submitted_at__isnull=False)
    rows = found.select_related("examiner", "applicant")
    if is_open:
        return rows.filter(state__in=OPEN).order_by("waiting_since", "serial")
    return rows.exclude(state__in=OPEN).order_by("-changed_at")


def waiting_for(officer: int, examines: Collection[str], decides: Collection[str]) -> list[Named]:
    """What waits for an officer: to take up or go on examining, or to decide; two queries."""
    waiting = Application.objects.filter(state__in=WITH_OFFICE).exclude(
        pk__in=ConflictDeclared.objects.filter(officer_id=officer, has_conflict=True).values(
            "application_id"
        )
    )
    free = waiting.filter(agreement__in=examines, state=State.SUBMITTED)
    mine = free.filter(examiner=None) | free.filter(examiner_id=officer)
    to_decide = waiting.filter(agreement__in=decides, state=State.RECOMMENDED).exclude(
        examiner_id=officer
    )
    return named((mine | to_decide).order_by("waiting_since")[:50])


def named(applications: Iterable[Application]) -> list[Named]:
    """Name applications by the first name that each gives: two queries."""
    rows = list(applications)
    parts = sealing.open_parts([row.public_id for row in rows], [sealing.CONTENT])
    found = []
    for row in rows:
        data = parts.get((row.public_id, sealing.CONTENT))
        answers: Answers = sealing.read_content(data).said if data else {}
        found.append(Named(row, *display_name(answers)))
    return found


def approved(agreement: str, number: str) -> Application | None:
    """The latest application by which a number was approved, renewed or changed."""
    found = Application.objects.filter(agreement=agreement, number=number, state=State.APPROVED)
    return found.select_related("applicant", "standards").order_by("-decided_on", "-pk").first()


def is_being_renewed(application: Application) -> bool:
    """Whether a renewal of what an application approved is open."""
    return Application.objects.filter(
        agreement=application.agreement,
        about=application.number,
        purpose=Purpose.RENEWAL,
        state__in=OPEN,
    ).exists()


def file_of(agreement: str, number: str) -> list[Application]:
    """Every submitted application about a number, the latest first."""
    found = Application.objects.filter(agreement=agreement, submitted_at__isnull=False)
    rows = found.filter(number=number) | found.filter(about=number)
    return list(rows.order_by("-submitted_at"))


def content_of(application: Application) -> Content:
    """What an application says; nothing where it was erased."""
    if application.erased_at is not None:
        return Content()
    return sealing.open_content(application.public_id)


def steps(application: Application) -> list[StepTold]:
    """What happened to an application, the latest first: two queries."""
    rows = list(application.steps.select_related("officer").order_by("-pk"))
    names = [f"step-{row.pk}" for row in rows if row.has_words]
    parts = sealing.open_parts([application.public_id], names) if names else {}
    return [
        StepTold(row, parts.get((application.public_id, f"step-{row.pk}"), b"").decode())
        for row in rows
    ]


def findings(application: Application) -> dict[str, FoundTold]:
    """What was found, by standard: two queries."""
    rows = list(application.findings.select_related("officer"))
    names = [f"finding-{row.standard}" for row in rows]
    parts = sealing.open_parts([application.public_id], names) if names else {}
    about = application.public_id
    return {
        row.standard: FoundTold(row, parts.get((about, f"finding-{row.standard}"), b"").decode())
        for row in rows
    }


def visits(rows: QuerySet[Visit]) -> list[VisitTold]:
    """Visits with what they say, the latest planned first: two queries."""
    found = list(rows.select_related("planned_by", "ended_by").order_by("-planned_on", "-pk")[:50])
    ids = [one.public_id for one in found]
    parts = sealing.open_parts(ids, [PURPOSE, FOUND]) if ids else {}
    return [
        VisitTold(
            one,
            parts.get((one.public_id, PURPOSE), b"").decode(),
            parts.get((one.public_id, FOUND), b"").decode(),
        )
        for one in found
    ]


def visits_due(agreements: Collection[str], *, until: date) -> QuerySet[Visit]:
    """Visits planned for a day up to `until` and not made yet, the earliest first."""
    planned = Visit.objects.filter(agreement__in=agreements, state=Visit.State.PLANNED)
    rows = planned.filter(planned_on__lte=until).select_related("application")
    return rows.order_by("planned_on", "pk")


def decided_notices(agreement: str) -> dict[str, Application]:
    """The approvals that applications stand behind, by the notice that told of each."""
    found = Application.objects.filter(agreement=agreement, state=State.APPROVED)
    return {one.jti: one for one in found}


def allotted(agreement: str) -> Sequence[AllottedNumber]:
    """Every number that was allotted, in order."""
    found = AllottedNumber.objects.filter(agreement=agreement).order_by("serial")
    return list(found.select_related("application"))
