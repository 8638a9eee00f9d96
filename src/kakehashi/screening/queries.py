"""Who may be meant by a name, and who shares a number: found within what somebody may see."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db import connection
from django.db.models import Count

from kakehashi.core.names import (
    POSSIBLE,
    SHARED_BY_MANY,
    Comparison,
    Identifier,
    Kind,
    Mark,
    Prepared,
    index_terms,
    near,
    prepare,
)
from kakehashi.core.names.shelf import (
    by_share,
    chosen,
    most_counted,
    nearest,
    shortlist,
    weigh,
)
from kakehashi.core.names.tokens import mark_token, tokens
from kakehashi.screening import postings
from kakehashi.screening.models import Bearer, BearerMark, BearerName, Scope, SealedName
from kakehashi.screening.reach import Reach
from kakehashi.screening.sealing import index_key, opened_name

COMPARED: Final = 50
"""Names that are compared in full, the nearest of those that the index offers."""
_SEALED: Final = ("sealed__sealed", "sealed__wrapped", "sealed__storage")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whose name is near to the one that was asked for, by its nearest spelling."""

    source: str
    place: int
    kind: Kind
    role: str
    agreement: str
    classification: str
    clause: str
    name: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Sharing:
    """Bearers of one value; `is_common` where so many have it that it joins nobody."""

    mark: Mark
    bearers: tuple[Bearer, ...]
    is_common: bool


class _Named(NamedTuple):
    """A name that shares terms with the one asked for, and whose it is."""

    text: str
    bearer: int
    source: str
    place: int
    kind: str
    role: str
    agreement: str
    classification: str
    clause: str


_WHOSE: Final = (
    "SELECT z.sealed, z.wrapped, z.storage, n.text, b.id, b.source, b.place, b.kind, b.role,"  # noqa: S608 - our own names
    f" s.agreement, s.classification, s.clause FROM {BearerName._meta.db_table} n"
    f" JOIN {Bearer._meta.db_table} b ON b.id = n.bearer_id"
    f" JOIN {Scope._meta.db_table} s ON s.id = b.scope_id"
    f" LEFT JOIN {SealedName._meta.db_table} z ON z.name_id = n.id WHERE n.id IN "
)


def candidates(
    name: str,
    reach: Reach,
    *,
    kind: Kind = Kind.UNKNOWN,
    at_least: float = POSSIBLE,
    limit: int = 10,
    compared: int = COMPARED,
    but: str = "",
) -> list[Candidate]:
    """Give the bearers whose names are nearest to a name, best first, each once.

    `at_least` on the scale of `core.names` (`LIKELY` is worth a proposal); `compared`, how many
    names are compared in full; `but` is a source that is left out: the one that the name comes
    from. A handful of queries, however many names.
    """
    asked = prepare(name, kind)
    best: dict[int, tuple[Comparison, _Named]] = {}
    for named in _nearest(asked, reach, compared=compared):
        if but and named.source == but:
            continue
        found = near(asked, prepare(named.text, Kind(named.kind)), at_least=at_least)
        held = best.get(named.bearer)
        if found and (held is None or found.score > held[0].score):
            best[named.bearer] = found, named
    ordered = sorted(best, key=lambda bearer: (-best[bearer][0].score, bearer))[:limit]
    return [_candidate(named, found) for found, named in map(best.__getitem__, ordered)]


def _candidate(named: _Named, found: Comparison) -> Candidate:
    return Candidate(
        source=named.source,
        place=named.place,
        kind=Kind(named.kind),
        role=named.role,
        agreement=named.agreement,
        classification=named.classification,
        clause=named.clause,
        name=named.text,
        comparison=found,
    )


def _nearest(asked: Prepared, reach: Reach, *, compared: int) -> list[_Named]:
    """Give the names that are nearest to the one asked for by terms and by letters."""
    terms = index_terms(asked)
    counted: Counter[int] = Counter()
    public = [scope for scope in reach.scopes if scope in reach.public]
    closed = [scope for scope in reach.scopes if scope not in reach.public]
    for scopes, key in ((public, b""), (closed, index_key() if closed else b"")):
        if not scopes:
            continue
        own = list(tokens(terms, key))
        total = sum(reach.scopes[scope] for scope in scopes)
        looked_at = chosen(postings.sizes(scopes, own), of=total)
        weigh(counted, postings.read(scopes, looked_at), of=total)
    most = most_counted(reach.names, letters=len(asked.letters))
    found = postings.spellings(nearest(counted, limit=most))
    ordered = by_share(counted, {pk: size for pk, (size, _) in found.items()}, len(terms))
    kept = shortlist(asked.name, {pk: found[pk][1] for pk in ordered}, limit=compared)
    if not kept:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"{_WHOSE} ({', '.join(['%s'] * len(kept))})", kept)
        return [
            _Named(text or opened_name(sealed, wrapped, storage), *whose)
            for sealed, wrapped, storage, text, *whose in cursor.fetchall()
        ]


def sharing(identifiers: Iterable[Identifier], reach: Reach, *, but: str = "") -> list[Sharing]:
    """Say who, within reach, has the same phone, account, handle, address or number: two queries.

    A value that more than `SHARED_BY_MANY` have (of all that are indexed) is named and joins
    nobody. `but` is a source that is left out.
    """
    key = index_key()
    wanted = {mark_token(one, key): one for one in identifiers}
    if not wanted:
        return []
    had = {
        bytes(token): count
        for token, count in BearerMark.objects.filter(token__in=list(wanted))
        .values_list("token")
        .annotate(bearers=Count("bearer"))
    }
    common = {token for token, count in had.items() if count > SHARED_BY_MANY}
    rows = (
        BearerMark.objects.filter(
            token__in=[token for token in had if token not in common],
            bearer__scope__in=list(reach.scopes),
        )
        .exclude(bearer__source=but or None)
        .select_related("bearer__scope")
        .order_by("bearer")
    )
    by_token: dict[bytes, list[Bearer]] = {}
    for row in rows:
        by_token.setdefault(bytes(row.token), []).append(row.bearer)
    return [
        Sharing(wanted[token].mark, tuple(by_token.get(token, ())), token in common)
        for token in wanted
        if token in common or token in by_token
    ]


def numbers_of(bearers: Sequence[Bearer], reach: Reach) -> dict[tuple[Mark, str], list[Bearer]]:
    """Give the numbers that two or more of some bearers have, with who has each: one query.

    A number is told apart by its sort and a word that says nothing of it.
    """
    within = {one.pk: one for one in bearers if one.scope_id in reach.scopes}
    found: dict[tuple[Mark, str], list[Bearer]] = {}
    rows = BearerMark.objects.filter(bearer__in=list(within)).order_by("bearer", "pk")
    for bearer, mark, token in rows.values_list("bearer", "mark", "token"):
        found.setdefault((Mark(mark), bytes(token).hex()), []).append(within[bearer])
    return {number: having for number, having in found.items() if len(having) > 1}


def names_of(bearers: Sequence[Bearer], reach: Reach) -> dict[int, tuple[str, ...]]:
    """Give the spellings of bearers within reach, sealed ones opened, by the bearer's id."""
    found: dict[int, list[str]] = {}
    rows = BearerName.objects.filter(
        bearer__in=[one.pk for one in bearers if one.scope_id in reach.scopes]
    )
    for bearer, text, *sealed in rows.order_by("pk").values_list("bearer", "text", *_SEALED):
        if name := text or opened_name(*sealed):
            found.setdefault(bearer, []).append(name)
    return {bearer: tuple(texts) for bearer, texts in found.items()}
