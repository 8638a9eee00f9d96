"""The node's own record as an auditor reads it: its lines, one entry, and what anchors it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from kakehashi import node
from kakehashi.core.canonical import NotCanonical, parse
from kakehashi.core.envelope import Malformed
from kakehashi.core.envelope import read as read_envelope
from kakehashi.core.parts import SALT_BYTES
from kakehashi.core.text import b64url
from kakehashi.database.prepared import WHOLE, Prepared
from kakehashi.desk.models import Draft, RecordLine
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import Damaged, decrypt_part
from kakehashi.journal.models import Checkpoint, Cosignature, Entry, Journal
from kakehashi.node import LOCAL

READ_AT_ONCE: Final = 200
RECEIPT: Final = "entries.received"
THINGS: Final = (
    "thing",
    "what",
    "notice",
    "jti",
    "draft",
    "disclosure",
    "letter",
    "matter",
    "case",
    "item",
)
"""Where an act may name what it was done to, the first that is there counting."""


_LAST: Final = Prepared(lambda: RecordLine.objects.filter(journal=WHOLE[0]).order_by("-index")[:1])


def _unread() -> tuple[Journal, int] | None:
    """Give the own record and from where on it is to be read; None where all of it was."""
    journal = journals.local_journal()
    if journal is None:
        return None
    last = _LAST.first(journal.pk)
    first = 0 if last is None else last.index + 1
    return (journal, first) if first < journal.size else None


def read_on(*, at_most: int = READ_AT_ONCE) -> int:
    """Read further entries of the own record into lines; say how many entries."""
    if _unread() is None:
        return 0
    with transaction.atomic():
        unread = _unread()
        if unread is None:
            return 0
        journal, first = unread
        end = min(journal.size, first + at_most)
        told = particulars(journal, first, end)
        lines = [
            line
            for entry in journals.entries(journal, first, end)
            for line in _lines(entry, told.get(entry.index, {}))
        ]
        _name_agreements_of_drafts(lines)
        RecordLine.objects.bulk_create(lines, batch_size=500)
    return end - first


def particulars(journal: Journal, first: int, end: int) -> dict[int, Mapping[str, object]]:
    """Open what the entries [first, end) say; what does not open is left out."""
    found: dict[int, Mapping[str, object]] = {}
    for part in journals.parts(journal, first, end):
        if part.sealed is None:
            continue
        try:
            opened = decrypt_part(part.sealed, storage_keys=node.this().storage_keys)
            said = parse(opened[SALT_BYTES:])
        except (Damaged, NotCanonical):
            continue
        if isinstance(said, dict):
            found[part.index] = said
    return found


def _lines(entry: Entry, said: Mapping[str, object]) -> Iterator[RecordLine]:
    readings = said.get("readings")
    if isinstance(readings, list):
        for position, one in enumerate(readings):
            yield _line(entry, position, one, at=one.get("at"))
        return
    things = said.get("notices")
    each = [{**said, "thing": thing} for thing in things] if isinstance(things, list) else [said]
    for position, one in enumerate(each or [said]):
        yield _line(entry, position, one)


def _line(
    entry: Entry, position: int, said: Mapping[str, object], *, at: object = None
) -> RecordLine:
    by = said.get("by", said.get("officer"))
    thing = next((str(said[name]) for name in THINGS if said.get(name)), "")
    agreement = str(said.get("agreement") or _agreement_in(thing))
    moment = at if isinstance(at, int) else entry.iat
    return RecordLine(
        journal_id=entry.journal_id,
        index=entry.index,
        position=position,
        act=entry.kind,
        officer_id=by if isinstance(by, int) else None,
        agreement=agreement[:100],
        thing=thing[:300],
        at=datetime.fromtimestamp(moment, UTC),
    )


def _agreement_in(thing: str) -> str:
    """The agreement in a journal's origin, `<name>/<agreement>/<party>/<generation>#…`."""
    known = set(node.this().agreements)
    return next((step for step in thing.split("/") if step in known), "")


def _name_agreements_of_drafts(lines: Iterable[RecordLine]) -> None:
    """A reading of a draft names only the draft; the draft says under which agreement."""
    bare = {
        line.thing.removeprefix("draft "): line
        for line in lines
        if not line.agreement and line.thing.startswith("draft ")
    }
    found = dict(
        Draft.objects.filter(public_id__in=list(bare)).values_list("public_id", "agreement")
    )
    for public_id, agreement in found.items():
        bare[str(public_id)].agreement = agreement


@dataclass(frozen=True, slots=True)
class Asked:
    """What an auditor asks for; empty members ask for everything."""

    officer: int | None = None
    act: str = ""
    thing: str = ""
    day: date | None = None


