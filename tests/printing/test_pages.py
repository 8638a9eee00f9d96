"""Paper: what is printed says what was given, in every script, and evaluates none of it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from kakehashi.printing import (
    Document,
    FontsMissing,
    Grid,
    Letter,
    Letterhead,
    Line,
    Lines,
    Prose,
    Words,
    print_document,
    print_letters,
    typesetting,
)

AT = datetime(2026, 4, 1, 3, 0, tzinfo=UTC)
LETTER = Letter(
    lang="en",
    head=Letterhead(Words("Cambodia"), [Words("Ministry of Labour and Vocational Training")]),
    addressee=[Words("Japan")],
    dated=Words("1 April 2026"),
    subject=Words("Sending organization approved"),
    opening=[Line(Words("Clause"), [Words("5(1)")])],
    blocks=[Lines(Words("Content"), [Line(Words("Name"), [Words("Angkor Bridge")])])],
    signed=[Words("Entry 4 of the journal kh/1")],
    foot=Words("0192f000-0000-7000-8000-000000000000"),
)
FILE = Document(
    lang="en",
    title=Words("Inquiry"),
    head=LETTER.head,
    opening=LETTER.opening,
    blocks=[
        Grid(Words("Notices"), [Words("Kind"), Words("Day")], [[Words("Asked"), Words("1 May")]]),
        Prose(Words("Question"), [Words("How many?")]),
    ],
    foot=Words("Printed on 1 April 2026"),
)


def saying(*values: Words) -> Letter:
    return replace(LETTER, blocks=[Lines(Words("Content"), [Line(Words("Name"), values)])])


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def test_a_letter_says_what_was_given() -> None:
    said = text(print_letters([LETTER], at=AT))
    for expected in ("Cambodia", "Japan", "1 April 2026", "5(1)", "Angkor Bridge", "Entry 4"):
        assert expected in said


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        '#image("/etc/passwd") #sys.inputs #data',
        "*x* $y$ _z_ `w` = heading",
        "\\u{41} #[content] // comment /* more */",
        '"} #panic("out") {"',
        "@label <label> https://example.org ~--- #sym.arrow",
    ],
)
def test_a_name_that_looks_like_markup_is_printed_as_it_stands(name: str) -> None:
    said = text(print_letters([saying(Words(name)), replace(LETTER, subject=Words(name))], at=AT))
    flat = "".join(said.split())
    assert "".join(name.split()) in flat
    assert "root:" not in said


def test_the_templates_read_nothing_outside_their_folder() -> None:
    for template in typesetting.TEMPLATES.glob("*.typ"):
        source = template.read_text(encoding="utf-8")
        for word in ("eval(", "read(", "image(", "plugin(", "@preview"):
            assert word not in source


@pytest.mark.parametrize(
    ("lang", "name"),
    [
        ("ja", "出入国在留管理庁"),
        ("tg", "Ғафуров Ҷӯра Қӣматӣ Ҳамид"),
        ("tg-Cyrl", "Хадамоти муҳоҷират"),
        ("ru", "Служба миграции"),
        ("en", "Société à responsabilité limitée"),
    ],
)
def test_every_script_reads_back_as_it_was_given(lang: str, name: str) -> None:
    assert name in text(print_letters([saying(Words(name, lang))], at=AT))


def test_khmer_is_set_in_its_own_font_and_breaks_into_lines() -> None:
    name = "ក្រុមហ៊ុនបញ្ជូនពលករអង្គរវត្តចំកាត់ទទួលខុសត្រូវមានកម្រិត" * 6
    pdf = read(print_letters([saying(Words(name, "km"))], at=AT))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a PDF's own dictionaries
    }
    assert any("NotoSansKhmer" in font for font in fonts)
    lines = pdf.pages[0].extract_text().splitlines()
    assert len([line for line in lines if "\u1780" <= line.strip()[:1] <= "\u17ff"]) >= 3


def test_the_pdf_is_tagged_and_says_its_title_and_language() -> None:
    made = print_document([FILE], at=AT)
    pdf = read(made)
    assert pdf.root_object.get("/Lang") == "en"
    assert "/StructTreeRoot" in pdf.root_object
    assert b"/Marked true" in made
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Inquiry"


def test_a_character_that_no_font_has_is_named_and_not_printed_as_a_box() -> None:
    said = text(print_letters([saying(Words("before \U00013dff after"))], at=AT))
    assert "before [U+13DFF] after" in said
    assert "Not in any font here: U+13DFF" in said


def test_each_language_counts_its_own_pages() -> None:
    long = replace(LETTER, blocks=[Prose(Words("Said"), [Words("A line.")] * 60)])
    pages = [page.extract_text() for page in read(print_letters([long, LETTER], at=AT)).pages]
    assert [re.findall(r"[123] / [123]", page) for page in pages] == [
        ["1 / 2"],
        ["2 / 2"],
        ["1 / 1"],
    ]


def test_each_language_is_printed_on_pages_of_its_own() -> None:
    other = replace(LETTER, lang="ja", subject=Words("送出機関の認定", "ja"))
    pages = [page.extract_text() for page in read(print_letters([LETTER, other], at=AT)).pages]
    assert "approved" in pages[0]
    assert "送出機関の認定" in pages[1]


def test_the_same_letter_printed_at_the_same_moment_is_the_same_file() -> None:
    assert print_letters([LETTER], at=AT) == print_letters([LETTER], at=AT)


def test_a_file_prints_its_rows_and_paragraphs() -> None:
    said = text(print_document([FILE], at=AT))
    for expected in ("Inquiry", "Kind", "Asked", "1 May", "How many?", "Printed on 1 April 2026"):
        assert expected in said


def test_empty_rows_say_so() -> None:
    empty = Grid(Words("Notices"), [Words("Kind")], [], empty=Words("Nothing yet."))
    assert "Nothing yet." in text(print_document([replace(FILE, blocks=[empty])], at=AT))


def test_fonts_that_are_missing_are_named_with_what_brings_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "FOLDERS", (str(tmp_path),))
    with pytest.raises(FontsMissing) as missing:
        print_letters([LETTER], at=AT)
    assert "Noto Sans Khmer" in missing.value.families
    assert missing.value.packages == ("fonts-noto-cjk", "fonts-noto-core")
