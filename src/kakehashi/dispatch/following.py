"""Following what is held: judged, projected and reacted to, in this order.

Each step is a query for what is not done yet. A batch of notices is read once for all that follow.
"""

from datetime import datetime

from kakehashi.core.envelope import Position
from kakehashi.desk import derived
from kakehashi.desk.models import DeskEdition
from kakehashi.dispatch.papers import with_letters
from kakehashi.dispatch.verifying import derive_anew
from kakehashi.exchange import hearing, judging, parties, reactions, versions
from kakehashi.exchange.asides import left_aside_between
from kakehashi.registers import actions as registers
from kakehashi.registers.models import Edition
from kakehashi.registers.watermarks import read_so_far


def catch_up(agreement: str, *, now: datetime) -> bool:
    """Judge, project and react to everything that is held; say whether anything was done."""
    done, reader = False, hearing.Reader()
    while _follow(agreement, reader, now=now):
        done = True
    if done:
        versions.note_version(agreement, now=now)
    return done


def _follow(agreement: str, reader: hearing.Reader, *, now: datetime) -> bool:
    """Take a batch from being held to its effects; say whether there was anything to do."""
    is_judged = judging.heed_some(agreement, reader)
    is_projected = project(agreement, reader)
    is_answered = reactions.react(agreement, reader, now=now)
    return is_judged or is_projected or is_answered


def project(agreement: str, reader: hearing.Reader) -> bool:
    """Bring registers and desk up to what is heeded; say whether anything was done."""
    done = False
    edition, cases = registers.serving_edition(agreement), derived.serving_edition(agreement)
    both = parties.sides(agreement)
    if _has_read_beyond(both, edition, cases):
        derive_anew(agreement)
        return True
    authors = parties.authors(both)
    for journal in both.journals:
        heeded, place = authors[journal.pk].heeded, (journal.party, journal.generation)
        first = min(read_so_far(edition, *place), derived.read_so_far(cases, *place))
        while first < heeded:
            end = min(heeded, first + judging.BATCH)
            heard = reader.between(journal, first, end)
            aside = left_aside_between(journal, first, end)
            through = {journal.party: Position(journal.generation, end)}
            told = with_letters(both, journal, heard)
            registers.apply(told, edition=edition, through=through)
            derived.apply(heard, edition=cases, through=through, aside=aside)
            first, done = end, True
    return done


def _has_read_beyond(both: parties.Sides, edition: Edition, cases: DeskEdition) -> bool:
    """Say whether something was derived from entries beyond where their generation ended."""
    ended = (journal for journal in both.journals if journal.pk in both.ended)
    return any(
        both.end(journal) < so_far <= journal.size
        for journal in ended
        for so_far in (
            read_so_far(edition, journal.party, journal.generation),
            derived.read_so_far(cases, journal.party, journal.generation),
        )
    )
