"""Keeping the index: the names and numbers of one source go in together and come out together."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from kakehashi.core.names import Identifier, Kind, index_terms, prepare
from kakehashi.core.names.tokens import mark_token, tokens
from kakehashi.core.notices.payload import Classification
from kakehashi.database.bulk import insert_rows, moment
from kakehashi.screening import postings
from kakehashi.screening.models import Bearer, BearerMark, BearerName, Scope, SealedName
from kakehashi.screening.sealing import index_key, sealed_name

LONGEST: Final = 400
AT_ONCE: Final = 100
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

    def digest(self, scope: int) -> bytes:
        """Digest what is indexed, so that what stands there unchanged is left alone."""
        said = (scope, self.kind, self.role, self.names, sorted(self.identifiers))
        return hashlib.blake2b(repr(said).encode(), digest_size=16, key=index_key()).digest()


def index(
    bearers: Iterable[Named],
    *,
    agreement: str,
    classification: Classification,
    clause: str = "",
    now: datetime,
) -> int:
    """Put bearers into the index, or in place of what stood under their source and place.

    What stands there unchanged costs one look. Written in slices, each a transaction of its own;
    who was interrupted begins again. Gives how many were new or changed.
    """
    changed = 0
    some: list[Named] = []
    scope = _scope(agreement, classification, clause)
    for bearer in bearers:
        some.append(bearer)
        if len(some) == AT_ONCE:
            changed += _index_some(some, scope, now)
            some = []
    return changed + (_index_some(some, scope, now) if some else 0)


def remove(*, source: str) -> int:
    """Take out everything that a source named, sealed names with it; give how many bearers."""
    count = 0
    while True:
        with transaction.atomic():
            some = list(Bearer.objects.filter(source=source).order_by("place")[:AT_ONCE])
            _take_out(some)
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


def _index_some(bearers: Sequence[Named], scope: Scope, now: datetime) -> int:
    """Write one slice: what changed out of the index, what is new into it."""
    digests = {(one.source, one.place): one.digest(scope.pk) for one in bearers}
    with transaction.atomic():
        there = {
            (row.source, row.place): row
            for row in Bearer.objects.filter(source__in={source for source, _ in digests})
            if (row.source, row.place) in digests
        }
        same = {key for key, row in there.items() if bytes(row.digest) == digests[key]}
        _take_out([row for key, row in there.items() if key not in same])
        new = [one for one in bearers if (one.source, one.place) not in same]
        if new:
            _put_in(new, digests, scope, now)
    return len(new)


def _put_in(
    bearers: Sequence[Named],
    digests: dict[tuple[str, int], bytes],
    scope: Scope,
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
    numbers = {
        (source, place): pk
        for source, place, pk in Bearer.objects.filter(
            source__in={one.source for one in bearers}
        ).values_list("source", "place", "pk")
    }
    key = index_key()
    is_public = scope.classification == Classification.PUBLIC
    rows: list[BearerName] = []
    texts: list[str] = []
    found: list[list[int]] = []
    for bearer in bearers:
        for text in dict.fromkeys(name[:LONGEST] for name in bearer.names):
            terms = index_terms(prepare(text, bearer.kind))
            number = numbers[bearer.source, bearer.place]
            row = BearerName(bearer_id=number, scope=scope, size=len(terms))
            row.text = text if is_public else ""
            rows.append(row)
            texts.append(text)
            found.append(list(tokens(terms, b"" if is_public else key)))
    written = BearerName.objects.bulk_create(rows)
    by_name = {row.pk: made for row, made in zip(written, found, strict=True)}
    postings.add(scope.pk, by_name)
    if not is_public:
        _seal(list(zip(by_name, texts, found, strict=True)))
    Scope.objects.filter(pk=scope.pk).update(names=F("names") + len(rows))
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
