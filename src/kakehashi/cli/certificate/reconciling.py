"""Reckon a side's certificates from its notices alone, and name what does not reconcile."""

import argparse

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("agreement")
    running.add_home(parser)


def run(arguments: argparse.Namespace) -> int:
    """Reckon each side that announced any; 1 where anything does not reconcile."""
    running.begin(arguments)
    from kakehashi import node
    from kakehashi.dispatch.announcements import account_of

    found = 0
    for party in node.profile(arguments.agreement).parties:
        account = account_of(arguments.agreement, party)
        if not (account.issued or account.voided or account.found):
            continue
        told = _(
            "{party}: {approved} approved = {issued} issued + {withdrawn} withdrawn + "
            "{waiting} not yet; {void} void"
        )
        print(
            told.format(
                party=party,
                approved=account.approved,
                issued=account.issued,
                withdrawn=account.withdrawn,
                waiting=account.waiting,
                void=len(account.voided),
            )
        )
        for one in account.found:
            number = one.number or one.detail
            complain(f"{number}\t{one.mismatch.value}\t{_(one.mismatch.label)}")
            found += 1
    return 1 if found else 0
