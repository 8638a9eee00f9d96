"""Introduce our counterpart: show our card, and pin the other's after comparing its words."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli import running
from kakehashi.cli.two_officers import add_officers, entitled
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _

if TYPE_CHECKING:
    from kakehashi.exchange.introductions import Card


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
    renew = commands.add_parser(
        "renew", help=_("pin the keys of the counterpart's next generation, after two people spoke")
    )
    renew.add_argument("card", type=Path)
    renew.add_argument(
        "--words", nargs="+", help=_("the eight words, as the counterpart read them")
    )
    add_officers(renew)
    running.add_home(renew)


def run(arguments: argparse.Namespace) -> int:
    """Show or pin."""
    running.begin(arguments)
    acts = {"card": _card, "add": _add, "renew": _renew}
    return acts[arguments.command](arguments)


def _card(arguments: argparse.Namespace) -> int:
    from kakehashi.exchange.introductions import our_card, write_card

    card = our_card(arguments.agreement, address=arguments.address)
    sys.stdout.write(write_card(card).decode() + "\n")
    complain(_("Words to read to the counterpart: {words}").format(words=" ".join(card.words)))
    return 0


def _compared(arguments: argparse.Namespace) -> "Card | None":
    """Read a card and compare its words; None, after a complaint, where they are not the same."""
    from kakehashi.exchange.introductions import CardRefused, read_card

    try:
        card = read_card(arguments.card.read_bytes())
    except CardRefused as error:
        complain(_("refused: {what}").format(what=error))
        return None
    print(" ".join(card.words))
    said = tuple(arguments.words or ())
    if not said:
        print(_("Ask the counterpart, over another channel, to read its eight words to you."))
        said = tuple(input(_("The words you heard: ")).split())
    if said != card.words:
        complain(_("refused: these are not the words of this card. Nothing was pinned."))
        return None
    return card


def _renew(arguments: argparse.Namespace) -> int:
    from kakehashi.desk import acts
    from kakehashi.exchange.generations import NotTheNext, pin_next
    from kakehashi.exchange.models import Peer

    now = datetime.now(UTC)
    if (card := _compared(arguments)) is None:
        return 1
    officers = entitled(arguments.officers, (card.agreement,), now=now)
    if officers is None:
        return 1

    def record(peer: Peer) -> str:
        return acts.note(
            "generation.pinned",
            by=None,
            now=now,
            agreement=card.agreement,
            generation=peer.generation + 1,
            words=" ".join(card.words),
            officers=officers,
        )

    try:
        peer = pin_next(card, now=now, act=record)
    except NotTheNext as error:
        complain(_("refused: these keys are no next generation's: {what}").format(what=error))
        return 1
    said = _("{party} goes on in generation {number} under {agreement}.")
    print(said.format(party=peer.party, number=peer.generation, agreement=peer.agreement))
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from kakehashi.exchange.actions import AlreadyIntroduced, introduce

    if (card := _compared(arguments)) is None:
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
