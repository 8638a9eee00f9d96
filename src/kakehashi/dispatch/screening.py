"""Every notice is screened as it counts: those it names are indexed, look-alikes proposed.

A few at a time behind a watermark, so that a list of thousands holds nobody up. The node looks at
all agreements of its own; whoever is shown a proposal must be allowed to see both sides of it.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from pydantic import ValidationError

from kakehashi import node
from kakehashi.core.bearing import NAMING, Weight, bearings, row_bearings
from kakehashi.core.canonical import NotCanonical
from kakehashi.core.envelope import Envelope
from kakehashi.core.envelope import read as read_envelope
from kakehashi.core.names import Identifier, Kind
from kakehashi.core.notices.contents import Compartments, read
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import SALT_BYTES, PartRole, split_rows
from kakehashi.exchange import hearing, parties
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import Damaged, decrypt_part
from kakehashi.journal.models import Journal
from kakehashi.screening import actions, queries, reach
from kakehashi.screening.actions import Named
from kakehashi.screening.models import Bearer, Screened
from kakehashi.screening.proposing import propose_for, role_of

ENTRIES: Final = 40
ROWS: Final = 200
"""Entries, and rows of a list, that are screened before others have their turn."""
ACCEPTED: Final = "accepted"
ROLES: Final = (PartRole.PUBLIC, PartRole.RESTRICTED, PartRole.CONFIDENTIAL, PartRole.ROWS)


def screen_on(agreement: str, *, now: datetime) -> bool:
    """Screen the next notices that count under an agreement; say whether there were any."""
    both = parties.sides(agreement)
    authors = parties.authors(both)
    for journal in both.journals:
        done, _ = Screened.objects.get_or_create(journal=journal)
        if done.entries < authors[journal.pk].heeded:
            _screen(journal, done, authors[journal.pk].heeded, now=now)
            return True
    return False


def _screen(journal: Journal, done: Screened, heeded: int, *, now: datetime) -> None:
    """Screen entries up to the first list, or some rows of the list that stands there."""
    end = min(heeded, done.entries + ENTRIES)
    aside = hearing.reasons_aside(journal, done.entries, end)
    for row in journals.rows(journal, done.entries, end):
        envelope = read_envelope(bytes(row.token))
        is_naming = row.kind in NAMING and row.index not in aside
        contents = _contents(journal, row.index, envelope) if is_naming else None
        if contents is not None:
            _take_in(journal, envelope, contents, done.rows, now=now)
            if done.rows + ROWS < len(contents.rows or ()):
                done.rows += ROWS
                done.save()
                return
            if contents.rows:
                _ask_anew(now=now)
        done.entries, done.rows = row.index + 1, 0
        done.save()


def _contents(journal: Journal, index: int, envelope: Envelope) -> Compartments | None:
    """Open what a notice says, as far as it is still there."""
    given: dict[str, bytes] = {}
    for part in journals.parts(journal, index, index + 1, roles=ROLES):
        if part.sealed is not None:
            try:
                opened = decrypt_part(part.sealed, storage_keys=node.this().storage_keys)
            except Damaged:
                continue
            given[part.role] = opened[SALT_BYTES:]
    rows = split_rows(given.pop(PartRole.ROWS)) if PartRole.ROWS in given else None
    try:
        found = read(
            envelope.kind, envelope.version, statement=envelope.statement, parts=given, rows=rows
        )
    except (NotCanonical, ValidationError, ValueError):
        return None
    return found if isinstance(found, Compartments) else None


def _take_in(
    journal: Journal, envelope: Envelope, contents: Compartments, first: int, *, now: datetime
) -> None:
    """Index whom a notice, or some rows of its list, name; propose who may be the same.

    Who has a number in a register of the agreement stands once, whichever notice names them.
    """
    source = f"notice:{envelope.jti}"
    by_class: dict[Classification, list[Named]] = {}
    told = [] if first else bearings(contents, region=region_of(journal.party))
    for place, one in enumerate([*told, *row_bearings(contents, first, ROWS)], first):
        is_entry = bool(one.number) and one.weight is Weight.REGISTER
        named = Named(
            f"entry:{journal.agreement}:{one.number}" if is_entry else source,
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
            propose_for(some, _everywhere(), now=now)


def region_of(party: str) -> str:
    """Give the country (ISO 3166-1) whose telephone numbers an author writes without a code.

    Parties are countries, and a code of two letters is theirs.
    """
    return party if len(party) == 2 else ""


def _everywhere() -> reach.Reach:
    return reach.whole(node.this().agreements)


def _ask_anew(*, now: datetime) -> None:
    """Compare everybody against whom something stands with the index, after a list was taken in."""
    everywhere = _everywhere()
    against = list(Bearer.objects.filter(role__startswith=role_of(Weight.AGAINST, "")))
    names = queries.names_of(against, everywhere)
    again = [
        Named(one.source, names.get(one.pk, ()), Kind(one.kind), one.role, (), one.place)
        for one in against
    ]
    propose_for(again, everywhere, now=now)


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
    propose_for([named], _everywhere(), now=now)
