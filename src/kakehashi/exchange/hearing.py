"""What folds and judging read of entries that are held: envelopes, links, public parts, rows."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kakehashi import node
from kakehashi.core.canonical import NotCanonical, decode
from kakehashi.core.envelope import Envelope, Malformed, read
from kakehashi.core.exchange import Entry as Read
from kakehashi.core.heard import Heard
from kakehashi.core.notices import Compartments
from kakehashi.core.notices import read as read_compartments
from kakehashi.core.notices.payload import Links
from kakehashi.core.parts import JUDGED, SALT_BYTES, PartRole, split_rows
from kakehashi.exchange.models import Aside
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry, Journal


class UnknownKind(Exception):
    """A notice that once counted is of a kind or version that this release cannot read."""


@lru_cache(maxsize=4096)
def heard_at(journal_id: int, index: int, jti: str) -> tuple[Heard, Envelope]:
    """Read one heeded entry again, by its place and id; what was judged never changes.

    LookupError where another stands there.
    """
    journal = Journal.objects.get(pk=journal_id)
    row = journals.entries(journal, index, index + 1).get()
    if row.jti != jti:
        raise LookupError(f"{journal.origin}#{index} is not {jti}")
    envelope = read(bytes(row.token))
    return heard_of(
        journal, envelope, judged_parts(journal, index, index + 1).get(index, {})
    ), envelope


def heard_of(journal: Journal, envelope: Envelope, parts: Mapping[int, bytes]) -> Heard:
    """Reduce a heeded entry to what folds read."""
    given: dict[str, bytes] = {
        ref.role: parts[number]
        for number, ref in enumerate(envelope.parts)
        if number in parts and ref.role in (PartRole.LINKS, PartRole.PUBLIC, PartRole.PARTICULARS)
    }
    rows = next(
        (
            split_rows(parts[number])
            for number, ref in enumerate(envelope.parts)
            if ref.role == PartRole.ROWS and number in parts
        ),
        None,
    )
    content = read_compartments(
        envelope.kind, envelope.version, statement=envelope.statement, parts=given, rows=rows
    )
    if not isinstance(content, Compartments):
        raise UnknownKind(f"{envelope.kind}/{envelope.version}")
    return Heard(
        agreement=journal.agreement,
        party=journal.party,
        generation=journal.generation,
        seq=envelope.seq,
        jti=envelope.jti,
        kind=envelope.kind,
        version=envelope.version,
        issued_at=envelope.issued_at,
        clause=envelope.clause,
        classification=envelope.classification,
        decided=envelope.decided,
        effective_on=envelope.effective_on,
        entered_later=envelope.entered_later,
        links=content.links or Links(),
        statement=content.statement,
        public=content.public,
        particulars=content.particulars,
        rows=content.rows,
        seen=envelope.seen,
    )


def heard_between(journal: Journal, first: int, end: int) -> tuple[Heard, ...]:
    """Read the heeded entries in [first, end), with the particulars that still stand."""
    aside = set(
        Aside.objects.filter(journal=journal, index__gte=first, index__lt=end).values_list(
            "index", flat=True
        )
    )
    contents = judged_parts(journal, first, end, also=(PartRole.PARTICULARS,))
    return tuple(
        heard_of(journal, read(bytes(row.token)), contents.get(row.index, {}))
        for row in journals.entries(journal, first, end)
        if row.index not in aside
    )


def entry_read(row: Entry, *, is_signed: bool) -> Read:
    """Read a stored entry; whether it is signed was judged when it was held."""
    token = bytes(row.token)
    try:
        envelope = read(token)
    except Malformed as error:
        return Read(token, bytes(row.leaf), None, str(error), is_signed=False)
    return Read(token, bytes(row.leaf), envelope, None, is_signed)


def judged_parts(
    journal: Journal, first: int, end: int, *, also: Iterable[str] = ()
) -> dict[int, dict[int, bytes]]:
    """Give the contents, without salt, of the parts that judging reads, by entry and number."""
    roles = {*JUDGED, *also}
    storage = node.this().storage_keys
    contents: dict[int, dict[int, bytes]] = {}
    for part in journals.parts(journal, first, end):
        if part.role in roles and part.sealed is not None:
            content = decrypt_part(part.sealed, storage_keys=storage)[SALT_BYTES:]
            contents.setdefault(part.index, {})[part.number] = content
    return contents


def links_in(envelope: Envelope, parts: Mapping[int, bytes]) -> Links:
    """Read which notices an entry names; a part that says nonsense names none."""
    for number, ref in enumerate(envelope.parts):
        if ref.role == PartRole.LINKS and number in parts:
            try:
                return Links.model_validate(decode(parts[number]))
            except (NotCanonical, ValueError):
                break
    return Links()
