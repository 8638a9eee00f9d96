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


class NotOurs(Exception):
    """An agreement was named that the node is not party to; `ours` are those that it is."""

    def __init__(self, name: str, ours: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.ours = name, ours


class Unprepared(Exception):
    """The database lacks what this release needs; the text names the first thing."""


def begin(arguments: argparse.Namespace, *, besides: tuple[str, ...] = ()) -> node.Node:
    """Read the node and set its settings up; `besides` may be named in an agreement's place.

    Raises:
        NotOurs: an agreement is named to which we are no party.
        NodeRefused: the home is not one to run from, or we are no party to one of its agreements.
        ProfileRefused: the profile of one of them is refused.

    """
    # Whatever ends this process leaves no picture of its memory on a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if arguments.home is not None:
        os.environ[node.HOME] = str(arguments.home.absolute())
    this = node.this()
    for name in this.agreements:
        node.refuse_strange(this.party, node.profile(name))
    named = getattr(arguments, "agreement", None) or ()
    for name in (named,) if isinstance(named, str) else named:
        if name not in (*besides, *this.agreements):
            raise NotOurs(name, this.agreements)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
    django.setup()
    return this


def refuse_unprepared() -> None:
    """Refuse, with Unprepared, to run on a database that `kakehashi prepare` has not brought here.

    Tables that an update needs are asked for before anything is served, not by the first reader.
    """
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    needed = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        if app.name.startswith("kakehashi.")
        for file in Path(app.path, "migrations").glob("[0-9]*.py")
    }
    missing = sorted(needed - MigrationRecorder(connection).applied_migrations().keys())
    connection.close()
    if missing:
        raise Unprepared(".".join(missing[0]))
