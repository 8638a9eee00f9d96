"""Issuing: from a notice that two officers decided to an entry of our journal, or a reason why not.

What our counterpart would set aside is refused here first: the same judgment runs before signing.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction

from kakehashi import node
from kakehashi.core.envelope import Decider, Envelope, Position, seal
from kakehashi.core.exchange import Entry as Read
from kakehashi.core.heeded import Reason, SetAside
from kakehashi.core.heeding import heed
from kakehashi.core.ids import RANDOM_BYTES, uuid7
from kakehashi.core.journal import leaf_hash
from kakehashi.core.keys import Role
from kakehashi.core.notices import (
    PROTOCOL_KINDS,
    Compartments,
    Content,
    Notice,
    attachments,
    contents,
    links_of,
    statement_of,
)
from kakehashi.core.notices.payload import Classification, Decided, Links
from kakehashi.core.notices.upcast import versions_saying
from kakehashi.core.parts import JUDGED, SALT_BYTES, Part, PartRef, PartRole, make_part
from kakehashi.core.view import View, advance, agreed_profile
from kakehashi.exchange import finding, judging, outlook, own_keys, parties
from kakehashi.exchange.models import Author
from kakehashi.exchange.rings import ring_of
from kakehashi.journal import actions as journal_actions
from kakehashi.journal.at_rest import Sealed, encrypt_part
from kakehashi.journal.models import Journal
from kakehashi.journal.new import NewEntry
from kakehashi.node import SigningKey, StorageKey

AT_ONCE = 64
"""How many notices one transaction writes, so that the write lock is held briefly."""
CLOCK_LEEWAY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice with what its envelope says: clause, class, who decided what when.

    `decided` and `by` are None for automatic kinds only. `files` are the bytes of the attachments
    that the notice names, by their numbers.
    """

    notice: Notice
    clause: str
    classification: Classification
    decided: Decided | None = None
    by: Decider | None = None
    effective_on: date | None = None
    entered_later: bool = False
    files: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Issued:
    """A notice that now stands in our journal."""

    agreement: str
    generation: int
    seq: int
    jti: str


class IssueRefused(Exception):
    """The notice was not issued and nothing was written; `reason` and `detail` say why."""

    def __init__(self, reason: str, detail: str = "", position: int = 0) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail, self.position = reason, detail, position


@dataclass(frozen=True, slots=True)
class _Prepared:
    outgoing: Outgoing
    parts: tuple[tuple[Part, Sealed], ...]
    storage: StorageKey


def issue(
    outgoing: Sequence[Outgoing],
    *,
    agreement: str,
    now: datetime,
    act: Callable[[], str] | None = None,
) -> tuple[Issued, ...]:
    """Sign notices into our journal, durably, all of them or none.

    `act` records the officer's act in the local journal, in the same transaction, and gives the
    leaf hash that each notice quotes. More than `AT_ONCE` notices go in several transactions, in
    order; the first refusal ends it and IssueRefused.position says how many stand.

    Raises:
        IssueRefused: the counterpart would set it aside, the clock went back, no peer is known,
            or our database is behind what has left us.

    """
    issued: list[Issued] = []
    for start in range(0, len(outgoing), AT_ONCE):
        storage = node.this().storage_key
        batch = [_prepare(item, storage) for item in outgoing[start : start + AT_ONCE]]
        try:
            issued += _issue_batch(batch, agreement=agreement, now=now, act=act)
        except IssueRefused as refusal:
            refusal.position += start
            raise
    return tuple(issued)


def _issue_batch(
    batch: Sequence[_Prepared], *, agreement: str, now: datetime, act: Callable[[], str] | None
) -> list[Issued]:
    """Sign and keep a batch; what quotes no act is signed before the lock is taken.

    Where another process was faster, or there is a reason to refuse, it is done again in line.
    """
    try:
        if act is None and not connection.in_atomic_block:
            with suppress(IssueRefused, journal_actions.OutOfStep):
                return _sign_and_keep(batch, agreement, now, None)
        with transaction.atomic():
            return _sign_and_keep(batch, agreement, now, act)
    except journal_actions.OutOfStep as error:
        raise IssueRefused("busy", str(error)) from error
    except journal_actions.ClockWentBack as error:
        raise IssueRefused(Reason.CLOCK, str(error)) from error


