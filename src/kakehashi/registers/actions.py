"""Writing the registers: fold notices into an edition, derive a new one, put it in place.

Everything a batch changes, and how far the journals are read, is one transaction; a list of any
length is staged in slices that nobody sees and shown by moving the watermark.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.db.models import Max

from kakehashi.core.envelope import Position
from kakehashi.core.heard import Heard
from kakehashi.core.projection import (
    PROJECTED,
    VERSION,
    Fact,
    ListStated,
    Mended,
    Published,
    Received,
    facts,
)
from kakehashi.core.standing import Key, Step, What, step_forward
from kakehashi.database.prepared import TEXT, Prepared
from kakehashi.registers import mending, staging, writing
from kakehashi.registers.models import Change, Edition, Mend, Watermark
from kakehashi.registers.watermarks import (
    advance,
    marks,
    place_after,
    position_of,
)

FACTS_AT_ONCE: Final = 150
NOWHERE: Final[Mapping[str, int]] = MappingProxyType({})
"""Facts in one transaction, so that none holds the write lock over 50 ms."""

_SERVING: Final = Prepared(
    lambda: Edition.objects.filter(agreement=TEXT[0], state=Edition.State.SERVING)
)

Batch = tuple[Sequence[Heard], Mapping[str, Position]]
"""Notices in their journals' order, and how far each author's journal is read with them."""

Read = Callable[[Mapping[str, Position]], Batch | None]
"""Gives the next batch after the positions it is passed, or None at the journals' end."""


def serving_edition(agreement: str) -> Edition:
    """Give the edition that serves an agreement; the first one is made when it is first asked."""
    edition = _SERVING.first(agreement)
    if edition:
        return edition
    with transaction.atomic():
        edition, _ = Edition.objects.get_or_create(
            agreement=agreement,
            state=Edition.State.SERVING,
            defaults={"number": _next_number(agreement), "version": VERSION},
        )
    return edition


def _next_number(agreement: str) -> int:
    last = Edition.objects.filter(agreement=agreement).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def apply(
    batch: Sequence[Heard], *, edition: Edition, through: Mapping[str, Position] | None = None
) -> None:
    """Fold heeded notices into an edition; what it has read already changes nothing.

    `batch` holds each author's notices in the order of its journal; `through` says how far each
    journal is read once they are folded, set-aside entries included.
    """
    known = (fact for heard in batch if heard.kind in PROJECTED for fact in facts(heard))
    for group in _groups(known):
        match group:
            case [ListStated() as stated]:
                staging.take_list(edition, stated)
            case [Mended() as mended]:
                mending.take_mend(edition, mended)
            case _:
                _take_together(edition, group)
    if through:
        with transaction.atomic():
            advance(edition, {party: position_of(at) for party, at in through.items()})


def _groups(known: Iterable[Fact]) -> Iterator[list[Fact]]:
    """Cut facts into what one transaction takes; lists and mends stand alone.

    All facts of one notice fall into one group, since the watermark counts notices.
    """
    group: list[Fact] = []
    for _, of_one in groupby(known, key=lambda fact: (fact.said.party, fact.said.place)):
        together = list(of_one)
        alone = isinstance(together[0], ListStated | Mended)
        if group and (alone or len(group) + len(together) > FACTS_AT_ONCE):
            yield group
            group = []
        if alone:
            yield together
        else:
            group += together
    if group:
        yield group


def _take_together(edition: Edition, group: Sequence[Fact]) -> None:
    """Fold a group in one transaction: ten statements, whatever it holds."""
    with transaction.atomic():
        read = marks(edition)
        new = [fact for fact in group if fact.said.place >= read.get(fact.said.party, 0)]
        new = _without_repeated_letters(edition, new)
        steps = [fact for fact in new if isinstance(fact, Step)]
        kept = writing.kept(edition, _keys(steps))
        standings = {key: entry.standing for key, entry in kept.items()}
        taken = [step for step in steps if step_forward(standings, step)]
        writing.write_standings(edition, kept, standings)
        writing.write_steps(edition, taken)
        writing.write_published(edition, [f for f in new if isinstance(f, Published)])
        writing.write_received(edition, [f for f in new if isinstance(f, Received)])
        advance(edition, place_after(fact.said for fact in new))


def _without_repeated_letters(edition: Edition, new: Sequence[Fact]) -> list[Fact]:
    """Leave out letters that took effect before, and those that their author took back first."""
    paper = {fact.said.letter: fact.said.jti for fact in new if fact.said.letter}
    if not paper:
        return list(new)
    known = Change.objects.filter(edition=edition, letter__in=list(paper))
    gone = Mend.objects.filter(edition=edition, target__in=paper.values(), is_withdrawn=True)
    before = set(known.values_list("letter", flat=True))
    back = set(gone.values_list("target", flat=True))
    first: dict[str, int] = {}
    return [
        fact
        for fact in new
        if not (said := fact.said).letter
        or (
            said.letter not in before
            and said.jti not in back
            and first.setdefault(said.letter, said.place) == said.place
        )
    ]


def _keys(steps: Iterable[Step]) -> set[Key]:
    """Name the entries that steps touch: also the one under which an entry is continued."""
    keys: set[Key] = set()
    for step in steps:
        keys.add(step.key)
        if step.what is What.RENUMBERED:
            keys.add(Key(step.register, step.said.party, str(step.content["new_number"])))
    return keys


def open_edition(agreement: str) -> Edition:
    """Open the next edition, filled while the old one serves; an unfinished one is dropped."""
    for unfinished in Edition.objects.filter(agreement=agreement, state=Edition.State.FILLING):
        drop_edition(unfinished)
    with transaction.atomic():
        return Edition.objects.create(
            agreement=agreement, number=_next_number(agreement), version=VERSION
        )


def flip(edition: Edition, *, ended: Mapping[str, int] = NOWHERE) -> bool:
    """Let a filled edition serve; False while the one that serves has read further.

    `ended` are places, by party, beyond which nothing is read any more.
    """
    with transaction.atomic():
        served = Edition.objects.filter(
            agreement=edition.agreement, state=Edition.State.SERVING
        ).first()
        if served:
            reached = marks(edition)
            wanted = {party: min(at, ended.get(party, at)) for party, at in marks(served).items()}
            if any(reached.get(party, 0) < at for party, at in wanted.items()):
                return False
            served.state = Edition.State.RETIRED
            served.save(update_fields=["state"])
        edition.state = Edition.State.SERVING
        edition.save(update_fields=["state"])
    return True


def rebuild(agreement: str, read: Read, *, ended: Mapping[str, int] = NOWHERE) -> Edition:
    """Derive an agreement's registers again from its journals and put them in place."""
    edition = open_edition(agreement)
    put_in_place(edition, read, ended=ended)
    return edition


def put_in_place(edition: Edition, read: Read, *, ended: Mapping[str, int] = NOWHERE) -> None:
    """Fold what an edition has not read yet, let it serve, and drop the one that served."""
    while True:
        at = {w.party: Position(w.generation, w.size) for w in edition.watermarks.all()}
        batch = read(at)
        if batch is not None:
            heard, through = batch
            apply(heard, edition=edition, through=through)
        elif flip(edition, ended=ended):
            break
    of_agreement = Edition.objects.filter(agreement=edition.agreement)
    for retired in of_agreement.filter(state=Edition.State.RETIRED):
        drop_edition(retired)


def drop_edition(edition: Edition) -> None:
    """Delete an edition that does not serve, in slices."""
    staging.empty(edition)
    with transaction.atomic():
        Watermark.objects.filter(edition=edition).delete()
        edition.delete()
