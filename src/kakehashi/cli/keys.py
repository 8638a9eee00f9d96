"""Our keys: show them, change one of an agreement, or the one under which parts are kept."""

import argparse
from datetime import UTC, datetime

from kakehashi.cli import running, storage
from kakehashi.cli.two_officers import add_officers, entitled
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _

ROLES = ("envelope", "log", "mirror", "receiving")
REASONS = ("regular", "lost", "exposed", "staff")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    show = acts.add_parser("show", help=_("list our keys with the entries that they are for"))
    show.add_argument("agreement")
    running.add_home(show)
    change = acts.add_parser("change", help=_("make a new key, valid from our next entry on"))
    change.add_argument("agreement")
    change.add_argument("role", choices=ROLES)
    change.add_argument("--why", choices=REASONS, default="regular")
    add_officers(change)
    running.add_home(change)
    storage.add(acts.add_parser("storage", help=_("change the key under which parts are kept")))


def run(arguments: argparse.Namespace) -> int:
    """Do it in the node whose home was named."""
    this = running.begin(arguments)
    if arguments.act == "storage":
        return storage.run(arguments)
    if arguments.agreement not in this.agreements:
        complain(_("refused: {what} is none of ours").format(what=arguments.agreement))
        return 1
    return _show(arguments) if arguments.act == "show" else _change(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from kakehashi import node
    from kakehashi.exchange.introductions import our_card
    from kakehashi.exchange.rings import ring_of
    from kakehashi.journal import queries

    for journal in queries.journals_under(arguments.agreement):
        if journal.party != node.this().party:
            continue
        print(journal.origin)
        for one in ring_of(journal).pinned:
            until = "" if one.until is None else one.until - 1
            print(f"  {one.key.role}\t{one.first}–{until}\t{one.key.x}")
    card = our_card(arguments.agreement, address="")
    print(" ".join(card.words))
    return 0


def _change(arguments: argparse.Namespace) -> int:
    from kakehashi.core.keys import PublicKey, Role
    from kakehashi.core.notices.protocol import KeyChangeWhy
    from kakehashi.desk import acts
    from kakehashi.dispatch import IssueRefused
    from kakehashi.exchange.changing import change_key
    from kakehashi.exchange.waking import wake

    now = datetime.now(UTC)
    officers = entitled(arguments.officers, (arguments.agreement,), now=now)
    if officers is None:
        return 1

    def record(key: PublicKey) -> str:
        return acts.note(
            "key.changed",
            by=None,
            now=now,
            agreement=arguments.agreement,
            role=str(key.role),
            key=key.x,
            why=arguments.why,
            officers=officers,
        )

    why = KeyChangeWhy(arguments.why)
    try:
        key, issued = change_key(
            arguments.agreement, Role(arguments.role), why=why, now=now, act=record
        )
    except IssueRefused as refusal:
        complain(_("refused: {what}").format(what=refusal))
        return 1
    wake()
    said = _("{role}: {key} is our key from entry {number} on.")
    print(said.format(role=key.role, key=key.x, number=issued.seq + 2))
    return 0
