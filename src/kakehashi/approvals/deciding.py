"""What a decision writes here: the number, who decided, when it ends. `dispatch` does the rest.

All of it inside the transaction that issues the notice, so that all happens or nothing.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from kakehashi.approvals import sealing
from kakehashi.approvals.actions import NotAsItWas, note_step
from kakehashi.approvals.examining import Barred, facts_of
from kakehashi.approvals.models import AllottedNumber, Application
from kakehashi.core.approving.course import Purpose, State, bar_to_decide
from kakehashi.core.approving.standards import StandardSet


def require_decidable(
    application: Application, *, revision: int, by: int, today: date
) -> Application:
    """Give the application as it stands now, if this officer may decide it as it was seen.

    Raises:
        NotAsItWas: it was decided, sent back or changed meanwhile.
        Barred: the officer may not decide it, or it may not be approved.

    """
    fresh = (
        Application.objects.select_for_update(of=("self",))
        .select_related("standards", "applicant")
        .get(pk=application.pk)
    )
    if fresh.revision != revision or fresh.state != State.RECOMMENDED:
        raise NotAsItWas
    bar = bar_to_decide(facts_of(fresh, today=today), by)
    if bar is not None:
        raise Barred(bar)
    return fresh


def allot_number(
    application: Application, standards: StandardSet, *, taken: int, now: datetime
) -> str:
    """Allot the next number: after the last allotted, the first time after the last `taken`.

    A renewal or change keeps the number that it is about.
    """
    if application.purpose != Purpose.APPROVAL:
        return application.about
    with transaction.atomic():
        there = AllottedNumber.objects.filter(agreement=application.agreement)
        last = there.aggregate(last=Max("serial"))["last"]
        serial = (taken if last is None else last) + 1
        made = AllottedNumber.objects.create(
            agreement=application.agreement,
            serial=serial,
            number=standards.number(serial),
            application=application,
            allotted_at=now,
        )
    return made.number


def close_approved(
    application: Application,
    *,
    number: str,
    valid_until: date | None,
    leaf: str,
    jti: str,
    by: int,
    on: date,
    now: datetime,
) -> None:
    """Note that it was approved, under which number, by which entry and notice."""
    Application.objects.filter(pk=application.pk).update(
        state=State.APPROVED,
        number=number,
        valid_until=valid_until,
        leaf=leaf,
        jti=jti,
        decided_by=by,
        decided_on=on,
        revision=F("revision") + 1,
        changed_at=now,
        is_screened=False,
    )
    note_step(application, "approved", now=now, officer=by)


def close_refused(application: Application, *, leaf: str, by: int, on: date, now: datetime) -> None:
    """Note that it was refused; the grounds stand in the sealed terms."""
    Application.objects.filter(pk=application.pk).update(
        state=State.REFUSED,
        leaf=leaf,
        decided_by=by,
        decided_on=on,
        revision=F("revision") + 1,
        changed_at=now,
        is_screened=False,
    )
    words = str(sealing.open_told(application.public_id, sealing.TERMS).get("words", ""))
    note_step(application, "refused", now=now, officer=by, words=words)
