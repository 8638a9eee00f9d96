"""What realizes each clause: nothing is left to words."""

from pathlib import Path

import pytest

from kakehashi import cli
from kakehashi.core.coverage import coverage
from kakehashi.core.scenario import read
from kakehashi.core.scenario.sentences import Issues
from tests.core.hearing import FOLDERS, SHIPPED, profile, profile_text

NAMES = sorted(FOLDERS)
SHIPPED_NAMES = sorted(name for name, folder in FOLDERS.items() if folder.parent == SHIPPED)


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_has_notices_duties_or_rules_pages_and_scenarios(name: str) -> None:
    scenarios = read((FOLDERS[name] / "scenarios.toml").read_text(encoding="utf-8"))
    found = coverage(profile(name), scenarios)
    assert [one.clause.number for one in found] == list(profile(name).clauses)
    assert {one.clause.number: one.missing for one in found if one.missing} == {}


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_every_kind_is_played_by_each_side_that_may_issue_it(name: str) -> None:
    scenarios = read((FOLDERS[name] / "scenarios.toml").read_text(encoding="utf-8"))
    sentences = [step.sentence for one in scenarios for step in (*one.given, one.when)]
    played = {(said.party, said.kind) for said in sentences if isinstance(said, Issues)}
    may = {(p.party, p.kind) for p in profile(name).permits if not p.is_everywhere}
    assert may - played == set()


def test_a_clause_that_nothing_plays_is_named_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "profile.toml").write_text(profile_text("jp-tj-2024"), encoding="utf-8")
    played = (FOLDERS["jp-tj-2024"] / "scenarios.toml").read_text(encoding="utf-8")
    (tmp_path / "scenarios.toml").write_text(played.replace('"7 3)"', '"7 4)"'), encoding="utf-8")
    assert cli.main(["agreement", "coverage", str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert "missing: scenarios" in told
    assert told.rstrip().endswith("not realized: clause 7 3)")


def test_the_shipped_agreements_are_covered(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["agreement", "coverage"]) == 0
    told = capsys.readouterr().out
    assert told.count("each realized") == 2
