"""Tell the other side now of what was issued and ended since the last time."""

import argparse
from datetime import UTC, datetime

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("agreement")
    running.add_home(parser)


def run(arguments: argparse.Namespace) -> int:
    """Compare the register first, then announce."""
    running.begin(arguments)
    from kakehashi import dispatch
    from kakehashi.dispatch.announcing import announce, compare

    now, count = datetime.now(UTC), 0
    dispatch.catch_up(arguments.agreement, now=now)
    for one in compare(arguments.agreement, now=now):
        complain(f"{one.difference}: {one.number}")
    try:
        while issued := announce(arguments.agreement, now=now):
            count += len(issued)
    except dispatch.IssueRefused as refusal:
        complain(_("refused: {what}").format(what=refusal))
        return 1
    print(_("{count} notices issued.").format(count=count))
    return 0
