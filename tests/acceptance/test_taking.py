"""What is given is read for what it is, within bounds; what cannot be taken is refused whole."""

import argparse
import csv
from datetime import date
from pathlib import Path

import pytest

from kakehashi import node
from kakehashi.acceptance import rates, sealing, taking
from kakehashi.acceptance.models import Batch
from kakehashi.acceptance.taking import NotTaken, Why
from kakehashi.cli import acceptance as command
from kakehashi.cli import running
from kakehashi.core.certificate import to_text
from tests.acceptance.certified import claims, picture, sealed
from tests.acceptance.checked import AGREEMENT, check, take
from tests.acceptance.files import csv_file, row, zip_file

LIST = csv_file([row(1)])


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.csv", b"", Why.EMPTY),
        ("cut.zip", zip_file({"a.csv": LIST})[:-40], Why.DAMAGED),
        ("two.zip", zip_file({"a.csv": LIST, "b.csv": LIST}), Why.TWO_LISTS),
        ("none.zip", zip_file({"a.txt": b"words"}), Why.NOTHING_TO_READ),
        ("aside.zip", zip_file({"__MACOSX/a.csv": LIST, ".b.png": b"x"}), Why.NOTHING_TO_READ),
    ],
)
def test_what_cannot_be_taken_says_why(name: str, content: bytes, why: Why) -> None:
    with pytest.raises(NotTaken) as refused:
        taking.given_file(name, content, agreement=AGREEMENT)
    assert refused.value.why is why


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "LARGEST_UNPACKED", 1_000_000)
    bomb = zip_file({"a.png": b"\0" * 2_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(NotTaken) as refused:
        taking.given_file("bomb.zip", bomb, agreement=AGREEMENT)
    assert refused.value.why is Why.TOO_LARGE


@pytest.mark.django_db
def test_a_picture_that_is_too_large_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "LARGEST_PICTURE", 1_000)
    with pytest.raises(NotTaken):
        take(zip_file({"list.csv": LIST, "a.png": b"\0" * 2_000}), "all.zip")
    assert not Batch.objects.exists()


@pytest.mark.django_db
def test_a_long_list_comes_back_whole_from_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE", 4_096)
    batch = take(csv_file([row(turn, number="x" * 500) for turn in range(1, 41)]))
    assert batch.files.filter(number=1).count() > 4
    assert len(check(batch)) == 40


@pytest.mark.django_db
def test_a_folder_is_checked_by_command_and_taken_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "begin", lambda _arguments: node.this())
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "one.jpg").write_bytes(picture(to_text(sealed(claims()))))
    (scans / "notes.txt").write_text("aside")
    (scans / ".hidden.png").write_bytes(b"x")
    out = tmp_path / "verdicts.csv"
    assert _run("check", str(scans), "--agreement", "jp-kh-2019", "--out", str(out)) == 0
    told = capsys.readouterr().out
    assert "1" in told
    (_heading, line) = csv.reader(out.read_text().splitlines())
    assert line[2:4] == ["one.jpg", "correct"]
    assert _run("check", str(scans), "--agreement", "jp-kh-2019") == 0
    assert Batch.objects.count() == 1
    assert _run("check", str(tmp_path / "nowhere"), "--agreement", "jp-kh-2019") == 1


def _run(*given: str) -> int:
    parser = argparse.ArgumentParser()
    command.add(parser)
    return command.run(parser.parse_args(given))


def test_rates_hold_on_their_days_only_and_a_wrong_file_is_named() -> None:
    file = node.home() / rates.FILE
    try:
        file.write_text(
            '[[rates]]\nof = "USD"\nto = "JPY"\nrate = "150.25"\n'
            "from = 2027-04-01\nuntil = 2027-04-30\n"
        )
        assert list(rates.on(date(2027, 4, 30))) == [("USD", "JPY")]
        assert rates.on(date(2027, 5, 1)) == {}
        file.write_text('[[rates]]\nof = "USD"\n')
        with pytest.raises(rates.RatesRefused):
            rates.on(date(2027, 4, 1))
    finally:
        file.unlink()
