"""Which held notices count: gathers what `core.heeding` judges from, and keeps what it said.

Work is a query: a journal is judged while `Author.heeded` is less than its size. An entry waits
until the counterpart's entries below its `seen` are judged; so both nodes come to the same verdicts
in whatever order things arrived.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import transaction

from kakehashi import node
from kakehashi.core.canonical import NotCanonical, decode
from kakehashi.core.envelope import Envelope, Malformed, Position, read
from kakehashi.core.exchange import Entry as Read
from kakehashi.core.heard import Heard
from kakehashi.core.heeding import (
    LETTER,
    Heeded,
    Known,
    SetAside,
    View,
    advance,
    counts_as,
    heed,
    observe,
)
from kakehashi.core.life import LIFE_KINDS
from kakehashi.core.notices import Compartments
from kakehashi.core.notices import read as read_compartments
from kakehashi.core.notices.payload import Links
from kakehashi.core.parts import JUDGED, SALT_BYTES, PartRole, split_rows
from kakehashi.exchange.models import Aside, Author
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Entry, Journal

BATCH = 256


class UnknownKind(Exception):
    """A notice that once counted is of a kind or version that this release cannot read."""


_SHAPING = (*sorted(LIFE_KINDS), "protocol.announced")
UNSIGNED = frozenset(("malformed", "signature"))


@dataclass(frozen=True, slots=True)
class Judged:
    """An entry and its verdict."""

    index: int
    entry: Read
    verdict: Heeded | SetAside


@dataclass(frozen=True, slots=True)
class Sides:
    """Both parties' journals of one agreement, all generations, ours among them."""

    agreement: str
    journals: tuple[Journal, ...]

    def of(self, party: str) -> tuple[Journal, ...]:
        """A party's journals, by generation."""
        return tuple(journal for journal in self.journals if journal.party == party)

    def before(self, party: str, seen: Position) -> Iterator[tuple[Journal, int]]:
        """A party's journals as far as somebody had seen them: each with its size then."""
        for journal in self.of(party):
            if journal.generation < seen.generation:
                yield journal, journal.size
            elif journal.generation == seen.generation:
                yield journal, seen.size


def sides(agreement: str) -> Sides:
    """Read which journals an agreement has here."""
    return Sides(agreement, tuple(journals.journals(agreement)))


def heed_some(agreement: str) -> tuple[Judged, ...]:
    """Judge the next entries that can be judged, of one author, and keep the verdicts.

    Gives what was judged; nothing where there is nothing more to judge now.
    """
    both = sides(agreement)
    known = authors(both)
    heeded = {pk: author.heeded for pk, author in known.items()}
    for journal in both.journals:
        author = known[journal.pk]
        if author.heeded >= journal.size:
            continue
        judged, view = judge_entries(both, journal, author, known=heeded, limit=BATCH)
        if judged and _keep(author, judged, view):
            return judged
    return ()


def author_of(journal: Journal) -> Author:
    """Read how far a journal is judged; a journal never judged begins with an empty view."""
    for found in Author.objects.filter(journal=journal):
        found.journal = journal
        return found
    return Author(journal=journal, heeded=0, view="", reacted=0)


def authors(both: Sides) -> dict[int, Author]:
    """Read, in one query, how far each journal is judged, by the journal's key."""
    found = {
        author.journal_id: author for author in Author.objects.filter(journal__in=both.journals)
    }
    for journal in both.journals:
        author = found.setdefault(journal.pk, Author(journal=journal, heeded=0, view="", reacted=0))
        author.journal = journal
    return found


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


