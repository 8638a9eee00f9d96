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


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """What is known of an officer: roles as (agreement, role), `is_admitted` by a second factor."""

    id: int
    is_active: bool
    is_admitted: bool
    roles: frozenset[tuple[str, RoleKind]]

    def has(self, agreement: str, *kinds: RoleKind) -> bool:
        """Say whether one of the roles is held under an agreement."""
        return any((agreement, kind) in self.roles for kind in kinds)


@dataclass(frozen=True, slots=True)
class Thing:
    """What the act is about: under which agreement, how secret, and who drafted it (officer id)."""

    agreement: str
    classification: Classification = Classification.PUBLIC
    drafted_by: int | None = None


# Which role an act needs. Reading needs any: whoever works under an agreement sees its notices.
NEEDED: dict[Act, tuple[RoleKind, ...]] = {
    Act.READ: tuple(RoleKind),
    Act.DRAFT: (RoleKind.DRAFTS,),
    Act.DECIDE: (RoleKind.DECIDES,),
    Act.EXAMINE: (RoleKind.EXAMINES,),
    Act.AUDIT: (RoleKind.AUDITS,),
    Act.ADMINISTER: (RoleKind.ADMINISTERS,),
}


def may(officer: OfficerFacts, act: Act, thing: Thing) -> bool:
    """Say whether an officer may do this to that.

    An officer without a second factor may nothing. What is confidential takes a role of its own,
    whatever the act. Nobody decides what they drafted themselves.
    """
    if not (officer.is_active and officer.is_admitted):
        return False
    if not officer.has(thing.agreement, *NEEDED[act]):
        return False
    if thing.classification is Classification.CONFIDENTIAL and not officer.has(
        thing.agreement, RoleKind.READS_CONFIDENTIAL
    ):
        return False
    return act is not Act.DECIDE or thing.drafted_by != officer.id


def may_anywhere(officer: OfficerFacts, *acts: Act) -> bool:
    """Say whether an officer may do one of the acts under some agreement: the door of a room."""
    if not (officer.is_active and officer.is_admitted):
        return False
    wanted = {kind for act in acts for kind in NEEDED[act]}
    return not acts or any(kind in wanted for _, kind in officer.roles)
