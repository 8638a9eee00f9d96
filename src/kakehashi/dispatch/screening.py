"""Every notice is screened as it counts: those it names are indexed, look-alikes proposed.

A few at a time behind a watermark, so that a list of thousands holds nobody up. The node looks at
all agreements of its own; whoever is shown a proposal must be allowed to see both sides of it.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from kakehashi import node
from kakehashi.core.bearing import NAMING, Weight, bearings, row_bearings
from kakehashi.core.envelope import Envelope, read_again
from kakehashi.core.names import Identifier, Kind
from kakehashi.core.notices.contents import Compartments
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import MAX_PART_BYTES, PartRole
from kakehashi.database.bulk import update_row
from kakehashi.database.prepared import WHOLE, Prepared
from kakehashi.desk.acts import note
from kakehashi.exchange import hearing, parties
from kakehashi.journal import queries as journals
from kakehashi.journal.contents import compartments, open_part
from kakehashi.journal.models import Entry, Journal
from kakehashi.screening import actions, queries, reach
from kakehashi.screening.actions import Named
from kakehashi.screening.models import Bearer, Screened
from kakehashi.screening.proposing import propose_for, role_of

ENTRIES: Final = 256
NAMING_SOMEBODY: Final = 40
ROWS: Final = 200
"""Entries, notices among them that name somebody, and rows of a list, that are screened before
others have their turn."""
SMALL: Final = 64 * 1024
"""Bytes of a part up to which those of many notices are opened together."""
ACCEPTED: Final = "accepted"
ROLES: Final = (PartRole.PUBLIC, PartRole.RESTRICTED, PartRole.CONFIDENTIAL, PartRole.ROWS)

_NAMING: Final = Prepared(lambda: journals.between(Entry.objects.filter(kind__in=NAMING)))
_SCREENED: Final = Prepared(lambda: Screened.objects.filter(journal=WHOLE[0]))


def screen_on(agreement: str, *, now: datetime) -> bool:
    """Screen the next notices that count under an agreement; say whether there were any."""
    both = parties.sides(agreement)
    authors = parties.authors(both)
    for journal in both.journals:
        done = _SCREENED.first(journal.pk) or Screened.objects.get_or_create(journal=journal)[0]
        if done.entries < authors[journal.pk].heeded:
            _screen(journal, done, authors[journal.pk].heeded, now=now)
            return True
    return False


def _screen(journal: Journal, done: Screened, heeded: int, *, now: datetime) -> None:
    """Screen entries up to the first list, or some rows of the list that stands there.

    What names nobody costs no statement of its own; who is interrupted begins again.
    """
    end, named = min(heeded, done.entries + ENTRIES), 0
    for index, envelope, contents in _told(journal, done.entries, end):
        named += _take_in(journal, envelope, contents, done.rows, now=now)
        if done.rows + ROWS < len(contents.rows or ()):
            _note(done, index, done.rows + ROWS)
            return
        if contents.rows:
            _ask_anew(now=now)
        if contents.rows or named >= NAMING_SOMEBODY:
            _note(done, index + 1)
            return
        done.rows = 0
    _note(done, end)


def _note(done: Screened, entries: int, rows: int = 0) -> None:
    """Write down how far a journal is screened."""
    done.entries, done.rows = entries, rows
    update_row(Screened, {"entries": entries, "rows": rows}, where={"journal_id": done.pk})


def _told(journal: Journal, first: int, end: int) -> Iterator[tuple[int, Envelope, Compartments]]:
    """Read the notices in [first, end) that name anybody, as far as they are still there."""
    tokens = {row.index: bytes(row.token) for row in _NAMING(journal.pk, first, end)}
    if not tokens:
        return
    aside = hearing.reasons_aside(journal, first, end)
    small = _opened(journal, first, end, of=tokens.keys() - aside.keys(), at_most=SMALL)
    for index, token in tokens.items():
        if index in aside:
            continue
        envelope = read_again(token)
        is_small = all(ref.length <= SMALL for ref in envelope.parts if ref.delays_holding)
        parts = small if is_small else _opened(journal, index, index + 1, of={index})
        contents = _contents(envelope, parts.get(index, {}))
        if contents is not None:
            yield index, envelope, contents


def _opened(
    journal: Journal, first: int, end: int, *, of: Collection[int], at_most: int = MAX_PART_BYTES
) -> dict[int, dict[str, bytes]]:
    """Open what these entries say, by index and role, as far as it is still there."""
    found: dict[int, dict[str, bytes]] = {}
    storage = node.this().storage_keys
    for part in journals.parts(journal, first, end, roles=ROLES, at_most=at_most):
        if part.sealed is not None and part.index in of:
            opened = open_part(part.sealed, storage)
            if opened is not None:
                found.setdefault(part.index, {})[part.role] = opened
    return found


def _contents(envelope: Envelope, given: Mapping[str, bytes]) -> Compartments | None:
    """Read what a notice says; it counts, so that its form is not judged again."""
    found = compartments(envelope, given, is_judged=True)
    return found if isinstance(found, Compartments) else None


def _take_in(
    journal: Journal, envelope: Envelope, contents: Compartments, first: int, *, now: datetime
) -> bool:
    """Index whom a notice, or some rows of its list, name; propose who may be the same.

    Who has a number in a register of the agreement stands once, whichever notice names them.
    Says whether anybody is named.
    """
    source = f"notice:{envelope.jti}"
    by_class: dict[Classification, list[Named]] = {}
    told = [] if first else bearings(contents, region=region_of(journal.party))
    for place, one in enumerate([*told, *row_bearings(contents, first, ROWS)], first):
        is_entry = bool(one.number) and one.weight is Weight.REGISTER
        named = Named(
            entry_source(journal.agreement, one.number) if is_entry else source,
            one.names,
            one.kind,
            role_of(one.weight, one.role),
            one.identifiers,
            0 if is_entry else place,
        )
        by_class.setdefault(one.classification, []).append(named)
    for classification, some in by_class.items():
        actions.index(
            some,
            agreement=journal.agreement,
            classification=classification,
            clause=envelope.clause,
            now=now,
        )
        if contents.rows is None:
            propose_for(some, everywhere(), now=now)
    return bool(by_class)


def entry_source(agreement: str, number: str) -> str:
    """Give the source under which the index keeps who has a number in a register."""
    return f"entry:{agreement}:{number}"


def region_of(party: str) -> str:
    """Give the country (ISO 3166-1) whose telephone numbers an author writes without a code.

    Parties are countries, and a code of two letters is theirs.
    """
    return party if len(party) == 2 else ""


def everywhere() -> reach.Reach:
    """Give all that this node knows: whoever is shown a proposal is asked for permission again."""
    return reach.whole(node.this().agreements)


def _ask_anew(*, now: datetime) -> None:
    """Compare everybody against whom something stands with the index, after a list was taken in."""
    within = everywhere()
    against = list(Bearer.objects.filter(role__startswith=role_of(Weight.AGAINST, "")))
    names = queries.names_of(against, within)
    again = [
        Named(one.source, names.get(one.pk, ()), Kind(one.kind), one.role, (), one.place)
        for one in against
    ]
    propose_for(again, within, now=now)


def accept_name(
    name: str, identifiers: Iterable[Identifier], *, agreement: str, clause: str, now: datetime
) -> None:
    """Keep a name that an officer accepts at triage; nothing leads back to where it came from."""
    named = Named(
        f"{ACCEPTED}:{uuid.uuid4()}",
        (name,) if name else (),
        Kind.UNKNOWN,
        role_of(Weight.AGAINST, ACCEPTED),
        tuple(identifiers),
    )
    actions.index(
        [named],
        agreement=agreement,
        classification=Classification.CONFIDENTIAL,
        clause=clause,
        now=now,
    )
    propose_for([named], everywhere(), now=now)


def forget_name(source: str, *, by: int, now: datetime) -> bool:
    """Take a name that was accepted at triage out again, with all that was said of it.

    False where `source` is none of those. The own record keeps that it was done, and no name.
    """
    if not source.startswith(f"{ACCEPTED}:") or not actions.remove(
        source=source, with_decisions=True
    ):
        return False
    note("screening.name-forgotten", by=by, now=now)
    return True
