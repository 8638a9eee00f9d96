"""Candidates' certificates: verify them anywhere, keep keys and lists, issue and reconcile."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import Final

from kakehashi.cli.words import gettext as _

ACTS: Final = {
    "verify": "kakehashi.cli.certificate.verifying",
    "root": "kakehashi.cli.certificate.root",
    "key": "kakehashi.cli.certificate.keys",
    "status-list": "kakehashi.cli.certificate.lists",
    "issue": "kakehashi.cli.certificate.issuing",
    "void": "kakehashi.cli.certificate.voiding",
    "announce": "kakehashi.cli.certificate.announcing",
    "reconcile": "kakehashi.cli.certificate.reconciling",
}
"""What can be done, and where it is written; `verify` and `root` need no node."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, module in ACTS.items():
        written = import_module(module)
        said = (written.__doc__ or "").partition("\n")[0]
        written.add(acts.add_parser(name, help=_(said), description=_(said)))


def run(arguments: argparse.Namespace) -> int:
    """Do it."""
    act: Callable[[argparse.Namespace], int] = import_module(ACTS[arguments.act]).run
    return act(arguments)
