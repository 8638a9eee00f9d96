"""Either node killed at any moment, again and again, while both issue: nothing lost, nothing twice.

The short form kills a few times; `make soak` (KAKEHASHI_SOAK) 200 times within 20,000 notices.
"""

import os
import random
from collections import Counter

import pytest

from tests.two_nodes import nodes
from tests.two_nodes.nodes import ISSUE, SERVE, WORK, Node

IS_SOAK = bool(os.environ.get("KAKEHASHI_SOAK"))
KILLS, NOTICES = (200, 20_000) if IS_SOAK else (8, 400)
EACH = NOTICES // 2
AT_ONCE = 24
OFFICERS_KINDS = {"information.shared", "sending-organization.approved"}


def _all_issued(pair: tuple[Node, Node]) -> bool:
    """Say whether both nodes issued all that they were told to."""
    return all(nodes.ask(node, "issued") == EACH for node in pair)


def _issue_and_kill(pair: tuple[Node, Node], attempt: int, unsaid: Counter[str]) -> None:
    """Let both nodes issue their next share, and kill something of one of them on the way.

    A killed process may have issued what it did not come to say: `unsaid` counts it, at most.
    """
    share = EACH * (attempt + 1) // KILLS
    for node in pair:
        nodes.issue(node, share, random.randint(1, AT_ONCE))  # noqa: S311 - any number
    watched = random.choice(pair)  # noqa: S311 - either
    moment = random.randint(EACH * attempt // KILLS, share)  # noqa: S311 - any moment
    said = moment - unsaid[watched.party]
    nodes.wait_until(lambda: len(nodes.acknowledged(watched)) >= said)
    victim = random.choice(pair)  # noqa: S311 - either
    what = random.choice((SERVE, WORK, ISSUE))  # noqa: S311 - any of its processes
    nodes.kill(victim, what)
    nodes.start(victim, what)
    if what == ISSUE:
        unsaid[victim.party] += AT_ONCE
        nodes.issue(victim, share, AT_ONCE)


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_twice_whoever_is_killed_whenever(
    pair: tuple[Node, Node],
) -> None:
    with nodes.running(*pair):
        nodes.wait_until(lambda: nodes.is_level(nodes.states(*pair)))
        for node in pair:
            nodes.start(node, ISSUE)
        unsaid: Counter[str] = Counter()
        for attempt in range(KILLS):
            _issue_and_kill(pair, attempt, unsaid)
        nodes.wait_until(lambda: _all_issued(pair))
        nodes.wait_for_rest(*pair)

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
        assert sum(kind in OFFICERS_KINDS for kind in own["kinds"]) == EACH
    assert len({nodes.digest(node) for node in pair}) == 1
