"""Introduce our counterpart: show our card, and pin the other's after comparing its words."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="command", required=True)
    card = commands.add_parser("card", help=_("print our card for the counterpart"))
    card.add_argument("agreement")
    card.add_argument("--address", default="", help=_("where our node is reached, if it is"))
    running.add_home(card)
    pin = commands.add_parser("add", help=_("pin the counterpart's keys"))
    pin.add_argument("card", type=Path)
    pin.add_argument("--words", nargs="+", help=_("the eight words, as the counterpart read them"))
    running.add_home(pin)


def run(arguments: argparse.Namespace) -> int:
    """Show or pin."""
    running.begin(arguments)
    return _card(arguments) if arguments.command == "card" else _add(arguments)


def _card(arguments: argparse.Namespace) -> int:
    from kakehashi.exchange.introductions import our_card, write_card

    card = our_card(arguments.agreement, address=arguments.address)
    sys.stdout.write(write_card(card).decode() + "\n")
    complain(_("Words to read to the counterpart: {words}").format(words=" ".join(card.words)))
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from kakehashi.exchange.actions import AlreadyIntroduced, introduce
    from kakehashi.exchange.introductions import CardRefused, read_card

    try:
        card = read_card(arguments.card.read_bytes())
    except (CardRefused, OSError) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    print(" ".join(card.words))
    said = tuple(arguments.words or ())
    if not said:
        print(_("Ask the counterpart, over another channel, to read its eight words to you."))
        said = tuple(input(_("The words you heard: ")).split())
    if said != card.words:
        complain(_("refused: these are not the words of this card. Nothing was pinned."))
        return 1
    try:
        peer = introduce(card, now=datetime.now(UTC))
    except AlreadyIntroduced:
        complain(_("refused: another counterpart is pinned under this agreement."))
        return 1
    print(
        _("{party} is our counterpart under {agreement}.").format(
            party=peer.party, agreement=peer.agreement
        )
    )
    return 0
