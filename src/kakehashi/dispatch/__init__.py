"""Issue and receive: the one place that knows every app.

What is written goes through here in one order: held, heeded, projected, reacted to. Each step is a
query for what is not done yet, so a process killed anywhere loses nothing and does nothing twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from kakehashi import node
from kakehashi.core.answer import Answer
from kakehashi.core.bundle import BundleHead, bundle_lines, read_head, read_line
from kakehashi.core.keyring import verifying_key
from kakehashi.core.keys import Role
from kakehashi.core.package import Unreadable
from kakehashi.core.pull import Pull, read_pull, sign_pull
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.dispatch.following import catch_up
from kakehashi.exchange import (
    actions,
    delivery,
    holding,
    issuing,
    opening,
    own_keys,
    refilling,
)
from kakehashi.exchange.issuing import Issued, IssueRefused, Outgoing
from kakehashi.exchange.models import Peer
from kakehashi.exchange.rings import ring_of
from kakehashi.exchange.waking import Half, wake
from kakehashi.journal import head
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal
from kakehashi.journal.record import record


class ChannelStopped(Exception):
    """The counterpart forked its journal: nothing goes in or out until people have spoken."""


__all__ = ["IssueRefused", "Issued", "Outgoing", "catch_up"]


def open_journals(*, now: datetime) -> tuple[Journal, ...]:
    """Open our journal under each of our agreements, where it is not open yet."""
    return tuple(opening.open_ours(name, now=now) for name in node.this().agreements)


def announce_anew(agreement: str, *, now: datetime) -> bool:
    """After an update, tell the counterpart what this release understands; say if it was told.

    Raises:
        IssueRefused: nothing may be issued now.

    """
    is_told = opening.announce_anew(agreement, now=now)
    if is_told:
        wake()
    return is_told


def issue(
    outgoing: Sequence[Outgoing],
    *,
    agreement: str,
    now: datetime,
    act: str | None = None,
    particulars: Mapping[str, object] | None = None,
) -> tuple[Issued, ...]:
    """Issue notices of ours, after recording the officer's act that they come from.

    Raises:
        IssueRefused: nothing of the refused batch was written; the reason says why.

    """
    quoted = (lambda: record(act, particulars or {}, now=now)) if act else None
    issued = issuing.issue(outgoing, agreement=agreement, now=now, act=quoted)
    wake()
    return issued


def receive(agreement: str, sealed: bytes, *, now: datetime) -> holding.Received:
    """Hold a package of our counterpart, and answer.

    Raises:
        Unreadable: it is not sealed to us, or none of ours.

    """
    received = holding.receive_sealed(agreement, sealed, now=now)
    wake(Half.FOLLOWS)
    return received


@lets_out(Way.API, gate=Gate.COUNTERPART)
def answer_pull(agreement: str, token: bytes, *, now: datetime) -> bytes | None:
    """Answer a counterpart that calls out: take its cosignature, give what it lacks.

    It may ask for our journal, or for its own back. None where it lacks nothing.

    Raises:
        Unreadable: the request is not our counterpart's, or of another agreement.
        ChannelStopped: a fork was found; people must speak first.
        FalseAnswer: it says to hold what it cannot hold.

    """
    peer = Peer.objects.get(agreement=agreement)
    theirs = holding.counterpart_journal(peer, now=now)
    pull = _read_pull(token, theirs, now=now)
    if peer.stopped:
        raise ChannelStopped(agreement)
    journal = journals.journal_by_origin(pull.origin)
    if pull.agreement != agreement or journal is None or journal.agreement != agreement:
        raise Unreadable("no journal of that name under the agreement")
    if journal.is_ours:
        if journal != delivery.our_journal(agreement):
            return None  # it does not know yet that another generation was opened
        take_answer(peer, journal, pull.held, now=now)
    standing = delivery.Standing(pull.held.size, pull.held.wanted)
    for package in delivery.packages_for(journal, standing):
        return delivery.sealed_to(peer, package, journal)
    return None


def _read_pull(token: bytes, theirs: Journal, *, now: datetime) -> Pull:
    """Read a request by any envelope key that the counterpart ever had, the present one first.

    A node that was brought back from a backup knows its present key only once it is refilled.
    """
    refusal = Unreadable("no key of the counterpart's is pinned")
    for pinned in reversed(ring_of(theirs).pinned):
        if pinned.key.role == Role.ENVELOPE:
            try:
                return read_pull(token, key=verifying_key(pinned.key.x), now=int(now.timestamp()))
            except Unreadable as unreadable:
                refusal = unreadable
    raise refusal


def deliver(peer: Peer, *, send: delivery.Send, clock: Callable[[], datetime]) -> bool:
    """Send our journal until the counterpart holds it; say whether it does.

    Raises:
        FalseAnswer: it says to hold what it cannot hold.
        BehindHead: our database is behind what has left us.

    """
    journal = delivery.our_journal(peer.agreement)
    held, is_asked = peer.held_there, False
    for answer in delivery.deliver(peer, journal, send=send):
        is_asked = True
        if answer.problem:
            actions.note_failure(peer, answer.problem, now=clock())
            actions.raise_alarm(peer.agreement, "refused", answer.problem, now=clock())
            return False
        take_answer(peer, journal, answer, now=clock())
        held = answer.size
    if is_asked and held < journal.size:
        stuck = f"{held} of {journal.size}"
        actions.note_failure(peer, stuck, now=clock())
        actions.raise_alarm(peer.agreement, "refused", stuck, now=clock())
    elif is_asked:
        actions.clear_alarm(peer.agreement, "refused", now=clock())
    return held >= journal.size


def take_answer(peer: Peer, journal: Journal, answer: Answer, *, now: datetime) -> None:
    """Keep what the counterpart says it holds, once its cosignature is verified.

    Where it proves that we signed more than our database has, we write nothing until it is
    refilled. FalseAnswer, after an alarm, where it says what cannot be.
    """
    latest = journal if answer.size <= journal.size else journals.journal_now(journal)
    try:
        actions.record_answer(peer, latest, answer, now=now)
    except actions.FalseAnswer as lie:
        actions.raise_alarm(peer.agreement, "false-answer", str(lie), now=now)
        raise
    except actions.OursIsBehind as behind:
        head.admit_head(latest, size=behind.size, root=behind.root)
        actions.raise_alarm(peer.agreement, "behind", str(behind), now=now)


def pull_request(peer: Peer, *, now: datetime, origin: str | None = None) -> bytes:
    """Sign our request for the counterpart's next package (or, by `origin`, for our own back)."""
    journal = (
        journals.journal_by_origin(origin) if origin else holding.counterpart_journal(peer, now=now)
    )
    if journal is None:
        raise LookupError(origin)
    held = holding.answer_for(journal)
    ours = journals.journal(peer.agreement, node.this().party)
    key = own_keys.key_known_to(peer, Role.ENVELOPE, ours)
    pull = Pull(peer.agreement, journal.origin, held, int(now.timestamp()))
    return sign_pull(pull, public_key=key.public, sign=key.sign)


