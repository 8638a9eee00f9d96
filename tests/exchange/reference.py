"""A second judge: everything is there at once, in memory, and only `core.heeding` decides.

It stands for the counterpart's node, and for one that begins anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kakehashi import node
from kakehashi.core.agreement import Profile
from kakehashi.core.envelope import Envelope, Position
from kakehashi.core.exchange import Entry, read_entry
from kakehashi.core.heeded import Heeded, SetAside
from kakehashi.core.heeding import Known, counts_as, heed
from kakehashi.core.keys import PublicKey
from kakehashi.core.parts import JUDGED
from kakehashi.core.view import View, advance, observe, shapes_views
from kakehashi.exchange.hearing import links_in
from tests.core.authors import AGREEMENT


@dataclass
class Journal:
    """One party's journal of generation 1, whole, and its author's view as far as it is judged."""

    party: str
    origin: str
    key: PublicKey
    tokens: tuple[bytes, ...]
    contents: Mapping[tuple[int, int], bytes]
    verdicts: list[Heeded | SetAside] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.entries = [read_entry(token, self.key) for token in self.tokens]
        self.view = View(agreement=AGREEMENT, party=self.party, origin=self.origin)

    def parts(self, index: int, envelope: Envelope) -> dict[int, bytes]:
        """The contents of an entry's parts that judging reads."""
        return {
            number: self.contents[index, number]
            for number, ref in enumerate(envelope.parts)
            if ref.role in JUDGED and (index, number) in self.contents
        }


def judged(one: Journal, other: Journal) -> dict[str, list[tuple[int, str]]]:
    """Judge both journals; give what is set aside of each, by index and reason."""
    profile = node.profile(AGREEMENT)
    while _go_on(one, other, profile) or _go_on(other, one, profile):
        pass
    assert all(len(j.verdicts) == len(j.entries) for j in (one, other))
    return {
        journal.origin: [
            (index, str(verdict.reason))
            for index, verdict in enumerate(journal.verdicts)
            if isinstance(verdict, SetAside)
        ]
        for journal in (one, other)
    }


def _go_on(journal: Journal, other: Journal, profile: Profile) -> bool:
    """Judge the next entry if what its author had seen is judged."""
    index = len(journal.verdicts)
    if index >= len(journal.entries):
        return False
    entry = journal.entries[index]
    envelope = entry.envelope
    if envelope is not None and entry.is_signed:
        if envelope.seen.size > len(other.verdicts):
            return False
        journal.view = _seen(journal.view, envelope.seen, other)
    verdict = heed(
        entry,
        journal.view,
        profile=profile,
        parts={} if envelope is None else journal.parts(index, envelope),
        known=_known(journal, other, index, entry),
        is_repeated=_is_repeated(journal, other, index, entry),
    )
    journal.view = advance(journal.view, entry, verdict)
    journal.verdicts.append(verdict)
    return True


def _seen(view: View, seen: Position, other: Journal) -> View:
    if seen <= view.seen:
        return view
    newly = slice(view.seen.size, seen.size)
    for verdict, entry in zip(other.verdicts[newly], other.entries[newly], strict=True):
        if isinstance(verdict, Heeded) and entry.envelope and shapes_views(entry.envelope.kind):
            view = observe(view, verdict.heard, entry.envelope)
    return replace(view, seen=seen)


def _before(
    journal: Journal, other: Journal, index: int, seen: Position
) -> list[tuple[str, Entry, Heeded | SetAside]]:
    """All that stands before an entry, as its author had it."""
    own = [
        (journal.party, *pair)
        for pair in zip(journal.entries[:index], journal.verdicts, strict=True)
    ]
    theirs = zip(other.entries[: seen.size], other.verdicts, strict=False)
    return [*own, *((other.party, *pair) for pair in theirs)]


def _known(journal: Journal, other: Journal, index: int, entry: Entry) -> dict[str, Known]:
    envelope = entry.envelope
    if envelope is None:
        return {}
    links = links_in(envelope, journal.parts(index, envelope))
    named = {*links.answers, *links.refers, links.corrects}
    return {
        found.envelope.jti: Known(counts_as(found.envelope), party)
        for party, found, verdict in _before(journal, other, index, envelope.seen)
        if found.envelope and found.envelope.jti in named and isinstance(verdict, Heeded)
    }


def _is_repeated(journal: Journal, other: Journal, index: int, entry: Entry) -> bool:
    envelope = entry.envelope
    return envelope is not None and any(
        found.is_signed and found.envelope is not None and found.envelope.jti == envelope.jti
        for _, found, _ in _before(journal, other, index, envelope.seen)
    )