def _sign_and_keep(
    batch: Sequence[_Prepared], agreement: str, now: datetime, act: Callable[[], str] | None
) -> list[Issued]:
    both = parties.sides(agreement)
    journal = both.of(node.this().party)[-1] if both.of(node.this().party) else None
    if journal is None:
        raise IssueRefused("not-open")
    authors = parties.authors(both)
    author = authors[journal.pk]
    if author.heeded != journal.size:
        raise IssueRefused("not-judged", f"{author.heeded} of {journal.size}")
    leaf = act() if act else None
    heeded = {pk: other.heeded for pk, other in authors.items()}
    writer = _Writer(both, heeded, author, now)
    for position, prepared in enumerate(batch):
        writer.write(prepared, leaf, position)
    view = outlook.dump_view(writer.view, both)
    with transaction.atomic():
        after = journal_actions.extend(
            journal=journal, entries=writer.entries, log=writer.log, now=now
        )
        if not judging.move_author(author, len(batch), view):
            raise journal_actions.OutOfStep(f"{journal.origin} was judged meanwhile")
    return [
        Issued(agreement, after.generation, after.size - len(batch) + offset, jti)
        for offset, jti in enumerate(writer.ids)
    ]


class _Writer:
    """Signs one notice after another onto a journal, judging each as the counterpart will.

    That each is signed stands by construction: by the half of the key that the ring names, which
    proved itself when it was read (`node.signing_half`).
    """

    def __init__(
        self, both: parties.Sides, heeded: Mapping[int, int], author: Author, now: datetime
    ) -> None:
        journal, view = author.journal, outlook.view_of(both, author)
        self._journal, self._now = journal, now
        self._profile = node.profile(journal.agreement)
        self._counterpart = self._profile.counterpart(journal.party).code
        self._ring = ring_of(journal)
        self._key = own_keys.half(journal, self._ring.at(Role.ENVELOPE, journal.size))
        self._finder = finding.Finder(both, journal, heeded)
        self._seen = _seen(both, self._counterpart, heeded, view)
        self._issued_at = _issued_at(journal, now)
        shaping = outlook.shapes(both, self._counterpart, view.seen, self._seen)
        self.view = outlook.with_seen(view, self._seen, shaping)
        self.entries: list[NewEntry] = []
        self.ids: list[str] = []

    @property
    def log(self) -> SigningKey:
        """The key that signs the checkpoint over what was written."""
        size = self._journal.size + len(self.entries)
        return own_keys.half(self._journal, self._ring.checkpoint_key(size))

    def write(self, prepared: _Prepared, leaf: str | None, position: int) -> None:
        self._require_agreed_profile(prepared.outgoing.notice.kind, position)
        notice = prepared.outgoing.notice
        links = notice.links
        if leaf and links.act is None:  # what was decided at home before is quoted itself
            links = links.model_copy(update={"act": leaf})
        parts = (*_links_part(notice, links, prepared.storage), *prepared.parts)
        envelope = self._envelope(prepared.outgoing, tuple(part.ref for part, _ in parts))
        token = seal(envelope, public_key=self._key.public, sign=self._key.sign)
        read = Read(token, leaf_hash(token), envelope, None, is_signed=True)
        judged = {
            number: part.data for number, (part, _) in enumerate(parts) if part.ref.role in JUDGED
        }
        index = self._journal.size + len(self.entries)
        self._finder.look_for(index, links)
        verdict = heed(
            read,
            self.view,
            profile=self._profile,
            parts=judged,
            known=self._finder.known(read, index),
            is_repeated=self._finder.is_repeated(read, index),
            written=_written(notice, links),
        )
        if isinstance(verdict, SetAside):
            raise IssueRefused(verdict.reason, verdict.detail, position)
        self.view = advance(self.view, read, verdict)
        self._finder.remember(index, read, verdict)
        sealed = {number: held for number, (_, held) in enumerate(parts)}
        self.entries.append(NewEntry.saying(token, envelope, sealed))
        self.ids.append(envelope.jti)

    def _require_agreed_profile(self, kind: str, position: int) -> None:
        """Refuse what the clauses permit while we hold another profile than both sides agreed on.

        What nodes tell each other goes on, so that the counterpart's consents still arrive.
        """
        if kind in PROTOCOL_KINDS:
            return
        agreed = agreed_profile(self.view, self._profile)
        if agreed != self._profile.digest:
            raise IssueRefused(Reason.ANOTHER_PROFILE, agreed, position)

    def _envelope(self, outgoing: Outgoing, refs: tuple[PartRef, ...]) -> Envelope:
        notice = outgoing.notice
        statement = statement_of(notice)
        return Envelope(
            jti=uuid7(int(self._now.timestamp() * 1000), os.urandom(RANDOM_BYTES)),
            origin=self._journal.origin,
            audience=self._counterpart,
            issued_at=self._issued_at,
            seq=self._journal.size + len(self.entries),
            kind=notice.kind,
            version=self._version(notice, statement or {}),
            clause=outgoing.clause,
            classification=outgoing.classification,
            seen=self._seen,
            parts=refs,
            decided=outgoing.decided,
            by=outgoing.by,
            effective_on=outgoing.effective_on,
            entered_later=outgoing.entered_later,
            statement=statement,
        )

    def _version(self, notice: Notice, statement: Mapping[str, object]) -> int:
        """Choose the newest version that says all of it and that the counterpart reads."""
        possible = versions_saying(notice.kind, statement, newest=notice.version)
        read = (one for one in possible if (notice.kind, one) in self.view.vocabulary)
        return max(read, default=notice.version)


