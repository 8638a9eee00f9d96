"""Packages that arrive: gathers what `core.exchange.judge` asks, stores what it says, answers.

One way for all: HTTP, a pull's reply, and bundles. What is held is durable before it is cosigned.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from kakehashi import node
from kakehashi.core.answer import Answer, Wanted
from kakehashi.core.envelope import Position, read
from kakehashi.core.exchange import (
    Damaged,
    Entry,
    Forked,
    Held,
    Hold,
    Missing,
    OutOfStep,
    Slot,
    Verdict,
    claimed,
    is_the_authors,
    judge,
    size_claimed,
)
from kakehashi.core.keys import Role
from kakehashi.core.note import cosign, read_note, with_cosignature
from kakehashi.core.package import MAX_ENTRIES, Package, Unreadable, unpack
from kakehashi.core.parts import PartRef
from kakehashi.core.sealing import open_package, recipient_of
from kakehashi.database.bulk import moment, update_row
from kakehashi.database.prepared import WHOLE, Prepared
from kakehashi.exchange import own_keys, parties, staging
from kakehashi.exchange.actions import clear_alarm, pin_in_force, raise_alarm
from kakehashi.exchange.models import Aside, Contradiction, Early, Peer
from kakehashi.exchange.rings import past_in, ring_of
from kakehashi.journal import actions as journal_actions
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import Sealed, encrypt_part
from kakehashi.journal.models import Entry as Row
from kakehashi.journal.models import Journal
from kakehashi.journal.new import NewEntry

logger = logging.getLogger("kakehashi.exchange")

MAX_WANTED = 64

_EARLY = Prepared(lambda: Early.objects.filter(journal=WHOLE[0]))


class Outcome(StrEnum):
    """What came of a package, as the status of the answer tells it (protocol, section 7)."""

    HELD = "held"
    MISSING = "missing"
    OUT_OF_STEP = "out-of-step"
    DAMAGED = "damaged"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a package, and the answer for its author."""

    answer: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Channel:
    """A counterpart, its journal as we hold it, and our own, as they stood before a package."""

    peer: Peer
    journal: Journal
    ours: Journal | None


def receive_sealed(agreement: str, sealed: bytes, *, now: datetime) -> Received:
    """Open, judge and hold one sealed package of our counterpart.

    Raises:
        Unreadable: it is not sealed to us, or not of this agreement.

    """
    return receive_package(open_sealed(agreement, sealed), now=now)


def open_sealed(agreement: str, sealed: bytes) -> Package:
    """Open a sealed package of an agreement; Unreadable as in `receive_sealed`."""
    key = node.receiving_half(agreement, recipient_of(sealed))
    if key is None:
        raise Unreadable("sealed to another key")
    package = unpack(open_package(sealed, public=key.public, private=key.private))
    if package.agreement != agreement:
        raise Unreadable("of another agreement")
    return package


def receive_package(package: Package, *, now: datetime) -> Received:
    """Judge a package and store what the verdict says; an answer comes back in every case."""
    peer = parties.peer_under(package.agreement)
    if peer is None:
        raise Peer.DoesNotExist(package.agreement)
    journal, ours = _both_journals(peer, now=now)
    if peer.stopped:
        return Received(answer_for(journal, problem=Outcome.STOPPED), Outcome.STOPPED)
    if package.pieces:
        return _take_pieces(package, journal)
    own = Position(ours.generation, ours.size) if ours else Position()
    verdict = judge(package, facts(package, journal, own=own))
    if isinstance(verdict, Hold) and peer.generation > 1 and not verdict.first:
        verdict = _another_past(verdict, peer, now=now) or verdict
    return _act_on(verdict, package, _Channel(peer, journal, ours), now)


def _another_past(verdict: Hold, peer: Peer, *, now: datetime) -> Damaged | None:
    """Compare where a generation says that the one before it ended with what we hold of that."""
    entry = verdict.entries[0]
    past = past_in(entry.envelope) if entry.envelope and entry.is_signed else None
    if past is None:
        return None
    before = journals.journal_by_origin(_origin(peer, past.generation))
    if before is None:
        return None
    if past.size > before.size or journals.root_at(before, past.size) != past.root:
        return Damaged("another-past", 0)
    if past.size < before.size:
        said = f"{before.origin}: {past.size} of {before.size}"
        raise_alarm(peer.agreement, "generation-ended", said, now=now)
    return None


def _origin(peer: Peer, generation: int) -> str:
    return f"{peer.name}/{peer.agreement}/{peer.party}/{generation}"


