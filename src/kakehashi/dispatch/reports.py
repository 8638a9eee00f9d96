"""Confidential reports where they touch the rest of the node: what is erased leaves its proof."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kakehashi.accounts.models import Officer
from kakehashi.desk.acts import note
from kakehashi.intake import actions
from kakehashi.intake.models import Report


def erase_reports(reports: Iterable[Report], *, by: Officer, now: datetime) -> int:
    """Destroy reports with their keys; the own record keeps that it was done, by whom and when.

    All of them or none. Gives how many parts were destroyed.
    """
    destroyed = 0
    with transaction.atomic():
        for report in reports:
            parts = actions.erase_report(report, by=by, now=now)
            note("report.erased", by=by.pk, now=now, report=str(report.public_id), parts=parts)
            destroyed += parts
    return destroyed
