"""Bring the database up to this release, and open our journals where they are not open yet."""

import argparse
from datetime import UTC, datetime

from kakehashi.cli import running
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)


def run(arguments: argparse.Namespace) -> int:
    """Migrate, open, and say how far each journal is."""
    running.begin(arguments)
    from django.core.management import call_command

    from kakehashi import dispatch

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    for journal in dispatch.open_journals(now=datetime.now(UTC)):
        said = _("{origin}: {size} entries").format(origin=journal.origin, size=journal.size)
        print(said)
    return 0
