"""Serve the node's pages and its two doors for the counterpart, on one address."""

import argparse
import os
import re
from pathlib import Path
from typing import Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from kakehashi import node
from kakehashi.cli import running
from kakehashi.cli.threads import Worker
from kakehashi.cli.words import gettext as _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    running.add_home(parser)
    parser.add_argument("--bind", default="127.0.0.1:8000", help=_("address and port"))
    parser.add_argument("--workers", type=int, default=1, help=_("processes"))
    parser.add_argument("--threads", type=int, default=4, help=_("threads in each"))


def run(arguments: argparse.Namespace) -> int:
    """Serve until told to stop."""
    running.begin(arguments)
    running.refuse_unprepared()
    _Server(
        {
            "bind": arguments.bind,
            "workers": arguments.workers,
            "threads": arguments.threads,
            "worker_class": Worker,
            # Where it says that it is alive: on a disk, that waits for whoever writes there.
            "worker_tmp_dir": str(_MEMORY) if os.access(_MEMORY, os.W_OK) else None,
            "timeout": 120,
            "graceful_timeout": 10,
            "keepalive": 75,
            "loglevel": "warning",
            "logger_class": _Nameless,
            # Loaded once: what is the same in the process that watches and in those that answer
            # stands in memory once.
            "preload_app": True,
            "pre_fork": lambda _server, _worker: _part_with_the_database(),
            "control_socket_disable": True,
            "when_ready": lambda _server: _ready(arguments.bind),
        }
    ).run()
    return 0


def _part_with_the_database() -> None:
    """A connection must not be had by two processes."""
    from django.db import connections

    connections.close_all()


def _ready(bind: str) -> None:
    """Leave a mark in the home for whoever waits until the node answers."""
    (node.home() / "run" / "serve.ready").write_text(bind + "\n", encoding="utf-8")


_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the file has no name once it is made
_ADDRESS: Final = re.compile(r" from ip=\S*?(?=: )")
_REPORTS: Final = "/r/"


class _Nameless(Logger):  # type: ignore[misc]
    """Gunicorn's messages without the address of whoever asks, and without what reporters ask."""

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own
        super().warning(_ADDRESS.sub("", str(msg)), *args, **kwargs)

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:  # noqa: ANN401 - gunicorn's own
        if any(str(one).startswith(_REPORTS) for one in args):
            self.error("a request to the report site failed")
        else:
            super().exception(msg, *args, **kwargs)


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our few settings and our application."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:  # noqa: ANN401 - gunicorn's own
        from kakehashi.wsgi import application

        return application
