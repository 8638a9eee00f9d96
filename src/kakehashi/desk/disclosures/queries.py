"""The register of disclosures: what was asked, given, refused, told and handed over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, Self

from django.db.models import Q, QuerySet

from kakehashi import node
from kakehashi.core.disclosing import (
    COMPELLED,
    CONSENTED,
    NOTIFIED,
    REFUSED,
    REQUESTED,
    WITHDRAWN,
    Spoken,
)
from kakehashi.core.disclosure import Item, Leave, Stay, leave
from kakehashi.core.disclosure_records import Consent, Handing, Record
from kakehashi.desk.derived import serving_edition
from kakehashi.desk.disclosures import gathering, sealing
from kakehashi.desk.disclosures.sealing import Told
from kakehashi.desk.models import (
    DeskEdition,
    DisclosureItem,
    DisclosureNotice,
    LocalDisclosure,
    Naming,
)
from kakehashi.journal.models import Entry

What = LocalDisclosure.What
SORTS: Final[Mapping[str, tuple[tuple[str, ...], tuple[What, ...]]]] = {
    "asked": ((REQUESTED,), ()),
    "consented": ((CONSENTED,), ()),
    "refused": ((REFUSED,), ()),
    "withdrawn": ((WITHDRAWN,), ()),
    "notified": ((NOTIFIED,), ()),
    "compelled": ((COMPELLED,), (What.COMPULSION,)),
    "decided": ((), (What.DECISION,)),
    "handed-over": ((), (What.HANDING,)),
}
"""What the register can be narrowed to: kinds of notices, and of what this side did alone."""

SECOND: Final = 1_000_000
REMINDED: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page of the register ended: microseconds since the epoch, and the row's id."""

    at: int
    id: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read it from an address; None where it is none."""
        at, _, id_ = text.partition("~")
        is_one = at.isascii() and at.isdigit() and len(at) < 18 and 0 < len(id_) <= 36
        return cls(int(at), id_) if is_one else None

    def __str__(self) -> str:
        return f"{self.at}~{self.id}"


@dataclass(frozen=True, slots=True)
class Turn:
    """One row of the register: a notice with what it says, or what this side did alone.

    `items` are references of what it is about, `records` what the gate reads of it, `followed` the
    kinds of later notices that name it. Of what is erased, `spoken` and `told` are None.
    """

    cursor: Cursor
    notice: DisclosureNotice | None
    local: LocalDisclosure | None
    items: tuple[str, ...]
    spoken: Spoken | None = None
    told: Told | None = None
    records: tuple[Record, ...] = ()
    followed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the register, the latest first, and where the next one begins, if there is more."""

    turns: tuple[Turn, ...]
    next: Cursor | None


def register(
    agreement: str,
    *,
    sort: str = "",
    by: str = "",
    item: str = "",
    before: Cursor | None = None,
    size: int = 25,
) -> Page:
    """Give a page of the register, narrowed to a sort, a party and an item: a fixed few queries."""
    edition = serving_edition(agreement)
    kinds, acts = SORTS.get(sort, ((), ()))
    notices = DisclosureNotice.objects.filter(edition=edition)
    locals_ = LocalDisclosure.objects.filter(agreement=agreement)
    if sort:
        notices, locals_ = notices.filter(kind__in=kinds), locals_.filter(what__in=acts)
    if by:
        notices = notices.filter(party=by)
        locals_ = locals_ if by == node.this().party else locals_.none()
    if item:
        notices, locals_ = notices.filter(_about(edition, item)), locals_.filter(item=item)
    found = _latest(notices, locals_, before, size + 1)
    turns = _turns(edition, found[:size])
    return Page(turns, turns[-1].cursor if len(found) > size else None)


def _about(edition: DeskEdition, item: str) -> Q:
    """The condition on notices that name an item, or follow on one that does."""
    named = DisclosureItem.objects.filter(edition=edition, item=item).values("jti")
    after = Naming.objects.filter(edition=edition, named__in=named).values("jti")
    return Q(jti__in=named) | Q(jti__in=after)


def _latest(
    notices: "QuerySet[DisclosureNotice]",
    locals_: "QuerySet[LocalDisclosure]",
    before: Cursor | None,
    size: int,
) -> list[tuple[Cursor, DisclosureNotice | LocalDisclosure]]:
    """Merge both sources, the latest first: two queries."""
    if before is not None:
        second, rest = divmod(before.at, SECOND)
        same = Q(issued_at=second) if rest else Q(issued_at=second, jti__lt=before.id)
        notices = notices.filter(Q(issued_at__lt=second) | same)
        at = datetime.fromtimestamp(second, UTC) + timedelta(microseconds=rest)
        locals_ = locals_.filter(proposed_at__lt=at)
    found: list[tuple[Cursor, DisclosureNotice | LocalDisclosure]] = [
        (Cursor(one.issued_at * SECOND, one.jti), one)
        for one in notices.order_by("-issued_at", "-jti")[:size]
    ]
    waiting = locals_.select_related("proposed_by", "decided_by")
    for local in waiting.order_by("-proposed_at", "-public_id")[:size]:
        micro = (local.proposed_at - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)
        found.append((Cursor(micro, str(local.public_id)), local))
    found.sort(key=lambda one: (one[0].at, one[0].id), reverse=True)
    return found[:size]


