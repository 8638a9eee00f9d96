"""How sending organizations stood on a day, by the register and the days of its decisions."""

from collections.abc import Callable, Iterable
from datetime import date

from kakehashi.core.acceptance_check.facts import Organization, Stage
from kakehashi.core.acceptance_check.organization import status_on
from kakehashi.core.standing import Register, Status
from kakehashi.registers.standings import Dated, dated


def organization_of(found: Dated) -> Organization:
    """Give an entry of the register as the check takes it."""
    approval = found.standing.record.get("approval")
    fields = approval.get("fields", ()) if isinstance(approval, dict) else ()
    return Organization(
        found.standing.key.number,
        tuple(
            Stage(phase.status, phase.from_on, decided_on, phase.until_on)
            for phase, decided_on in found.decided
        ),
        found.standing.valid_until,
        frozenset(map(str, fields)),
    )


def approved_then(agreement: str, numbers: Iterable[str]) -> Callable[[str, date], bool]:
    """Give what says whether one of these organizations was approved on a day.

    As the acceptance check has it: what was decided on that day or later does not count against it.
    """
    known = {
        number: organization_of(found)
        for number, found in dated(agreement, Register.SENDING, numbers).items()
    }

    def is_approved(number: str, day: date) -> bool:
        found = known.get(number)
        return found is not None and status_on(found, day) is Status.APPROVED

    return is_approved
