"""Notices as an edition keeps them, and as a group of new ones finds them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kakehashi.core.cases import Detail, Move, Name
from kakehashi.desk.models import AlsoIn, Dealing, DeskEdition, Naming

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


def kept(
    edition: DeskEdition,
    *,
    places: Iterable[Key] = (),
    **where: Any,  # noqa: ANN401 - Django's
) -> dict[Key, Kept]:
    """Read kept notices: those at places, or those that a filter finds."""
    rows = Dealing.objects.filter(edition=edition, **where)
    wanted = set(places)
    if wanted:
        authors, at = {party for party, _ in wanted}, {at for _, at in wanted}
        rows = rows.filter(party__in=authors, place__in=at)
    read = (_kept_of(row) for row in rows.values_list(*_COLUMNS))
    return {key: one for key, one in read if not wanted or key in wanted}


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
    found: dict[Key, list[Name]] = {}
    names = Naming.objects.filter(
        edition=edition, jti__in={one.move.jti for one in by_place.values()}
    )
    columns = ("party", "place", "relation", "named")
    for party, at, relation, named in names.order_by("number").values_list(*columns):
        found.setdefault((party, at), []).append((relation, named))
    for key, one in by_place.items():
        one.move = replace(one.move, names=tuple(found.get(key, ())))


def read_also(edition: DeskEdition, of: Mapping[Key, Kept]) -> None:
    """Let kept notices know their further cases."""
    jtis = {one.move.jti for one in of.values() if one.matter}
    if not jtis:
        return
    rows = AlsoIn.objects.filter(edition=edition, jti__in=jtis).order_by("matter")
    for party, at, matter, standing in rows.values_list("party", "place", "matter", "standing"):
        if one := of.get((party, at)):
            one.also = (*one.also, (matter, standing))


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
