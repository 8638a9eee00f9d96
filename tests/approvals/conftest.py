"""Nodes of sending sides: the same database, another home."""

# ruff: noqa: PLC0415 - Django is not set up yet when this file is read

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kakehashi import node
from kakehashi.cli.init import make_home

if TYPE_CHECKING:
    from tests.approvals.make import Ministry

SIDES = {"KH": "jp-kh-2019", "TJ": "jp-tj-2024"}


@pytest.fixture(scope="session")
def sending_homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sending")
    return {
        party: make_home(
            folder / party,
            name=f"kakehashi.{party.lower()}.example",
            party=party,
            agreements=[name],
        ).home
        for party, name in SIDES.items()
    }


def _forget() -> None:
    """Let go of what was read once of another node."""
    from kakehashi.exchange import hearing, outlook, rings
    from kakehashi.web.desk import rooms
    from kakehashi.web.parts import place

    for read_once in (
        node.this,
        node.profile,
        hearing.heard_at,
        outlook.load_view,
        place.party,
        place.zone,
        rooms._rooms,  # noqa: SLF001 - the same for every node but this one
        rings.ring_of,
    ):
        clear = getattr(read_once, "cache_clear", None)
        if clear:
            clear()


@pytest.fixture
def at_home(
    sending_homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[str]:
    """Be the node of a sending side: Cambodia's, unless a test asks for another."""
    party = getattr(request, "param", "KH")
    home = sending_homes[party]
    monkeypatch.setenv(node.HOME, str(home))
    for file in (home / "head").iterdir():
        file.unlink()
    _forget()
    yield party
    _forget()


@pytest.fixture
def ministry(at_home: str, db: None) -> "Ministry":  # noqa: ARG001 - the database is there
    from tests.approvals.make import Ministry

    return Ministry(SIDES[at_home], at_home)
