"""Use up the next number without a certificate, with the reason on the record."""

import argparse
from datetime import UTC, datetime

from kakehashi.cli import running
from kakehashi.cli.two_officers import add_officers, entitled
from kakehashi.core.notices.certificates import VoidWhy


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("agreement")
    parser.add_argument("--why", choices=[why.value for why in VoidWhy], required=True)
    add_officers(parser)
    running.add_home(parser)


def run(arguments: argparse.Namespace) -> int:
    """Do it in the node whose home was named."""
    running.begin(arguments)
    from kakehashi.certificates.issuing import void_number

    now = datetime.now(UTC)
    officers = entitled(arguments.officers, (arguments.agreement,), now=now)
    if officers is None:
        return 1
    row = void_number(arguments.agreement, why=VoidWhy(arguments.why), by=officers[1], now=now)
    print(row.number)
    return 0
