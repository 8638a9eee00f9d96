"""Taking in what is to be checked: a list, an archive or folder of pictures, or one applicant.

What is taken is sealed at once and durable; nothing is read or judged here, so that a page answers
soon and a process that ends on the way loses nothing that was taken.
"""

import hashlib
import io
import json
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import PurePath
from typing import Final

from django.db import IntegrityError, transaction

from kakehashi import node
from kakehashi.acceptance import tokens
from kakehashi.acceptance.layouts import USUAL
from kakehashi.acceptance.models import Batch, BatchFile
from kakehashi.acceptance.sealing import PIECE, Seal, new_seal, pieces_of
from kakehashi.core.acceptance_check.reading import Usual
from kakehashi.journal.record import record

MOST_PICTURES: Final = 20_000
LARGEST_PICTURE: Final = 16 * 2**20
LARGEST_UNPACKED: Final = 1024 * 2**20
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, RuntimeError),
    *(EOFError, OSError, ValueError, NotImplementedError),
)
_ZIP: Final = b"PK\x03\x04"
_IS_SHEET: Final = "[Content_Types].xml"
LISTS: Final = frozenset({".xlsx", ".csv", ".tsv"})
PICTURES: Final = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".pdf"}
)


class Why(StrEnum):
    """Why nothing was taken; the shell has the words."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    DAMAGED = "damaged"
    TWO_LISTS = "two-lists"
    NOTHING_TO_READ = "nothing-to-read"


class NotTaken(ValueError):
    """What was given cannot be taken; nothing of it was."""

    def __init__(self, why: Why, name: str = "") -> None:
        self.why, self.name = why, name
        super().__init__(f"{why} {name}".strip())


@dataclass(frozen=True, slots=True)
class Order:
    """Under which agreement something is checked, by whom, and what holds where rows are silent."""

    agreement: str
    usual: Usual
    by: int | None
    layout: str = USUAL


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a batch beside its files: its name, its pictures' numbers, texts of one."""

    name: str
    pictures: Mapping[str, int]
    texts: Mapping[str, str]


Read = Callable[[], bytes]
"""Reads a file when it is its turn, so that no folder has to be in memory."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is taken together: a list, pictures by the name that rows call them, or texts of one."""

    name: str
    source: str
    list: bytes | None = None
    pictures: Sequence[tuple[str, Read]] = ()
    texts: Mapping[str, str] | None = None


def given_file(name: str, content: bytes, *, agreement: str) -> Given:
    """Read what an uploaded file is: a spreadsheet, an archive, or one picture.

    Raises:
        NotTaken: it is empty, damaged, too large, or none of these.
    """
    if not content:
        raise NotTaken(Why.EMPTY, name)
    source = tokens.of_file(agreement, content)
    if content.startswith(_ZIP) and not _is_sheet(content, name):
        return given_files(_unpacked(content), name=name, source=source)
    if PurePath(name).suffix.lower() in PICTURES:
        return given_files([(name, lambda: content)], name=name, source=source)
    return Given(name, source, list=content)


def given_folder(name: str, files: Iterable[tuple[str, Read]], *, agreement: str) -> Given:
    """Read what a folder holds; its token is that of all its files together."""
    held = sorted(files, key=lambda one: one[0])
    digest = hashlib.sha256()
    for path, read in held:
        digest.update(path.encode() + b"\0" + hashlib.sha256(read()).digest())
    return given_files(held, name=name, source=tokens.of_file(agreement, digest.digest()))


def given_files(files: Iterable[tuple[str, Read]], *, name: str, source: str) -> Given:
    """Tell a list from pictures; NotTaken where there is neither, or two lists."""
    lists: list[Read] = []
    pictures: list[tuple[str, Read]] = []
    for path, read in files:
        suffix = PurePath(path).suffix.lower()
        if suffix in LISTS:
            lists.append(read)
        elif suffix in PICTURES:
            pictures.append((path, read))
    if len(lists) > 1:
        raise NotTaken(Why.TWO_LISTS, name)
    if not lists and not pictures:
        raise NotTaken(Why.NOTHING_TO_READ, name)
    if len(pictures) > MOST_PICTURES:
        raise NotTaken(Why.TOO_MANY, name)
    return Given(name, source, lists[0]() if lists else None, pictures)


def given_one(
    texts: Mapping[str, str], picture: tuple[str, bytes] | None, *, agreement: str
) -> Given:
    """Take one applicant's texts, and perhaps a picture of the certificate."""
    said = "\0".join(f"{name}={text}" for name, text in sorted(texts.items()) if text)
    if picture is None:
        return Given("", tokens.token(agreement, "one", said), texts=texts)
    name, content = picture
    source = tokens.token(agreement, "one", said, hashlib.sha256(content).hexdigest())
    return Given("", source, None, [(name, lambda: content)], texts)


