"""What is erased at the end of its time, in every app that keeps something of it."""

from datetime import datetime

from kakehashi.approvals import erasing
from kakehashi.dispatch.arriving import application_source
from kakehashi.screening.actions import remove


def erase_applications(*, now: datetime) -> None:
    """Erase the applications whose time is over, with what was compared of their names."""
    while (erased := erasing.erase_due(now=now)) is not None:
        remove(source=application_source(erased), with_decisions=True)