def _turns(
    edition: DeskEdition, rows: Sequence[tuple[Cursor, DisclosureNotice | LocalDisclosure]]
) -> tuple[Turn, ...]:
    ids = [row.jti for _, row in rows if isinstance(row, DisclosureNotice)]
    asked = _named_by(edition, ids)
    spoken = gathering.spoken_with(
        edition, [*ids, *(jti for named in asked.values() for jti in named)]
    )
    by_id = {one.jti: one for one in spoken}
    records = gathering.records_among(edition.agreement, spoken)
    told = sealing.open_all([row for _, row in rows if isinstance(row, LocalDisclosure)])
    items = _items(edition, [*ids, *by_id])
    turns = []
    for cursor, row in rows:
        if isinstance(row, LocalDisclosure):
            turns.append(Turn(cursor, None, row, (row.item,), told=told.get(row.pk)))
            continue
        own = items.get(row.jti) or [
            i for jti in asked.get(row.jti, ()) for i in items.get(jti, ())
        ]
        turns.append(
            Turn(
                cursor=cursor,
                notice=row,
                local=None,
                items=tuple(dict.fromkeys(own)),
                spoken=by_id.get(row.jti),
                records=tuple(r for r in records if r.source == row.jti),
                followed=tuple(one.kind for one in spoken if _follows(one, row.jti)),
            )
        )
    return tuple(turns)


def _follows(one: Spoken, jti: str) -> bool:
    return jti in (*one.links.answers, *one.links.refers, one.links.corrects)


def _named_by(edition: DeskEdition, ids: Iterable[str]) -> dict[str, list[str]]:
    """Which notices some notices answer or rest on."""
    found: dict[str, list[str]] = {}
    rows = Naming.objects.filter(edition=edition, jti__in=list(ids), relation__in=_RESTING)
    for jti, named in rows.values_list("jti", "named"):
        found.setdefault(jti, []).append(named)
    return found


_RESTING: Final = ("answers", "refers")


def _items(edition: DeskEdition, ids: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = DisclosureItem.objects.filter(edition=edition, jti__in=list(ids)).order_by("id")
    for jti, item in rows.values_list("jti", "item"):
        found.setdefault(jti, []).append(item)
    return found


def standing_of(record: Record, item: Item, *, on: date, handed: Iterable[Handing]) -> Leave | Stay:
    """Say what one record by itself lets whoever holds it do today."""
    profile = node.profile(item.agreement)
    by = profile.counterpart(record.by).code if isinstance(record, Consent) else record.by
    form = item if isinstance(record, Handing) else _as_named(record, item)
    return leave(
        form, record.recipient, by=by, on=on, terms=profile.on(on), records=(record, *handed)
    )


def _as_named(record: Record, item: Item) -> Item:
    form, points = getattr(record, "form", item.form), getattr(record, "points", ())
    return Item(
        agreement=item.agreement,
        id=item.id,
        classification=item.classification,
        author=item.author,
        kind=item.kind,
        clause=item.clause,
        form=form,
        points=points,
    )


def item_entries(agreement: str, ids: Iterable[str]) -> dict[str, Entry]:
    """Find the entries of items by their references; one query."""
    wanted = [jti for jti in dict.fromkeys(ids) if jti]
    rows = Entry.objects.filter(jti__in=wanted, journal__agreement=agreement)
    found: dict[str, Entry] = {}
    for row in rows.select_related("journal").order_by("journal_id", "index"):
        found.setdefault(row.jti, row)
    return found


def ending(agreements: Sequence[str], *, on: date) -> list[DisclosureNotice]:
    """Consents and notices that end within thirty days, the next first: one query."""
    editions = DeskEdition.objects.filter(
        agreement__in=list(agreements), state=DeskEdition.State.SERVING
    )
    found = DisclosureNotice.objects.filter(
        edition__in=editions,
        kind__in=(CONSENTED, NOTIFIED),
        ends_on__gte=on,
        ends_on__lte=on + REMINDED,
    )
    return list(found.select_related("edition").order_by("ends_on", "jti")[:50])


def waiting(agreements: Sequence[str], *, not_by: int) -> "QuerySet[LocalDisclosure]":
    """What other officers proposed and nobody decided yet, the longest waiting first."""
    found = LocalDisclosure.objects.filter(
        agreement__in=list(agreements), state=LocalDisclosure.State.PROPOSED
    )
    return (
        found.exclude(proposed_by_id=not_by).select_related("proposed_by").order_by("proposed_at")
    )
