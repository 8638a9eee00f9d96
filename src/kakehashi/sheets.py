"""A spreadsheet's bytes as grids of cells: XLSX, and CSV in UTF-8, UTF-16 or CP932.

Everything is bounded before it is read: the file, what its archive unpacks to, how far a sheet
claims to reach. A file that cannot be read whole is refused; nothing is guessed into it.
"""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final

from python_calamine import CalamineError, CalamineWorkbook

from kakehashi.core.cells import Cell
from kakehashi.core.listing import Finding, Flaw, ListRefused

LARGEST_FILE: Final = 50 * 1024 * 1024
LARGEST_UNPACKED: Final = 512 * 1024 * 1024
MOST_MEMBERS: Final = 1_000
MOST_SHEETS: Final = 50

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
MOST_CELLS: Final = 5_000_000
"""Rows times columns that a sheet may span, since its reader holds them all."""

_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\s[^>]{0,200}?\br="([A-Za-z]{1,8})(\d{1,9})"[^>]{0,200}?(/?)>'
)
_LONGEST_TAG: Final = 256
_CHUNK: Final = 1 << 20
_UNREADABLE: Final = (CalamineError, OSError, ValueError, RuntimeError)
_DAMAGED_SHARE: Final = 0.1


Grid = Iterator[Sequence[Cell]]


def grids(content: bytes, *, spread: bool = False) -> Iterator[Grid]:
    """Give a file's sheets one after another, each as rows from its very first line on.

    With `spread` what stands in a merged cell stands in every row that it covers.

    Raises:
        ListRefused: with what is wrong, and where; also while rows are read.
    """
    if len(content) > LARGEST_FILE:
        raise _refused(Flaw.FILE_TOO_LARGE, f"{LARGEST_FILE >> 20} MB")
    if content.startswith(_OLD_EXCEL):
        raise _refused(Flaw.OLD_FORMAT)
    if content.startswith(_ZIP):
        yield from _from_workbook(content, spread=spread)
    else:
        yield _csv_rows(decode(content))


def _refused(flaw: Flaw, value: str = "", *, row: int | None = None) -> ListRefused:
    return ListRefused([Finding(flaw, row, value=value)])


def _from_workbook(content: bytes, *, spread: bool) -> Iterator[Grid]:
    _check_archive(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names[:MOST_SHEETS]
    except _UNREADABLE as error:
        raise _refused(Flaw.NOT_A_LIST, str(error)[:200]) from error
    for name in names:
        yield _sheet_rows(workbook, name, spread=spread)


def _sheet_rows(workbook: CalamineWorkbook, name: str, *, spread: bool) -> Grid:
    """Give a sheet's rows from its very first line on, so that row numbers are the sheet's."""
    try:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            return
        merged = (sheet.merged_cell_ranges or []) if spread else []
        yield from _spread(sheet.iter_rows(), merged) if merged else sheet.iter_rows()
    except _UNREADABLE as error:
        raise _refused(Flaw.NOT_A_LIST, f"{name}: {error}"[:200]) from error


_Corner = tuple[int, int]


def _spread(rows: Iterable[Sequence[Cell]], merged: Sequence[tuple[_Corner, _Corner]]) -> Grid:
    """Write what a merged cell holds into every row that it covers, in its first column."""
    waiting = sorted(merged, reverse=True)
    held: list[tuple[int, int, Cell]] = []
    for number, row in enumerate(rows):
        cells = list(row)
        while waiting and waiting[-1][0][0] <= number:
            (_top, left), (bottom, _right) = waiting.pop()
            if left < len(cells):
                held.append((bottom, left, cells[left]))
        for _bottom, left, cell in held:
            if left < len(cells):
                cells[left] = cell
        held = [one for one in held if one[0] > number]
        yield cells


def _check_archive(content: bytes) -> None:
    """Unpack once, counting, so that neither a bomb nor a far-away cell reaches the reader."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise _refused(Flaw.TOO_LARGE_UNPACKED)
            if sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise _refused(Flaw.TOO_LARGE_UNPACKED)
            for member in members:
                with archive.open(member) as stream:
                    total += _check_member(stream, LARGEST_UNPACKED - total)
    except (*_UNREADABLE, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _refused(Flaw.NOT_A_LIST, str(error)[:200]) from error


def _check_member(stream: IO[bytes], left: int) -> int:
    """Count what a member unpacks to, and how far its written cells reach."""
    size, rows, columns = 0, 0, 0
    tail = b""
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > left:
            raise _refused(Flaw.TOO_LARGE_UNPACKED)
        text = tail + chunk
        for column, row, is_empty in _CELL.findall(text):
            if not is_empty:
                rows, columns = max(rows, int(row)), max(columns, _column_number(column))
        if rows * columns > MOST_CELLS:
            raise _refused(Flaw.REACHES_TOO_FAR, f"{rows} x {columns}")
        tail = text[-_LONGEST_TAG:]
    return size


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + (letter & 0x5F) - 64
    return number


def decode(content: bytes) -> str:
    """Decode a text file: by its mark, as UTF-8, or as CP932 where it is clearly no UTF-8.

    Raises:
        ListRefused: neither; or UTF-8 with damage, which CP932 would read as other characters.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decode(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        lenient = content.decode("utf-8", "replace")
        foreign = sum(character > "\x7f" for character in lenient)
        if lenient.count("\ufffd") <= max(1, foreign * _DAMAGED_SHARE):
            raise _undecodable(content, error) from error
    return _decode(content, "cp932")


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(content, error) from error


def _undecodable(content: bytes, error: UnicodeDecodeError) -> ListRefused:
    line = content.count(b"\n", 0, error.start) + 1
    return _refused(Flaw.NOT_TEXT, content[error.start : error.start + 4].hex(" "), row=line)


def _csv_rows(text: str) -> Iterator[Sequence[Cell]]:
    start = text[:20_000]
    delimiter = max(",\t;", key=start.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise _refused(Flaw.NOT_A_LIST, str(error)[:200]) from error
