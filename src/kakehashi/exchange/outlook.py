"""What an author had before it: its view, folded on as it saw more of its counterpart."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kakehashi import node
from kakehashi.core.envelope import Position
from kakehashi.core.view import LASTING_KINDS, View, observe
from kakehashi.database.prepared import Prepared
from kakehashi.exchange.hearing import heard_at, reasons_aside
from kakehashi.exchange.models import Author
from kakehashi.exchange.parties import Sides, author_of, sides
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry

_SHAPING = (*sorted(LASTING_KINDS), "protocol.announced")
_SHAPES = Prepared(lambda: journals.between(Entry.objects.filter(kind__in=_SHAPING)))


def view_of(both: Sides, author: Author) -> View:
    """Give an author's view after the entries judged so far."""
    journal = author.journal
    if author.view:
        return load_view(author.view)
    view = View(agreement=journal.agreement, party=journal.party, origin=journal.origin)
    for earlier in both.of(journal.party):
        if earlier.generation == journal.generation - 1 and (last := author_of(earlier)).view:
            before = load_view(last.view)
            view = replace(before, origin=journal.origin, size=0, is_open=False)
    return view


just_written: Final[dict[str, View]] = {}
"""The view that was written last, by its text: who issues again at once reads it next."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The place of a heeded entry that can change the other author's view."""

    at: Position
    journal_id: int
    jti: str


def shapes(both: Sides, party: str, after: Position, until: Position) -> tuple[Shape, ...]:
    """Find, in two queries a generation, what of `party`'s journals shapes views in between."""
    found: list[Shape] = []
    for journal, size in both.before(party, until):
        first = after.size if journal.generation == after.generation else 0
        if journal.generation < after.generation or first >= size:
            continue
        if rows := _SHAPES(journal.pk, first, size):
            aside = reasons_aside(journal, first, size)
            found += [
                Shape(Position(journal.generation, row.index), journal.pk, row.jti)
                for row in rows
                if row.index not in aside
            ]
    return tuple(found)


def with_seen(view: View, seen: Position, shaping: Iterable[Shape]) -> View:
    """Let a view observe what its author newly saw of the counterpart's journals."""
    if seen <= view.seen:
        return view
    for shape in shaping:
        if view.seen <= shape.at < seen:
            view = observe(view, *heard_at(shape.journal_id, shape.at.size, shape.jti))
    return replace(view, seen=seen)


def dump_view(view: View, both: Sides) -> str:
    """Write a view as JSON; the notices that its life rests on by their places."""
    ids = {(j.party, j.generation): j.pk for j in both.journals}
    said = json.dumps(
        {
            "agreement": view.agreement,
            "party": view.party,
            "origin": view.origin,
            "size": view.size,
            "is_open": view.is_open,
            "profile": view.profile,
            "issued_at": view.issued_at,
            "seen": [view.seen.generation, view.seen.size],
            "received": [view.received.generation, view.received.size],
            "life": [
                [ids[heard.party, heard.generation], heard.seq, heard.jti] for heard in view.life
            ],
        }
    )
    text = f'{said[:-1]}, "vocabulary": {_vocabulary(view.vocabulary)}}}'
    just_written.clear()
    just_written[text] = view
    return text


@lru_cache(maxsize=64)
def _vocabulary(known: frozenset[tuple[str, int]]) -> str:
    """Write the longest part of a view, which stays the same for months."""
    return json.dumps(sorted(known))


@lru_cache(maxsize=32)
def load_view(text: str) -> View:
    """Read what `dump_view` wrote."""
    if known := just_written.pop(text, None):
        return known
    said = json.loads(text)
    return View(
        agreement=said["agreement"],
        party=said["party"],
        origin=said["origin"],
        size=said["size"],
        is_open=said["is_open"],
        profile=said["profile"],
        issued_at=said["issued_at"],
        seen=Position(*said["seen"]),
        received=Position(*said["received"]),
        vocabulary=frozenset((kind, version) for kind, version in said["vocabulary"]),
        life=tuple(heard_at(*place)[0] for place in said["life"]),
    )


def view_now(agreement: str) -> View | None:
    """Give the view from which we would issue now; None before our journal is open."""
    both, party = sides(agreement), node.this().party
    ours, counterpart = both.of(party), node.profile(agreement).counterpart(party).code
    if not ours:
        return None
    view = view_of(both, author_of(ours[-1]))
    theirs = both.of(counterpart)
    if not theirs:
        return view
    seen = Position(theirs[-1].generation, author_of(theirs[-1]).heeded)
    shaping = shapes(both, counterpart, view.seen, seen)
    return with_seen(view, seen, shaping)
