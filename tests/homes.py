"""Nodes of their own for tests that start real processes: a home, a database, its tables.

The tables are made once for a whole run, by every migration; each database begins as a copy.
"""

import atexit
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from kakehashi import node
from kakehashi.cli.init import make_home

SERVER_URL = "KAKEHASHI_TEST_POSTGRESQL_URL"
RUN = "KAKEHASHI_TEST_RUN"
"""The folder of this run, which all of its workers share."""
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"
ROOT = Path(__file__).parent.parent


def make_node(folder: Path, *, name: str, party: str, agreements: Sequence[str]) -> Path:
    """Make a node with empty tables, on the kind of database that the run is on; give its home."""
    home = make_home(
        folder, name=name, party=party, agreements=agreements, database=fresh_database()
    ).home
    lay_tables(home)
    return home


def lay_tables(home: Path) -> None:
    """Give a home on SQLite its empty tables; a database of a PostgreSQL was made with them."""
    if SERVER_URL not in os.environ:
        shutil.copy(empty_tables(), home / "db.sqlite3")


@cache
def empty_tables() -> str:
    """Give the file, or the name of the database, in which this run's tables stand empty.

    The first process that asks makes them; the others wait for it.
    """
    run = run_folder()
    ready = run / "tables.ready"
    with (run / "tables.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if not ready.exists():
            ready.write_text(_migrated(Path(tempfile.mkdtemp(prefix="tables-", dir=run))))
    return ready.read_text()


def run_folder() -> Path:
    """Give the folder of this run, which ends with the process that was the first to ask."""
    if RUN not in os.environ:
        os.environ[RUN] = tempfile.mkdtemp(prefix="kakehashi-test-")
        atexit.register(shutil.rmtree, os.environ[RUN], ignore_errors=True)
    return Path(os.environ[RUN])


def _migrated(folder: Path) -> str:
    name, server = fresh_name(), os.environ.get(SERVER_URL)
    home = make_home(
        folder / "home",
        name="tables.example",
        party="JP",
        agreements=["jp-kh-2019"],
        database=None if server is None else _create(server, name, of="template0"),
    ).home
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env=environment(home), check=True)
    if server is not None:
        return name
    file = folder / "tables.sqlite3"
    with closing(sqlite3.connect(home / "db.sqlite3")) as made:
        made.execute("VACUUM INTO ?", (str(file),))
    return str(file)


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
    """Create a database with tables on the run's PostgreSQL; its URL, or None on SQLite."""
    server = os.environ.get(SERVER_URL)
    return None if server is None else _create(server, fresh_name(), of=empty_tables())


def fresh_databases(parties: Iterable[str]) -> dict[str, str]:
    """Create a database for each party; URLs by party, none where the run is on SQLite."""
    return {party: url for party in parties if (url := fresh_database())}


def _create(server: str, name: str, *, of: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        names = map(sql.Identifier, (name, of))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
    return server.replace("/postgres?", f"/{name}?")


def fresh_name() -> str:
    """Make up a name that no database has yet."""
    return f"node_{uuid.uuid4().hex}"
