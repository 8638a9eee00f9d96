"""What a story of a report asks of a node from within: its office, and an officer who answers."""

from datetime import datetime

from kakehashi import node
from kakehashi.accounts.actions import add_officer
from kakehashi.accounts.models import Officer
from kakehashi.intake import actions, keyholding, queries
from tests.intake.make import PASSPHRASE


def open_office(*, now: datetime, names: list[str]) -> None:
    """Make the office's key for officers of these names."""
    officers = [
        add_officer(username=name, display_name=f"{name} of the office", roles=[], now=now)
        for name in names
    ]
    keyholding.make_first_key([(one, PASSPHRASE) for one in officers], now=now)


def read_and_ask(*, now: datetime, name: str, question: str) -> dict[str, object]:
    """Read the one report that there is, as an officer with the passphrase, and ask something."""
    officer = Officer.objects.get(username=name)
    keys = keyholding.open_keys(officer, PASSPHRASE)
    (report,) = queries.queue(node.this().agreements)
    actions.open_report(report, by=officer, now=now)
    actions.ask_reporter(report, question, by=officer, now=now)
    told = queries.content_of(report, keys).told
    files = [queries.evidence_of(report, number, keys) for number, _ in queries.files_of(report)]
    return {
        "story": told.story,
        "people": [one.name for one in told.people],
        "may_know": told.permission.may_know,
        "pictures": [len(file.pictures) for file in files if file],
    }


def letters(*, now: datetime, name: str) -> list[str | None]:  # noqa: ARG001 - an actor is told the time
    """Read what reporter and office wrote to each other."""
    keys = keyholding.open_keys(Officer.objects.get(username=name), PASSPHRASE)
    (report,) = queries.queue(node.this().agreements)
    return [one.words for one in queries.letters_of(report, keys)]
