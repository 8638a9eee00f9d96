"""Every scenario beside a shipped profile, told by two real nodes, judged at both."""

from pathlib import Path

import pytest

from kakehashi.core.scenario import read
from tests.core.hearing import FOLDERS, SHIPPED, profile, profile_text
from tests.two_nodes.stories import tell

NAMES = sorted(name for name, folder in FOLDERS.items() if folder.parent == SHIPPED)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_two_nodes_live_through_every_story_of_their_agreement(name: str, tmp_path: Path) -> None:
    scenarios = read((FOLDERS[name] / "scenarios.toml").read_text(encoding="utf-8"))
    told = tell(tmp_path, profile(name), profile_text(name), scenarios)
    assert len(told) == len(scenarios)
    assert {story.scenario.title: story.failure for story in told if story.failure} == {}
