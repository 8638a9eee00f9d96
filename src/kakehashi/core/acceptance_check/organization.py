"""Whether the sending organization was approved on the day that counts, and what came later.

What was decided on that day or after it, whatever day it names, is a later change: it is asked
about and never held against whoever was sent before it. Days do not say what came first on one.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from kakehashi.core.acceptance_check.asked import Asked
from kakehashi.core.acceptance_check.facts import Application, Facts, Organization, Stage
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight
from kakehashi.core.standing import Status

_ADVERSE: Final = frozenset({Status.SUSPENDED, Status.REVOKED})
_LATER: Final = {
    Status.SUSPENDED: Finding.ORGANIZATION_SUSPENDED_LATER,
    Status.REVOKED: Finding.ORGANIZATION_REVOKED_LATER,
}


def reasons(application: Application, facts: Facts, asked: Asked) -> Iterator[Reason]:
    """Give what is found about the organization."""
    claims = facts.paper.claims if facts.paper else None
    number = claims.organization if claims else application.organization
    if not number:
        yield asked.finds(Finding.ORGANIZATION_NOT_NAMED, Weight.ASK)
        return
    found, day = facts.organization, day_asked(application, facts, asked)
    if found is None:
        weight = asked.weighs("not-listed")
        yield asked.finds(Finding.ORGANIZATION_NOT_LISTED, weight, organization=number)
        return
    status = status_on(found, day)
    said = {"organization": found.number, "on": day.isoformat()}
    if status is Status.APPROVED:
        yield asked.finds(Finding.ORGANIZATION_APPROVED, **said)
    else:
        weight = asked.weighs("not-approved")
        yield asked.finds(Finding.ORGANIZATION_NOT_APPROVED, weight, status=status.value, **said)
    yield from _later(found, day, facts.today, asked)
    wanted = claims.field if claims else application.field
    if found.fields and wanted and wanted not in found.fields:
        yield asked.finds(
            Finding.ORGANIZATION_OTHER_FIELDS, Weight.ASK, organization=number, field=wanted
        )


def day_asked(application: Application, facts: Facts, asked: Asked) -> date:
    """The day that counts: the certificate's own where the rule says so and one is known."""
    if asked.table.get("approved-on") != "day-of-issue":
        return application.applied_on
    claims = facts.paper.claims if facts.paper else None
    return (claims.issued_on if claims else application.issued_on) or application.applied_on


def status_on(organization: Organization, day: date) -> Status:
    """The status on a day, by what had been decided before it.

    An approval counts from its own day, however late it was decided or told.
    """
    begun = [
        stage
        for stage in organization.stages
        if stage.from_on <= day and (stage.status not in _ADVERSE or stage.decided_on < day)
    ]
    status = _standing(sorted(begun, key=_order), day)
    until = organization.valid_until_on
    if status is Status.APPROVED and until is not None and until < day:
        return Status.EXPIRED
    return status


def _standing(begun: list[Stage], day: date) -> Status:
    """The last that began; a suspension whose last day has passed gives way to what was before."""
    while begun:
        last = begun.pop()
        is_over = last.until_on is not None and last.until_on < day
        if not (is_over and last.status is Status.SUSPENDED):
            return last.status
    return Status.NOT_YET


def _order(stage: Stage) -> tuple[date, date, str]:
    return stage.from_on, stage.decided_on, stage.status


def _later(found: Organization, day: date, today: date, asked: Asked) -> Iterator[Reason]:
    """What was held against the organization after the day, as it stands today."""
    later = [
        stage
        for stage in found.stages
        if stage.status in _ADVERSE and (stage.from_on > day or stage.decided_on >= day)
    ]
    for stage in sorted(later, key=_order):
        ended = next(
            (
                other.from_on
                for other in sorted(found.stages, key=_order)
                if other.status is Status.APPROVED and other.from_on > stage.from_on
            ),
            stage.until_on,
        )
        is_over = ended is not None and ended <= today
        yield asked.finds(
            _LATER[stage.status],
            Weight.SAYS if is_over else asked.weighs("later-change"),
            organization=found.number,
            since_on=stage.from_on,
            until_on=ended if is_over else None,
        )
