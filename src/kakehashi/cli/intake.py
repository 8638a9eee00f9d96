"""The intake of confidential reports: who holds its key."""

import argparse
import getpass
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli import running
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _

if TYPE_CHECKING:
    from kakehashi.accounts.models import Officer


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    things = parser.add_subparsers(dest="thing", required=True, metavar="THING")
    acts = things.add_parser("key", help=_("the key that opens reports")).add_subparsers(
        dest="act", required=True, metavar="ACT"
    )
    create = acts.add_parser("create", help=_("make the office's key and give it to officers"))
    create.add_argument("officers", nargs="+", metavar="NAME")
    give = acts.add_parser("add", help=_("give the key to one more officer"))
    give.add_argument("officer", metavar="NAME")
    give.add_argument("--by", required=True, metavar="NAME", help=_("an officer who holds it"))
    remove = acts.add_parser("remove", help=_("take the key back from an officer"))
    remove.add_argument("officer", metavar="NAME")
    relock = acts.add_parser("passphrase", help=_("change an officer's passphrase"))
    relock.add_argument("officer", metavar="NAME")
    change = acts.add_parser("change", help=_("make a new key for all who hold the present one"))
    show = acts.add_parser("show", help=_("list the keys and who holds them"))
    for act in (create, give, relock):
        act.add_argument(
            "--passphrases",
            type=Path,
            help=_("a file with lines NAME:PASSPHRASE, instead of asking for them"),
        )
    for act in (create, give, remove, relock, change, show):
        running.add_home(act)


def run(arguments: argparse.Namespace) -> int:
    """Do it in the node whose home was named."""
    running.begin(arguments)
    from kakehashi.dispatch import intake_office

    acts = {
        "create": _create,
        "add": _add,
        "remove": _remove,
        "passphrase": _relock,
        "change": _change,
        "show": _show,
    }
    try:
        return acts[arguments.act](arguments)
    except intake_office.AlreadyMade:
        complain(_("refused: there is a key already; give it to more officers, or change it"))
    except intake_office.TooShort:
        complain(_("refused: a passphrase has at least twelve characters"))
    except intake_office.WrongPassphrase:
        complain(_("refused: the passphrase does not open the key"))
    except LookupError as error:
        complain(_("refused: there is no officer {name} who could").format(name=error.args[0]))
    return 1


def _create(arguments: argparse.Namespace) -> int:
    from kakehashi.dispatch import intake_office

    said = _said(arguments.passphrases)
    holders = [(_officer(name), _passphrase(name, said)) for name in arguments.officers]
    kid = intake_office.make_first_key(holders, now=datetime.now(UTC))
    print(_("Reports are sealed to {key} from now on.").format(key=kid))
    if len(holders) == 1:
        complain(_("Only one officer can open reports: give the key to a second one."))
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from kakehashi.dispatch import intake_office

    said = _said(arguments.passphrases)
    intake_office.add_holder(
        _officer(arguments.officer),
        _passphrase(arguments.officer, said),
        by=_officer(arguments.by),
        by_passphrase=_passphrase(arguments.by, said, is_new=False),
        now=datetime.now(UTC),
    )
    print(_("{name} can open reports.").format(name=arguments.officer))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from kakehashi.dispatch import intake_office

    if not intake_office.remove_holder(_officer(arguments.officer), now=datetime.now(UTC)):
        raise LookupError(arguments.officer)
    print(_("{name} can open reports no longer.").format(name=arguments.officer))
    print(_("If a copy of the key may have been kept: kakehashi intake key change"))
    return 0


def _relock(arguments: argparse.Namespace) -> int:
    from kakehashi.dispatch import intake_office

    said = _said(arguments.passphrases)
    name = arguments.officer
    intake_office.change_passphrase(
        _officer(name),
        old=_passphrase(name, said, is_new=False),
        new=_passphrase(f"{name}.new", said),
        now=datetime.now(UTC),
    )
    print(_("{name} has a new passphrase.").format(name=name))
    return 0


def _change(_arguments: argparse.Namespace) -> int:
    from kakehashi.dispatch import intake_office

    kid = intake_office.change_key(now=datetime.now(UTC))
    print(_("Reports are sealed to {key} from now on.").format(key=kid))
    return 0


def _show(_arguments: argparse.Namespace) -> int:
    from kakehashi.dispatch import intake_office

    for kid, is_in_force, holders in intake_office.key_lines():
        print(f"{'*' if is_in_force else ' '} {kid}\t{', '.join(holders)}")
    return 0


def _officer(name: str) -> "Officer":
    """Find an officer who may work here; LookupError where there is none of that name."""
    from kakehashi.accounts.models import Officer

    found = Officer.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise LookupError(name)
    return found


def _said(file: Path | None) -> Mapping[str, str]:
    """Read the passphrases that a file names."""
    lines = [] if file is None else file.read_text(encoding="utf-8").splitlines()
    return {name: rest for name, _colon, rest in (line.partition(":") for line in lines)}


def _passphrase(name: str, said: Mapping[str, str], *, is_new: bool = True) -> str:
    """Give a passphrase that was said, or ask for it; a new one is asked for twice."""
    if name in said:
        return said[name]
    typed = getpass.getpass(_("Passphrase of {name}: ").format(name=name))
    if is_new and getpass.getpass(_("The same again: ")) != typed:
        complain(_("The two are not the same."))
        return _passphrase(name, said, is_new=is_new)
    return typed
