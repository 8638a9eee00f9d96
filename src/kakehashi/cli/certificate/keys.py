"""The keys that sign certificates: ask the root for them, take them in, publish them."""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from kakehashi.cli import running
from kakehashi.cli.two_officers import add_officers, entitled
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.ways_out import Gate, Way, lets_out

MOST_MONTHS = 24


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="of_key", required=True, metavar="ACT")
    ask = acts.add_parser("request", help=_("make keys and write the request for the root"))
    ask.add_argument("agreement")
    ask.add_argument("--to", type=Path, required=True, help=_("the file to write"))
    ask.add_argument("--from", dest="first", type=date.fromisoformat, help=_("a day of the month"))
    ask.add_argument("--months", type=int, default=1)
    add_officers(ask)
    take = acts.add_parser("take", help=_("take in the keys that the root certified"))
    take.add_argument("agreement")
    take.add_argument("file", type=Path)
    add_officers(take)
    write = acts.add_parser("publish", help=_("write the file of published keys"))
    write.add_argument("agreement")
    write.add_argument("--to", type=Path, required=True, help=_("the file to write"))
    for one in (ask, take, write):
        running.add_home(one)


def run(arguments: argparse.Namespace) -> int:
    """Do it in the node whose home was named."""
    running.begin(arguments)
    if arguments.of_key == "publish":
        return _publish(arguments)
    now = datetime.now(UTC)
    officers = entitled(arguments.officers, (arguments.agreement,), now=now)
    if officers is None:
        return 1
    if arguments.of_key == "request":
        return _request(arguments, officers, now)
    return _take(arguments, officers, now)


def _request(arguments: argparse.Namespace, officers: list[int], now: datetime) -> int:
    from kakehashi.certificates import keys
    from kakehashi.desk import acts

    if not 1 <= arguments.months <= MOST_MONTHS:
        complain(_("refused: 1 to {count} months").format(count=MOST_MONTHS))
        return 1
    first = arguments.first or keys.today(arguments.agreement, now)
    request = keys.make_keys(arguments.agreement, first=first, months=arguments.months)
    acts.note(
        "certificate-key.made",
        by=None,
        now=now,
        agreement=arguments.agreement,
        officers=officers,
        months=arguments.months,
    )
    arguments.to.write_bytes(request)
    print(_("Bring {file} to the root, and what it certifies back here.").format(file=arguments.to))
    return 0


def _take(arguments: argparse.Namespace, officers: list[int], now: datetime) -> int:
    from kakehashi.certificates.keys import NotOurs
    from kakehashi.dispatch import IssueRefused
    from kakehashi.dispatch.issuing_keys import take_and_announce

    try:
        fresh = take_and_announce(
            arguments.agreement, arguments.file.read_bytes(), officers=officers, now=now
        )
    except (OSError, NotOurs, IssueRefused, ValueError) as error:
        complain(_("refused: {what}").format(what=error))
        return 1
    for key in fresh:
        print(f"{key.key.kid.hex()}\t{key.from_on} – {key.until_on}")
    print(_("{count} keys are new.").format(count=len(fresh)))
    return 0


@lets_out(Way.PUBLIC_FILE, gate=Gate.PUBLIC)
def _publish(arguments: argparse.Namespace) -> int:
    from kakehashi.certificates.keys import published

    content = published(arguments.agreement)
    if content is None:
        complain(_("refused: no key was taken in yet"))
        return 1
    arguments.to.write_bytes(content)
    return 0
