"""Finds the notices that entries name, as their author had them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kakehashi.core.envelope import Position
from kakehashi.core.exchange import Entry as Read
from kakehashi.core.heeded import Heeded, SetAside
from kakehashi.core.heeding import LETTER, Known, counts_as
from kakehashi.core.notices.payload import Links
from kakehashi.exchange.hearing import heard_at, links_in
from kakehashi.exchange.models import Aside
from kakehashi.exchange.parties import Sides
from kakehashi.journal.models import Entry, Journal


class Finder:
    """Finds the notices that entries name, as their author had them."""

    def __init__(self, both: Sides, journal: Journal, heeded: Mapping[int, int]) -> None:
        self._both, self._journal, self._heeded = both, journal, heeded
        self._named: dict[int, tuple[str, ...]] = {}
        self._places: dict[str, list[Place]] = {}

    def look_for_all(
        self, entries: Mapping[int, Read], contents: Mapping[int, Mapping[int, bytes]]
    ) -> None:
        """Find, in two queries, what a batch of entries names, and their own ids."""
        wanted: set[str] = set()
        for index, entry in entries.items():
            if entry.envelope is None:
                continue
            links = links_in(entry.envelope, contents.get(index, {}))
            mended = (links.corrects,) if links.corrects else ()
            self._named[index] = (*links.answers, *links.refers, *mended)
            wanted.update(self._named[index], (entry.envelope.jti,))
        self._places.update(_places(self._both, self._heeded, wanted - set(self._places)))

    def look_for(self, index: int, named: Links) -> None:
        """Find what a notice that is about to be issued names; its own id is newly drawn."""
        mended = (named.corrects,) if named.corrects else ()
        self._named[index] = (*named.answers, *named.refers, *mended)
        self._places.update(
            _places(self._both, self._heeded, set(self._named[index]) - set(self._places))
        )

    def known(self, entry: Read, index: int) -> dict[str, Known]:
        """The heeded notices that an entry names and its author had."""
        found: dict[str, Known] = {}
        for jti in self._named.get(index, ()):
            for place in self._places.get(jti, ()):
                if place.counts and self._had(place, entry, index):
                    found[jti] = Known(place.kinds, place.journal.party)
        return found

    def is_repeated(self, entry: Read, index: int) -> bool:
        """Say whether a signed entry before this one, as its author had them, bears the same id."""
        if entry.envelope is None:
            return False
        return any(
            self._had(place, entry, index)
            for place in self._places.get(entry.envelope.jti, ())
            if (place.journal.pk, place.index) != (self._journal.pk, index)
        )

    def remember(self, index: int, entry: Read, verdict: Heeded | SetAside) -> None:
        """Let later entries of the batch know what became of this one.

        What no signature stands behind uses no id, and is kept without one.
        """
        if entry.envelope is None or not entry.is_signed:
            return
        places = self._places.get(entry.envelope.jti, [])
        kept = [p for p in places if (p.journal.pk, p.index) != (self._journal.pk, index)]
        counts = isinstance(verdict, Heeded)
        kept.append(Place(self._journal, index, counts_as(entry.envelope), counts))
        self._places[entry.envelope.jti] = kept

    def _had(self, place: "Place", entry: Read, index: int) -> bool:
        there = Position(place.journal.generation, place.index)
        if place.journal.party == self._journal.party:
            return there < Position(self._journal.generation, index)
        return there < (entry.envelope.seen if entry.envelope else Position())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice stands, as which kinds, and whether it counts."""

    journal: Journal
    index: int
    kinds: tuple[str, ...]
    counts: bool


def _places(both: Sides, heeded: Mapping[int, int], ids: set[str]) -> dict[str, list[Place]]:
    """Find entries by their ids; what is not judged yet does not count yet."""
    by_id = {journal.pk: journal for journal in both.journals}
    if not ids:
        return {}
    rows = list(
        Entry.objects.filter(jti__in=list(ids), journal__in=list(by_id)).values_list(
            "jti", "journal_id", "index", "kind"
        )
    )
    aside = set(
        Aside.objects.filter(
            journal__in=list(by_id), index__in=[index for _, _, index, _ in rows]
        ).values_list("journal_id", "index")
    )
    found: dict[str, list[Place]] = {}
    for jti, journal_id, index, kind in rows:
        if index >= both.end(by_id[journal_id]):
            continue
        counts = index < heeded[journal_id] and (journal_id, index) not in aside
        is_letter = counts and kind == LETTER
        kinds = counts_as(heard_at(journal_id, index, jti)[1]) if is_letter else (kind,)
        found.setdefault(jti, []).append(Place(by_id[journal_id], index, kinds, counts))
    return found
