"""What stops any command: it is told in words what was wrong, where, and what to do."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, ProgrammingError

from kakehashi import node
from kakehashi.cli import main
from kakehashi.cli.init import make_home
from kakehashi.cli.refusals import in_words
from tests import homes


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home that was made and never prepared."""
    return make_home(
        tmp_path / "home", name="a.example", party="KH", agreements=["jp-kh-2019"]
    ).home


@pytest.mark.parametrize("reason", node.Reason)
def test_every_reason_for_which_a_home_is_refused_has_its_words(reason: node.Reason) -> None:
    problem = node.Problem("node.toml", 7, "it", reason, "that")

    (told,) = in_words(node.NodeRefused(problem))

    assert told.startswith("node.toml:7: ")
    assert " — " in told
    assert "{" not in told


def test_a_fault_of_the_program_is_not_worded_away() -> None:
    assert in_words(KeyError("x")) == ()


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (OperationalError("no such table: journal_journal"), "kakehashi prepare"),
        (ProgrammingError('relation "journal_journal" does not exist'), "kakehashi prepare"),
        (OperationalError('FATAL:  database "kakehashi" does not exist'), "see that it runs"),
        (OperationalError('FATAL:  role "kakehashi" does not exist'), "see that it runs"),
    ],
)
def test_what_a_database_says_is_told_with_what_helps(error: Exception, remedy: str) -> None:
    (told,) = in_words(error)

    assert remedy in told


def test_a_name_in_no_form_is_told_the_form_and_not_its_pattern(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--home", str(tmp_path / "home"), "--name", "b c", "--party", "KH"]

    assert main(["init", *asked, "--agreement", "jp-kh-2019"]) == 1

    assert "node.toml:1: name: wrong value — expected: a host name" in capsys.readouterr().err


def test_a_party_that_the_agreement_does_not_know_makes_no_home(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--home", str(tmp_path / "home"), "--name", "a.example", "--party", "XX"]

    assert main(["init", *asked, "--agreement", "jp-kh-2019"]) == 1

    assert "expected: JP / KH" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("asked", [["officer", "list"], ["work", "--once"]])
def test_a_database_that_is_not_prepared_is_told_so(home: Path, asked: list[str]) -> None:
    command = [sys.executable, "-c", "import sys; from kakehashi.cli import main; sys.exit(main())"]

    done = subprocess.run(
        [*command, *asked],
        env=homes.environment(home), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "run `kakehashi prepare`" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["peer card nope", "keys show nope", "rebuild nope"])
def test_an_agreement_that_is_not_ours_is_answered_with_those_that_are(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command.split()) == 1

    assert "nope is none of our agreements — write one of " in capsys.readouterr().err
