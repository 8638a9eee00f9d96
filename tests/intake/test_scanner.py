"""ClamAV, asked over its socket; without it a file says that it was not looked through."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kakehashi import node
from kakehashi.intake import scanner
from kakehashi.intake.cleaning import Checked, NotTaken, Why
from kakehashi.node.identity import Intake

pytestmark = pytest.mark.once

BAD = b"a file with a worm in it"


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Path]:
    """A daemon that speaks ClamAV's protocol, and finds something where a worm is."""
    file = tmp_path / "clamd"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(file))
        listening.listen()
        threading.Thread(target=_answer, args=(listening,), daemon=True).start()
        yield file


def _answer(listening: socket.socket) -> None:
    while True:
        try:
            asked, _ = listening.accept()
        except OSError:
            return
        with asked, asked.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            content = b""
            while length := int.from_bytes(said.read(4)):
                content += said.read(length)
            asked.sendall(b"stream: Worm FOUND\0" if b"worm" in content else b"stream: OK\0")


def configured(monkeypatch: pytest.MonkeyPatch, file: Path | None) -> None:
    ours = node.this()
    intake = Intake(scanner=None if file is None else str(file))
    changed = replace(ours, identity=replace(ours.identity, intake=intake))
    monkeypatch.setattr(node, "this", lambda: changed)


def test_a_clean_file_is_said_to_be_clean(daemon: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, daemon)
    assert scanner.look_through(b"words" * 50_000) is Checked.CLEAN


def test_malware_is_not_taken(daemon: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configured(monkeypatch, daemon)
    with pytest.raises(NotTaken) as refused:
        scanner.look_through(BAD)
    assert refused.value.why is Why.MALWARE


@pytest.mark.parametrize("file", [None, Path("/nowhere/clamd")])
def test_without_a_scanner_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch, file: Path | None
) -> None:
    configured(monkeypatch, file)
    assert scanner.look_through(BAD) is Checked.NOT_CHECKED
