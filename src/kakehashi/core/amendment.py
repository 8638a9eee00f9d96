"""When an agreement changes: both sides consented in writing, by every signatory (clause 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kakehashi.core.agreement import Profile
from kakehashi.core.heard import Heard
from kakehashi.core.notices.life import ConsentedProfile, NewProfile

PROPOSED = "amendment.proposed"
CONSENTED = "amendment.consented"
WITHDRAWN = "notice.withdrawn"

AMENDMENT_KINDS = frozenset({PROPOSED, CONSENTED, WITHDRAWN})
"""The only kinds that `amendments` looks at."""


@dataclass(frozen=True, slots=True, order=True)
class Amended:
    """From `from_on` the profile with this digest holds, by the proposal of that id."""

    from_on: date
    profile: str
    proposal: str


def amendments(profile: Profile, heard: Iterable[Heard]) -> tuple[Amended, ...]:
    """Give the changes on which both sides agreed, by day, whatever order their notices came in.

    A consent counts towards a proposal that it answers, if it names the same profile from the
    same day; a side has consented when all its signatories have, in one notice or in several.
    """
    notices = [notice for notice in heard if notice.kind in AMENDMENT_KINDS]
    gone = {(n.party, n.links.corrects) for n in notices if n.kind == WITHDRAWN}
    standing = [n for n in notices if (n.party, n.jti) not in gone]
    return tuple(
        sorted(
            Amended(notice.effective_on, notice.statement.profile, notice.jti)
            for notice in standing
            if notice.kind == PROPOSED
            and isinstance(notice.statement, NewProfile)
            and notice.effective_on is not None
            and all(
                _signed(notice, standing, party) >= frozenset(profile.parties[party].signatories)
                for party in profile.parties
            )
        )
    )


def _signed(proposal: Heard, notices: Iterable[Heard], party: str) -> frozenset[str]:
    """Name the signatories of a side that consented to just what was proposed."""
    proposed = proposal.statement
    return frozenset(
        consent.signatory
        for notice in notices
        if notice.kind == CONSENTED
        and notice.party == party
        and proposal.jti in notice.links.answers
        and notice.effective_on == proposal.effective_on
        and isinstance(notice.statement, ConsentedProfile)
        and isinstance(proposed, NewProfile)
        and notice.statement.profile == proposed.profile
        for consent in notice.statement.signatories
    )