def judge_entries(
    both: Sides, journal: Journal, author: Author, *, known: Mapping[int, int], limit: int
) -> tuple[tuple[Judged, ...], View]:
    """Judge up to `limit` entries of a journal; `known` says how far each journal is judged.

    Stops before an entry whose author had seen more of the counterpart than is judged here.
    """
    profile = node.profile(journal.agreement)
    view = view_of(both, author)
    first = author.heeded
    rows = list(journals.entries(journal, first, min(journal.size, first + limit)))
    end = first + len(rows)
    unsigned = dict(
        Aside.objects.filter(journal=journal, index__gte=first, index__lt=end)
        .filter(reason__in=UNSIGNED)
        .values_list("index", "reason")
    )
    entries = [entry_read(row, is_signed=row.index not in unsigned) for row in rows]
    contents = judged_parts(journal, first, end)
    finder = Finder(both, journal, known)
    finder.look_for_all(dict(enumerate(entries, first)), contents)
    judged: list[Judged] = []
    counterpart = profile.counterpart(journal.party).code
    declared = [e.envelope.seen for e in entries if e.envelope is not None and e.is_signed]
    shaping = shapes(both, counterpart, view.seen, max(declared, default=view.seen))
    for index, entry in enumerate(entries, first):
        envelope = entry.envelope
        if envelope is not None and entry.is_signed:
            if not _is_judged(both, counterpart, envelope.seen, known):
                break
            view = with_seen(view, envelope.seen, shaping)
        verdict = heed(
            entry,
            view,
            profile=profile,
            parts=contents.get(index, {}),
            known=finder.known(entry, index),
            is_repeated=finder.is_repeated(entry, index),
        )
        view = advance(view, entry, verdict)
        finder.remember(index, entry, verdict)
        judged.append(Judged(index, entry, verdict))
    return tuple(judged), view


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
        between = {"journal": journal, "index__gte": first, "index__lt": size}
        rows = Entry.objects.filter(**between, kind__in=_SHAPING).order_by("index")
        if places := list(rows.values_list("index", "jti")):
            aside = set(Aside.objects.filter(**between).values_list("index", flat=True))
            found += [
                Shape(Position(journal.generation, index), journal.pk, jti)
                for index, jti in places
                if index not in aside
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


def dump_view(view: View, both: Sides) -> str:
    """Write a view as JSON; the notices that its life rests on by their places."""
    ids = {(j.party, j.generation): j.pk for j in both.journals}
    return json.dumps(
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
            "vocabulary": sorted(view.vocabulary),
            "life": [
                [ids[heard.party, heard.generation], heard.seq, heard.jti] for heard in view.life
            ],
        }
    )


@lru_cache(maxsize=256)
def load_view(text: str) -> View:
    """Read what `dump_view` wrote."""
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


def _keep(author: Author, judged: Sequence[Judged], view: View) -> bool:
    """Write verdicts and view down, unless another process was faster."""
    with transaction.atomic():
        if not move_author(author, len(judged), dump_view(view, sides(view.agreement))):
            return False
        keep_asides(author.journal, judged)
    return True


def move_author(author: Author, count: int, view: str) -> bool:
    """Move a journal's watermark on; False where it is no longer where the caller knew it."""
    if not author.view and author.heeded == 0:
        Author.objects.get_or_create(
            journal=author.journal, defaults={"heeded": 0, "view": "", "reacted": 0}
        )
    moved = Author.objects.filter(journal=author.journal, heeded=author.heeded).update(
        heeded=author.heeded + count, view=view
    )
    return bool(moved)


def keep_asides(journal: Journal, judged: Iterable[Judged]) -> None:
    """Write down what does not count, and why."""
    Aside.objects.bulk_create(
        [
            Aside(
                journal=journal,
                index=item.index,
                reason=item.verdict.reason,
                detail=item.verdict.detail[:500],
            )
            for item in judged
            if isinstance(item.verdict, SetAside)
        ],
        ignore_conflicts=True,
    )


def _is_judged(both: Sides, party: str, seen: Position, known: Mapping[int, int]) -> bool:
    return all(known[journal.pk] >= size for journal, size in both.before(party, seen))


def links_in(envelope: Envelope, parts: Mapping[int, bytes]) -> Links:
    """Read which notices an entry names; a part that says nonsense names none."""
    for number, ref in enumerate(envelope.parts):
        if ref.role == PartRole.LINKS and number in parts:
            try:
                return Links.model_validate(decode(parts[number]))
            except (NotCanonical, ValueError):
                break
    return Links()


