"""What two officers decide together: both named by whoever runs the command, and both entitled."""

import argparse
from collections.abc import Sequence
from datetime import datetime

from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _


def add_officers(parser: argparse.ArgumentParser) -> None:
    """Declare `--officers`."""
    parser.add_argument(
        "--officers",
        nargs=2,
        required=True,
        metavar="NAME",
        help=_("the two officers who decided it; both administer the agreement"),
    )


def entitled(names: Sequence[str], agreements: Sequence[str], *, now: datetime) -> list[int] | None:
    """Give the ids of two officers who administer each of the agreements; complain, None if not."""
    from kakehashi.accounts.models import Officer
    from kakehashi.accounts.permissions import Act, Thing, may
    from kakehashi.accounts.queries import facts

    if len(set(names)) != len(names):
        complain(_("refused: two different officers are asked for"))
        return None
    found = {one.username: one for one in Officer.objects.filter(username__in=names)}
    for name in names:
        known = facts(found[name], now=now) if name in found else None
        if known is None or not all(may(known, Act.ADMINISTER, Thing(a)) for a in agreements):
            complain(_("refused: {name} does not administer this here").format(name=name))
            return None
    return [found[name].pk for name in names]