def refill(
    peer: Peer, *, fetch: Callable[[bytes], bytes | None], clock: Callable[[], datetime]
) -> Journal:
    """Take our own entries back from the counterpart until it has no more; give our journal then.

    Raises:
        BehindHead: it has given all, and our head knows of more.
        NotOurs: what it gave is not what we wrote.

    """
    journal = delivery.our_journal(peer.agreement)
    while sealed := fetch(pull_request(peer, now=clock(), origin=journal.origin)):
        refilling.take_back(peer.agreement, sealed, now=clock())
    journal = delivery.our_journal(peer.agreement)
    head.write_head(journal, is_refilled=True)
    actions.clear_alarm(peer.agreement, "behind", now=clock())
    return journal


def write_bundle(agreement: str) -> Iterator[bytes]:
    """Put everything the counterpart lacks, as far as we know, and our answer in lines of a file.

    Our answer stands first, so that the counterpart's next bundle begins where we end.
    """
    peer = Peer.objects.get(agreement=agreement)
    return bundle_lines(BundleHead(agreement, node.this().party), _bundled(peer))


@lets_out(Way.BUNDLE, gate=Gate.COUNTERPART)
def _bundled(peer: Peer) -> Iterator[bytes | Answer]:
    journal = delivery.our_journal(peer.agreement)
    theirs = journals.journal(peer.agreement, peer.party)
    if theirs is not None and theirs.size:
        yield holding.answer_for(theirs)
    for package in delivery.all_packages(journal, delivery.standing_of(peer)):
        yield delivery.sealed_to(peer, package, journal)


def read_bundle(lines: Iterable[bytes], *, now: datetime) -> Iterator[Answer]:
    """Take in a bundle of our counterpart: each package as if posted, each answer as if answered.

    Gives our answer to each package.

    Raises:
        Unreadable: it is no bundle, or not our counterpart's; what stood before the line stands.
        FalseAnswer: it says to hold what it cannot hold.

    """
    numbered = enumerate(lines, 1)
    first = read_head(next(numbered, (1, b""))[1])
    peer = Peer.objects.filter(agreement=first.agreement, party=first.author).first()
    if peer is None:
        raise Unreadable(f"{first.author} is not our counterpart under {first.agreement}")
    for number, line in numbered:
        item = read_line(line, number)
        if isinstance(item, Answer):
            take_answer(peer, delivery.our_journal(peer.agreement), item, now=now)
        else:
            yield receive(peer.agreement, item, now=now).answer
