"""Keeping the index: the names and numbers of one source go in together and come out together."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from kakehashi.core.names import Identifier, Kind, index_terms, prepare
from kakehashi.core.names.tokens import mark_token, tokens
from kakehashi.core.notices.payload import Classification
from kakehashi.database.bulk import insert_rows, moment
from kakehashi.screening import postings
from kakehashi.screening.models import (
    Bearer,
    BearerMark,
    BearerName,
    Proposal,
    Scope,
    SealedName,
)
from kakehashi.screening.sealing import index_key, sealed_name

LONGEST: Final = 400
AT_ONCE: Final = 40
"""Bearers written in one transaction, so that none holds the write lock long."""


@dataclass(frozen=True, slots=True)
class Named:
    """One person or organization as a source names it, with all the ways in which it does.

    `source` and `place` say where; `role` is a code of the source's own.
    """

    source: str
    names: tuple[str, ...]
    kind: Kind = Kind.UNKNOWN
    role: str = ""
    identifiers: tuple[Identifier, ...] = ()
    place: int = 0

    def digest(self, scope: int, key: bytes) -> bytes:
        """Digest what is indexed, so that what stands there unchanged is left alone."""
        said = (scope, self.kind, self.role, self.names, sorted(self.identifiers))
        return hashlib.blake2b(repr(said).encode(), digest_size=16, key=key).digest()


def index(
    bearers: Iterable[Named],
    *,
    agreement: str,
    classification: Classification,
    clause: str = "",
    now: datetime,
    at_once: int = AT_ONCE,
) -> int:
    """Put bearers into the index, or in place of what stood under their source and place.

    What stands there unchanged costs one look. Written in slices of `at_once`, each a transaction
    of its own (a node that serves nobody yet takes large ones); who was interrupted begins again.
    Gives how many were new or changed.
    """
    scope = _scope(agreement, classification, clause)
    rest = iter(bearers)
    changed = 0
    while some := tuple(islice(rest, at_once)):
        changed += _index_some(some, scope, now)
    return changed


def remove(
    *,
    source: str,
    classification: Classification | None = None,
    with_decisions: bool = False,
) -> int:
    """Take out whom a source named, sealed names with it; give how many bearers.

    All of them, or those of one class. What was proposed of them and not decided goes too;
    `with_decisions` also what officers said of it.
    """
    one, other, here = Q(one_source=source), Q(other_source=source), Bearer.objects.all()
    if classification is not None:
        one &= Q(one_scope__classification=classification)
        other &= Q(other_scope__classification=classification)
        here = here.filter(scope__classification=classification)
    gone = Proposal.objects.filter(one | other)
    if not with_decisions:
        gone = gone.filter(state=Proposal.State.OPEN)
    count = 0
    while True:
        with transaction.atomic():
            some = list(here.filter(source=source).order_by("place")[:AT_ONCE])
            _take_out(some)
            if not some:
                gone.delete()
        if not some:
            return count
        count += len(some)


def drop(*, agreement: str) -> None:
    """Take out all that was indexed under an agreement, to index it again."""
    for scope in Scope.objects.filter(agreement=agreement):
        while True:
            with transaction.atomic():
                some = list(Bearer.objects.filter(scope=scope)[:AT_ONCE])
                _take_out(some)
            if not some:
                break


def _scope(agreement: str, classification: Classification, clause: str) -> Scope:
    scope, _ = Scope.objects.get_or_create(
        agreement=agreement, classification=classification.value, clause=clause
    )
    return scope


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name of a bearer as it is written, with its tokens: worked out before any lock is taken."""

    bearer: tuple[str, int]
    text: str
    tokens: tuple[int, ...]


def _index_some(bearers: Sequence[Named], scope: Scope, now: datetime) -> int:
    """Write one slice: what changed out of the index, what is new into it."""
    key = index_key()
    digests = {(one.source, one.place): one.digest(scope.pk, key) for one in bearers}
    unchanged = _unchanged(digests)
    new = [one for one in bearers if (one.source, one.place) not in unchanged]
    if not new:
        return 0
    names_key = b"" if scope.classification == Classification.PUBLIC else key
    spellings = [spelling for one in new for spelling in _spellings(one, names_key)]
    with transaction.atomic():
        unchanged = _unchanged(digests)
        there = Bearer.objects.filter(source__in={one.source for one in new})
        wanted = {(one.source, one.place) for one in new}
        _take_out(
            [
                row
                for row in there
                if (row.source, row.place) in wanted and (row.source, row.place) not in unchanged
            ]
        )
        new = [one for one in new if (one.source, one.place) not in unchanged]
        kept = [one for one in spellings if one.bearer not in unchanged]
        _put_in(new, kept, digests, scope, now=now)
    return len(new)


