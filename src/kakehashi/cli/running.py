"""A command that needs the node: its home chosen, its settings read, its database at hand."""

import argparse
import os
import resource
from pathlib import Path

import django

from kakehashi import node
from kakehashi.cli.words import gettext as _


def add_home(parser: argparse.ArgumentParser) -> None:
    """Declare `--home`, which otherwise comes from the environment."""
    parser.add_argument("--home", type=Path, help=_("the node's home (else KAKEHASHI_HOME)"))


def begin(arguments: argparse.Namespace) -> node.Node:
    """Read the node and set its settings up.

    Raises:
        NodeRefused: the home is not one to run from.

    """
    # Whatever ends this process leaves no picture of its memory on a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if arguments.home is not None:
        os.environ[node.HOME] = str(arguments.home.absolute())
    this = node.this()
    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
    django.setup()
    return this
