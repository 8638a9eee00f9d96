"""Who may do what to which thing: pure, facts in, verdict out.

Roles are held under an agreement; nothing here knows which officer belongs to which country.
"""

from dataclasses import dataclass
from enum import StrEnum

from kakehashi.core.notices.payload import Classification


class RoleKind(StrEnum):
    """What an officer is entrusted with under an agreement."""

    DRAFTS = "drafts"
    DECIDES = "decides"
    EXAMINES = "examines"
    READS_CONFIDENTIAL = "reads-confidential"
    AUDITS = "audits"
    ADMINISTERS = "administers"


class Act(StrEnum):
    """What an officer may wish to do."""

    READ = "read"
    DRAFT = "draft"
    DECIDE = "decide"
    EXAMINE = "examine"
    AUDIT = "audit"
    ADMINISTER = "administer"


class Why(StrEnum):
    """Why an officer may, or why not: the first reason that applies."""

    ALLOWED = "allowed"
    CLOSED = "closed"
    NO_FACTOR = "no-factor"
    NO_ROLE = "no-role"
    OTHER_CLAUSES = "other-clauses"
    CONFIDENTIAL = "confidential"
    OWN_DRAFT = "own-draft"


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """What is known of an officer: roles as (agreement, role), `is_admitted` by a second factor.

    `limits` are (agreement, its clauses that the officer's body is admitted to); an agreement that
    is not there is open whole. `lent` are the roles among `roles` that an absent officer's deputy
    has only meanwhile, as (agreement, role, the absent officer's id).
    """

    id: int
    is_active: bool
    is_admitted: bool
    roles: frozenset[tuple[str, RoleKind]]
    limits: frozenset[tuple[str, frozenset[str]]] = frozenset()
    lent: frozenset[tuple[str, RoleKind, int]] = frozenset()

    def has(self, agreement: str, *kinds: RoleKind) -> bool:
        """Say whether one of the roles is held under an agreement."""
        return any((agreement, kind) in self.roles for kind in kinds)

    def clauses(self, agreement: str) -> frozenset[str] | None:
        """Give the clauses to which the officer is limited; None where to none."""
        return next((clauses for name, clauses in self.limits if name == agreement), None)


@dataclass(frozen=True, slots=True)
class Thing:
    """What the act is about: under which agreement, how secret, and who drafted it (officer id).

    `earlier_drafters` are those whom a deputy took it over from. `clauses` are those that it stands
    under, or may come to stand under; none where it is the agreement as a whole.
    """

    agreement: str
    classification: Classification = Classification.PUBLIC
    drafted_by: int | None = None
    clauses: frozenset[str] = frozenset()
    earlier_drafters: frozenset[int] = frozenset()


# Which role an act needs. Reading needs any: whoever works under an agreement sees its notices.
NEEDED: dict[Act, tuple[RoleKind, ...]] = {
    Act.READ: tuple(RoleKind),
    Act.DRAFT: (RoleKind.DRAFTS,),
    Act.DECIDE: (RoleKind.DECIDES,),
    Act.EXAMINE: (RoleKind.EXAMINES,),
    Act.AUDIT: (RoleKind.AUDITS,),
    Act.ADMINISTER: (RoleKind.ADMINISTERS,),
}

# What passes to the deputy of an absent officer. Confidential eyes, audit and administration are
# given by two administrators only.
LENT = frozenset({RoleKind.DRAFTS, RoleKind.DECIDES, RoleKind.EXAMINES})


def judge(officer: OfficerFacts, act: Act, thing: Thing) -> Why:
    """Say whether an officer may do this to that, and if not, why not.

    An officer without a second factor may nothing. Whose body is admitted to some clauses only
    sees what stands under these. What is confidential takes a role of its own, whatever the act.
    Nobody decides what they drafted themselves.
    """
    if not officer.is_active:
        return Why.CLOSED
    if not officer.is_admitted:
        return Why.NO_FACTOR
    if not officer.has(thing.agreement, *NEEDED[act]):
        return Why.NO_ROLE
    limit = officer.clauses(thing.agreement)
    if limit is not None and not (thing.clauses and thing.clauses <= limit):
        return Why.OTHER_CLAUSES
    if thing.classification is Classification.CONFIDENTIAL and not officer.has(
        thing.agreement, RoleKind.READS_CONFIDENTIAL
    ):
        return Why.CONFIDENTIAL
    if act is Act.DECIDE and officer.id in {thing.drafted_by, *thing.earlier_drafters}:
        return Why.OWN_DRAFT
    return Why.ALLOWED


def may(officer: OfficerFacts, act: Act, thing: Thing) -> bool:
    """Say whether an officer may do this to that."""
    return judge(officer, act, thing) is Why.ALLOWED


def may_take_over(officer: OfficerFacts, thing: Thing) -> bool:
    """Say whether a deputy may go on with what an absent officer began to draft."""
    stands_in = any(
        (agreement, kind, lender) == (thing.agreement, RoleKind.DRAFTS, thing.drafted_by)
        for agreement, kind, lender in officer.lent
    )
    return stands_in and may(officer, Act.DRAFT, thing)


def may_anywhere(officer: OfficerFacts, *acts: Act) -> bool:
    """Say whether an officer may do one of the acts under some agreement: the door of a room."""
    if not (officer.is_active and officer.is_admitted):
        return False
    wanted = {kind for act in acts for kind in NEEDED[act]}
    return not acts or any(kind in wanted for _, kind in officer.roles)


def reach(officer: OfficerFacts, act: Act, agreement: str) -> frozenset[str] | None:
    """Give the clauses under which an officer may do this; None where under all of them."""
    if not (officer.is_active and officer.is_admitted and officer.has(agreement, *NEEDED[act])):
        return frozenset()
    return officer.clauses(agreement)


def may_stand_in(*, lender: frozenset[str] | None, deputy: frozenset[str] | None) -> bool:
    """Say whether a deputy reaches no further than the absent officer; None reaches everywhere."""
    return lender is None or (deputy is not None and deputy <= lender)
