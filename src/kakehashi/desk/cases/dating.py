"""Until when something of a case is due: the earliest deadline among its open duties."""

from collections.abc import Collection
from typing import Final

from kakehashi.database.direct import write
from kakehashi.desk.cases.kept import matters_of
from kakehashi.desk.models import Case, Dealing, DeskEdition, DutyRow

_AT_ONCE: Final = 2_000
"""Cases in one statement."""
_DATE: Final = f"""
UPDATE {Case._meta.db_table} SET due_on = (
  SELECT MIN(duty.deadline_on) FROM {DutyRow._meta.db_table} duty
  WHERE duty.edition_id = %s AND duty.ended_on IS NULL AND duty.notice IN (
    SELECT dealing.jti FROM {Dealing._meta.db_table} dealing
    WHERE dealing.edition_id = %s AND dealing.matter = {Case._meta.db_table}.matter))
WHERE edition_id = %s AND matter IN"""  # noqa: S608 - our own names


def date_cases(edition: DeskEdition, *, touched: Collection[str], notices: Collection[str]) -> None:
    """Date the cases that were written anew, and those of notices whose duties changed."""
    wanted = sorted({*touched, *matters_of(edition, notices)})
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        marks = ", ".join(["%s"] * len(some))
        write(f"{_DATE} ({marks})", (*[edition.pk] * 3, *some))
