"""Spreadsheets for the tests: the official register's layout, with invented organizations."""

import csv
import io
from datetime import datetime
from typing import Any

import xlsxwriter

HEADINGS = (
    "登録番号",
    "登録年月日",
    "氏名又は名称",
    "郵便番号",
    "住所",
    "電話番号",
    "代表者氏名",
    "支援業務を行う事務所名",
    "任意的支援の有無",
    "支援業務開始予定年月日",
    "対応可能言語",
    "備考",
)


def line(number: int, name: str = "") -> list[object]:
    """One line of the register."""
    return [
        f"19登-{number:06d}",
        datetime(2019, 4, 26),  # noqa: DTZ001 - a cell has no zone
        name or f"かけはし支援協会{number}",
        "100-0001",
        "東京都千代田区架空町1-1-1",
        "03-0000-0001",
        "見本 太郎",
        "本店",
        "有",
        "令和元年5月1日",
        "英語、クメール語",
        "",
    ]


DIRTY: list[object] = [
    "１９登－００９００１",
    "Ｈ３１．４．１",
    "　株式会社　みほん　",
    "１００－０００１",
    "東京都\n千代田区",
    "内線あり 03-0000-0002",
    "みほん はなこ",
    "本店、大阪支店",
    "○",
    "未定",
    "英語、カンボジア御，クリンゴン語",
    None,
]


def xlsx(*lines: list[Any]) -> bytes:
    """The official form: a cover sheet, a title, a heading of two rows with merged cells."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("表紙").write(0, 0, "登録支援機関登録簿")
    sheet = book.add_worksheet("登録簿")
    plain, day = book.add_format(), book.add_format({"num_format": "yyyy/m/d"})
    sheet.merge_range(0, 0, 0, len(HEADINGS) - 1, "登録支援機関登録簿（令和8年7月）", plain)
    sheet.write(2, 0, HEADINGS[0])
    sheet.write(2, 1, HEADINGS[1])
    sheet.merge_range(2, 2, 2, 6, "登録支援機関", plain)
    for column in range(2, 7):
        sheet.write(3, column, HEADINGS[column])
    for column in range(7, len(HEADINGS)):
        sheet.merge_range(2, column, 3, column, HEADINGS[column], plain)
    for at, cells in enumerate(lines, 4):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(at, column, cell, day)
            elif cell not in (None, ""):
                sheet.write(at, column, cell)
    book.close()
    return file.getvalue()


def csv_text(*lines: list[Any]) -> str:
    """The same columns as comma-separated values."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADINGS)
    for cells in lines:
        writer.writerow(
            [cell.date().isoformat() if isinstance(cell, datetime) else cell for cell in cells]
        )
    return file.getvalue()
