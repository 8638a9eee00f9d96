"""What a story of certificates asks of nodes from outside the desks: keys, and status lists."""

from pathlib import Path

import pytest

from kakehashi.cli import main
from kakehashi.cli.certificate.root import PASSPHRASE
from kakehashi.cli.demo.applying import LEFT, STEP
from kakehashi.cli.demo.stage import Stage
from tests.browser.desks import AGREEMENT
from tests.two_nodes import nodes

ADMINISTRATORS = ("vichea", "rith")


def leave_application(stage: Stage, *officers: str) -> tuple[str, str]:
    """Put the standards in force and let an organization apply; its e-mail and its name."""
    _agreement, email, answers = LEFT["KH"]
    given = {name: list(rows) for name, rows in answers.items()}
    stage.actor("KH").act(
        STEP, agreement=AGREEMENT, officers=list(officers), email=email, answers=given
    )
    return email, answers["names"][0]["text"]


def take_keys(stage: Stage, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give Cambodia's node a key for today, certified by a root that it never sees."""
    monkeypatch.setenv(PASSPHRASE, "invented for a test")
    root, request, keys = (str(folder / name) for name in ("root.pem", "request", "keys.json"))
    for name in ADMINISTRATORS:
        stage.run("KH", "officer", "add", name, "--role", "administers", "--totp")
    by, months = ("--officers", *ADMINISTRATORS), ("--months", "2")
    assert main(["certificate", "root", "make", root]) == 0
    stage.run("KH", "certificate", "key", "request", AGREEMENT, "--to", request, *months, *by)
    assert main(["certificate", "root", "certify", root, request, "--to", keys]) == 0
    stage.run("KH", "certificate", "key", "take", AGREEMENT, keys, *by)


def tell_japan(stage: Stage, folder: Path) -> None:
    """Announce what was issued without waiting for more, and let Japan keep the status list."""
    stage.run("KH", "certificate", "announce", AGREEMENT)
    stage.run("KH", "certificate", "status-list", "write", AGREEMENT, "--to", str(folder))
    stage.run("JP", "certificate", "status-list", "keep", AGREEMENT, str(folder / "status-1.cwt"))
    told = "tests.browser.story_acts:announced"
    nodes.wait_until(lambda: stage.actor("JP").act(told, agreement=AGREEMENT) == 1)
