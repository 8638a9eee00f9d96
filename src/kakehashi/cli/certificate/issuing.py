"""Issue certificates on the approved cases that wait."""

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
    """Issue until nothing can be issued any more; 1 where cases are left."""
    running.begin(arguments)
    from kakehashi.certificates.keys import NoKey
    from kakehashi.dispatch.certifying import issue_waiting

    count, left = 0, 0
    try:
        while True:
            done = issue_waiting(arguments.agreement, now=datetime.now(UTC))
            count, left = count + len(done.issued), len(done.left)
            if not done.issued:
                break
    except NoKey as missing:
        complain(_("refused: {what}").format(what=missing))
        return 1
    told = _("{count} certificates issued, {left} cases left.")
    print(told.format(count=count, left=left))
    return 1 if left else 0