class Finder:
    """Finds the notices that entries name, as their author had them."""

    def __init__(self, both: Sides, journal: Journal, heeded: Mapping[int, int]) -> None:
        self._both, self._journal, self._heeded = both, journal, heeded
        self._named: dict[int, tuple[str, ...]] = {}
        self._places: dict[str, list[Place]] = {}

    def look_for_all(
        self, entries: Mapping[int, Read], contents: Mapping[int, Mapping[int, bytes]]
    ) -> None:
        """Find, in two queries, what a batch of entries names, and their own ids."""
        wanted: set[str] = set()
        for index, entry in entries.items():
            if entry.envelope is None:
                continue
            links = links_in(entry.envelope, contents.get(index, {}))
            mended = (links.corrects,) if links.corrects else ()
            self._named[index] = (*links.answers, *links.refers, *mended)
            wanted.update(self._named[index], (entry.envelope.jti,))
        self._places.update(_places(self._both, self._heeded, wanted - set(self._places)))

    def look_for(self, index: int, named: Links) -> None:
        """Find what a notice that is about to be issued names; its own id is newly drawn."""
        mended = (named.corrects,) if named.corrects else ()
        self._named[index] = (*named.answers, *named.refers, *mended)
        self._places.update(
            _places(self._both, self._heeded, set(self._named[index]) - set(self._places))
        )

    def known(self, entry: Read, index: int) -> dict[str, Known]:
        """The heeded notices that an entry names and its author had."""
        found: dict[str, Known] = {}
        for jti in self._named.get(index, ()):
            for place in self._places.get(jti, ()):
                if place.counts and self._had(place, entry, index):
                    found[jti] = Known(place.kinds, place.journal.party)
        return found

    def is_repeated(self, entry: Read, index: int) -> bool:
        """Say whether an entry before this one, as its author had them, bears the same id."""
        if entry.envelope is None:
            return False
        return any(
            self._had(place, entry, index)
            for place in self._places.get(entry.envelope.jti, ())
            if (place.journal.pk, place.index) != (self._journal.pk, index)
        )

    def remember(self, index: int, entry: Read, verdict: Heeded | SetAside) -> None:
        """Let later entries of the batch know what became of this one."""
        if entry.envelope is None:
            return
        places = self._places.get(entry.envelope.jti, [])
        kept = [p for p in places if (p.journal.pk, p.index) != (self._journal.pk, index)]
        counts = isinstance(verdict, Heeded)
        kept.append(Place(self._journal, index, counts_as(entry.envelope), counts))
        self._places[entry.envelope.jti] = kept

    def _had(self, place: "Place", entry: Read, index: int) -> bool:
        there = Position(place.journal.generation, place.index)
        if place.journal.party == self._journal.party:
            return there < Position(self._journal.generation, index)
        return there < (entry.envelope.seen if entry.envelope else Position())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notice stands, as which kinds, and whether it counts."""

    journal: Journal
    index: int
    kinds: tuple[str, ...]
    counts: bool


def _places(both: Sides, heeded: Mapping[int, int], ids: set[str]) -> dict[str, list[Place]]:
    """Find entries by their ids; what is not judged yet does not count yet."""
    by_id = {journal.pk: journal for journal in both.journals}
    if not ids:
        return {}
    rows = list(
        Entry.objects.filter(jti__in=list(ids), journal__in=list(by_id)).values_list(
            "jti", "journal_id", "index", "kind"
        )
    )
    aside = set(
        Aside.objects.filter(
            journal__in=list(by_id), index__in=[index for _, _, index, _ in rows]
        ).values_list("journal_id", "index")
    )
    found: dict[str, list[Place]] = {}
    for jti, journal_id, index, kind in rows:
        counts = index < heeded[journal_id] and (journal_id, index) not in aside
        is_letter = counts and kind == LETTER
        kinds = counts_as(heard_at(journal_id, index, jti)[1]) if is_letter else (kind,)
        found.setdefault(jti, []).append(Place(by_id[journal_id], index, kinds, counts))
    return found