def _prepare(outgoing: Outgoing, storage: StorageKey) -> _Prepared:
    """Make and seal the parts before any lock is taken."""
    made = [
        make_part(PartRole(c.role), c.classification, _content_bytes(c), os.urandom(SALT_BYTES))
        for c in contents(outgoing.notice, but=PartRole.LINKS)
    ]
    named = attachments(outgoing.notice)
    if [file.digest for file, _ in named] != [sha256(d).hexdigest() for d in outgoing.files]:
        raise IssueRefused("files")
    made += [
        make_part(PartRole.ATTACHMENT, classification, data, os.urandom(SALT_BYTES))
        for (_, classification), data in zip(named, outgoing.files, strict=True)
    ]
    return _Prepared(outgoing, tuple((part, _at_rest(part, storage)) for part in made), storage)


def _content_bytes(content: Content) -> bytes:
    rows = content.rows
    return content.data if rows is None else b"".join(row + b"\n" for row in rows)


def _links_part(
    notice: Notice, links: Links, storage: StorageKey
) -> tuple[tuple[Part, Sealed], ...]:
    """Make the links part; kinds between the nodes that name nothing have none."""
    content = links_of(notice, links)
    if content is None:
        return ()
    salt = os.urandom(SALT_BYTES)
    part = make_part(PartRole.LINKS, content.classification, content.data, salt)
    return ((part, _at_rest(part, storage)),)


def _written(notice: Notice, links: Links) -> Compartments:
    """Say what the parts say that were written from this notice, as judging reads it."""
    filled = vars(notice)
    return Compartments(
        kind=notice.kind,
        version=notice.version,
        statement=filled.get("statement"),
        links=links,
        public=filled.get("public"),
        rows=filled.get("rows"),
    )


def _at_rest(part: Part, storage: StorageKey) -> Sealed:
    return encrypt_part(part.blob, commitment=part.ref.commitment, storage_key=storage)


def _seen(both: parties.Sides, counterpart: str, heeded: Mapping[int, int], view: View) -> Position:
    """Say how much of the counterpart's journal is judged here: what our next notice rests on."""
    theirs = both.of(counterpart)
    if not theirs:
        return view.seen
    latest = theirs[-1]
    return max(view.seen, Position(latest.generation, heeded[latest.pk]))


def _issued_at(journal: Journal, now: datetime) -> int:
    """Give the second to write: never before the last entry's, never minutes behind it."""
    at = int(now.timestamp())
    if journal.latest_iat - at > CLOCK_LEEWAY.total_seconds():
        raise IssueRefused(Reason.CLOCK, str(journal.latest_iat - at))
    return max(at, journal.latest_iat)
