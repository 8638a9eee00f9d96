"""Take our own entries back from the counterpart, after a backup was restored."""

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
    """Refill; 1 where the counterpart does not give back what had left us."""
    running.begin(arguments)
    from kakehashi import dispatch
    from kakehashi.core.package import Unreadable
    from kakehashi.exchange.http import Unreachable, fetch_package
    from kakehashi.exchange.models import Peer
    from kakehashi.exchange.refilling import NotOurs
    from kakehashi.journal.head import BehindHead

    peer = Peer.objects.filter(agreement=arguments.agreement).first()
    if peer is None or not peer.address:
        complain(_("refused: no address of a counterpart is pinned under this agreement"))
        return 1

    def fetch(request: bytes) -> bytes | None:
        return fetch_package(peer.address, peer.agreement, request)

    try:
        journal = dispatch.refill(peer, fetch=fetch, clock=lambda: datetime.now(UTC))
    except BehindHead:
        complain(
            _("The counterpart has no more, and more had left us: open a new generation with it.")
        )
        return 1
    except (NotOurs, Unreadable, Unreachable, LookupError) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    print(_("{origin}: {size} entries").format(origin=journal.origin, size=journal.size))
    return 0
