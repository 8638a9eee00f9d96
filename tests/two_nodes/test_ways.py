"""The other ways between two nodes: calling out only, a bundle in the bag, back from a backup."""

import pytest

from tests.two_nodes import making, nodes
from tests.two_nodes.nodes import ISSUE, WORK, Node

JOURNEYS = 6


def issued(node: Node, count: int) -> None:
    """Let a node issue so many more notices, and wait until it has."""
    before = len(nodes.acknowledged(node))
    if ISSUE not in node.processes:
        nodes.start(node, ISSUE)
    nodes.issue(node, before + count, 10)
    nodes.wait_until(lambda: len(nodes.acknowledged(node)) >= before + count)


def level(*pair: Node) -> bool:
    return nodes.is_level(nodes.states(*pair))


def cosigned(node: Node) -> int:
    """Say how much of its own journal a node knows to be held by the other."""
    return int(nodes.contents_of(node, node.party)["cosigned"])


def digests(*pair: Node) -> set[str]:
    return {nodes.digest(node) for node in pair}


@pytest.mark.once
def test_a_node_that_can_only_call_out_takes_full_part(pair: tuple[Node, Node]) -> None:
    caller, called = pair
    making.introduce(caller, called, address="")
    with nodes.running(called), nodes.running(caller, what=(WORK,)):
        nodes.wait_until(lambda: level(caller, called))
        issued(caller, 15)
        issued(called, 15)
        nodes.wait_until(lambda: level(caller, called))
        nodes.wait_until(lambda: all(cosigned(node) >= 17 for node in (caller, called)))


def carried(sender: Node, receiver: Node) -> None:
    """Carry a bundle from one node to the other, neither of which runs."""
    file = sender.home.parent / f"{sender.party}.bundle"
    nodes.command(sender, "bundle", "write", nodes.AGREEMENT, str(file))
    nodes.command(receiver, "bundle", "read", str(file))
    nodes.command(receiver, "work", "--once")


def carried_to_and_fro(japan: Node, cambodia: Node) -> None:
    """Carry bundles until each node holds what the other has and knows that the other holds it.

    A receipt is issued some seconds after the one before, so that a slow journey brings one more.
    """
    for journey in range(JOURNEYS):
        if journey >= 2 and level(japan, cambodia):
            return
        carried(japan, cambodia)
        carried(cambodia, japan)
    assert level(japan, cambodia)


@pytest.mark.once
def test_bundles_carry_everything_both_ways(pair: tuple[Node, Node]) -> None:
    japan, cambodia = pair
    for sender, receiver in ((japan, cambodia), (cambodia, japan)):
        carried(sender, receiver)
    issued(japan, 20)
    issued(cambodia, 20)
    carried_to_and_fro(japan, cambodia)
    both = nodes.states(*pair)
    assert both["JP"]["heeded"] == both["KH"]["heeded"]
    assert cosigned(japan) >= 22
    assert not any(state["aside"] for state in both.values())


@pytest.mark.once
def test_a_damaged_bundle_is_refused_and_names_the_line(pair: tuple[Node, Node]) -> None:
    japan, cambodia = pair
    file = japan.home.parent / "JP.bundle"
    nodes.command(japan, "bundle", "write", nodes.AGREEMENT, str(file))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join((*lines[:-1], lines[-1][:-20])))
    refused = nodes.attempt(cambodia, "bundle", "read", str(file))
    assert refused.status == 1
    assert f"line {len(lines)}" in refused.complained


@pytest.mark.once
def test_a_restored_backup_writes_nothing_until_it_is_refilled(pair: tuple[Node, Node]) -> None:
    japan, cambodia = pair
    carried_to_and_fro(japan, cambodia)
    issued(japan, 12)
    issued(cambodia, 12)
    carried_to_and_fro(japan, cambodia)
    making.back_up(cambodia)
    issued(japan, 30)
    issued(cambodia, 30)
    # What had left Cambodia, and Japan never held, could not come back: let all of it arrive.
    carried_to_and_fro(japan, cambodia)
    before = nodes.contents_of(japan, "KH")["ids"]

    making.restore(cambodia)
    assert len(nodes.contents_of(cambodia, "KH")["ids"]) < len(before)
    with nodes.running(*pair):
        nodes.wait_until(lambda: "behind" in nodes.ask(cambodia, "state")["alarms"])
        refilled = nodes.command(cambodia, "refill", nodes.AGREEMENT)
        assert refilled.said.strip().endswith("entries")
        nodes.wait_until(lambda: level(*pair))
        issued(cambodia, 5)
        nodes.wait_for_rest(*pair)
    after = nodes.contents_of(japan, "KH")
    assert after["ids"][: len(before)] == before
    assert after["ids"] == nodes.contents_of(cambodia, "KH")["ids"]
    assert len(digests(*pair)) == 1
    for node in pair:
        confirmed = nodes.ask(node, "confirmed")
        assert len(set(confirmed)) == len(confirmed)
