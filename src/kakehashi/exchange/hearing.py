"""What folds and judging read of entries that are held: envelopes, links, public parts, rows."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from kakehashi import node
from kakehashi.core.canonical import NotCanonical, decode
from kakehashi.core.envelope import Envelope, Malformed, read, read_again
from kakehashi.core.exchange import Entry as Read
from kakehashi.core.heard import Heard, as_heard
from kakehashi.core.notices import Compartments, Unknown
from kakehashi.core.notices import read as read_compartments
from kakehashi.core.notices.payload import Links
from kakehashi.core.parts import JUDGED, SALT_BYTES, PartRole, split_rows
from kakehashi.database.prepared import WHOLE, Prepared
from kakehashi.exchange.models import Aside
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry, Journal

_ASIDES = Prepared(
    lambda: Aside.objects.filter(journal=WHOLE[0], index__gte=WHOLE[1], index__lt=WHOLE[2])
)


class UnknownKind(Exception):
    """A notice that once counted is of a kind or version that this release cannot read."""


@lru_cache(maxsize=512)
def heard_at(journal_id: int, index: int, jti: str) -> tuple[Heard, Envelope]:
    """Read one heeded entry again, by its place and id; what was judged never changes.

    LookupError where another stands there.
    """
    journal = Journal.objects.get(pk=journal_id)
    (row,) = journals.rows(journal, index, index + 1)
    if row.jti != jti:
        raise LookupError(f"{journal.origin}#{index} is not {jti}")
    envelope = read_again(bytes(row.token))
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
    try:
        content = _content(envelope, given, rows)
    except ValueError:
        if given.pop(PartRole.PARTICULARS, None) is None:
            raise
        content = _content(envelope, given, rows)
    if not isinstance(content, Compartments):
        raise UnknownKind(f"{envelope.kind}/{envelope.version}")
    return as_heard(
        envelope,
        content,
        agreement=journal.agreement,
        party=journal.party,
        generation=journal.generation,
    )


def _content(
    envelope: Envelope, given: Mapping[str, bytes], rows: Sequence[bytes] | None
) -> Compartments | Unknown:
    """Read what was judged to count; particulars, which judging reads not, may be nonsense."""
    return read_compartments(
        envelope.kind,
        envelope.version,
        statement=envelope.statement,
        parts=given,
        rows=rows,
        is_judged=PartRole.PARTICULARS not in given,
    )


def heard_between(journal: Journal, first: int, end: int) -> tuple[Heard, ...]:
    """Read the heeded entries in [first, end), with the particulars that still stand."""
    aside = reasons_aside(journal, first, end)
    contents = judged_parts(journal, first, end, also=(PartRole.PARTICULARS,))
    return tuple(
        heard_of(journal, read_again(bytes(token)), contents.get(index, {}))
        for index, token in journals.numbered_tokens(journal, first, end)
        if index not in aside
    )


def reasons_aside(journal: Journal, first: int, end: int) -> dict[int, str]:
    """Name the entries in [first, end) that are set aside, each with its reason."""
    return {aside.index: aside.reason for aside in _ASIDES(journal.pk, first, end)}


class Reader:
    """Reads batches of heeded notices, each once for all who follow one after another.

    It lives for one catching up: what is erased later must not stay in memory.
    """

    def __init__(self) -> None:
        self._last: dict[int, tuple[int, int, tuple[Heard, ...]]] = {}

    def take(self, journal: Journal, first: int, end: int, heard: Iterable[Heard]) -> None:
        """Keep what has just been read of [first, end), particulars included."""
        self._last[journal.pk] = first, end, tuple(heard)

    def reach(self, journal: Journal, first: int, end: int) -> int:
        """Give up to where what is wanted of [first, end) has been read; `end` if none has."""
        start, until, _ = self._last.get(journal.pk, (0, 0, ()))
        return min(end, until) if start <= first < until else end

    def between(self, journal: Journal, first: int, end: int) -> tuple[Heard, ...]:
        """Give the heeded entries in [first, end)."""
        start, until, heard = self._last.get(journal.pk, (0, 0, ()))
        if start <= first and end <= until:
            return tuple(one for one in heard if first <= one.seq < end)
        heard = heard_between(journal, first, end)
        self.take(journal, first, end, heard)
        return heard


def entry_read(row: Entry, *, is_signed: bool) -> Read:
    """Read a stored entry; its form, and whether it is signed, were judged when it was held."""
    token = bytes(row.token)
    if is_signed:
        return Read(token, bytes(row.leaf), read_again(token), None, is_signed)
    try:
        envelope = read(token)
    except Malformed as error:
        return Read(token, bytes(row.leaf), None, str(error), is_signed=False)
    return Read(token, bytes(row.leaf), envelope, None, is_signed)


def judged_parts(
    journal: Journal, first: int, end: int, *, also: Iterable[str] = ()
) -> dict[int, dict[int, bytes]]:
    """Give the contents, without salt, of the parts that judging reads, by entry and number."""
    storage = node.this().storage_keys
    contents: dict[int, dict[int, bytes]] = {}
    for part in journals.parts(journal, first, end, roles=(*JUDGED, *also)):
        if part.sealed is not None:
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
