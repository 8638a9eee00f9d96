"""Our journal under an agreement: open its next generation after a fork or the loss of a key."""

import argparse
from datetime import UTC, datetime

from kakehashi.cli import running
from kakehashi.cli.two_officers import add_officers, entitled
from kakehashi.cli.words import complain, ngettext
from kakehashi.cli.words import gettext as _

REASONS = ("fork", "lost-key")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    opening = acts.add_parser(
        "open-generation", help=_("begin anew from what the counterpart last cosigned")
    )
    opening.add_argument("agreement")
    opening.add_argument("--why", choices=REASONS, required=True)
    add_officers(opening)
    running.add_home(opening)


def run(arguments: argparse.Namespace) -> int:
    """Open it, and say what the counterpart must be told."""
    running.begin(arguments)
    now = datetime.now(UTC)
    officers = entitled(arguments.officers, (arguments.agreement,), now=now)
    return 1 if officers is None else _open(arguments, officers, now)


def _open(arguments: argparse.Namespace, officers: list[int], now: datetime) -> int:
    from kakehashi import dispatch
    from kakehashi.core.notices.protocol import Checkpointed
    from kakehashi.desk import acts
    from kakehashi.exchange import generations
    from kakehashi.exchange.introductions import our_card
    from kakehashi.journal.head import BehindHead

    def record(past: Checkpointed) -> str:
        return acts.note(
            "generation.opened",
            by=None,
            now=now,
            agreement=arguments.agreement,
            ended=past.generation,
            size=past.size,
            why=arguments.why,
            officers=officers,
        )

    try:
        journal, past = generations.open_next(arguments.agreement, now=now, act=record)
    except (generations.NotOpen, dispatch.IssueRefused, BehindHead) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    dispatch.catch_up(arguments.agreement, now=now)
    said = ngettext(
        "{origin} is open. Of the generation before it, {count} entry stands.",
        "{origin} is open. Of the generation before it, {count} entries stand.",
        past.size,
    )
    print(said.format(origin=journal.origin, count=past.size))
    print(_("Its keys are new. Give the counterpart the new card and read its words:"))
    print(" ".join(our_card(arguments.agreement, address="").words))
    return 0
