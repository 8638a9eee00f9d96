"""Notices as the desk shows them: from journals and verdicts, in few and fixed queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Q, QuerySet

from kakehashi import node
from kakehashi.core.cases import Relation
from kakehashi.core.notices import (
    AUTOMATIC_KINDS,
    PROTOCOL_KINDS,
    Compartments,
)
from kakehashi.core.notices.payload import Classification
from kakehashi.core.parts import PartRole
from kakehashi.desk.models import DeskEdition, Naming
from kakehashi.exchange.models import Aside, Author
from kakehashi.journal import queries as journals
from kakehashi.journal.contents import Place, contents_at, envelope_of, open_part
from kakehashi.journal.models import Entry, Journal
from kakehashi.journal.queries import Presence, StoredPart

RECEIPT: Final = "entries.received"
SET_ASIDE: Final = "notice.set-aside"
UNSHOWN: Final = tuple(sorted((AUTOMATIC_KINDS | PROTOCOL_KINDS) - {SET_ASIDE}))
"""Kinds between the nodes: kept out of the lists unless they are asked for."""
RECEIPTS_READ: Final = 400
RECEIPTS_AT_ONCE: Final = 20
"""Receipts read before it is asked whether one of them covered all that was looked for."""
ANSWERS_READ: Final = 300
_HOW: Final = {
    Relation.CASE: "refers",
    Relation.REFERS: "refers",
    Relation.CORRECTS: "corrects",
    Relation.ANSWERS: "answers",
}
"""What a page says of each relation; of two between the same notices the later one here."""
IN_LISTS: Final = (PartRole.PUBLIC, PartRole.RESTRICTED)


@dataclass(frozen=True, slots=True)
class Box:
    """Both sides' journals under an agreement: which are ours, which theirs."""

    agreement: str
    ours: tuple[Journal, ...]
    theirs: tuple[Journal, ...]

    def journal(self, party: str, generation: int) -> Journal | None:
        """The journal of a party in a generation."""
        every = (*self.ours, *self.theirs)
        return next((j for j in every if (j.party, j.generation) == (party, generation)), None)


