"""Whose concurrence a side needs before it issues a notice: the profile says it, by kind."""

from collections.abc import Collection

from kakehashi.core.agreement import Terms

RULE = "concurrence"


def asked(terms: Terms, party: str, kind: str) -> tuple[str, ...]:
    """Give the signatories of a side that concur before it issues a kind; none where unasked."""
    rule = terms.table(RULE)
    kinds = rule.get("kinds")
    if rule.get("of") != party or not isinstance(kinds, Collection) or kind not in kinds:
        return ()
    return terms.profile.parties[party].signatories


def missing(terms: Terms, party: str, kind: str, *, concurred: Collection[str]) -> tuple[str, ...]:
    """Give those whose concurrence is still missing, in the profile's order."""
    return tuple(one for one in asked(terms, party, kind) if one not in concurred)


def signatory_of(terms: Terms, party: str, unit: str) -> str | None:
    """Say for which signatory a unit speaks: itself, or the nearest office above it that signed."""
    known = terms.profile.parties[party]
    step: str | None = unit
    while step is not None and step not in known.signatories:
        office = known.offices.get(step)
        step = office.within if office else None
    return step
