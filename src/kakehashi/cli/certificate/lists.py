"""Status lists: sign and write ours, keep another issuer's for our verifiers."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _
from kakehashi.core.ways_out import Gate, Way, lets_out

if TYPE_CHECKING:
    from kakehashi.core.certificate import Keys


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="of_list", required=True, metavar="ACT")
    write = acts.add_parser("write", help=_("sign our lists anew and write them to a folder"))
    write.add_argument("agreement")
    write.add_argument("--to", type=Path, required=True, help=_("the folder to write to"))
    keep = acts.add_parser("keep", help=_("keep the lists of the other side"))
    keep.add_argument("agreement")
    keep.add_argument("files", type=Path, nargs="+")
    for one in (write, keep):
        running.add_home(one)


def run(arguments: argparse.Namespace) -> int:
    """Do it in the node whose home was named."""
    running.begin(arguments)
    return _write(arguments) if arguments.of_list == "write" else _keep(arguments)


@lets_out(Way.PUBLIC_FILE, gate=Gate.PUBLIC)
def _write(arguments: argparse.Namespace) -> int:
    from kakehashi.certificates import lists
    from kakehashi.certificates.keys import NoKey
    from kakehashi.certificates.models import StatusList

    try:
        lists.sign_lists(arguments.agreement, now=datetime.now(UTC))
    except NoKey as missing:
        complain(_("refused: {what}").format(what=missing))
        return 1
    for row in StatusList.objects.filter(agreement=arguments.agreement).order_by("number"):
        if row.token is not None:
            file = arguments.to / f"status-{row.number}.cwt"
            file.write_bytes(bytes(row.token))
            print(file)
    return 0


def _keep(arguments: argparse.Namespace) -> int:
    from kakehashi.dispatch.issuing_keys import trusted_under

    trusted, refused = trusted_under(arguments.agreement), 0
    for file in arguments.files:
        if problem := _problem(file, trusted):
            complain(_("refused: {what}").format(what=f"{file}: {problem}"))
            refused = 1
    return refused


def _problem(file: Path, trusted: "Keys") -> str:
    """Keep a list and say so; give what is wrong with it, empty where nothing is."""
    from kakehashi.certificates.lists import KeptAlready, NotNewer, keep_list
    from kakehashi.core.certificate import Refused

    try:
        found = keep_list(file.read_bytes(), trusted=trusted, now=datetime.now(UTC))
    except KeptAlready:
        print(_("{file}: kept already").format(file=file))
        return ""
    except NotNewer:
        return _("a newer list is kept")
    except Refused as error:
        return _("it is no status list of theirs ({reason})").format(reason=error)
    except OSError as error:
        return str(error.strerror)
    print(f"{found.issuer}\t{found.number}")
    return ""