@dataclass(frozen=True, slots=True)
class Receipt:
    """That an entry was received: when, as its receiver signed, and in which entry."""

    at: datetime
    place: Place


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an entry counts: not yet judged, heeded, or set aside with a reason."""

    is_judged: bool
    reason: str = ""
    detail: str = ""


def box(agreement: str) -> Box:
    """Read which journals an agreement has here."""
    found = list(journals.journals(agreement))
    return Box(
        agreement,
        tuple(j for j in found if j.is_ours),
        tuple(j for j in found if not j.is_ours),
    )


def entries(
    of: Sequence[Journal],
    *,
    kind: str = "",
    with_automatic: bool = False,
    only: Q | None = None,
) -> QuerySet[Entry]:
    """The entries of journals, the latest first; those between the nodes only where asked for.

    `only` is the condition on those that the officer may know of; None where all.
    """
    found = Entry.objects.filter(journal__in=[journal.pk for journal in of])
    if only is not None:
        found = found.filter(only)
    if kind:
        found = found.filter(kind=kind)
    elif not with_automatic:
        found = found.exclude(kind__in=UNSHOWN)
    return found.order_by("-journal_id", "-index")


def verdicts(of: Sequence[Journal], places: Iterable[Place]) -> dict[Place, Verdict]:
    """Say of each place whether it counts: two queries."""
    wanted = list(places)
    ids = [journal.pk for journal in of]
    heeded = dict(Author.objects.filter(journal__in=ids).values_list("journal_id", "heeded"))
    asides = {
        (aside.journal_id, aside.index): aside
        for aside in Aside.objects.filter(journal__in=ids, index__in=[index for _, index in wanted])
    }
    found = {}
    for place in wanted:
        aside = asides.get(place)
        judged = aside is not None or place[1] < heeded.get(place[0], 0)
        found[place] = Verdict(judged, aside.reason if aside else "", aside.detail if aside else "")
    return found


def clause_of(entry: Entry) -> str:
    """The clause under which a notice was issued; empty where it cannot be read."""
    envelope = envelope_of(entry)
    return envelope.clause if envelope else ""


def receipts(
    of: Sequence[Journal], by: Sequence[Journal], places: Iterable[Place]
) -> dict[Place, Receipt]:
    """Find each place's receipt in law: the first `entries.received` of `by` that covers it.

    One query: a receipt for an entry rests on having seen it.
    """
    wanted = sorted(places)
    if not wanted or not by:
        return {}
    generations = {journal.pk: journal for journal in of}
    lowest = min(wanted, key=lambda place: (generations[place[0]].generation, place[1]))
    first = generations[lowest[0]].generation
    signed = (
        Entry.objects.filter(journal__in=[journal.pk for journal in by], kind=RECEIPT)
        .filter(Q(seen_generation__gt=first) | Q(seen_generation=first, seen_size__gt=lowest[1]))
        .order_by("journal_id", "index")[:RECEIPTS_READ]
    )
    found: dict[Place, Receipt] = {}
    for entry in signed.iterator(chunk_size=RECEIPTS_AT_ONCE):
        for place, at in _covered(entry, generations, wanted):
            found.setdefault(place, Receipt(at, (entry.journal_id, entry.index)))
        if len(found) == len(wanted):
            break
    return found


def _covered(
    entry: Entry, of: Mapping[int, Journal], wanted: Sequence[Place]
) -> Iterator[tuple[Place, datetime]]:
    envelope = envelope_of(entry)
    statement = envelope.statement if envelope else None
    if not statement or not isinstance(statement.get("held"), list):
        return
    held = [(int(one["size"]), int(one["held_at"])) for one in statement["held"]]  # type: ignore[attr-defined]  # judged before
    for journal_id, index in wanted:
        if of[journal_id].origin != statement.get("journal"):
            continue
        for size, at in held:
            if size > index:
                yield (journal_id, index), datetime.fromtimestamp(at, UTC)
                break


def set_aside_by(
    theirs: Sequence[Journal], ours: Sequence[Journal], indexes: Iterable[int]
) -> dict[Place, str]:
    """Which of our notices the counterpart set aside, with its reason: one query."""
    wanted = set(indexes)
    origins = {journal.origin: journal.pk for journal in ours}
    said = Entry.objects.filter(journal__in=[j.pk for j in theirs], kind=SET_ASIDE)
    found: dict[Place, str] = {}
    for entry in said.order_by("-journal_id", "-index")[:RECEIPTS_READ]:
        envelope = envelope_of(entry)
        statement = envelope.statement if envelope else None
        if not statement or statement.get("journal") not in origins:
            continue
        index = statement.get("index")
        if isinstance(index, int) and index in wanted:
            found[origins[str(statement["journal"])], index] = str(statement.get("reason", ""))
    return found


def contents_of(inside: Box, jti: str, roles: Iterable[str]) -> Compartments | None:
    """Read the parts of these roles of the notice of a reference; None where it is not here."""
    every = [journal.pk for journal in (*inside.ours, *inside.theirs)]
    row = Entry.objects.filter(jti=jti, journal__in=every).order_by("journal_id", "index").first()
    found = contents_at([row], roles) if row else {}
    return next((c for c in found.values() if isinstance(c, Compartments)), None)


@dataclass(frozen=True, slots=True)
class Opened:
    """One part of a notice on its page: what it is, whether it is here, and its content.

    `is_closed` says that the reader lacks the role for it; then `data` is None.
    """

    part: StoredPart
    data: bytes | None
    is_closed: bool


def opened_parts(journal: Journal, index: int, *, may_read_confidential: bool) -> list[Opened]:
    """The parts of one notice as far as its reader may see them; attachments unopened."""
    found, storage = [], node.this().storage_keys
    for part in journals.parts(journal, index, index + 1):
        is_closed = part.classification == Classification.CONFIDENTIAL and not may_read_confidential
        data = None
        if part.sealed is not None and not is_closed and part.role != PartRole.ATTACHMENT:
            data = open_part(part.sealed, storage)
        found.append(Opened(part, data, is_closed))
    return found


def attachment(journal: Journal, index: int, number: int) -> tuple[StoredPart, bytes] | None:
    """An attachment by its number from 1; None where it is not here."""
    files = [p for p in journals.parts(journal, index, index + 1) if p.role == PartRole.ATTACHMENT]
    if not 1 <= number <= len(files):
        return None
    part = files[number - 1]
    storage = node.this().storage_keys
    data = None if part.sealed is None else open_part(part.sealed, storage)
    return None if data is None else (part, data)


def entries_of(inside: Box, ids: Iterable[str]) -> dict[str, Entry]:
    """The notices of these references, the first where there are several."""
    wanted = [jti for jti in ids if jti]
    every = [journal.pk for journal in (*inside.ours, *inside.theirs)]
    if not wanted:
        return {}
    rows = Entry.objects.filter(jti__in=wanted, journal__in=every).order_by("-journal_id", "-index")
    return {row.jti: row for row in rows}


def answered_by(inside: Box, entry: Entry) -> list[tuple[Entry, str]]:
    """Notices that name this one, each with how (answers, refers, corrects): five queries.

    As far as the desk has read them, a moment after they count.
    """
    named = Naming.objects.filter(
        edition__agreement=inside.agreement,
        edition__state=DeskEdition.State.SERVING,
        named=entry.jti,
    )
    how = {
        jti: words
        for relation, words in _HOW.items()
        for jti in named.filter(relation=relation).values_list("jti", flat=True)
    }
    every = [journal.pk for journal in (*inside.ours, *inside.theirs)]
    rows = Entry.objects.filter(journal__in=every, jti__in=list(how)).order_by("jti")
    return [(row, how[row.jti]) for row in rows[:ANSWERS_READ]]


def presence_of(opened: Sequence[Opened], role: str) -> Presence | None:
    """Whether the part of a role is here; None where the notice has none."""
    return next((one.part.presence for one in opened if one.part.role == role), None)
