"""Who writes what under an agreement: both parties' journals, and how far each is judged."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kakehashi.core.envelope import Position
from kakehashi.database.prepared import TEXT, WHOLE, Prepared
from kakehashi.exchange.models import Author, Peer
from kakehashi.exchange.rings import past_of
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal

_AUTHOR = Prepared(lambda: Author.objects.filter(journal=WHOLE[0]))
_AUTHORS = Prepared(lambda: Author.objects.filter(journal__agreement=TEXT[0]))
_PEER = Prepared(lambda: Peer.objects.filter(agreement=TEXT[0]))


@dataclass(frozen=True, slots=True)
class Sides:
    """Both parties' journals of one agreement, all generations, ours among them.

    `ended` says, by journal, where the generation after it says that it ended: what stands beyond
    was said by one of two pasts that cannot both hold, and is not judged.
    """

    agreement: str
    journals: tuple[Journal, ...]
    ended: Mapping[int, int] = field(default_factory=dict)

    def of(self, party: str) -> tuple[Journal, ...]:
        """A party's journals, by generation."""
        return tuple(journal for journal in self.journals if journal.party == party)

    def end(self, journal: Journal) -> int:
        """Say how many entries of a journal are judged, once all are."""
        return min(journal.size, self.ended.get(journal.pk, journal.size))

    def before(self, party: str, seen: Position) -> Iterator[tuple[Journal, int]]:
        """A party's journals as far as somebody had seen them: each with its size then."""
        for journal in self.of(party):
            if journal.generation < seen.generation:
                yield journal, self.end(journal)
            elif journal.generation == seen.generation:
                yield journal, min(seen.size, self.ended.get(journal.pk, seen.size))


def sides(agreement: str) -> Sides:
    """Read which journals an agreement has here."""
    found = journals.journals_under(agreement)
    return Sides(agreement, found, dict(_ends(found)))


def _ends(found: Iterable[Journal]) -> Iterator[tuple[int, int]]:
    places = {(journal.party, journal.generation): journal.pk for journal in found}
    for journal in found:
        if journal.generation > 1 and journal.size and (past := past_of(journal)):
            before = places.get((journal.party, past.generation))
            if before is not None:
                yield before, past.size


def peer_under(agreement: str) -> Peer | None:
    """Read our counterpart under an agreement; None where none is introduced."""
    return _PEER.first(agreement)


def author_of(journal: Journal) -> Author:
    """Read how far a journal is judged; a journal never judged begins with an empty view."""
    for found in _AUTHOR(journal.pk):
        found.journal = journal
        return found
    return _unread(journal)


def authors(both: Sides) -> dict[int, Author]:
    """Read, in one query, how far each journal is judged, by the journal's key."""
    found = {author.journal_id: author for author in _AUTHORS(both.agreement)}
    for journal in both.journals:
        if author := found.get(journal.pk):
            author.journal = journal
        else:
            found[journal.pk] = _unread(journal)
    return found


def _unread(journal: Journal) -> Author:
    return Author(journal=journal, heeded=0, view="", reacted=0)
