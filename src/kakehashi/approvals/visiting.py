"""Visits on site: planned, done with what was found, or called off; each in the own record."""

import uuid
from datetime import date, datetime

from django.db import transaction

from kakehashi.approvals import sealing
from kakehashi.approvals.models import Application, Visit
from kakehashi.journal.record import record

PURPOSE = "purpose"
FOUND = "found"


class NotPlanned(Exception):
    """The visit was ended meanwhile; nothing was changed."""


def plan(
    *,
    agreement: str,
    application: Application | None = None,
    number: str = "",
    on: date,
    purpose: str,
    by: int,
    now: datetime,
) -> Visit:
    """Plan a visit for an application, or to the organization of a number."""
    with transaction.atomic():
        made = Visit.objects.create(
            public_id=uuid.uuid4(),
            agreement=agreement,
            application=application,
            number=number,
            planned_on=on,
            planned_by_id=by,
        )
        sealing.seal(made.public_id, PURPOSE, purpose.encode())
        record("visit.planned", _told(made, by) | {"on": on.isoformat()}, now=now)
    return made


def end(visit: Visit, *, on: date, found: str, found_wanting: bool, by: int, now: datetime) -> None:
    """Say that a visit was made, and what was found. NotPlanned where it was ended before."""
    with transaction.atomic():
        planned = Visit.objects.filter(pk=visit.pk, state=Visit.State.PLANNED)
        if not planned.update(
            state=Visit.State.DONE, done_on=on, ended_by=by, found_wanting=found_wanting
        ):
            raise NotPlanned
        sealing.seal(visit.public_id, FOUND, found.encode())
        told = {"on": on.isoformat(), "wanting": found_wanting}
        record("visit.made", _told(visit, by) | told, now=now)


def call_off(visit: Visit, *, by: int, now: datetime) -> None:
    """Say that a visit is not made. NotPlanned where it was ended before."""
    with transaction.atomic():
        planned = Visit.objects.filter(pk=visit.pk, state=Visit.State.PLANNED)
        if not planned.update(state=Visit.State.CALLED_OFF, ended_by=by):
            raise NotPlanned
        record("visit.called-off", _told(visit, by), now=now)


def _told(visit: Visit, by: int) -> dict[str, object]:
    about = str(visit.application.public_id) if visit.application else visit.number
    return {
        "by": by,
        "thing": str(visit.public_id),
        "agreement": visit.agreement,
        "about": about,
    }
