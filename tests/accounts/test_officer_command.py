"""Officers from the command line: what it prints, and what it refuses."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone, translation

from kakehashi import cli
from kakehashi.accounts import queries
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "en")
    with translation.override("en"):
        yield


def test_it_prints_a_link_that_opens(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    assert cli.main(["officer", "add", "sokha", "--display", "Chan Sokha"]) == 0
    address = capsys.readouterr().out.splitlines()[-1]
    path = re.sub(r"https?://[^/]+", "", address)
    assert "Chan Sokha" in client.get(path).content.decode()


def test_a_role_without_an_agreement_counts_under_each_of_the_node() -> None:
    cli.main(["officer", "add", "sokha", "--role", "drafts", "--role", "jp-kh-2019:decides"])
    facts = queries.facts(Officer.objects.get(), now=timezone.now())
    assert facts.roles == {
        ("jp-kh-2019", RoleKind.DRAFTS),
        ("jp-tj-2024", RoleKind.DRAFTS),
        ("jp-kh-2019", RoleKind.DECIDES),
    }


def test_an_app_made_on_the_command_line_admits(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["officer", "add", "sokha", "--totp"]) == 0
    assert "otpauth://totp/" in capsys.readouterr().out
    assert queries.facts(Officer.objects.get(), now=timezone.now()).is_admitted


@pytest.mark.parametrize(
    "wrong",
    [
        ["add", "Sokha"],
        ["add", "sokha", "--role", "rules"],
        ["add", "sokha", "--role", "jp-xx-2030:drafts"],
        ["link", "nobody"],
        ["close", "nobody"],
        ["code", "nobody"],
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["officer", *wrong]) == 1
    assert "refused" in capsys.readouterr().err
    assert not Officer.objects.exists()


def test_only_a_demonstration_tells_codes(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["officer", "add", "sokha", "--totp"])
    assert cli.main(["officer", "code", "sokha"]) == 1
    assert "only a demonstration" in capsys.readouterr().err


def test_a_new_link_takes_back_what_was_enrolled() -> None:
    cli.main(["officer", "add", "sokha", "--totp"])
    assert cli.main(["officer", "link", "sokha"]) == 0
    assert not queries.facts(Officer.objects.get(), now=timezone.now()).is_admitted


def test_a_closed_officer_stays_listed_as_closed(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["officer", "add", "sokha", "--role", "audits"])
    cli.main(["officer", "close", "sokha"])
    cli.main(["officer", "list"])
    assert "(closed)" in capsys.readouterr().out


def test_a_role_is_granted_and_withdrawn_by_command_and_both_are_on_record(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.main(["officer", "add", "sokha"])
    role = "jp-kh-2019:decides"
    assert cli.main(["officer", "grant", "sokha", role]) == 0
    assert "sokha now holds jp-kh-2019:decides." in capsys.readouterr().out
    facts = queries.facts(Officer.objects.get(), now=timezone.now())
    assert facts.roles == {("jp-kh-2019", RoleKind.DECIDES)}
    assert cli.main(["officer", "grant", "sokha", role]) == 1
    assert cli.main(["officer", "withdraw", "sokha", role]) == 0
    assert cli.main(["officer", "withdraw", "sokha", role]) == 1
    kinds = Entry.objects.order_by("index").values_list("kind", flat=True)
    assert list(kinds) == ["officer.added", "role.granted", "role.withdrawn"]


@pytest.mark.parametrize("role", ["decides", "jp-xx-2030:decides", "jp-kh-2019:rules"])
def test_a_role_that_is_none_is_not_granted(role: str) -> None:
    cli.main(["officer", "add", "sokha"])
    assert cli.main(["officer", "grant", "sokha", role]) == 1
    assert cli.main(["officer", "grant", "nobody", "jp-kh-2019:decides"]) == 1
    assert not Entry.objects.filter(kind="role.granted").exists()