def _both_journals(peer: Peer, *, now: datetime) -> tuple[Journal, Journal | None]:
    """Give the counterpart's journal of its present generation, and our latest, in one query."""
    found = journals.journals_under(peer.agreement)
    origin, party = _origin(peer, peer.generation), node.this().party
    theirs = next((one for one in found if one.origin == origin), None)
    ours = [one for one in found if one.party == party]
    return theirs or counterpart_journal(peer, now=now), ours[-1] if ours else None


def counterpart_journal(peer: Peer, *, now: datetime) -> Journal:
    """Give the counterpart's journal of its present generation, opened empty where it is new."""
    origin = _origin(peer, peer.generation)
    found = journals.journal_by_origin(origin)
    if found is not None:
        return found
    try:
        return journal_actions.open_journal(
            agreement=peer.agreement,
            party=peer.party,
            generation=peer.generation,
            origin=origin,
            is_ours=False,
            now=now,
        )
    except journal_actions.OutOfStep:
        return Journal.objects.get(origin=origin)


def _act_on(verdict: Verdict, package: Package, channel: _Channel, now: datetime) -> Received:
    peer, journal = channel.peer, channel.journal
    match verdict:
        case Hold():
            return _hold(verdict, package, channel, now)
        case Missing():
            staging.expect(journal, verdict.expected, now=now)
            staging.begin_anew(journal, verdict.parts)
            return Received(answer_for(journal), Outcome.MISSING)
        case OutOfStep():
            return Received(answer_for(journal), Outcome.OUT_OF_STEP)
        case Damaged():
            where = "" if verdict.index is None else f" at entry {verdict.index}"
            raise_alarm(peer.agreement, f"damaged:{verdict.code}", where.strip(), now=now)
            problem = f"{Outcome.DAMAGED}: {verdict.code}{where}"
            return Received(answer_for(journal, problem=problem), Outcome.DAMAGED)
        case Forked():
            _stop(peer, journal, verdict, now)
            return Received(answer_for(journal, problem=Outcome.STOPPED), Outcome.STOPPED)


def facts(package: Package, journal: Journal, *, own: Position) -> Held:
    """Gather what judging asks of what we have; `own` is how far our own journal is.

    What could contradict a package is read only where it says something of what we hold.
    """
    ring = ring_of(journal)
    said = size_claimed(package, ring)
    checkpoint = root_then = None
    if said and said.origin == journal.origin and said.size <= journal.size:
        checkpoint = journals.checkpoint(journal)
        root_then = journals.root_at(journal, said.size) if said.size else None
    return Held(
        origin=journal.origin,
        ring=ring,
        tree=journal.tree,
        checkpoint=bytes(checkpoint.note) if checkpoint else None,
        root_then=root_then,
        taken=_taken(package, journal),
        staged=staging.staged(journal, package.first, package.first + MAX_ENTRIES),
        own=own,
    )


def _taken(package: Package, journal: Journal) -> dict[int, bytes]:
    """Our tokens under the numbers that a package's envelopes claim: entries and early excuses."""
    numbers = claimed(package)
    known = [seq for seq in numbers if seq < journal.size]
    held = Row.objects.filter(journal=journal, index__in=known) if known else ()
    early = (found for found in _EARLY(journal.pk) if found.index in numbers)
    return {found.index: bytes(found.token) for found in (*early, *held)}


def _hold(verdict: Hold, package: Package, channel: _Channel, now: datetime) -> Received:
    peer, journal = channel.peer, channel.journal
    entries = new_entries(verdict)
    mirror = own_keys.key_known_to(peer, Role.MIRROR, channel.ours)
    line = cosign(
        verdict.checkpoint,
        name=node.this().mirror(journal.agreement),
        public_key=mirror.public,
        signer=mirror.sign,
        at=int(now.timestamp()),
    )
    checkpoint = authors_note(package, journal)
    note = with_cosignature(checkpoint, line)
    try:
        with transaction.atomic():
            after = journal_actions.append(
                journal=journal, entries=entries, checkpoint=checkpoint, now=now
            )
            for (index, number), token in verdict.excused.items():
                journal_actions.excuse_part(
                    journal=after, index=index, number=number, token=token, now=now
                )
            _keep_early(after, verdict.excused.values())
            journal_actions.record_cosignature(journal=after, note=note, at=now)
            _note_unsigned(after, verdict.first, verdict.entries)
            more_waits = staging.forget(after, verdict.first, after.size) or bool(verdict.later)
            staging.expect(after, later(verdict), now=now)
            _refuse_if_stopped(peer, now)
            pin_in_force(peer, verdict.ring.current())
            clear_alarm(peer.agreement, "damaged:", now=now)
    except journal_actions.OutOfStep:
        return Received(answer_for(journals.journal_now(journal)), Outcome.OUT_OF_STEP)
    wanted = _wanted(after) if more_waits else ()
    return Received(Answer(after.generation, after.size, note, wanted), Outcome.HELD)


