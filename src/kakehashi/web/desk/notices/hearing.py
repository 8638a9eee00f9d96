"""Notices of both journals as folds read them: those that count, of some kinds or of one matter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from kakehashi.core.cases import Relation
from kakehashi.core.envelope import Envelope
from kakehashi.core.heard import Heard, as_heard
from kakehashi.core.notices import Compartments
from kakehashi.core.parts import PartRole
from kakehashi.desk.models import DeskEdition, Naming
from kakehashi.journal.contents import contents_at, envelope_of
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk import showing
from kakehashi.web.desk.notices import queries
from kakehashi.web.desk.notices.queries import Box

JUDGED: Final = (PartRole.LINKS, PartRole.PUBLIC)
WITHDRAWN: Final = "notice.withdrawn"
MOST: Final = 5_000
"""Notices of an agreement's life that a page reads."""


@dataclass(frozen=True, slots=True)
class Said:
    """A notice that counts: as folds read it, its compartments, and its page."""

    heard: Heard
    content: Compartments
    href: str


def of_kinds(inside: Box, kinds: Iterable[str], *, most: int = MOST) -> list[Said]:
    """Read the latest notices of some kinds, with what withdraws them, the earliest first.

    Eight queries.
    """
    every = (*inside.ours, *inside.theirs)
    known = Entry.objects.filter(journal__in=[journal.pk for journal in every])
    rows = list(known.filter(kind__in=list(kinds)).order_by("-jti")[:most])
    mending = Naming.objects.filter(
        edition__agreement__in={journal.agreement for journal in every},
        edition__state=DeskEdition.State.SERVING,
        named__in=[row.jti for row in rows],
        relation=Relation.CORRECTS.value,
    )
    gone = known.filter(kind=WITHDRAWN, jti__in=list(mending.values_list("jti", flat=True)))
    return said(inside, [*rows, *gone], roles=JUDGED)


def said(
    inside: Box, found: QuerySet[Entry] | Sequence[Entry], *, roles: Iterable[str]
) -> list[Said]:
    """Read entries that count, with these of their parts: six queries."""
    rows = list(found)
    every = {journal.pk: journal for journal in (*inside.ours, *inside.theirs)}
    contents = contents_at(rows, roles)
    verdicts = queries.verdicts(tuple(every.values()), [(r.journal_id, r.index) for r in rows])
    made = []
    for row in rows:
        place = (row.journal_id, row.index)
        content, verdict = contents.get(place), verdicts[place]
        envelope = envelope_of(row)
        if not isinstance(content, Compartments) or envelope is None or verdict.reason:
            continue
        heard = _heard(every[row.journal_id], envelope, content)
        made.append(Said(heard, content, showing.address_of_entry(row, every)))
    return sorted(made, key=lambda one: (one.heard.issued_at, one.heard.jti))


def by_id(every: Iterable[Said]) -> Mapping[str, Said]:
    """Find notices by their references."""
    return {one.heard.jti: one for one in every}


def _heard(journal: Journal, envelope: Envelope, content: Compartments) -> Heard:
    return as_heard(
        envelope,
        content,
        agreement=journal.agreement,
        party=journal.party,
        generation=journal.generation,
    )
