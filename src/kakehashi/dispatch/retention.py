"""What is erased at the end of its time, in every app that keeps something of it."""

from datetime import datetime

from kakehashi.approvals import erasing
from kakehashi.dispatch.arriving import application_source
from kakehashi.screening.actions import remove


def erase_applications(*, now: datetime) -> bool:
    """Erase the next application whose time is over, with what was compared of its names."""
    erased = erasing.erase_due(now=now)
    if erased is None:
        return False
    remove(source=application_source(erased), with_decisions=True)
    return True
