"""When an agreement changes: both sides consented in writing, by every signatory (clause 9).

What changes is a new version of the profile. Its values are dated: of the days before it takes
effect it says what the version before it said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kakehashi.core.agreement import (
    ALWAYS,
    ContactPoint,
    Duty,
    Party,
    Permit,
    Profile,
    Rule,
)
from kakehashi.core.heard import Heard
from kakehashi.core.notices.life import ConsentedProfile, NewProfile

PROPOSED = "amendment.proposed"
CONSENTED = "amendment.consented"
DECLINED = "amendment.declined"
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


@dataclass(frozen=True, slots=True)
class Consent:
    """How far a proposal is: who of each side consented to just it, and who declined it.

    `signed` and `missing` are signatories by party; `declined_by` are parties.
    """

    proposal: str
    party: str
    from_on: date | None
    profile: str
    signed: tuple[tuple[str, tuple[str, ...]], ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    declined_by: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every signatory of both sides consented."""
        return not any(names for _, names in self.missing)


def consents(profile: Profile, heard: Iterable[Heard]) -> tuple[Consent, ...]:
    """Say of every proposal that stands how far it is, the earliest first."""
    notices = [n for n in heard if n.kind in AMENDMENT_KINDS or n.kind == DECLINED]
    gone = {(n.party, n.links.corrects) for n in notices if n.kind == WITHDRAWN}
    standing = [n for n in notices if (n.party, n.jti) not in gone]
    proposals = {n.jti: n for n in standing if n.kind == PROPOSED}
    ordered = sorted(proposals.values(), key=lambda n: (n.issued_at, n.jti))
    return tuple(_consent(profile, notice, standing) for notice in ordered)


def _consent(profile: Profile, proposal: Heard, standing: list[Heard]) -> Consent:
    signed = {code: _signed(proposal, standing, code) for code in profile.parties}
    wanted = {code: party.signatories for code, party in profile.parties.items()}
    declined = {n.party for n in standing if n.kind == DECLINED and proposal.jti in n.links.answers}
    return Consent(
        proposal=proposal.jti,
        party=proposal.party,
        from_on=proposal.effective_on,
        profile=proposal.statement.profile if isinstance(proposal.statement, NewProfile) else "",
        signed=tuple((c, tuple(n for n in wanted[c] if n in signed[c])) for c in wanted),
        missing=tuple((c, tuple(n for n in wanted[c] if n not in signed[c])) for c in wanted),
        declined_by=tuple(sorted(declined)),
    )


def pinned(
    profile: Profile, opened: str, heard: Iterable[Heard], *, until: date | None = None
) -> str:
    """Give the digest that counts: that of the last change, else the one journals `opened` with.

    With `until`, only changes that hold on that day.
    """
    agreed = amendments(profile, heard)
    holding = [a for a in agreed if until is None or a.from_on <= until]
    return holding[-1].profile if holding else opened


class NoSuccessor(ValueError):
    """A profile would change what held before its day; `places` say where."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(", ".join(places))
        self.places = places


def succeed(before: Profile, after: Profile, *, from_on: date) -> Profile:
    """Give `after` as the version that takes the place of `before` from a day on.

    Raises:
        NoSuccessor: it says something else of the days before, or of what has no day.

    """
    if places := tuple(dict.fromkeys(_changed(before, after, from_on))):
        raise NoSuccessor(places)
    return replace(after, earlier=(before, *before.earlier))


def _changed(before: Profile, after: Profile, from_on: date) -> Iterator[str]:
    """Name what a later version may not change."""
    for name in ("name", "signed"):
        if getattr(before, name) != getattr(after, name):
            yield name
    for code in sorted({*before.parties, *after.parties}):
        if not _is_same_party(before.parties.get(code), after.parties.get(code)):
            yield f"parties.{code}"
    yield from (f"clauses {n}" for n in before.clauses if n not in after.clauses)
    days = {date.min, *before.versions, *after.versions}
    for day in sorted(day for day in days if day < from_on):
        then, now = before.on(day), after.on(day)
        for name, was, says in (
            ("contact_points", then.contact_points.values(), now.contact_points.values()),
            ("permits", _all(then.permits.values()), _all(now.permits.values())),
            ("duties", then.duties, now.duties),
            ("rules", then.rules.values(), now.rules.values()),
        ):
            if not _are_same(was, says):
                yield name


def _is_same_party(before: Party | None, after: Party | None) -> bool:
    """Say whether what has no day is the same; offices and bodies may be added."""
    if before is None or after is None:
        return False
    fixed = ("code", "side", "time_zone", "circle", "signatories")
    within = {i: office.within for i, office in after.offices.items()}
    admitted = {i: (body.kind, body.clauses) for i, body in after.bodies.items()}
    return (
        all(getattr(before, name) == getattr(after, name) for name in fixed)
        and all(within.get(i, i) == office.within for i, office in before.offices.items())
        and all(admitted.get(i) == (b.kind, b.clauses) for i, b in before.bodies.items())
    )


Dated = ContactPoint | Permit | Duty | Rule


def _all(groups: Iterable[Iterable[Permit]]) -> list[Permit]:
    return [permit for group in groups for permit in group]


def _are_same(before: Iterable[Dated], after: Iterable[Dated]) -> bool:
    """Say whether the same holds, whatever its span and whatever its texts for people are."""
    was, says = [_bare(item) for item in before], [_bare(item) for item in after]
    return len(was) == len(says) and all(item in says for item in was)


def _bare(item: Dated) -> Dated:
    match item:
        case Duty():
            return replace(item, span=ALWAYS, does={})
        case Rule():
            return replace(item, span=ALWAYS, note={})
        case _:
            return replace(item, span=ALWAYS)


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
