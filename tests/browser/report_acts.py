"""What a story of a report asks of a node from within: its office's key, and all it was told."""

from collections.abc import Iterator
from datetime import datetime

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.intake import keyholding
from kakehashi.journal import queries as journals
from kakehashi.journal.at_rest import decrypt_part
from kakehashi.journal.models import Journal
from tests.intake.make import PASSPHRASE


def open_office(*, now: datetime, names: list[str]) -> None:
    """Make the office's key for officers of these names, each with the same passphrase."""
    holders = [(Officer.objects.get(username=name), PASSPHRASE) for name in names]
    keyholding.make_first_key(holders, now=now)


def all_that_is_held(*, now: datetime) -> str:  # noqa: ARG001 - an actor is told the time
    """Give every envelope and every part of every notice here, opened."""
    return "\n".join(_held())


def _held() -> Iterator[str]:
    for journal in Journal.objects.all():
        for row in journals.rows(journal, 0, journal.size):
            yield bytes(row.token).decode()
        for part in journals.parts(journal, 0, journal.size):
            if part.sealed is not None:
                opened = decrypt_part(part.sealed, storage_keys=node.this().storage_keys)
                yield opened.decode(errors="replace")
