"""Our keys: show them, change one of an agreement, or the one under which parts are kept."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kakehashi import node
from kakehashi.cli import running, storage
from kakehashi.cli.two_officers import add_officers, entitled
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.node import LOCAL

if TYPE_CHECKING:
    from kakehashi.core.keyring import KeyRing
    from kakehashi.core.keys import PublicKey

ROLES = ("envelope", "log", "mirror", "receiving")
REASONS = ("regular", "lost", "exposed", "staff")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    show = acts.add_parser("show", help=_("list our keys with the entries that they are for"))
    show.add_argument("agreement", help=_("an agreement, or local for our own record"))
    running.add_home(show)
    change = acts.add_parser("change", help=_("make a new key, valid from our next entry on"))
    change.add_argument("agreement", help=_("an agreement, or local for our own record"))
    change.add_argument("role", choices=ROLES)
    change.add_argument("--why", choices=REASONS, default="regular")
    add_officers(change)
    running.add_home(change)
    replace = acts.add_parser(
        "replace", help=_("make keys of our own record in place of those whose files are gone")
    )
    add_officers(replace)
    running.add_home(replace)
    storage.add(acts.add_parser("storage", help=_("change the key under which parts are kept")))


def run(arguments: argparse.Namespace) -> int:
    """Do it in the node whose home was named."""
    running.begin(arguments, besides=(LOCAL,))
    if arguments.act == "storage":
        return storage.run(arguments)
    if arguments.act == "replace":
        return _replace(arguments)
    if arguments.agreement == LOCAL:
        return _show_record() if arguments.act == "show" else _change_record(arguments)
    return _show(arguments) if arguments.act == "show" else _change(arguments)


def _show(arguments: argparse.Namespace) -> int:
    from kakehashi.exchange.introductions import our_card
    from kakehashi.exchange.rings import ring_of
    from kakehashi.journal import queries

    for journal in queries.journals_under(arguments.agreement):
        if journal.party == node.this().party:
            _print(journal.origin, ring_of(journal))
    card = our_card(arguments.agreement, address="")
    print(" ".join(card.words))
    return 0


def _show_record() -> int:
    from kakehashi.journal.queries import local_journal
    from kakehashi.journal.rings import ring_of_record

    record = local_journal()
    if record is None:
        print(_("Nothing is recorded yet."))
    else:
        _print(record.origin, ring_of_record(record))
    return 0


def _print(origin: str, ring: "KeyRing") -> None:
    """Print the keys of a journal of ours, each with its first and its last entry."""
    print(origin)
    for one in ring.pinned:
        until = "" if one.until is None else one.until - 1
        print(f"  {one.key.role}\t{one.first}–{until}\t{one.key.x}")


def _change_record(arguments: argparse.Namespace) -> int:
    """Change a key of the own record, which has no mirror, receives nothing and has no other side.

    Whoever lost the key before replaces it.
    """
    from kakehashi.core.keys import Role
    from kakehashi.core.notices.protocol import KeyChangeWhy
    from kakehashi.journal.actions import ClockWentBack, OutOfStep
    from kakehashi.journal.head import BehindHead
    from kakehashi.journal.record import change_record_key

    now = datetime.now(UTC)
    if arguments.role not in node.LOCAL_ROLES:
        complain(_("refused: the own record has no {role} key").format(role=arguments.role))
        return 1
    officers = entitled(arguments.officers, node.this().agreements, now=now)
    if officers is None:
        return 1
    why = KeyChangeWhy(arguments.why)
    try:
        key, first = change_record_key(
            Role(arguments.role), {"why": arguments.why, "officers": officers}, why=why, now=now
        )
    except (BehindHead, ClockWentBack, OutOfStep) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    _tell(key, first)
    return 0


def _replace(arguments: argparse.Namespace) -> int:
    """Put keys in place of lost ones of the own record: the way back where nothing else signs."""
    from kakehashi.journal.actions import ClockWentBack, OutOfStep
    from kakehashi.journal.head import BehindHead
    from kakehashi.journal.record import NothingLost, replace_lost_keys

    now = datetime.now(UTC)
    officers = entitled(arguments.officers, node.this().agreements, now=now)
    if officers is None:
        return 1
    try:
        keys, first = replace_lost_keys({"why": "lost", "officers": officers}, now=now)
    except NothingLost:
        complain(_("refused: every key of our own record is there; change it with: keys change"))
        return 1
    except (BehindHead, ClockWentBack, OutOfStep) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    for key in keys:
        _tell(key, first)
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
    _tell(key, issued.seq + 1)
    return 0


def _tell(key: "PublicKey", first: int) -> None:
    """Say which key is in force now; `first` is the index of the first entry that it signs."""
    said = _("{role}: {key} is our key from entry {number} on.")
    print(said.format(role=key.role, key=key.x, number=first + 1))
