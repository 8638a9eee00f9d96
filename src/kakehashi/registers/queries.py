"""What the registers say: entries, their histories, counts; and the state that both nodes share.

What pages are fed with are records that have no place for anything restricted or confidential.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Collate

from kakehashi.core import entries
from kakehashi.core.snapshots import altered_fields
from kakehashi.core.standing import GENERATION_SHIFT, Content, Register, Status, What
from kakehashi.database.snapshot import reading
from kakehashi.registers.models import (
    Change,
    Edition,
    Entry,
    Mend,
    Publication,
    Receipt,
    SharedList,
)
from kakehashi.registers.watermarks import marks, marks_of
from kakehashi.registers.writing import standing_of, step_of, text

SEQ: Final = (1 << GENERATION_SHIFT) - 1
NEWEST_FIRST: Final = frozenset({Register.MEASURES, Register.SUSPENSIONS})


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry as anybody may see it; `record` holds public content only.

    `status` is that of the day asked about, `since_on` the day on which the last phase began (or at
    the latest, where `since_at_latest`).
    `generation` and `seq` name the notice that last touched it, in the journal of `party`.
    """

    agreement: str
    register: Register
    party: str
    number: str
    name: str
    names: tuple[Content, ...]
    former: tuple[str, ...]
    status: Status
    since_on: date
    since_at_latest: bool
    until_on: date | None
    valid_until: date | None
    record: Content
    jti: str
    generation: int
    seq: int


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One step of an entry's history with its dates; `content` is the notice's public content.

    Decided on `decided_on` (or not later, where `decided_by`), shared with the counterpart at
    `shared_at`, known there at `known_at`, published there at `published_at` or withheld for the
    reason in `withheld`. `altered` names the fields that a new row of a list changed. `is_on_paper`
    says that it was a letter without a node's signature, which both sides know.
    """

    what: What
    jti: str
    kind: str
    clause: str
    party: str
    generation: int
    seq: int
    decided_on: date | None
    decided_by: bool
    effective_on: date | None
    from_on: date
    until_on: date | None
    entered_later: bool
    shared_at: datetime
    known_at: datetime | None
    published_at: datetime | None
    published_by: str
    withheld: Content | None
    content: Content
    altered: tuple[str, ...] = field(default=())
    is_on_paper: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """One register of an agreement: how many entries it has, and its last list, if it has one."""

    register: Register
    count: int
    as_of: date | None


def serving(agreement: str) -> Edition | None:
    """Give the edition that serves an agreement; None before the first."""
    return all_serving((agreement,)).first()


def all_serving(agreements: Collection[str]) -> QuerySet[Edition]:
    """Give the editions that serve some agreements."""
    return Edition.objects.filter(agreement__in=agreements, state=Edition.State.SERVING)


def visible(edition: Edition) -> Q:
    """Say which entries of an edition are shown: those that no staged list has yet replaced."""
    return _visible(edition.pk, marks(edition))


def _visible(edition: int, read: Mapping[str, int]) -> Q:
    shown = Q(pk__in=[])
    for party, at in read.items():
        shown |= Q(party=party, since_place__lt=at, until_place__gte=at)
    return Q(edition=edition) & shown


def withheld(edition: Edition, publisher: str) -> tuple[str, ...]:
    """Name the notices that a party says it does not publish, and has not published since."""
    return _withheld([edition.pk], publisher)[edition.pk]


def _withheld(editions: Collection[int], publisher: str) -> dict[int, tuple[str, ...]]:
    later = Publication.objects.filter(
        edition=OuterRef("edition"),
        party=publisher,
        target=OuterRef("target"),
        place__gt=OuterRef("place"),
        is_withheld=False,
    )
    found = Publication.objects.filter(
        ~Exists(later), edition__in=editions, party=publisher, is_withheld=True
    )
    named: dict[int, set[str]] = {edition: set() for edition in editions}
    for edition, target in found.values_list("edition", "target"):
        named[edition].add(target)
    return {edition: tuple(sorted(targets)) for edition, targets in named.items()}


@dataclass(frozen=True, slots=True)
class Showing:
    """An agreement's registers as one party shows them.

    The edition, how far it has read each author's journal, and what the party withholds.
    """

    agreement: str
    edition: Edition
    read: Mapping[str, int]
    hidden: tuple[str, ...]

    @property
    def public(self) -> Q:
        """Say which entries anybody may see."""
        shown = _visible(self.edition.pk, self.read) & Q(is_public=True)
        if self.hidden:
            shown &= ~Q(jti__in=self.hidden) & ~Q(number__in=self.hidden)
        return shown

    def entries(self, register: Register) -> QuerySet[Entry]:
        """Give a register's public entries, in the register's order."""
        rows = Entry.objects.filter(self.public, register=register)
        return rows.order_by("-sort" if register in NEWEST_FIRST else "sort", "id")


def showing(agreement: str, publisher: str) -> Showing | None:
    """Read what serves an agreement on a party's pages; None before the first notice."""
    return next(iter(showings((agreement,), publisher)), None)


