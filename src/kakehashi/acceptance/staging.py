"""Reading a batch into its applications, slice by slice: what stands is not read again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from django.db import transaction

from kakehashi.acceptance import exams, tokens
from kakehashi.acceptance.layouts import known
from kakehashi.acceptance.models import Application, Batch, BatchFile, PassedExam
from kakehashi.acceptance.sealing import Seal, file_of, seal_of
from kakehashi.acceptance.taking import About
from kakehashi.core.acceptance_check import facts
from kakehashi.core.acceptance_check.facts import Exam
from kakehashi.core.acceptance_check.reading import Usual, application
from kakehashi.core.acceptance_check.table import Line, lines
from kakehashi.core.certificate import Refused
from kakehashi.core.certificate import read as read_code
from kakehashi.core.listing import Finding, Flaw, ListRefused
from kakehashi.core.notices.acceptance import Channel
from kakehashi.database.bulk import insert_rows
from kakehashi.sheets import grids

SLICE = 100
_COLUMNS = (
    *("batch_id", "line", "state", "verdict", "findings", "picture", "is_counted"),
    *("same", "content", "person", "certificate", "stated", "found"),
)


@dataclass(frozen=True, slots=True)
class Stated:
    """What one row states: its line, its texts by field, its picture's number (0: none)."""

    line: int
    texts: Mapping[str, str]
    shifted: int = 0
    picture: int = 0


def usual_of(batch: Batch) -> Usual:
    """What holds in a batch where its rows are silent."""
    return Usual(batch.applied_on, Channel(batch.channel))


def about(batch: Batch, seal: Seal) -> About:
    """What is known of a batch beside its files."""
    said = json.loads(file_of(batch.pk, seal, BatchFile.ABOUT) or b"{}")
    return About(said["name"], said["pictures"], said["texts"])


def stage(batch: Batch) -> bool:
    """Read all rows of a batch that are not read yet; say whether there were any.

    Killed on the way, the next call goes on behind the last line that stands.

    Raises:
        ListRefused: the file is none of applications.
    """
    seal = seal_of(batch)
    done = _last(batch)
    all_exams = exams.known()
    left = (one for one in _rows(batch, seal) if one.line > done)
    count = 0
    while some := list(islice(left, SLICE)):
        _insert(batch, seal, some, all_exams)
        count += len(some)
    if not (done or count):
        raise ListRefused([Finding(Flaw.NO_ROWS)])
    return count > 0


def _rows(batch: Batch, seal: Seal) -> Iterator[Stated]:
    said = about(batch, seal)
    if batch.is_one:
        picture = next(iter(said.pictures.values()), 0)
        yield Stated(1, said.texts, picture=picture)
        return
    content = file_of(batch.pk, seal, BatchFile.LIST)
    named: set[int] = set()
    end = 0
    if content is not None:
        by_name = _by_name(said.pictures)
        for line in _lines(content, batch.layout):
            picture = by_name.get(_folded(line.texts.get("file", "")), 0)
            named.add(picture)
            end = line.number
            yield Stated(line.number, line.texts, line.shifted, picture)
    # Pictures that no row names are applications of their own, behind the rows.
    for number in sorted(set(said.pictures.values()) - named):
        end += 1
        name = next(name for name, at in said.pictures.items() if at == number)
        yield Stated(end, {"file": name}, picture=number)


def _lines(content: bytes, layout: str) -> Iterator[Line]:
    """Read the first sheet that has the layout's heading."""
    first: ListRefused | None = None
    for grid in grids(content, spread=True):
        try:
            yield from lines(grid, known()[layout])
            return
        except ListRefused as refusal:
            if not all(one.flaw in {Flaw.NO_HEADING, Flaw.NOT_A_LIST} for one in refusal.problems):
                raise
            first = first or refusal
    raise first or ListRefused([Finding(Flaw.NOT_A_LIST)])


def _by_name(pictures: Mapping[str, int]) -> Mapping[str, int]:
    """Find pictures by their names, with or without the folders they stood in."""
    short = {_folded(PurePath(name).name): number for name, number in pictures.items()}
    return short | {_folded(name): number for name, number in pictures.items()}


def _folded(name: str) -> str:
    return name.replace("\\", "/").casefold()


def number_of(stated: facts.Application) -> str:
    """The certificate's number as its code says it, proven or not, else as it is written."""
    if stated.code:
        try:
            return read_code(stated.code).claims.number
        except Refused:
            pass
    return stated.number


def _insert(
    batch: Batch, seal: Seal, rows: Sequence[Stated], all_exams: Mapping[str, Exam]
) -> None:
    """Keep rows, but those that another process has read meanwhile."""
    usual = usual_of(batch)
    made = [(r, application(r.texts, usual, all_exams, shifted=r.shifted)) for r in rows]
    values = [_columns(batch, seal, row, stated) for row, stated in made]
    with transaction.atomic():
        last = _last(batch)
        there = sum(row.line <= last for row in rows)
        insert_rows(Application, _COLUMNS, values[there:])
        if any(stated.exams for _, stated in made[there:]):
            _insert_passes(batch, made[there:])


def _last(batch: Batch) -> int:
    """Give the last line that stands; 0 where there is none."""
    rows = Application.objects.filter(batch=batch).order_by("-line")
    return rows.values_list("line", flat=True).first() or 0


def _columns(
    batch: Batch, seal: Seal, row: Stated, stated: facts.Application
) -> tuple[object, ...]:
    said = {"texts": dict(row.texts), "shifted": row.shifted}
    content = json.dumps(said, ensure_ascii=False, sort_keys=True)
    named = names_of(batch, row, stated, content)
    return (
        *(batch.pk, row.line, Application.State.WAITING.value, "", "", row.picture, True),
        *(named.same, named.content, named.person, named.certificate),
        seal.seal(content.encode(), at=f"{row.line}/stated"),
        b"",
    )


@dataclass(frozen=True, slots=True)
class Names:
    """The tokens by which an application is found again."""

    same: str
    content: str
    person: str
    certificate: str


def names_of(batch: Batch, row: Stated, stated: facts.Application, content: str) -> Names:
    """Give the tokens of an application; one of a picture that is not read yet is only itself."""
    agreement, number = batch.agreement, number_of(stated)
    is_itself = row.picture and not stated.code and not stated.reference
    place = f"{batch.public_id}/{row.line}"
    return Names(
        tokens.token(agreement, "picture", place)
        if is_itself
        else tokens.of_same(agreement, stated, number),
        tokens.token(agreement, "content", place if is_itself else content),
        tokens.of_person(agreement, stated.person),
        tokens.of_certificate(agreement, number),
    )


def _insert_passes(batch: Batch, made: Sequence[tuple[Stated, facts.Application]]) -> None:
    agreement = batch.agreement
    keys = dict(
        Application.objects.filter(batch=batch, line__in=[row.line for row, _ in made]).values_list(
            "line", "pk"
        )
    )
    insert_rows(
        PassedExam,
        ("application_id", "position", "place", "number", "person_day"),
        [
            (
                keys[row.line],
                position,
                tokens.of_place(agreement, one),
                tokens.of_number(agreement, one),
                tokens.of_day(agreement, stated, one),
            )
            for row, stated in made
            for position, one in enumerate(stated.exams)
        ],
    )
