"""Judge the journals again and derive the registers anew, while the old ones serve."""

import argparse

from kakehashi.cli import running
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    parser.add_argument("agreement", nargs="*", help=_("all agreements where none is named"))


def run(arguments: argparse.Namespace) -> int:
    """Rebuild."""
    this = running.begin(arguments)
    from kakehashi.dispatch import verifying

    for agreement in arguments.agreement or this.agreements:
        verifying.rebuild(agreement)
        print(_("{agreement}: derived again").format(agreement=agreement))
    return 0
