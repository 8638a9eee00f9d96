"""The postings of the index: which names of a scope have which term, packed, in parts."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import byteorder
from typing import Final

from django.db import connection

from kakehashi.database.bulk import insert_rows
from kakehashi.screening.models import PART, BearerName, Posting

_ASKED_AT_ONCE: Final = 400
_TABLE: Final = Posting._meta.db_table
_NAMES: Final = BearerName._meta.db_table
_COLUMNS: Final = ("scope_id", "token", "part", "ids")


def pack(ids: Iterable[int]) -> bytes:
    """Write ids as four bytes each, the lowest first."""
    packed = array("I", ids)
    if byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(data: bytes) -> "array[int]":
    """Read what `pack` wrote."""
    ids = array("I")
    ids.frombytes(data)
    if byteorder == "big":
        ids.byteswap()
    return ids


def add(scope: int, names: Mapping[int, Sequence[int]]) -> None:
    """Put names (each with its tokens) up under their terms; ids only ever grow."""
    by_token: dict[int, list[int]] = defaultdict(list)
    for name in sorted(names):
        for token in names[name]:
            by_token[token].append(name)
    last = _last_parts(scope, list(by_token))
    changed: list[tuple[bytes, int, int, int]] = []
    new: list[tuple[object, ...]] = []
    for token, ids in by_token.items():
        part, data = last.get(token, (0, b""))
        room = max(0, PART - len(data) // 4)
        if data and room:
            changed.append((data + pack(ids[:room]), scope, token, part))
            ids = ids[room:]  # noqa: PLW2901 - what is left of them
        for start in range(0, len(ids), PART):
            part += bool(data) or start > 0
            new.append((scope, token, part, pack(ids[start : start + PART])))
    _rewrite(changed)
    insert_rows(Posting, _COLUMNS, new)


def remove(scope: int, names: Mapping[int, Sequence[int]]) -> None:
    """Take names down from under their terms; an emptied part goes."""
    by_token: dict[int, set[int]] = defaultdict(set)
    for name, tokens in names.items():
        for token in tokens:
            by_token[token].add(name)
    changed: list[tuple[bytes, int, int, int]] = []
    emptied: list[tuple[int, int, int]] = []
    for token, part, data in _parts(scope, list(by_token)):
        ids = unpack(data)
        kept = [one for one in ids if one not in by_token[token]]
        if not kept:
            emptied.append((scope, token, part))
        elif len(kept) < len(ids):
            changed.append((pack(kept), scope, token, part))
    _rewrite(changed)
    if emptied:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"DELETE FROM {_TABLE} WHERE scope_id = %s AND token = %s AND part = %s",  # noqa: S608 - our own name
                emptied,
            )


def sizes(scopes: Sequence[int], tokens: Sequence[int]) -> dict[int, int]:
    """Say about how many names within some scopes have each term, by the parts that they fill.

    Only the keys are read. Terms that none has are left out.
    """
    found: dict[int, int] = {}
    for some, marks in _slices(tokens):
        statement = (
            f"SELECT token, COUNT(*) FROM {_TABLE}"  # noqa: S608 - our own names
            f" WHERE scope_id IN ({_marks(scopes)}) AND token IN ({marks}) GROUP BY token"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*scopes, *some])
            found |= {token: parts * PART - PART // 2 for token, parts in cursor.fetchall()}
    return found


def read(scopes: Sequence[int], tokens: Sequence[int]) -> dict[int, "array[int]"]:
    """Give the names within some scopes that have each term."""
    found: dict[int, array[int]] = {}
    for some, marks in _slices(tokens):
        statement = (
            f"SELECT token, ids FROM {_TABLE}"  # noqa: S608 - our own name
            f" WHERE scope_id IN ({_marks(scopes)}) AND token IN ({marks})"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*scopes, *some])
            for token, data in cursor.fetchall():
                ids = unpack(bytes(data))
                if token in found:
                    found[token].extend(ids)
                else:
                    found[token] = ids
    return found


def spellings(names: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Give of names, by their ids, how many terms each has and its text, empty where sealed."""
    if not names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, size, text FROM {_NAMES} WHERE id IN ({_marks(names)})",  # noqa: S608 - our own name
            sorted(names),  # as they lie on the disk
        )
        return {name: (size, text) for name, size, text in cursor.fetchall()}


def _last_parts(scope: int, tokens: Sequence[int]) -> dict[int, tuple[int, bytes]]:
    last: dict[int, tuple[int, bytes]] = {}
    for some, marks in _slices(tokens):
        statement = (
            f"SELECT p.token, p.part, p.ids FROM {_TABLE} p WHERE p.scope_id = %s"  # noqa: S608 - our own name
            f" AND p.token IN ({marks}) AND p.part = (SELECT MAX(q.part) FROM {_TABLE} q"
            " WHERE q.scope_id = p.scope_id AND q.token = p.token)"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [scope, *some])
            last |= {token: (part, bytes(data)) for token, part, data in cursor.fetchall()}
    return last


def _parts(scope: int, tokens: Sequence[int]) -> Iterator[tuple[int, int, bytes]]:
    for some, marks in _slices(tokens):
        statement = (
            f"SELECT token, part, ids FROM {_TABLE} WHERE scope_id = %s AND token IN ({marks})"  # noqa: S608 - our own name
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [scope, *some])
            yield from ((token, part, bytes(data)) for token, part, data in cursor.fetchall())


def _rewrite(rows: Sequence[tuple[bytes, int, int, int]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {_TABLE} SET ids = %s WHERE scope_id = %s AND token = %s AND part = %s",  # noqa: S608 - our own name
                rows,
            )


def _slices(tokens: Sequence[int]) -> Iterator[tuple[Sequence[int], str]]:
    for start in range(0, len(tokens), _ASKED_AT_ONCE):
        some = tokens[start : start + _ASKED_AT_ONCE]
        yield some, _marks(some)


def _marks(values: Sequence[int]) -> str:
    return ", ".join(["%s"] * len(values))
