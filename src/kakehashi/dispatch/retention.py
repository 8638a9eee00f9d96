"""What is erased at the end of its time, in every app that keeps something of it."""

from datetime import datetime

from kakehashi.approvals import erasing
from kakehashi.dispatch.arriving import application_source
from kakehashi.screening.actions import remove


def erase_applications(*, now: datetime) -> None:
    """Erase the applications whose time is over, what was compared of their names first.

    Whoever is cut off between the two finds the application still due.
    """
    while (over := erasing.due(now=now)) is not None:
        remove(source=application_source(over), with_decisions=True)
        erasing.erase(over, now=now)