def showings(agreements: Collection[str], publisher: str) -> list[Showing]:
    """Read the same of several agreements, in their order: three queries, however many."""
    serving_them = {one.agreement: one for one in all_serving(agreements)}
    editions = [one.pk for one in serving_them.values()]
    read, hidden = marks_of(editions), _withheld(editions, publisher)
    return [
        Showing(name, edition, read[edition.pk], hidden[edition.pk])
        for name in agreements
        if (edition := serving_them.get(name))
    ]


def public_entry(agreement: str, row: Entry, *, today: date) -> PublicEntry:
    """Make of a row what anybody may see."""
    standing = standing_of(row)
    begun = [phase for phase in standing.phases if phase.from_on <= today] or standing.phases
    last = max(begun, key=lambda phase: (phase.from_on, phase.place))
    return PublicEntry(
        agreement=agreement,
        register=standing.key.register,
        party=row.party,
        number=row.number,
        name=row.name,
        names=entries.names(standing.record),
        former=standing.former,
        status=standing.on(today),
        since_on=last.from_on,
        since_at_latest=last.at_latest,
        until_on=last.until_on,
        valid_until=standing.valid_until,
        record=standing.record,
        jti=row.jti,
        generation=row.place >> GENERATION_SHIFT,
        seq=row.place & SEQ,
    )


def shelves(agreement: str, *, publisher: str) -> tuple[Shelf, ...]:
    """Count the entries of each register, and say of which day its last list is."""
    with reading():
        shown = showing(agreement, publisher)
        if shown is None:
            return tuple(Shelf(register, 0, None) for register in Register)
        lists = SharedList.objects.filter(edition=shown.edition, is_withdrawn=False)
        latest = {one.register: one.as_of for one in lists.order_by("as_of", "place")}
        return tuple(
            Shelf(register, shown.entries(register).count(), latest.get(register))
            for register in Register
        )


def entry(
    agreement: str, register: Register, number: str, *, publisher: str, today: date
) -> PublicEntry | None:
    """Find one entry by its exact number."""
    with reading():
        shown = showing(agreement, publisher)
        row = shown.entries(register).filter(number=number).first() if shown else None
        return public_entry(agreement, row, today=today) if row else None


def numbers(agreement: str, register: Register, *, prefix: str) -> list[str]:
    """Give every number that begins with a prefix and was ever in a register, hidden ones too."""
    edition = serving(agreement)
    found = Entry.objects.filter(edition=edition, register=register, number__startswith=prefix)
    return list(found.values_list("number", flat=True).distinct()) if edition else []


def ending(
    agreement: str, register: Register, *, publisher: str, today: date, until: date
) -> list[PublicEntry]:
    """Give entries that stand and end up to a day, or ended already, the earliest first."""
    with reading():
        shown = showing(agreement, publisher)
        rows = shown.entries(register) if shown else ()
        found = [public_entry(agreement, row, today=today) for row in rows]
    standing = {Status.APPROVED, Status.SUSPENDED, Status.RESUMED, Status.EXPIRED}
    wanted = [
        one
        for one in found
        if one.status in standing and one.valid_until is not None and one.valid_until <= until
    ]
    return sorted(wanted, key=lambda one: (one.valid_until or date.max, one.number))


def history(shown: PublicEntry, *, publisher: str) -> tuple[PublicChange, ...]:
    """Give an entry's public history, oldest first: also of the number it continues."""
    with reading():
        edition = serving(shown.agreement)
        if edition is None:
            return ()
        numbers = [shown.number, *filter(None, [shown.record.get("formerly")])]
        rows = Change.objects.filter(
            edition=edition,
            register=shown.register,
            party=shown.party,
            number__in=numbers,
            place__lt=marks(edition).get(shown.party, 0),
            is_public=True,
        ).annotate(known=_known_at(edition))
        changes = sorted(rows, key=lambda row: row.place)
        told = _publications(edition, [change.jti for change in changes])
        hidden = withheld(edition, publisher)
    made = [
        _public_change(change, told.get(change.jti, []))
        for change in changes
        if change.jti not in hidden
    ]
    return tuple(_compared(*pair) for pair in zip([None, *made], made, strict=False))


def _known_at(edition: Edition) -> Subquery:
    """When the counterpart first held the journal up to a row's place (seconds)."""
    receipts = Receipt.objects.filter(
        ~Q(party=OuterRef("party")), edition=edition, until_place__gt=OuterRef("place")
    )
    return Subquery(receipts.order_by("until_place", "place").values("held_at")[:1])


