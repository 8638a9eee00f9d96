"""Files of applications for the tests: invented applicants, in good order and damaged."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

HEADINGS: Mapping[str, str] = {
    "reference": "申請番号",
    "name": "氏名(ローマ字)",
    "born_on": "生年月日",
    "passport": "旅券番号",
    "field": "分野",
    "applied_on": "申請日",
    "organization": "送出機関番号",
    "number": "証明書番号",
    "issued_on": "証明書発行日",
    "code": "QRコード",
}


def row(turn: int = 1, /, **changes: Any) -> dict[str, Any]:
    """One applicant; what a test is about is said."""
    return {
        "reference": f"A-{turn:05}",
        "name": f"INVENTED PERSON{chr(65 + turn % 26)}{chr(65 + turn // 26 % 26)}",
        "born_on": "2001-02-03",
        "passport": f"N{turn:07}",
        "field": "介護",
        "applied_on": "2026-05-01",
        "organization": "TJK000001",
    } | changes


def csv_file(rows: Iterable[Mapping[str, Any]], *, fields: Sequence[str] = ()) -> bytes:
    """Comma-separated values under the Japanese headings."""
    chosen = list(fields or HEADINGS)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([HEADINGS.get(name, name) for name in chosen])
    for one in rows:
        writer.writerow([one.get(name, "") for name in chosen])
    return file.getvalue().encode()


def xlsx_file(
    rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, Any]] = ()
) -> bytes:
    """A workbook with a title above the heading; `merged`: first and last row, column, text."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("申請一覧")
    day = book.add_format({"num_format": "yyyy/m/d"})
    sheet.write(0, 0, "申請者一覧（架空）")
    for column, heading in enumerate(HEADINGS.values()):
        sheet.write(2, column, heading)
    for at, cells in enumerate(rows, 3):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a cell has no zone
            elif cell not in (None, ""):
                sheet.write(at, column, cell)
    for first, last, column, text in merged:
        sheet.merge_range(first, column, last, column, text)
    book.close()
    return file.getvalue()


def zip_file(files: Mapping[str, bytes]) -> bytes:
    """An archive of files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()
