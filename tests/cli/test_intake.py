"""The intake's key by command: made, given, taken back, changed; what is refused says why."""

from pathlib import Path

import pytest

from kakehashi import cli, node
from kakehashi.accounts.models import Officer
from kakehashi.intake import keyholding, queries
from kakehashi.intake.models import IntakeKey
from tests.intake import make

pytestmark = pytest.mark.django_db

FIRST, SECOND = "first heron in the reeds", "second heron in the reeds"


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.intake.keyholding.COST", 2**8)


@pytest.fixture
def said(tmp_path: Path) -> str:
    """A file with passphrases."""
    file = tmp_path / "passphrases"
    file.write_text(f"sokha:{FIRST}\ndara:{SECOND}\nsokha.new:{SECOND}!\nshort:no\n")
    return str(file)


def run(*arguments: str) -> int:
    return cli.main(["intake", "key", *arguments, "--home", str(node.home())])


def test_an_office_opens_with_its_first_key(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    sokha = make.officer("sokha")
    assert run("create", "sokha", "--passphrases", said) == 0
    shown = capsys.readouterr()
    assert IntakeKey.objects.get().kid in shown.out
    assert "second one" in shown.err
    assert queries.is_open()
    assert keyholding.open_keys(sokha, FIRST).halves
    assert run("create", "sokha", "--passphrases", said) == 1
    assert "there is a key already" in capsys.readouterr().err


def test_the_key_is_given_taken_back_and_changed(
    said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make.officer("sokha")
    dara = make.officer("dara")
    run("create", "sokha", "--passphrases", said)
    assert run("add", "dara", "--by", "sokha", "--passphrases", said) == 0
    assert len(keyholding.open_keys(dara, SECOND).halves) == 1
    assert run("change") == 0
    assert len(keyholding.open_keys(dara, SECOND).halves) == 2
    assert run("passphrase", "sokha", "--passphrases", said) == 0
    assert run("remove", "dara") == 0
    assert not queries.holds_key(dara.pk)
    capsys.readouterr()
    assert run("show") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines] == ["*", " "]
    assert all(line.endswith("\tsokha") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("create", "nobody"), "no officer nobody"),
        (("create", "short"), "twelve characters"),
        (("add", "short", "--by", "short"), "does not open"),
        (("passphrase", "short"), "does not open"),
    ],
)
def test_what_is_refused_says_why(
    said: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], why: str
) -> None:
    make.officer("short")
    file = Path(said)
    file.write_text(
        file.read_text() + "short.new:long enough, surely\nnobody:long enough, surely\n"
    )
    assert run(*arguments, "--passphrases", said) == 1
    assert why in capsys.readouterr().err
    assert not queries.is_open()


def test_removing_who_holds_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    make.officer("sokha")
    assert run("remove", "sokha") == 1
    assert "sokha" in capsys.readouterr().err
    assert Officer.objects.count() == 1