def _publications(edition: Edition, notices: Sequence[str]) -> dict[str, list[Publication]]:
    found: dict[str, list[Publication]] = {}
    for told in Publication.objects.filter(
        edition=edition, target__in=notices, is_public=True
    ).order_by("place"):
        found.setdefault(told.target, []).append(told)
    return found


def _public_change(change: Change, told: Sequence[Publication]) -> PublicChange:
    step = step_of(change)
    confirmed = next((one for one in told if "why" not in json.loads(one.content)), None)
    refused = next((one for one in told[::-1] if "why" in json.loads(one.content)), None)
    known = getattr(change, "known", None)
    return PublicChange(
        what=step.what,
        jti=change.jti,
        kind=change.kind,
        clause=change.clause,
        party=change.party,
        generation=change.place >> GENERATION_SHIFT,
        seq=change.place & SEQ,
        decided_on=change.decided_on,
        decided_by=change.decided_by,
        effective_on=change.effective_on,
        from_on=step.on,
        until_on=step.until_on,
        entered_later=change.entered_later,
        shared_at=datetime.fromtimestamp(change.issued_at, UTC),
        known_at=None if known is None else datetime.fromtimestamp(known, UTC),
        published_at=datetime.fromtimestamp(confirmed.published_at, UTC) if confirmed else None,
        published_by=confirmed.party if confirmed else "",
        withheld=json.loads(refused.content) if refused and not confirmed else None,
        content=step.content,
        is_on_paper=bool(change.letter),
    )


def _compared(before: PublicChange | None, after: PublicChange) -> PublicChange:
    """Name what a new row changed in the one before it."""
    if before is None or after.what is not What.ALTERED:
        return after
    return replace(after, altered=altered_fields(before.content, after.content))


def state_rows(agreement: str, *, of: Edition | None = None) -> Iterator[bytes]:
    """Give the shared state of an agreement's registers, row by row, in one order on every node.

    `of` names another edition than the one that serves.

    Each row is canonical JSON. Only what is never erased stands in it, and nothing local: no
    ids, no times of arrival, no order of the database's own.
    """
    edition = of or serving(agreement)
    if edition is None:
        return
    with reading():
        read = marks(edition)
        yield from _entry_rows(edition)
        for kind, model, columns in _STATE:
            rows = model.objects.filter(edition=edition).order_by(*map(_bytes_order, _apart(model)))
            for row in rows.values_list("party", "place", *columns[2:]).iterator():
                if row[1] < read.get(row[0], 0):
                    yield text([kind, *map(_plain, row)]).encode()


_Model = type[Change] | type[SharedList] | type[Mend] | type[Publication] | type[Receipt]
_STATE: Final[tuple[tuple[str, _Model, tuple[str, ...]], ...]] = (
    (
        "change",
        Change,
        (
            "party",
            "place",
            "register",
            "number",
            "what",
            "jti",
            "kind",
            "clause",
            "issued_at",
            "decided_on",
            "decided_by",
            "effective_on",
            "entered_later",
            "is_public",
            "from_on",
            "until_on",
            "content",
            "letter",
        ),
    ),
    (
        "list",
        SharedList,
        ("party", "place", "register", "jti", "as_of", "issued_at", "is_withdrawn", "source"),
    ),
    ("mend", Mend, ("party", "place", "target", "jti", "is_withdrawn", "content", "now")),
    (
        "publication",
        Publication,
        ("party", "place", "target", "jti", "is_withheld", "published_at", "content"),
    ),
    ("receipt", Receipt, ("party", "place", "until_place", "held_at")),
)
"""What else is shared, with the columns that say it."""


def _apart(model: _Model) -> list[str]:
    """Name the columns that tell the rows of an edition apart: letters may share a place."""
    (unique,) = model._meta.total_unique_constraints
    return [name for name in unique.fields if name != "edition"]


def _entry_rows(edition: Edition) -> Iterator[bytes]:
    rows = Entry.objects.filter(visible(edition)).order_by(
        *map(_bytes_order, ("party", "register", "number"))
    )
    columns = (
        "register",
        "party",
        "number",
        "is_public",
        "jti",
        "place",
        "former",
        "phases",
        "record",
    )
    for row in rows.values_list(*columns).iterator():
        yield text(["entry", *row]).encode()


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _bytes_order(column: str) -> Collate | str:
    """Order text by its bytes, whatever the database's own collation is."""
    if column in {"place", "until_place", "held_at"}:
        return column
    return Collate(column, "BINARY" if connection.vendor == "sqlite" else "C")
