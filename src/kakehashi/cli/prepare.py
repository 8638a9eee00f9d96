"""Bring the database up to this release, open our journals, and say what it understands."""

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
    now = arguments.opened_at or datetime.now(UTC)
    for journal in dispatch.open_journals(now=now):
        said = _("{origin}: {size} entries").format(origin=journal.origin, size=journal.size)
        print(said)
    return max([_announce(name, now) for name in this.agreements], default=0)


def _announce(agreement: str, now: datetime) -> int:
    """After an update, tell the counterpart what this release understands."""
    from kakehashi import dispatch
    from kakehashi.journal.head import BehindHead

    try:
        if dispatch.announce_anew(agreement, now=now):
            said = _("{agreement}: the other side is told which notices this release understands")
            print(said.format(agreement=agreement))
    except (dispatch.IssueRefused, BehindHead) as refusal:
        said = _("{agreement}: not told what this release understands ({what}); prepare again")
        complain(said.format(agreement=agreement, what=refusal))
        return 1
    return 0
