"""Keys change while notices flow, and a journal goes on after a fork: both sides judge alike."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.two_nodes import making, nodes
from tests.two_nodes.nodes import AGREEMENT, Node
from tests.two_nodes.test_ways import carried_to_and_fro, digests, issued, level

OFFICERS = ("sokha", "dara")
OFFICERS_KINDS = {"information.shared", "sending-organization.approved"}
BY = ("--officers", *OFFICERS)


@pytest.fixture
def staffed(pair: tuple[Node, Node]) -> tuple[Node, Node]:
    """Two nodes with two officers each who administer the agreement."""
    for node in pair:
        for name in OFFICERS:
            nodes.command(node, "officer", "add", name, "--role", "administers", "--totp")
    return pair


@pytest.mark.once
def test_every_key_changes_while_notices_flow(staffed: tuple[Node, Node]) -> None:
    japan, cambodia = staffed
    copy = japan.home.parent / "storage.copy"
    with nodes.running(*staffed):
        nodes.wait_until(lambda: level(*staffed))
        nodes.command(japan, "keys", "storage", "rotate", "--copy", str(copy), *BY)
        for role in ("envelope", "log", "mirror", "receiving"):
            issued(japan, 3)
            nodes.command(cambodia, "keys", "change", AGREEMENT, role, *BY)
            issued(cambodia, 3)
        nodes.wait_for_rest(*staffed)
    _destroy_previous_storage_key(japan)

    assert copy.read_bytes() == (japan.home / "keys" / "storage.key").read_bytes()
    assert len(digests(*staffed)) == 1
    for node in staffed:
        state = nodes.ask(node, "state")
        assert (state["aside"], state["alarms"]) == ([], [])
        kinds = nodes.contents_of(node, "KH")["kinds"]
        assert kinds.count("keys.changed") == 4
        assert len(nodes.ask(node, "mirrors", "KH")) == 2


@pytest.mark.once
def test_a_journal_goes_on_in_a_new_generation_after_a_fork(staffed: tuple[Node, Node]) -> None:
    japan, cambodia = staffed
    carried_to_and_fro(*staffed)
    issued(cambodia, 8)
    issued(japan, 8)
    carried_to_and_fro(*staffed)
    making.back_up(cambodia)
    head = _head(cambodia).read_bytes()
    issued(cambodia, 12)
    carried_to_and_fro(*staffed)

    making.restore(cambodia)
    _head(cambodia).write_bytes(head)
    issued(cambodia, 5)
    with nodes.running(*staffed):
        nodes.wait_until(lambda: nodes.ask(japan, "state")["is_stopped"])
        nodes.command(cambodia, "journal", "open-generation", AGREEMENT, "--why", "fork", *BY)
        _introduce_again(cambodia, japan)
        nodes.wait_for_rest(*staffed)
        issued(cambodia, 4)
        issued(japan, 4)
        nodes.wait_for_rest(*staffed)

    assert len(digests(*staffed)) == 1
    states = nodes.states(*staffed)
    assert not any(state["is_stopped"] for state in states.values())
    for state in states.values():
        assert state["heeded"] == states["JP"]["heeded"]
    # The eight before, and all that was issued in the new generation; not what forked.
    own = nodes.ask(cambodia, "contents")["kakehashi.kh.example/jp-kh-2019/KH/2"]["kinds"]
    issued_since = sum(kind in OFFICERS_KINDS for kind in own)
    for node in staffed:
        assert nodes.ask(node, "counted", "KH") == 8 + issued_since


def _head(node: Node) -> Path:
    return node.home / "head" / f"{AGREEMENT}.json"


def _introduce_again(node: Node, to: Node) -> None:
    """Pin the keys of a node's next generation, whose words its administrator read out."""
    shown = nodes.command(node, "peer", "card", AGREEMENT, "--address", node.address)
    file = to.home.parent / "next.card"
    file.write_text(shown.said)
    words = shown.complained.rpartition(":")[2].split()
    nodes.command(to, "peer", "renew", str(file), *BY, "--words", *words)


def _destroy_previous_storage_key(node: Node) -> None:
    """Wrap what is left anew, then destroy the key before: everything must open without it."""
    today = datetime.now(UTC).date().isoformat()
    nodes.command(node, "keys", "storage", "rotate", *BY)
    nodes.command(node, "keys", "storage", "destroy", "--restored-on", today, *BY)
    assert not (node.home / "keys" / "storage.previous.key").exists()
