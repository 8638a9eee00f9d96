"""`kakehashi list`: look at a spreadsheet, then take it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kakehashi import node
from kakehashi.cli import main
from kakehashi.registers.models import ImportedList
from tests.registers.workbooks import csv_text, line, xlsx

pytestmark = pytest.mark.django_db

AS_OF = ("--as-of", "2026-07-01", "--source", "jp-supporting-organizations")


def run(act: str, *arguments: str) -> int:
    return main(["list", "--home", str(node.home()), act, *arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx(*[line(n) for n in range(20)]))
    return path


def test_a_preview_says_what_would_change_and_changes_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("preview", str(file), *AS_OF) == 0
    assert "20 rows" in capsys.readouterr().out
    assert not ImportedList.objects.exists()


def test_a_list_that_shrinks_is_taken_only_with_the_token_that_was_printed(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", str(file), *AS_OF) == 0
    file.write_bytes(csv_text(*[line(n) for n in range(15)]).encode())
    assert run("import", str(file), *AS_OF) == 1
    said = capsys.readouterr()
    token = re.search(r"--confirm (\w+)", said.err)
    assert token
    assert run("import", str(file), *AS_OF, "--confirm", "another") == 1
    assert run("import", str(file), *AS_OF, "--confirm", token[1]) == 0
    assert ImportedList.objects.filter(state="ready").count() == 2


def test_a_broken_list_is_refused_with_every_place(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(csv_text(line(1), line(1), ["X"]).encode())
    assert run("import", str(file), *AS_OF) == 1
    said = capsys.readouterr().err
    assert "19登-000001" in said
    assert not ImportedList.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("preview", "nowhere.xlsx", *AS_OF),
        ("preview", __file__, "--as-of", "2026-07-01", "--source", "nowhere"),
    ],
)
def test_a_file_or_layout_that_is_not_there_is_misuse(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == 2


@pytest.fixture
def layouts() -> Iterator[Path]:
    folder = node.home() / "layouts"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def test_a_layout_of_the_home_is_read_beside_those_of_the_package(
    layouts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (layouts / "our-own.toml").write_text(
        'title = "Ours"\ncolumns = [{ field = "number", headings = ["No."] }]\n'
    )
    assert run("layouts") == 0
    said = capsys.readouterr().out
    assert "our-own" in said
    assert "jp-supporting-organizations" in said


@pytest.mark.parametrize("text", ["columns = [", "colour = 1", "columns = [{ field = 1 }]"])
def test_a_broken_layout_of_the_home_is_named(
    layouts: Path, text: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (layouts / "broken.toml").write_text(text)
    assert run("layouts") == 2
    assert run("preview", str(file), *AS_OF) == 2
    assert "broken" in capsys.readouterr().err
