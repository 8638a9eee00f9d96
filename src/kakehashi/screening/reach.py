"""What somebody may see of the index: the scopes that a query looks at, and no others."""

from collections.abc import Iterable
from dataclasses import dataclass

from kakehashi.accounts.permissions import Act, OfficerFacts, RoleKind, reach
from kakehashi.core.notices.payload import Classification
from kakehashi.screening.models import Scope


@dataclass(frozen=True, slots=True)
class Reach:
    """Scopes by their ids, each with how many names it has and whether they are public."""

    scopes: dict[int, int]
    public: frozenset[int]

    @property
    def names(self) -> int:
        """How many names are within reach."""
        return sum(self.scopes.values())


def of(officer: OfficerFacts, agreements: Iterable[str]) -> Reach:
    """Say what an officer may see under some agreements: one query.

    What is confidential takes its own role; whose body is admitted to some clauses sees these.
    """
    limits = {name: reach(officer, Act.READ, name) for name in agreements}
    confidential = {name for name in limits if officer.has(name, RoleKind.READS_CONFIDENTIAL)}
    return _reach(
        scope
        for scope in Scope.objects.filter(agreement__in=limits)
        if _is_within(scope, limits[scope.agreement])
        and (scope.classification != Classification.CONFIDENTIAL or scope.agreement in confidential)
    )


def whole(
    agreements: Iterable[str], *, classes: Iterable[Classification] = Classification
) -> Reach:
    """Give all scopes of some agreements: for the node itself, which shows what it finds to nobody.

    Whoever is shown a proposal made from it is asked `of` again.
    """
    return _reach(Scope.objects.filter(agreement__in=agreements, classification__in=classes))


def _is_within(scope: Scope, clauses: frozenset[str] | None) -> bool:
    return clauses is None or scope.clause in clauses


def _reach(scopes: Iterable[Scope]) -> Reach:
    found = list(scopes)
    return Reach(
        {scope.pk: scope.names for scope in found},
        frozenset(scope.pk for scope in found if scope.classification == Classification.PUBLIC),
    )
