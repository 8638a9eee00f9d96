"""Run the worker: deliver, fetch, judge, project and react, until told to stop."""

import argparse

from kakehashi.cli import running
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    parser.add_argument("--once", action="store_true", help=_("one round, then stop"))


def run(arguments: argparse.Namespace) -> int:
    """Work."""
    running.begin(arguments)
    running.refuse_unprepared()
    from kakehashi import worker

    if arguments.once:
        while worker.work_once(now=worker.clock()):
            pass
        return 0
    return 0 if worker.run() else 1
