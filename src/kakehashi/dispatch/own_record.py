"""Verify the node's own record: chain, signatures, head, and what the counterparts hold of it."""

from collections.abc import Iterator

from kakehashi.core.envelope import Malformed, read
from kakehashi.core.journal import Tree
from kakehashi.core.text import b64url
from kakehashi.desk.record import RECEIPT, anchor_in
from kakehashi.dispatch.finding import Finding
from kakehashi.dispatch.verifying import SLICE, verify_journal
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry, Journal
from kakehashi.node import LOCAL


def verify_record(journal: Journal) -> Iterator[Finding]:
    """Verify every entry of the own record from the first byte on, and every anchor of it."""
    yield from verify_journal(journal)
    yield from _places(journal)
    yield from _anchors(journal)


def _places(journal: Journal) -> Iterator[Finding]:
    """Every entry names this journal, and its own place in it."""
    for first in range(0, journal.size, SLICE):
        tokens = journals.tokens(journal, first, min(journal.size, first + SLICE))
        for index, token in enumerate(tokens, first):
            try:
                envelope = read(token)
            except Malformed:
                yield Finding("malformed", journal.origin, index)
                continue
            if (envelope.origin, envelope.seq) != (journal.origin, index):
                yield Finding("sequence", journal.origin, index)


def _anchors(journal: Journal) -> Iterator[Finding]:
    """What our receipts said of the record, in journals that counterparts hold, still holds."""
    wanted: dict[int, list[tuple[str, Entry]]] = {}
    for entry, (size, root) in anchored():
        if size > journal.size:
            yield Finding("anchor", journal.origin, size, f"only {journal.size} entries are here")
        else:
            wanted.setdefault(size, []).append((root, entry))
    for size, root in _roots(journal, set(wanted)):
        for said, entry in wanted[size]:
            if said != root:
                yield Finding("anchor", journal.origin, size, f"entry {entry.index} says another")


def anchored() -> Iterator[tuple[Entry, tuple[int, str]]]:
    """Every receipt of ours that carries size and root of the own record."""
    ours = Journal.objects.filter(is_ours=True).exclude(agreement=LOCAL)
    for of in ours.order_by("agreement", "generation"):
        for entry in journals.entries_of_kind(of, RECEIPT).iterator(chunk_size=SLICE):
            if local := anchor_in(entry):
                yield entry, local


def _roots(journal: Journal, sizes: set[int]) -> Iterator[tuple[int, str]]:
    tree = Tree()
    leaves = Entry.objects.filter(journal=journal).order_by("index").values_list("leaf", flat=True)
    for leaf in leaves.iterator(chunk_size=SLICE):
        tree = tree.append((bytes(leaf),))
        if tree.size in sizes:
            yield tree.size, b64url(tree.root())
