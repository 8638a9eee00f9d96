"""Following what is held: judged, projected and reacted to, in this order.

Each step is a query for what is not done yet. A batch of notices is read once for all that follow.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError

from kakehashi.core.envelope import Position
from kakehashi.core.projection import BEYOND_ALL, read_of
from kakehashi.desk import derived
from kakehashi.desk.models import DeskEdition
from kakehashi.dispatch import announcements
from kakehashi.dispatch.papers import with_letters
from kakehashi.dispatch.verifying import derive_anew
from kakehashi.exchange import hearing, judging, parties, reactions, versions
from kakehashi.exchange.asides import left_aside_between
from kakehashi.exchange.models import Author
from kakehashi.journal.models import Journal
from kakehashi.registers import actions as registers
from kakehashi.registers.models import Edition
from kakehashi.registers.watermarks import marks


def catch_up(agreement: str, *, now: datetime, gathers: bool = False) -> bool:
    """Judge, project and react to everything that is held; say whether anything was done.

    With `gathers`, what comes once a batch is done is left for the next time: otherwise, where
    notices come one after another without end, each would be followed alone.
    """
    done, reader, held = False, hearing.Reader(), dict[int, int]()
    while _follow(agreement, reader, now=now):
        done = True
        if gathers:
            both = parties.sides(agreement)
            if held and _is_followed(both, held):
                break
            held = held or {journal.pk: journal.size for journal in both.journals}
    if done:
        versions.note_version(agreement, now=now)
    return done


def _is_followed(both: parties.Sides, held: Mapping[int, int]) -> bool:
    """Say whether so many entries of each journal have had their effects."""
    known = parties.authors(both)
    return all(known[pk].reacted >= size for pk, size in held.items())


def _follow(agreement: str, reader: hearing.Reader, *, now: datetime) -> bool:
    """Take a batch from being held to its effects; say whether there was anything to do."""
    is_judged = judging.heed_some(agreement, reader)
    is_projected = project(agreement, reader)
    is_told = announcements.follow(agreement)
    is_answered = reactions.react(agreement, reader, now=now)
    return is_judged or is_projected or is_told or is_answered


def project(agreement: str, reader: hearing.Reader) -> bool:
    """Bring registers and desk on, to what is reacted to next; say whether anything was done.

    A batch for each journal, so that what was read for it is at hand when it is reacted to.
    """
    edition, cases = registers.serving_edition(agreement), derived.serving_edition(agreement)
    try:
        return _project_onto(edition, cases, agreement, reader)
    except IntegrityError:
        if _stand(edition, cases):
            raise
        return True  # all was derived anew meanwhile: what serves now is brought on


def _stand(edition: Edition, cases: DeskEdition) -> bool:
    """Say whether both editions are still there."""
    return (
        Edition.objects.filter(pk=edition.pk).exists()
        and DeskEdition.objects.filter(pk=cases.pk).exists()
    )


def _project_onto(
    edition: Edition, cases: DeskEdition, agreement: str, reader: hearing.Reader
) -> bool:
    done, both = False, parties.sides(agreement)
    authors = parties.authors(both)
    marked = (marks(edition), derived.marks(cases))
    read = {journal.pk: _read_of(journal, marked) for journal in both.journals}
    furthest = {pk: max(of_each) for pk, of_each in read.items()}
    if any(end < furthest[pk] < BEYOND_ALL for pk, end in both.ended.items()):
        return _project_anew(both, authors, furthest, lambda: _stand(edition, cases))
    for journal in both.journals:
        author, first = authors[journal.pk], min(read[journal.pk])
        until = min(author.heeded, max(first, author.reacted) + judging.BATCH)
        while first < until:
            end = min(until, first + judging.BATCH)
            heard = reader.between(journal, first, end)
            aside = left_aside_between(journal, first, end)
            through = {journal.party: Position(journal.generation, end)}
            told = with_letters(both, journal, heard)
            registers.apply(told, edition=edition, through=through)
            derived.apply(heard, edition=cases, through=through, aside=aside)
            first, done = end, True
    return done


def _read_of(journal: Journal, marked: Iterable[Mapping[str, int]]) -> list[int]:
    """Say how many entries of a journal registers and desk have been derived from, each."""
    return [read_of(journal.generation, one.get(journal.party, 0)) for one in marked]


def _project_anew(
    both: parties.Sides,
    authors: Mapping[int, Author],
    read: Mapping[int, int],
    wanted: Callable[[], bool],
) -> bool:
    """Derive all again once it is judged again: entries that were read do not count any more."""
    for journal in both.journals:
        if authors[journal.pk].heeded < min(both.end(journal), read[journal.pk]):
            return False
    derive_anew(both.agreement, wanted=wanted)
    return True
