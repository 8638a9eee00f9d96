"""Notices as an edition keeps them, and as a group of new ones finds them."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kakehashi.core.cases import Detail, Move, Name
from kakehashi.database.direct import read, write
from kakehashi.desk.models import AlsoIn, Case, Dealing, DeskEdition, Naming

Key = tuple[str, int]
"""Where a notice stands: its author, and its place in the author's journal."""

_COLUMNS: Final = (
    "party",
    "place",
    "jti",
    "counts_as",
    "speaker",
    "seen",
    "issued_at",
    "reason",
    "detail",
    "classification",
    "matter",
    "standing",
)


VALUES_AT_ONCE: Final = 10_000
"""Values in one `IN`, below what either database takes."""

_DEALINGS: Final = Dealing._meta.db_table
_NAMINGS: Final = Naming._meta.db_table
_ALSO: Final = AlsoIn._meta.db_table
_CASES: Final = Case._meta.db_table


@dataclass(slots=True)
class Kept:
    """A notice with its class, and as it is kept: its first case and standing, and further ones.

    `is_fresh` says that it is not kept yet; `now` are the cases in which it belongs, each with its
    standing there ("" for the case: it belongs to none).
    """

    move: Move
    classification: str
    matter: str = ""
    standing: str = ""
    also: tuple[tuple[str, str], ...] = ()
    is_fresh: bool = False
    now: tuple[tuple[str, str], ...] = ()

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases in which it is kept."""
        return (*([self.matter] if self.matter else []), *(case for case, _ in self.also))


@dataclass(frozen=True, slots=True)
class KeptCase:
    """What a case is of, under which clause, and the public key of what it is about."""

    family: str
    clause: str
    subject: str


def kept_at(edition: DeskEdition, places: Collection[Key]) -> dict[Key, Kept]:
    """Read the notices at these places."""
    by_author: dict[str, list[int]] = {}
    for party, at in places:
        by_author.setdefault(party, []).append(at)
    found: dict[Key, Kept] = {}
    for party, every in by_author.items():
        found |= _read("party = %s AND place", every, edition.pk, party)
    return found


def kept_in(edition: DeskEdition, cases: Collection[str]) -> dict[Key, Kept]:
    """Read the notices of which these are the first cases."""
    return _read("matter", cases, edition.pk)


def kept_of(edition: DeskEdition, jtis: Collection[str]) -> dict[Key, Kept]:
    """Read the notices of these ids that count."""
    return _read("NOT is_set_aside AND jti", jtis, edition.pk)


def matters_of(edition: DeskEdition, jtis: Collection[str]) -> set[str]:
    """Give the first cases of the notices of these ids, of those that have one."""
    sql = f"SELECT matter FROM {_DEALINGS} WHERE edition_id = %s AND matter <> '' AND jti"  # noqa: S608 - our own names
    return {matter for (matter,) in _among(sql, jtis, edition.pk)}


def cases_of(edition: DeskEdition, matters: Collection[str]) -> dict[str, KeptCase]:
    """Read what is kept of cases and follows from no other notice than the first."""
    sql = f"SELECT matter, family, clause, subject FROM {_CASES} WHERE edition_id = %s AND matter"  # noqa: S608 - our own names
    return {row[0]: KeptCase(*row[1:]) for row in _among(sql, matters, edition.pk)}


def drop_cases(edition: DeskEdition, matters: Collection[str]) -> None:
    """Delete cases."""
    for some in _in_slices(matters):
        marks = ", ".join(["%s"] * len(some))
        write(
            f"DELETE FROM {_CASES} WHERE edition_id = %s AND matter IN ({marks})",  # noqa: S608 - our own names
            (edition.pk, *some),
        )


def naming(edition: DeskEdition, jtis: Collection[str]) -> set[Key]:
    """Give the places of the notices that name one of these."""
    sql = f"SELECT party, place FROM {_NAMINGS} WHERE edition_id = %s AND named"  # noqa: S608 - our own names
    return {(party, at) for party, at in _among(sql, jtis, edition.pk)}


def _read(where: str, values: Collection[object], *given: object) -> dict[Key, Kept]:
    sql = f"SELECT {', '.join(_COLUMNS)} FROM {_DEALINGS} WHERE edition_id = %s AND {where}"  # noqa: S608 - our own names
    return dict(_kept_of(row) for row in _among(sql, values, *given))


def _among(sql: str, values: Collection[object], *given: object, order: str = "") -> Iterator[Any]:
    """Ask for rows of which a column, the last that `sql` names, is among some values."""
    for some in _in_slices(values):
        marks = ", ".join(["%s"] * len(some))
        yield from read(f"{sql} IN ({marks}){order}", (*given, *some))


def _in_slices(values: Collection[object]) -> Iterator[list[object]]:
    left = list(values)
    return (left[at : at + VALUES_AT_ONCE] for at in range(0, len(left), VALUES_AT_ONCE))


def _kept_of(row: tuple[Any, ...]) -> tuple[Key, Kept]:
    party, at, jti, kind, speaker, seen, issued_at, reason, detail, classification, *rest = row
    move = Move(
        jti=jti,
        kind=kind,
        party=speaker,
        author=party,
        place=at,
        seen=seen,
        issued_at=issued_at,
        detail=_detail(detail),
        reason=reason,
    )
    return (party, at), Kept(move, classification, *rest)


def read_names(edition: DeskEdition, of: Iterable[Kept]) -> None:
    """Let kept notices know again what they name."""
    by_place = {(one.move.author, one.move.place): one for one in of}
    if not by_place:
        return
    sql = (
        f"SELECT party, place, relation, named FROM {_NAMINGS}"  # noqa: S608 - our own names
        " WHERE edition_id = %s AND jti"
    )
    jtis = {one.move.jti for one in by_place.values()}
    found: dict[Key, list[Name]] = {}
    for party, at, relation, named in _among(sql, jtis, edition.pk, order=" ORDER BY number"):
        found.setdefault((party, at), []).append((relation, named))
    for key, one in by_place.items():
        one.move = replace(one.move, names=tuple(found.get(key, ())))


def read_also(edition: DeskEdition, of: Mapping[Key, Kept]) -> None:
    """Let kept notices know their further cases."""
    jtis = {one.move.jti for one in of.values() if one.matter}
    for matter, party, at, standing in _also(edition, "jti", jtis):
        if one := of.get((party, at)):
            one.also = (*one.also, (matter, standing))


def also_in(edition: DeskEdition, cases: Collection[str]) -> dict[Key, list[tuple[str, str]]]:
    """Give the notices for which these are further cases, each with case and standing."""
    found: dict[Key, list[tuple[str, str]]] = {}
    for matter, party, at, standing in _also(edition, "matter", cases):
        found.setdefault((party, at), []).append((matter, standing))
    return found


def _also(
    edition: DeskEdition, column: str, values: Collection[str]
) -> Iterator[tuple[str, str, int, str]]:
    sql = (
        f"SELECT matter, party, place, standing FROM {_ALSO}"  # noqa: S608 - our own names
        f" WHERE edition_id = %s AND {column}"
    )
    return iter(sorted(_among(sql, values, edition.pk)))


def detail_text(detail: Detail) -> str:
    """Write what a course reads of a content, what is absent left out; "" for nothing."""
    said: dict[str, object] = {}
    if detail.is_paper:
        said["is_paper"] = True
    if detail.outcome:
        said["outcome"] = detail.outcome
    if detail.actions:
        said["actions"] = [list(owed) for owed in detail.actions]
    if detail.action:
        said["action"] = detail.action
    if detail.is_done:
        said["is_done"] = True
    return json.dumps(said, sort_keys=True, separators=(",", ":")) if said else ""


def _detail(written: str) -> Detail:
    if not written:
        return Detail()
    said = json.loads(written)
    said["actions"] = tuple((action, owner) for action, owner in said.get("actions", ()))
    return Detail(**said)
