"""Until when something of a case is due: the earliest deadline among its open duties."""

from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import Min, OuterRef, Subquery

from kakehashi.desk.models import Case, Dealing, DeskEdition, DutyRow

_AT_ONCE: Final = 2_000
"""Cases in one statement."""


def date_cases(edition: DeskEdition, *, touched: Collection[str], notices: Collection[str]) -> None:
    """Date the cases that were written anew, and those of notices whose duties changed."""
    wanted = set(touched)
    if notices:
        changed = Dealing.objects.filter(edition=edition, jti__in=notices).exclude(matter="")
        wanted |= set(changed.values_list("matter", flat=True))
    for some in _slices(sorted(wanted)):
        due = (
            DutyRow.objects.filter(edition=edition, ended_on__isnull=True)
            .filter(notice__in=_notices_of_case(edition))
            .values("edition")
            .annotate(first=Min("deadline_on"))
            .values("first")
        )
        Case.objects.filter(edition=edition, matter__in=some).update(due_on=Subquery(due))


def _notices_of_case(edition: DeskEdition) -> Subquery:
    found = Dealing.objects.filter(edition=edition, matter=OuterRef(OuterRef("matter")))
    return Subquery(found.values("jti"))


def _slices(matters: list[str]) -> Iterable[list[str]]:
    return (matters[first : first + _AT_ONCE] for first in range(0, len(matters), _AT_ONCE))
