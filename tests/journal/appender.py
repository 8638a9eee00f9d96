"""A process that appends for ever and says so after each commit: `python appender.py NAME`."""

import os
import sys
from datetime import UTC, datetime

import django

django.setup()

from kakehashi.journal import queries  # noqa: E402 - Django must be set up before its models
from kakehashi.journal.actions import OutOfStep, extend  # noqa: E402 - as above
from tests.journal import make  # noqa: E402 - as above


def main(name: str) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    count = 0
    while True:
        journal = queries.journal(make.AGREEMENT, "JP")
        if journal is None:
            raise SystemExit("no journal")
        entry = make.entry(f"{name} {count}", make.part(os.urandom(2000)))
        try:
            grown = extend(journal=journal, entries=[entry], now=datetime.now(UTC))
        except OutOfStep:
            continue
        count += 1
        sys.stdout.write(f"{grown.size - 1} {entry.token.decode()}\n")
        sys.stdout.flush()


main(sys.argv[1])
