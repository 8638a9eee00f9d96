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
from kakehashi.core.heeding import (
    Heeded,
    ProfileNotHeld,
    SetAside,
    View,
    advance,
    heed,
)
from kakehashi.exchange.finding import Finder
from kakehashi.exchange.hearing import entry_read, judged_parts
from kakehashi.exchange.models import Aside, Author
from kakehashi.exchange.outlook import dump_view, shapes, view_of, with_seen
from kakehashi.exchange.parties import Sides, authors, sides
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal

BATCH = 256


UNSIGNED = frozenset(("malformed", "signature"))


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry and its verdict."""

    index: int
    entry: Read
    verdict: Heeded | SetAside


def heed_some(agreement: str) -> tuple[Judged, ...]:
    """Judge the next entries that can be judged, of one author, and keep the verdicts.

    Gives what was judged; nothing where there is nothing more to judge now.
    """
    both = sides(agreement)
    known = authors(both)
    heeded = {pk: author.heeded for pk, author in known.items()}
    for journal in both.journals:
        author = known[journal.pk]
        if author.heeded >= journal.size:
            continue
        judged, view = judge_entries(both, journal, author, known=heeded, limit=BATCH)
        if judged and _keep(author, judged, view):
            return judged
    return ()


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
    rows = list(journals.entries(journal, first, min(journal.size, first + limit)))
    end = first + len(rows)
    unsigned = dict(
        Aside.objects.filter(journal=journal, index__gte=first, index__lt=end)
        .filter(reason__in=UNSIGNED)
        .values_list("index", "reason")
    )
    entries = [entry_read(row, is_signed=row.index not in unsigned) for row in rows]
    contents = judged_parts(journal, first, end)
    finder = Finder(both, journal, known)
    finder.look_for_all(dict(enumerate(entries, first)), contents)
    judged: list[Judged] = []
    counterpart = profile.counterpart(journal.party).code
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


def _keep(author: Author, judged: Sequence[Judged], view: View) -> bool:
    """Write verdicts and view down, unless another process was faster."""
    with transaction.atomic():
        if not move_author(author, len(judged), dump_view(view, sides(view.agreement))):
            return False
        keep_asides(author.journal, judged)
    return True


def move_author(author: Author, count: int, view: str) -> bool:
    """Move a journal's watermark on; False where it is no longer where the caller knew it."""
    if not author.view and author.heeded == 0:
        Author.objects.get_or_create(
            journal=author.journal, defaults={"heeded": 0, "view": "", "reacted": 0}
        )
    moved = Author.objects.filter(journal=author.journal, heeded=author.heeded).update(
        heeded=author.heeded + count, view=view
    )
    return bool(moved)


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