def _is_sheet(content: bytes, name: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _IS_SHEET in archive.namelist()
    except _BROKEN as error:
        raise NotTaken(Why.DAMAGED, name) from error


def _unpacked(content: bytes) -> list[tuple[str, Read]]:
    """Give the files of an archive, each unpacked when it is read, within its bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = [one for one in archive.infolist() if not _is_aside(one)]
    except _BROKEN as error:
        raise NotTaken(Why.DAMAGED) from error
    if len(members) > MOST_PICTURES + 1:
        raise NotTaken(Why.TOO_MANY)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise NotTaken(Why.TOO_LARGE)
    return [(member.filename, partial(_read_member, archive, member)) for member in members]


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as stream:
            data = stream.read(LARGEST_PICTURE + 1)
    except _BROKEN as error:
        raise NotTaken(Why.DAMAGED, member.filename) from error
    if len(data) > LARGEST_PICTURE:
        raise NotTaken(Why.TOO_LARGE, member.filename)
    return data


def _is_aside(member: zipfile.ZipInfo) -> bool:
    """Whether a member is a folder, or what a system puts beside its files."""
    path = PurePath(member.filename)
    return member.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts


def take(given: Given, order: Order, *, now: datetime) -> tuple[Batch, bool]:
    """Keep what is given, sealed, to be checked; give its batch, and whether it is a new one."""
    if before := _before(given, order):
        return before, False
    with transaction.atomic():
        batch = _open_batch(given, order, now)
        seal = new_seal(batch)
    try:
        for some in _slices(_pieces(given, seal)):
            _keep(batch, some)
    except NotTaken:
        Batch.objects.filter(pk=batch.pk).delete()
        raise
    try:
        with transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(state=Batch.State.READING)
            record(
                "applications.taken",
                {"batch": str(batch.public_id), "agreement": order.agreement, "by": order.by},
                now=now,
            )
    except IntegrityError:
        Batch.objects.filter(pk=batch.pk).delete()
        if before := _before(given, order):
            return before, False
        raise
    batch.state = Batch.State.READING
    return batch, True


def _keep(batch: Batch, pieces: Iterable[tuple[int, int, bytes]]) -> None:
    with transaction.atomic():
        BatchFile.objects.bulk_create(
            BatchFile(batch=batch, number=number, piece=piece, sealed=sealed)
            for number, piece, sealed in pieces
        )


def _pieces(given: Given, seal: Seal) -> Iterator[tuple[int, int, bytes]]:
    for number, data in _files(given):
        yield from pieces_of(seal, number, data)


def _before(given: Given, order: Order) -> Batch | None:
    states = (Batch.State.READING, Batch.State.CHECKING, Batch.State.DONE)
    return Batch.objects.filter(
        agreement=order.agreement, source=given.source, state__in=states, erased_at__isnull=True
    ).first()


def _open_batch(given: Given, order: Order, now: datetime) -> Batch:
    return Batch.objects.create(
        public_id=uuid.uuid4(),
        agreement=order.agreement,
        layout=order.layout,
        is_one=given.texts is not None,
        channel=order.usual.channel,
        applied_on=order.usual.applied_on,
        source=given.source,
        taken_by_id=order.by,
        taken_at=now,
        kept_until_on=_kept_until(now),
    )


def _kept_until(now: datetime) -> date:
    """The last day on which what applications state can be read; the batch is erased after it."""
    return (now + timedelta(days=node.this().identity.retention.checks)).date()


def _files(given: Given) -> Iterator[tuple[int, bytes]]:
    pictures = {name: n for n, (name, _) in enumerate(given.pictures, BatchFile.FIRST_PICTURE)}
    about = About(given.name[-200:], pictures, dict(given.texts or {}))
    yield BatchFile.ABOUT, json.dumps(asdict(about), ensure_ascii=False).encode()
    if given.list is not None:
        yield BatchFile.LIST, given.list
    for name, read in given.pictures:
        yield pictures[name], read()


def _slices(pieces: Iterator[tuple[int, int, bytes]]) -> Iterator[list[tuple[int, int, bytes]]]:
    """Cut sealed pieces into slices that are not long in writing."""
    some: list[tuple[int, int, bytes]] = []
    size = 0
    for one in pieces:
        some.append(one)
        size += len(one[2])
        if size >= PIECE or len(some) >= 100:
            yield some
            some, size = [], 0
    if some:
        yield some
