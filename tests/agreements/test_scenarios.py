"""Every scenario beside a profile, one test each; so lawyers can read what is tested."""

import pytest

from kakehashi.core.scenario import Scenario, play, read
from tests.core.hearing import FOLDERS, profile

SCENARIOS = [
    pytest.param(name, scenario, id=f"{name}: {scenario.title}")
    for name, folder in sorted(FOLDERS.items())
    for scenario in read((folder / "scenarios.toml").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("name", "scenario"), SCENARIOS)
def test_the_agreement_means_what_its_scenario_says(name: str, scenario: Scenario) -> None:
    assert play(scenario, profile(name)) == ()


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_clause_has_a_scenario(name: str) -> None:
    shown = {c for p in SCENARIOS if p.values[0] == name for c in p.values[1].clauses}  # type: ignore[union-attr]
    assert shown == set(profile(name).clauses)


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_no_two_scenarios_of_an_agreement_have_one_title(name: str) -> None:
    titles = [p.values[1].title for p in SCENARIOS if p.values[0] == name]  # type: ignore[union-attr]
    assert len(set(titles)) == len(titles)
