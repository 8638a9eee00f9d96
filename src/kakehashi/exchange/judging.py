"""Which held notices count: gathers what `core.heeding` judges from, and keeps what it said.

Work is a query: a journal is judged while `Author.heeded` is less than its size. An entry waits
until the counterpart's entries below its `seen` are judged; so both nodes come to the same verdicts
in whatever order things arrived.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from kakehashi import node
from kakehashi.core.envelope import Position
from kakehashi.core.exchange import Entry as Read
from kakehashi.core.heeded import Heeded, SetAside
from kakehashi.core.heeding import heed
from kakehashi.core.parts import PartRole
from kakehashi.core.view import ProfileNotHeld, View, advance
from kakehashi.database.bulk import update_row
from kakehashi.exchange.finding import Finder
from kakehashi.exchange.hearing import Reader, entry_read, judged_parts, reasons_aside
from kakehashi.exchange.models import Aside, Author
from kakehashi.exchange.outlook import dump_view, shapes, view_of, with_seen
from kakehashi.exchange.parties import Sides, authors, sides
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry, Journal

BATCH = 256


UNSIGNED = frozenset(("malformed", "signature"))


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry and its verdict."""

    index: int
    entry: Read
    verdict: Heeded | SetAside


def heed_some(agreement: str, reader: Reader) -> bool:
    """Judge the next entries that can be judged, of one author, and keep the verdicts.

    `reader` keeps what counts for those who follow. False where there is nothing to judge now.
    """
    both = sides(agreement)
    known = authors(both)
    heeded = {pk: author.heeded for pk, author in known.items()}
    if any(heeded[pk] > end for pk, end in both.ended.items()):
        judge_anew(agreement)
        return True
    for journal in both.journals:
        author = known[journal.pk]
        if author.heeded >= both.end(journal):
            continue
        judged, view = judge_entries(both, journal, author, known=heeded, limit=BATCH)
        if judged and _keep(author, judged, both, view):
            _tell(reader, journal, judged)
            return True
    return False


def _tell(reader: Reader, journal: Journal, judged: Sequence[Judged]) -> None:
    """Let others follow without reading again; particulars, which judging reads not, are read."""
    refs = (ref for one in judged if one.entry.envelope for ref in one.entry.envelope.parts)
    if not any(ref.role == PartRole.PARTICULARS for ref in refs):
        heard = (one.verdict.heard for one in judged if isinstance(one.verdict, Heeded))
        reader.take(journal, judged[0].index, judged[-1].index + 1, heard)


def judge_anew(agreement: str) -> None:
    """Forget every verdict: a generation ended before entries that were judged already.

    What no signature stands behind, and which effects have run, is not forgotten.
    """
    with transaction.atomic():
        Author.objects.filter(journal__agreement=agreement).update(heeded=0, view="")
        verdicts = Aside.objects.filter(journal__agreement=agreement)
        verdicts.exclude(reason__in=UNSIGNED).delete()


def judge_entries(
    both: Sides, journal: Journal, author: Author, *, known: Mapping[int, int], limit: int
) -> tuple[tuple[Judged, ...], View]:
    """Judge up to `limit` entries of a journal; `known` says how far each journal is judged.

    Stops before an entry whose author had seen more of the counterpart than is judged here, and
    before one that is to be judged by a version of the profile that this node does not hold.
    """
    profile = node.profile(journal.agreement)
    view = view_of(both, author)
    first = author.heeded
    if any(known[j.pk] < both.end(j) for j in both.of(journal.party) if _precedes(j, journal)):
        return (), view
    counterpart = profile.counterpart(journal.party).code
    rows = journals.rows(journal, first, min(both.end(journal), first + limit))
    rows = _that_can_be_judged(rows, both, counterpart, known)
    if not rows:
        return (), view
    end = first + len(rows)
    reasons = reasons_aside(journal, first, end)
    entries = [entry_read(row, is_signed=reasons.get(row.index) not in UNSIGNED) for row in rows]
    contents = judged_parts(journal, first, end)
    finder = Finder(both, journal, known)
    finder.look_for_all(dict(enumerate(entries, first)), contents)
    judged: list[Judged] = []
    declared = [e.envelope.seen for e in entries if e.envelope is not None and e.is_signed]
    shaping = shapes(both, counterpart, view.seen, max(declared, default=view.seen))
    for index, entry in enumerate(entries, first):
        envelope = entry.envelope
        if envelope is not None and entry.is_signed:
            if not _is_judged(both, counterpart, envelope.seen, known):
                break
            view = with_seen(view, envelope.seen, shaping)
        try:
            verdict = heed(
                entry,
                view,
                profile=profile,
                parts=contents.get(index, {}),
                known=finder.known(entry, index),
                is_repeated=finder.is_repeated(entry, index),
            )
        except ProfileNotHeld:
            break
        view = advance(view, entry, verdict)
        finder.remember(index, entry, verdict)
        judged.append(Judged(index, entry, verdict))
    return tuple(judged), view


def _that_can_be_judged(
    rows: list[Entry], both: Sides, counterpart: str, known: Mapping[int, int]
) -> list[Entry]:
    """Leave out, before they are read, the entries from one on that waits for the counterpart's."""
    before = Position()
    for place, row in enumerate(rows):
        seen = Position(row.seen_generation, row.seen_size)
        if seen != before and not _is_judged(both, counterpart, seen, known):
            return rows[:place]
        before = seen
    return rows


def _precedes(one: Journal, other: Journal) -> bool:
    return one.generation < other.generation


def _keep(author: Author, judged: Sequence[Judged], both: Sides, view: View) -> bool:
    """Write verdicts and view down, unless another process was faster."""
    with transaction.atomic():
        if not move_author(author, len(judged), dump_view(view, both)):
            return False
        keep_asides(author.journal, judged)
    return True


def move_author(author: Author, count: int, view: str) -> bool:
    """Move a journal's watermark on; False where it is no longer where the caller knew it."""
    if not author.view and author.heeded == 0:
        Author.objects.get_or_create(
            journal=author.journal, defaults={"heeded": 0, "view": "", "reacted": 0}
        )
    where = {"journal_id": author.journal_id, "heeded": author.heeded}
    return update_row(Author, {"heeded": author.heeded + count, "view": view}, where=where)


def keep_asides(journal: Journal, judged: Iterable[Judged]) -> None:
    """Write down what does not count, and why."""
    Aside.objects.bulk_create(
        [
            Aside(
                journal=journal,
                index=item.index,
                reason=item.verdict.reason,
                detail=item.verdict.detail[:500],
            )
            for item in judged
            if isinstance(item.verdict, SetAside)
        ],
        ignore_conflicts=True,
    )


def _is_judged(both: Sides, party: str, seen: Position, known: Mapping[int, int]) -> bool:
    return all(known[journal.pk] >= size for journal, size in both.before(party, seen))
