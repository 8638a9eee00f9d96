"""Scenarios beside a shipped profile, told by two real nodes, judged at both.

One for each clause; `make soak` (KAKEHASHI_SOAK) tells all of them.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from kakehashi.core.scenario import Scenario, read
from tests import homes
from tests.core.hearing import FOLDERS, SHIPPED, profile, profile_text
from tests.two_nodes.stories import tell

IS_SOAK = bool(os.environ.get("KAKEHASHI_SOAK"))
NAMES = sorted(name for name, folder in FOLDERS.items() if folder.parent == SHIPPED)


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("name", NAMES)
def test_two_nodes_live_through_the_stories_of_their_agreement(name: str, tmp_path: Path) -> None:
    scenarios = read((FOLDERS[name] / "scenarios.toml").read_text(encoding="utf-8"))
    chosen = scenarios if IS_SOAK else tuple(last_of_each_clause(scenarios))
    parties = profile(name).parties
    databases = homes.fresh_databases(parties)
    told = tell(tmp_path, profile(name), profile_text(name), chosen, databases=databases)
    assert {clause for story in told for clause in story.scenario.clauses} == {
        clause for scenario in scenarios for clause in scenario.clauses
    }
    assert {story.scenario.title: story.failure for story in told if story.failure} == {}


def last_of_each_clause(scenarios: Iterable[Scenario]) -> Iterable[Scenario]:
    """Choose the last scenario of each clause: the longest stories stand at the end."""
    by_clause = {scenario.clauses: scenario for scenario in scenarios}
    return by_clause.values()
