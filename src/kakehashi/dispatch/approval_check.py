"""Approvals reckoned: notices, applications, numbers and the own record must say the same.

Since the standards came into force nothing is approved but on an application; what a list or a
letter told, or was issued before, needs none.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from kakehashi import node
from kakehashi.approvals import queries, standards
from kakehashi.approvals.models import Application
from kakehashi.core.approving.course import Purpose
from kakehashi.desk.record import particulars
from kakehashi.exchange import hearing, parties
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry

APPROVED: Final = ("sending-organization.approved", "sending-organization.amended")
DECIDED: Final = "application.approved"

Unfounded = tuple[str, int | None, str]
"""A journal's origin (or the agreement), the entry, and what does not agree, in words."""


def unfounded(agreement: str) -> Iterator[Unfounded]:
    """Name every approval without a decision, and every decision without its approval."""
    opened_at = standards.open_since(agreement)
    if opened_at is None:
        return
    decided, recorded = queries.decided_notices(agreement), _recorded(agreement)
    told: set[str] = set()
    for entry in _approvals(agreement):
        told.add(entry.jti)
        application = decided.get(entry.jti)
        if application is not None:
            yield from _notice_faults(entry, application)
        elif entry.kind == APPROVED[0] and entry.iat >= int(opened_at.timestamp()):
            yield entry.journal.origin, entry.index, "no application was decided for it"
    yield from _application_faults(agreement, decided, told, recorded)
    yield from _number_faults(agreement)


def _approvals(agreement: str) -> Iterator[Entry]:
    """Every entry of ours that approves or amends, whether or not it counts."""
    for journal in parties.sides(agreement).of(node.this().party):
        entries = journals.entries_of_kind(journal, *APPROVED)
        yield from entries.select_related("journal").iterator()


def _notice_faults(entry: Entry, application: Application) -> Iterator[Unfounded]:
    """The notice quotes the decision, and says the number that was decided."""
    place = entry.journal.origin, entry.index
    for heard in hearing.heard_between(entry.journal, entry.index, entry.index + 1):
        if heard.links.act != application.leaf:
            yield *place, f"it quotes another decision than application {application.serial}"
        number = getattr(heard.public, "number", None)
        if number is not None and number != application.number:
            yield *place, f"it says {number}, application {application.serial} another number"


def _recorded(agreement: str) -> Mapping[str, str]:
    """What the own record says was approved: the notice, by the application's id."""
    local = journals.local_journal()
    if local is None:
        return {}
    found: dict[str, str] = {}
    for entry in journals.entries_of_kind(local, DECIDED).iterator():
        said = particulars(local, entry.index, entry.index + 1).get(entry.index, {})
        if said.get("agreement") == agreement:
            found[str(said.get("thing"))] = str(said.get("notice"))
    return found


def _application_faults(
    agreement: str,
    decided: Mapping[str, Application],
    told: set[str],
    recorded: Mapping[str, str],
) -> Iterator[Unfounded]:
    """Every approved application was approved by an act on record, and a notice told of it."""
    for jti, application in decided.items():
        name = f"application {application.serial} ({application.number})"
        if jti not in told:
            yield agreement, None, f"{name}: approved, and no notice told of it"
        if recorded.get(str(application.public_id)) != jti:
            yield agreement, None, f"{name}: approved by no act on record"
    known = {str(one.public_id): one.jti for one in decided.values()}
    for thing, jti in recorded.items():
        if known.get(thing) != jti:
            yield agreement, None, f"application {thing}: approved on record, and not here"


def _number_faults(agreement: str) -> Iterator[Unfounded]:
    """Numbers follow one another, each with the approval that it was allotted to."""
    expected: int | None = None
    for one in queries.allotted(agreement):
        if expected is not None and one.serial != expected:
            yield agreement, None, f"numbers: {one.number} does not follow the one before"
        expected = one.serial + 1
        if one.application.number != one.number:
            yield agreement, None, f"numbers: {one.number} was allotted and is not approved"
    allotted = {one.application_id for one in queries.allotted(agreement)}
    for application in queries.decided_notices(agreement).values():
        is_new = application.purpose == Purpose.APPROVAL
        if is_new and application.pk not in allotted:
            yield agreement, None, f"numbers: {application.number} was never allotted"
