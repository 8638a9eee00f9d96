"""Exchange without a network: write what the counterpart lacks into a file, or read its file."""

import argparse
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.ways_out import Gate, Way, lets_out


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help=_("write what the counterpart lacks, and our answer"))
    write.add_argument("agreement")
    write.add_argument("file", type=Path)
    running.add_home(write)
    read = commands.add_parser("read", help=_("take in a bundle of the counterpart"))
    read.add_argument("file", type=Path)
    running.add_home(read)


def run(arguments: argparse.Namespace) -> int:
    """Write or read."""
    running.begin(arguments)
    return _write(arguments) if arguments.command == "write" else _read(arguments)


@lets_out(Way.BUNDLE, gate=Gate.COUNTERPART)
def _write(arguments: argparse.Namespace) -> int:
    """Write the bundle whole or not at all."""
    from kakehashi import dispatch
    from kakehashi.exchange.models import Peer

    target: Path = arguments.file
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(dispatch.write_bundle(arguments.agreement))
        draft.replace(target)
    except Peer.DoesNotExist:
        complain(
            _("refused: no counterpart is pinned under {name}").format(name=arguments.agreement)
        )
        return 1
    finally:
        draft.unlink(missing_ok=True)
    print(_("{file} is ready for the counterpart.").format(file=target))
    return 0


def _read(arguments: argparse.Namespace) -> int:
    """Take in a file, line by line; 1 where any of it was refused."""
    from kakehashi import dispatch
    from kakehashi.core.package import Unreadable
    from kakehashi.exchange.actions import FalseAnswer

    now = datetime.now(UTC)
    refused = 0
    try:
        with arguments.file.open("rb") as lines:
            for answer in dispatch.read_bundle(lines, now=now):
                if answer.problem:
                    refused += 1
                    complain(_("refused: {what}").format(what=answer.problem))
    except (Unreadable, FalseAnswer) as error:
        complain(_("refused: {what}").format(what=error))
        refused += 1
    print(_("Write a bundle in return: it carries what you acknowledge."))
    return 1 if refused else 0
