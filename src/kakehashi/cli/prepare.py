"""Bring the database up to this release, and open our journals where they are not open yet."""

import argparse
from datetime import UTC, datetime

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    parser.add_argument(
        "--opened-at",
        type=datetime.fromisoformat,
        help=_("when the journals of a demonstration say they were opened"),
    )


def run(arguments: argparse.Namespace) -> int:
    """Migrate, open, and say how far each journal is."""
    this = running.begin(arguments)
    if arguments.opened_at and not this.identity.demo:
        complain(_("refused: only a demonstration may say when it was opened"))
        return 1
    from django.core.management import call_command

    from kakehashi import dispatch

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    for journal in dispatch.open_journals(now=arguments.opened_at or datetime.now(UTC)):
        said = _("{origin}: {size} entries").format(origin=journal.origin, size=journal.size)
        print(said)
    return 0