def _unchanged(digests: Mapping[tuple[str, int], bytes]) -> set[tuple[str, int]]:
    rows = Bearer.objects.filter(source__in={source for source, _ in digests})
    return {
        (source, place)
        for source, place, digest in rows.values_list("source", "place", "digest")
        if digests.get((source, place)) == bytes(digest)
    }


def _spellings(bearer: Named, key: bytes) -> Iterator[_Spelling]:
    for text in dict.fromkeys(map(_writable, bearer.names)):
        made = tokens(index_terms(prepare(text, bearer.kind)), key)
        yield _Spelling((bearer.source, bearer.place), text, tuple(made))


def _writable(name: str) -> str:
    """Leave out what no database takes in a text."""
    return name[:LONGEST].replace("\0", "").encode(errors="ignore").decode()


def _put_in(
    bearers: Sequence[Named],
    spellings: Sequence[_Spelling],
    digests: Mapping[tuple[str, int], bytes],
    scope: Scope,
    *,
    now: datetime,
) -> None:
    at = moment(now)
    insert_rows(
        Bearer,
        ("scope_id", "source", "place", "kind", "role", "digest", "indexed_at"),
        [
            (scope.pk, b.source, b.place, b.kind.value, b.role, digests[b.source, b.place], at)
            for b in bearers
        ],
    )
    written = Bearer.objects.filter(source__in={one.source for one in bearers})
    numbers = {
        (source, place): pk for source, place, pk in written.values_list("source", "place", "pk")
    }
    is_public = scope.classification == Classification.PUBLIC
    rows = BearerName.objects.bulk_create(
        BearerName(
            bearer_id=numbers[one.bearer],
            scope=scope,
            text=one.text if is_public else "",
            size=len(one.tokens),
        )
        for one in spellings
    )
    postings.add(scope.pk, {row.pk: one.tokens for row, one in zip(rows, spellings, strict=True)})
    if not is_public:
        _seal([(row.pk, one.text, one.tokens) for row, one in zip(rows, spellings, strict=True)])
    Scope.objects.filter(pk=scope.pk).update(names=F("names") + len(rows))
    key = index_key()
    insert_rows(
        BearerMark,
        ("bearer_id", "mark", "token"),
        [
            (numbers[bearer.source, bearer.place], one.mark.value, mark_token(one, key))
            for bearer in bearers
            for one in dict.fromkeys(bearer.identifiers)
        ],
    )


def _seal(names: Sequence[tuple[int, str, Sequence[int]]]) -> None:
    rows: list[tuple[object, ...]] = []
    for number, text, made in names:
        sealed = sealed_name(text)
        packed = b"".join(one.to_bytes(8, "big", signed=True) for one in made)
        rows.append((number, sealed.sealed, sealed.wrapped, sealed.storage, packed))
    insert_rows(SealedName, ("name_id", "sealed", "wrapped", "storage", "tokens"), rows)


def _take_out(bearers: Sequence[Bearer]) -> None:
    if not bearers:
        return
    by_scope: dict[int, dict[int, list[int]]] = {}
    kinds = {bearer.pk: Kind(bearer.kind) for bearer in bearers}
    for row in BearerName.objects.filter(bearer__in=list(kinds)).select_related("sealed"):
        by_scope.setdefault(row.scope_id, {})[row.pk] = _tokens_of(row, kinds[row.bearer_id])
    for scope, names in by_scope.items():
        postings.remove(scope, names)
        Scope.objects.filter(pk=scope).update(names=F("names") - len(names))
    Bearer.objects.filter(pk__in=list(kinds)).delete()


def _tokens_of(row: BearerName, kind: Kind) -> list[int]:
    if row.text:
        return list(tokens(index_terms(prepare(row.text, kind))))
    data = bytes(row.sealed.tokens)
    return [int.from_bytes(data[at : at + 8], "big", signed=True) for at in range(0, len(data), 8)]
