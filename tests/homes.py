"""Nodes of their own for tests that start real processes: a home, a database, its tables."""

import os
import subprocess
import sys
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from kakehashi import node
from kakehashi.cli.init import make_home

SERVER_URL = "KAKEHASHI_TEST_POSTGRESQL_URL"
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
ROOT = Path(__file__).parent.parent


def make_node(folder: Path, *, name: str, party: str, agreements: Sequence[str]) -> Path:
    """Make a node with empty tables, on the kind of database that the run is on; give its home."""
    home = make_home(
        folder, name=name, party=party, agreements=agreements, database=fresh_database()
    ).home
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env=environment(home),
        check=True,
    )
    return home


def environment(home: Path) -> Mapping[str, str]:
    """Give the environment in which a process is the node of this home, run from this checkout.

    It starts from code that is compiled once, since tests start many.
    """
    inherited = {name: value for name, value in os.environ.items() if name != UNCOMPILED}
    return inherited | {
        node.HOME: str(home),
        "DJANGO_SETTINGS_MODULE": "kakehashi.settings",
        "PYTHONPYCACHEPREFIX": str(ROOT / ".cache" / "pycache"),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
    }


def fresh_database() -> str | None:
    """Create a database on the run's PostgreSQL and give its URL; None where it is on SQLite."""
    server = os.environ.get(SERVER_URL)
    if server is None:
        return None
    name = fresh_name()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.replace("/postgres?", f"/{name}?")


def fresh_name() -> str:
    """Make up a name that no database has yet."""
    return f"node_{uuid.uuid4().hex}"
