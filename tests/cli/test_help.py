"""`kakehashi` asked for help, or for a command that there is not."""

import pytest

from kakehashi.cli import COMMANDS, main


def test_help_says_of_each_command_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()[2:]]
    assert [name for name, _ in said] == sorted(COMMANDS)
    assert all(what[0].isupper() and what.endswith(".") for _, what in said)


def test_a_command_that_there_is_not_is_named_with_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["verfiy"]) == 2
    complaint = capsys.readouterr().err
    assert "verfiy" in complaint
    assert "|verify|" in complaint
