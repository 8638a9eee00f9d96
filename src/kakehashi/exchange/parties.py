"""Who writes what under an agreement: both parties' journals, and how far each is judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from kakehashi.core.envelope import Position
from kakehashi.database.prepared import TEXT, WHOLE, Prepared
from kakehashi.exchange.models import Author, Peer
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal

_AUTHOR = Prepared(lambda: Author.objects.filter(journal=WHOLE[0]))
_AUTHORS = Prepared(lambda: Author.objects.filter(journal__agreement=TEXT[0]))
_PEER = Prepared(lambda: Peer.objects.filter(agreement=TEXT[0]))


@dataclass(frozen=True, slots=True)
class Sides:
    """Both parties' journals of one agreement, all generations, ours among them."""

    agreement: str
    journals: tuple[Journal, ...]

    def of(self, party: str) -> tuple[Journal, ...]:
        """A party's journals, by generation."""
        return tuple(journal for journal in self.journals if journal.party == party)

    def before(self, party: str, seen: Position) -> Iterator[tuple[Journal, int]]:
        """A party's journals as far as somebody had seen them: each with its size then."""
        for journal in self.of(party):
            if journal.generation < seen.generation:
                yield journal, journal.size
            elif journal.generation == seen.generation:
                yield journal, seen.size


def sides(agreement: str) -> Sides:
    """Read which journals an agreement has here."""
    return Sides(agreement, journals.journals_under(agreement))


def peer_under(agreement: str) -> Peer | None:
    """Read our counterpart under an agreement; None where none is introduced."""
    return _PEER.first(agreement)


def author_of(journal: Journal) -> Author:
    """Read how far a journal is judged; a journal never judged begins with an empty view."""
    for found in _AUTHOR(journal.pk):
        found.journal = journal
        return found
    return Author(journal=journal, heeded=0, view="", reacted=0)


def authors(both: Sides) -> dict[int, Author]:
    """Read, in one query, how far each journal is judged, by the journal's key."""
    found = {author.journal_id: author for author in _AUTHORS(both.agreement)}
    for journal in both.journals:
        author = found.setdefault(journal.pk, Author(journal=journal, heeded=0, view="", reacted=0))
        author.journal = journal
    return found