def lines(asked: Asked, *, agreements: Sequence[str]) -> QuerySet[RecordLine]:
    """The lines of some agreements and of the node as a whole, the latest first."""
    journal = journals.local_journal()
    found = RecordLine.objects.filter(journal=journal).filter(_open_to(agreements))
    if asked.officer is not None:
        found = found.filter(officer_id=asked.officer)
    if asked.act:
        found = found.filter(act=asked.act)
    if asked.thing:
        found = found.filter(thing=asked.thing)
    if asked.day is not None:
        begins = datetime(asked.day.year, asked.day.month, asked.day.day, tzinfo=UTC)
        found = found.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    return found.order_by("-index", "-position")


def before(found: QuerySet[RecordLine], index: int, position: int) -> QuerySet[RecordLine]:
    """Those of some lines that stand before a place."""
    return found.filter(index__lte=index).exclude(index=index, position__gte=position)


def unread() -> int:
    """How many entries are not in lines yet."""
    left = _unread()
    return 0 if left is None else left[0].size - left[1]


def is_open(entry: Entry, *, agreements: Sequence[str]) -> bool:
    """Say whether all of an entry is of some agreements, or of the node as a whole."""
    found = list(_lines(entry, particulars_of(entry)))
    _name_agreements_of_drafts(found)
    return all(not line.agreement or line.agreement in agreements for line in found)


def particulars_of(entry: Entry) -> Mapping[str, object]:
    """Open what one entry says; nothing where it does not open."""
    journal = Journal.objects.get(pk=entry.journal_id)
    return particulars(journal, entry.index, entry.index + 1).get(entry.index, {})


def _open_to(agreements: Sequence[str]) -> Q:
    return Q(agreement="") | Q(agreement__in=list(agreements))


@dataclass(frozen=True, slots=True)
class Anchor:
    """The size and root of our record that stand in our own journal under an agreement.

    `entry` is the index of the receipt that says so; `held_at` when the counterpart cosigned a
    journal with it, after which the record cannot be rewritten unseen.
    """

    agreement: str
    origin: str
    entry: int
    size: int
    root: str
    held_at: datetime


def anchors() -> list[Anchor]:
    """The last anchor that each counterpart holds: three queries, however many agreements."""
    held = Cosignature.objects.filter(journal=OuterRef("pk")).order_by("-size").values("size")[:1]
    receipts = Entry.objects.filter(
        journal=OuterRef("pk"), kind=RECEIPT, index__lt=OuterRef("held")
    ).order_by("-index")
    ours = {
        journal.pk: journal
        for journal in Journal.objects.filter(is_ours=True)
        .exclude(agreement=LOCAL)
        .annotate(held=Subquery(held))
        .annotate(receipt=Subquery(receipts.values("index")[:1]))
        .filter(receipt__isnull=False)
        .order_by("agreement", "generation")
    }
    places, notes = Q(pk__in=[]), Q(pk__in=[])
    for journal in ours.values():
        places |= Q(journal=journal, index=journal.receipt)
        notes |= Q(journal=journal, size=journal.held)
    cosigned = dict(Cosignature.objects.filter(notes).values_list("journal_id", "at"))
    found = {}
    for entry in Entry.objects.filter(places).order_by("journal_id"):
        journal, local = ours[entry.journal_id], anchor_in(entry)
        if local is not None:
            found[journal.agreement] = Anchor(
                journal.agreement, journal.origin, entry.index, *local, cosigned[journal.pk]
            )
    return [found[name] for name in node.this().agreements if name in found]


def anchor_in(entry: Entry) -> tuple[int, str] | None:
    """The size and root (base64url) of its author's own record that a receipt carries."""
    try:
        statement = read_envelope(bytes(entry.token)).statement
    except Malformed:
        return None
    local = statement.get("local") if statement else None
    if not isinstance(local, dict) or not isinstance(local.get("size"), int):
        return None
    return local["size"], str(local.get("root", ""))


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands in the own record: its leaf, the path to a root, who holds that root.

    Hashes in base64url, `path` from the leaf up (RFC 6962); `checkpoint` is our signed note over
    that tree, `anchor` the first receipt held by a counterpart that covers it (None: none yet).
    """

    origin: str
    index: int
    leaf: str
    size: int
    root: str
    path: tuple[str, ...]
    checkpoint: str
    anchor: Anchor | None


def proof(entry: Entry) -> Proof:
    """Prove an entry against what a counterpart holds, else against our latest checkpoint."""
    journal = Journal.objects.get(pk=entry.journal_id)
    anchor = next((one for one in anchors() if one.size > entry.index), None)
    size = anchor.size if anchor else journal.size
    path, root = journals.prove(journal, entry.index, size)
    note = Checkpoint.objects.filter(journal=journal, size__gte=size).order_by("size").first()
    return Proof(
        origin=journal.origin,
        index=entry.index,
        leaf=b64url(bytes(entry.leaf)),
        size=size,
        root=b64url(root),
        path=tuple(b64url(one) for one in path),
        checkpoint=bytes(note.note).decode() if note else "",
        anchor=anchor,
    )
