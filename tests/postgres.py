"""A PostgreSQL of our own for the time of a test run: its own folder, a socket, no network."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

MISSING = "component missing: postgresql"
USER = "kakehashi"
PATIENCE_SECONDS = 300.0


class Missing(Exception):
    """The system has no PostgreSQL, or no user to run it as."""


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """Run a server and give the URL of its first database; `durable` leaves fsync on.

    The order of its texts is a language's, not that of bytes, so that whoever relies on the
    database's order is found out.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-pg-"))
    person = _person(folder)
    try:
        order = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=und"]
        made = ["--no-sync", "-A", "trust", "-U", USER, "-E", "UTF8", "-D", str(folder / "data")]
        initdb = [str(programs / "initdb"), *made, *order]
        subprocess.run(initdb, check=True, capture_output=True, **person)
        with _running(programs, folder, durable=durable, person=person):
            yield f"postgresql://{USER}@/postgres?host={quote(str(folder), safe='')}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    if not found and (elsewhere := shutil.which("postgres")):
        found = [Path(elsewhere)]
    if not found:
        raise Missing(MISSING)
    return found[-1].parent


def _person(folder: Path) -> dict[str, Any]:
    """Say as whom to run: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            person = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, person.pw_uid, person.pw_gid)
        return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": [], "cwd": folder}
    raise Missing(MISSING)


@contextmanager
def _running(
    programs: Path, folder: Path, *, durable: bool, person: dict[str, Any]
) -> Iterator[None]:
    log = folder / "log"
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "max_connections": "300",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *options]
    with log.open("wb") as written:
        server = subprocess.Popen(command, stdout=written, stderr=written, **person)
    try:
        ready = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
        until = time.monotonic() + PATIENCE_SECONDS
        while subprocess.run(ready, check=False).returncode:
            if server.poll() is not None or time.monotonic() > until:
                raise Missing(f"{MISSING}: {log.read_text()}")
            time.sleep(0.05)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGQUIT)
            server.wait()
