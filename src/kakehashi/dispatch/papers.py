"""Letters on paper among what the registers are told: each where it takes effect."""

from collections.abc import Iterator, Sequence

from kakehashi import node
from kakehashi.core.heard import Heard
from kakehashi.core.notices.protocol import EntriesHeld
from kakehashi.core.papers import in_effect
from kakehashi.core.said import letters_confirmed
from kakehashi.exchange import hearing
from kakehashi.exchange.letters import heeded
from kakehashi.exchange.models import Aside
from kakehashi.exchange.parties import Sides
from kakehashi.journal.models import Entry, Journal

RECEIPT = "entries.received"
CONFIRMATION = "letter.confirmed"
LOOKED_BACK = 20


def with_letters(both: Sides, journal: Journal, heard: Sequence[Heard]) -> list[Heard]:
    """Put after each notice of a batch the letters that take effect with it.

    A batch without receipts and confirmations costs nothing; another at most four queries and two
    for each letter.
    """
    permits = {(permit.kind, permit.party) for permit in node.profile(both.agreement).permits}
    found: list[Heard] = []
    covered = _Covered(both, journal)
    for one in heard:
        found.append(one)
        pairs = [*_confirmed_by(both, one), *covered.by(one)]
        letters = [
            meant
            for letter, confirmed in pairs
            if (
                meant := in_effect(
                    letter, confirmed, one, may_issue=lambda *permit: permit in permits
                )
            )
        ]
        found += sorted(letters, key=lambda meant: (_dated(meant), meant.letter))
    return found


def _dated(meant: Heard) -> str:
    return meant.decided.latest.isoformat() if meant.decided else ""


def _confirmed_by(both: Sides, one: Heard) -> Iterator[tuple[Heard, Heard]]:
    """Give the letters that a notice confirms, each with the notice."""
    others = [journal for journal in both.journals if journal.party != one.party]
    for counts in letters_confirmed(one):
        letter = heeded(others, counts.letter)
        if letter is not None:
            yield letter, one


class _Covered:
    """The confirmations that a journal's receipts cover first, receipt by receipt."""

    def __init__(self, both: Sides, journal: Journal) -> None:
        self._journal = journal
        self._own = both.of(journal.party)
        self._others = {j.origin: j for j in both.journals if j.party != journal.party}
        self._reached: dict[str, int] | None = None

    def by(self, one: Heard) -> Iterator[tuple[Heard, Heard]]:
        """Give the letters of the receipt's author that it now knows to be confirmed."""
        if not isinstance(one.statement, EntriesHeld):
            return
        if self._reached is None:
            self._reached = self._reached_before(one)
        origin, size = one.statement.journal, one.statement.held[-1].size
        first = self._reached.get(origin, 0)
        self._reached[origin] = max(first, size)
        other = self._others.get(origin)
        if other is None or size <= first:
            return
        said = Entry.objects.filter(
            kind=CONFIRMATION, journal=other, index__gte=first, index__lt=size
        )
        for entry in said.order_by("index"):
            confirmed = heeded([other], entry.jti)
            for counts in letters_confirmed(confirmed) if confirmed else ():
                letter = heeded(self._own, counts.letter)
                if letter is not None and confirmed is not None:
                    yield letter, confirmed

    def _reached_before(self, one: Heard) -> dict[str, int]:
        """How much of each of the counterpart's journals was received before a receipt."""
        before = Entry.objects.filter(
            kind=RECEIPT, journal=self._journal, index__lt=one.seq
        ).order_by("-index")
        latest = list(before[:LOOKED_BACK])
        aside = set(
            Aside.objects.filter(
                journal=self._journal, index__in=[entry.index for entry in latest]
            ).values_list("index", flat=True)
        )
        for entry in latest:
            if entry.index not in aside:
                said = hearing.heard_at(entry.journal_id, entry.index, entry.jti)[0].statement
                if isinstance(said, EntriesHeld):
                    return {said.journal: said.held[-1].size}
        return {}
