"""`kakehashi COMMAND …`: each command is a module here, imported only when it is called.

A module gives `add(parser)`, which declares its arguments, and `run(arguments) -> int`, which is
the exit status: 0 done, 1 refused or found wrong, 2 misused.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from kakehashi.cli.refusals import in_words
from kakehashi.cli.words import complain
from kakehashi.cli.words import gettext as _

COMMANDS: Final = {
    "acceptance": "kakehashi.cli.acceptance",
    "certificate": "kakehashi.cli.certificate",
    "check": "kakehashi.cli.check",
    "init": "kakehashi.cli.init",
    "intake": "kakehashi.cli.intake",
    "journal": "kakehashi.cli.generation",
    "keys": "kakehashi.cli.keys",
    "list": "kakehashi.cli.importing",
    "agreement": "kakehashi.cli.agreement",
    "adopt": "kakehashi.cli.adopt",
    "demo": "kakehashi.cli.demo",
    "officer": "kakehashi.cli.officer",
    "peer": "kakehashi.cli.peer",
    "prepare": "kakehashi.cli.prepare",
    "rebuild": "kakehashi.cli.rebuild",
    "record": "kakehashi.cli.record",
    "verify": "kakehashi.cli.verify",
    "serve": "kakehashi.cli.serve",
    "work": "kakehashi.cli.work",
    "bundle": "kakehashi.cli.bundle",
    "refill": "kakehashi.cli.refill",
}
"""What may be called, and where it is written."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is what it says.

    Whoever reads what it prints may stop reading: nothing is wrong then.
    """
    try:
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if not (told := in_words(error)):
            raise
        complain("\n".join(told))
        return 1
    return status


def _run(given: list[str]) -> int:
    if not given or given[0] not in COMMANDS:
        return _usage(given)
    name, rest = given[0], given[1:]
    module = import_module(COMMANDS[name])
    if name == "agreement":
        verbs = {"check": module.check, "coverage": module.cover}
        if rest and rest[0] in verbs:
            return int(verbs[rest[0]](rest[1:]))
        return _misused("kakehashi agreement check|coverage [NAME|FOLDER]")
    parser = argparse.ArgumentParser(prog=f"kakehashi {name}", description=_first_line(module))
    module.add(parser)
    return int(module.run(parser.parse_args(rest)))


def _usage(given: Sequence[str]) -> int:
    if given[:1] in (["-h"], ["--help"]):
        print(_("usage: {usage}").format(usage="kakehashi COMMAND …"), end="\n\n")
        for name in sorted(COMMANDS):
            print(f"  {name:<13}{_first_line(import_module(COMMANDS[name]))}")
        return 0
    if given:
        complain(_("There is no command {name}.").format(name=given[0]))
    return _misused(f"kakehashi {'|'.join(sorted(COMMANDS))} …  (--help)")


def _misused(usage: str) -> int:
    complain(_("usage: {usage}").format(usage=usage))
    return 2


def _first_line(module: object) -> str:
    return _((module.__doc__ or "").partition("\n")[0])