def _refuse_if_stopped(peer: Peer, now: datetime) -> None:
    """Note the news, unless a fork that was found meanwhile stopped the channel."""
    to = {"last_heard_at": moment(now), "news_at": moment(now)}
    if not update_row(Peer, to, where={"id": peer.pk, "stopped": False}):
        raise journal_actions.OutOfStep("the channel was stopped meanwhile")


def _keep_early(journal: Journal, excuses: Iterable[bytes]) -> None:
    """Remember excuses whose own entries are still to come; those that have come are known."""
    if any(early.index < journal.size for early in _EARLY(journal.pk)):
        Early.objects.filter(journal=journal, index__lt=journal.size).delete()
    coming = {seq: token for token in excuses if (seq := read(token).seq) >= journal.size}
    Early.objects.bulk_create(
        [Early(journal=journal, index=seq, token=token) for seq, token in coming.items()],
        ignore_conflicts=True,
    )


def authors_note(package: Package, journal: Journal) -> bytes:
    """Give a package's checkpoint with its author's signature alone: nothing else is kept."""
    note = read_note(package.checkpoint)
    lines = (line.line() for line in note.signatures if line.name == journal.origin)
    return note.text + b"\n" + next(lines)


def later(verdict: Hold) -> dict[Slot, PartRef]:
    """Name the attachments that are still to come."""
    return {
        (index, number): verdict.entries[index - verdict.first].commits_to[number]
        for index, number in verdict.later
    }


def new_entries(verdict: Hold) -> tuple[NewEntry, ...]:
    """Seal all parts before any lock is taken."""
    storage = node.this().storage_key
    sealed: dict[int, dict[int, Sealed]] = {}
    for (index, number), part in verdict.parts.items():
        sealed.setdefault(index, {})[number] = encrypt_part(
            part.blob, commitment=part.ref.commitment, storage_key=storage
        )
    return tuple(
        NewEntry.saying(entry.token, entry.envelope, sealed.get(index))
        if entry.envelope and entry.is_signed
        else NewEntry(entry.token)
        for index, entry in enumerate(verdict.entries, verdict.first)
    )


def _note_unsigned(journal: Journal, first: int, entries: tuple[Entry, ...]) -> None:
    """Remember what no signature stands behind, so that judging need not verify again."""
    Aside.objects.bulk_create(
        [
            Aside(
                journal=journal,
                index=index,
                reason="signature" if entry.envelope else "malformed",
                detail=(entry.reason or "")[:500],
            )
            for index, entry in enumerate(entries, first)
            if not entry.is_signed
        ]
    )


def _take_pieces(package: Package, journal: Journal) -> Received:
    """Stage pieces of expected parts; a finished attachment of a held entry is stored at once."""
    if not is_the_authors(package, Held(journal.origin, ring_of(journal))):
        problem = f"{Outcome.DAMAGED}: checkpoint-not-the-authors"
        return Received(answer_for(journal, problem=problem), Outcome.DAMAGED)
    for piece in package.pieces:
        staging.take(journal, piece)
    answer = answer_for(journal)
    holds_back = any(index >= journal.size for index, _, _ in answer.wanted)
    return Received(answer, Outcome.MISSING if holds_back else Outcome.HELD)


def _stop(peer: Peer, journal: Journal, fork: Forked, now: datetime) -> None:
    """Keep both statements and stop the channel: only people can go on from here."""
    with transaction.atomic():
        Contradiction.objects.create(
            journal=journal, code=fork.code, ours=fork.ours, theirs=fork.theirs, found_at=now
        )
        Peer.objects.filter(pk=peer.pk).update(stopped=True, problem=f"fork: {fork.code}")
        raise_alarm(peer.agreement, f"fork:{fork.code}", journal.origin, now=now)
    logger.error("fork in %s: %s", journal.origin, fork.code)


def answer_for(journal: Journal, *, problem: str | None = None) -> Answer:
    """Say how much of a journal we hold, with our cosignature of it, and which parts we want."""
    latest = journals.cosignature(journal, journal.size) if journal.size else None
    note = bytes(latest.note) if latest else None
    return Answer(journal.generation, journal.size, note, _wanted(journal), problem)


def _wanted(journal: Journal) -> tuple[Wanted, ...]:
    return staging.still_wanted(journal)[:MAX_WANTED]
