"""Either node killed at any moment, again and again, while both issue: nothing lost, nothing twice.

The short form kills a few times; `make soak` (KAKEHASHI_SOAK) 200 times within 20,000 notices.
"""

import os
import random
from pathlib import Path

import pytest

from tests.two_nodes import nodes
from tests.two_nodes.nodes import ISSUE, SERVE, WORK, Node

IS_SOAK = bool(os.environ.get("KAKEHASHI_SOAK"))
KILLS, NOTICES = (200, 20_000) if IS_SOAK else (8, 400)
OWN_KINDS = {"information.shared", "sending-organization.approved"}


def _count(node: Node) -> int:
    """How many notices the node's officers issued, as its own journal has them."""
    own = next(
        one for origin, one in nodes.ask(node, "contents").items() if f"/{node.party}/" in origin
    )
    return sum(kind in OWN_KINDS for kind in own["kinds"])


def _issue_and_kill(pair: tuple[Node, Node]) -> None:
    """Let both nodes issue a share of the notices, and kill something of one of them."""
    for node in pair:
        nodes.issue(node, NOTICES // 2 // KILLS, random.randint(1, 24))  # noqa: S311 - any number
    nodes.any_moment(1.5)
    victim = random.choice(pair)  # noqa: S311 - any of them
    what = random.choice((SERVE, WORK, ISSUE))  # noqa: S311 - as above
    nodes.kill(victim, what)
    nodes.start(victim, what)


def _issue_the_rest(node: Node) -> None:
    """Issue what killed processes did not come to."""
    nodes.kill(node, ISSUE)
    rest = NOTICES // 2 - _count(node)
    nodes.start(node, ISSUE)
    if rest > 0:
        nodes.issue(node, rest, 24)
    nodes.wait_until(lambda: _count(node) >= NOTICES // 2, seconds=600)


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_twice_whoever_is_killed_whenever(tmp_path: Path) -> None:
    pair = nodes.pair(tmp_path)
    with nodes.running(*pair):
        nodes.wait_until(lambda: nodes.is_level(nodes.states(*pair)))
        for node in pair:
            nodes.start(node, ISSUE)
        for _attempt in range(KILLS):
            _issue_and_kill(pair)
        for node in pair:
            _issue_the_rest(node)
        nodes.wait_until(lambda: nodes.is_level(nodes.states(*pair)), seconds=600)

    nodes.settle(*pair)
    one, other = (nodes.ask(node, "contents") for node in pair)
    states = nodes.states(*pair)
    assert nodes.is_level(states)
    assert not any(state["aside"] or state["forks"] for state in states.values())
    for origin, journal in one.items():
        assert journal["ids"] == other[origin]["ids"]
        assert len(set(journal["ids"])) == len(journal["ids"])
        assert journal["missing"] == other[origin]["missing"] == 0
    for node in pair:
        own = next(journal for origin, journal in one.items() if f"/{node.party}/" in origin)
        said = nodes.acknowledged(node)
        assert len(said) > 0
        assert [own["ids"][seq] for seq, _ in said] == [jti for _, jti in said]
        assert sum(kind in OWN_KINDS for kind in own["kinds"]) >= NOTICES // 2
    assert len({nodes.digest(node) for node in pair}) == 1
