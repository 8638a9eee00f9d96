"""`kakehashi agreement check`, as it is typed."""

from pathlib import Path

import pytest

from kakehashi.cli import main
from kakehashi.cli.agreement import check
from kakehashi.cli.agreement_words import refusal
from kakehashi.core.agreement import Problem, Reason, Rule
from tests.core.hearing import FOLDERS, profile, profile_text

INVENTED = FOLDERS["vs-or-2031"]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_all_shipped_profiles_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert check([]) == 0
    told = capsys.readouterr().out
    for name in ("jp-kh-2019", "jp-tj-2024"):
        assert f"\n{name}  " in "\n" + told
        assert profile(name).digest in told


@pytest.mark.parametrize("name", ["jp-kh-2019", "jp-tj-2024"])
def test_a_profile_is_printed_clause_by_clause(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", "check", name]) == 0
    told = capsys.readouterr().out
    agreement = profile(name)
    places = [told.index(f"\nClause {number}  ") for number in agreement.clauses]
    assert places == sorted(places)
    assert all(permit.kind in told for permit in agreement.permits)
    assert all(duty.does["en"] in told for duty in agreement.duties)


def test_a_clause_says_who_issues_who_owes_and_which_rule(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check(["jp-kh-2019"]) == 0
    told = capsys.readouterr().out.split("\nClause ")
    clause = next(part for part in told if part.startswith("5(5)"))
    assert "JP may issue (Confidential): misconduct.informed" in clause
    assert "KH owes: investigate, guide and supervise, then report the results" in clause
    assert "(by the memorandum)" in clause
    assert "(where both agreed)" in clause
    assert "opened by misconduct.informed" in clause
    assert "discharged by investigation.reported" in clause
    clause = next(part for part in told if part.startswith("3 "))
    assert "goes further only with its written consent" in clause


def test_a_folder_of_an_agreement_that_no_code_knows_is_accepted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert check([str(INVENTED)]) == 0
    told = capsys.readouterr().out
    assert "[until 2032-01-01]" in told
    assert "[from 2032-01-01]" in told


def test_a_refused_profile_names_file_line_reason_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = profile_text("vs-or-2031")
    text = text.replace('"Atlantic/Azores"', '"Nowhere"').replace('"measure-decided"', '"x"')
    file = tmp_path / "profile.toml"
    file.write_text(text, encoding="utf-8")
    assert check([str(tmp_path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert lines[0] == (
        f"{file}:11: parties.VS.time_zone: there is no time zone Nowhere"
        " — write a name such as Asia/Tokyo"
    )
    assert len(lines) == 2


def test_one_refused_profile_among_many_is_a_failure(tmp_path: Path) -> None:
    assert check([str(tmp_path)]) == 1
    assert check(["no-such-agreement"]) == 1


@pytest.mark.parametrize("argv", [["--help"], ["a", "b"], ["-x"]])
def test_misuse_says_how(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(argv) == 2
    assert "kakehashi agreement check [NAME|FOLDER]" in capsys.readouterr().err


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "profile.toml"
    file.write_bytes(b'name = "x"\ntitle = "\xff"\n')
    assert check([str(file)]) == 1
    assert capsys.readouterr().err.startswith(f"{file}:2: this is not UTF-8")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / "profile.toml"
    file.write_bytes(b"\xef\xbb\xbf" + profile_text("vs-or-2031").encode())
    assert check([str(file)]) == 0


FACTS = {
    name: name
    for name in (
        *("detail", "most", "key", "expected", "value", "count", "party", "known", "zone"),
        *("office", "clause", "kind", "class", "allowed", "what", "line", "rule", "duty", "act"),
    )
}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words(reason: Reason) -> None:
    told = refusal(Problem(1, "somewhere", reason, FACTS))
    assert " — " in told
    assert "{" not in told


def test_every_rule_of_every_profile_is_worded(capsys: pytest.CaptureFixture[str]) -> None:
    for folder in FOLDERS.values():
        assert check([str(folder)]) == 0
        told = capsys.readouterr().out
        sentences = [line for line in told.splitlines() if line.startswith("  = ")]
        rules: tuple[Rule, ...] = profile(folder.name).rules
        assert len(sentences) == len(rules)
        assert all("{" not in sentence for sentence in sentences)
