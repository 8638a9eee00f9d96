"""What this machine can do at most, measured beside what our code does.

Each function gives how many a second, on one core and with what is on the disk when it returns.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kakehashi.core.keys import Algorithm, thumbprint
from kakehashi.core.sealing import open_package, seal_package
from kakehashi.settings import SQLITE_PRAGMAS

KILOBYTE = os.urandom(1000)
PACKAGE = os.urandom(256 * 1900)
"""As much as a package of 256 notices of 1 kB has."""


def rate(work: Callable[[], object], *, seconds: float = 0.5) -> float:
    """Say how often a second something is done, after a first time."""
    work()
    started, done = time.perf_counter(), 0
    while (took := time.perf_counter() - started) < seconds:
        work()
        done += 1
    return done / took


def signing() -> dict[str, float]:
    """Ed25519 over 1 kB."""
    key = Ed25519PrivateKey.generate()
    signature, public = key.sign(KILOBYTE), key.public_key()
    return {
        "Ed25519 signatures of 1 kB": rate(lambda: key.sign(KILOBYTE)),
        "Ed25519 verifications of 1 kB": rate(lambda: public.verify(signature, KILOBYTE)),
    }


def sealing() -> dict[str, float]:
    """JWE to X25519, as packages are sealed: of one notice, and of 256."""
    key = X25519PrivateKey.generate()
    public, private = key.public_key().public_bytes_raw(), key.private_bytes_raw()
    kid = thumbprint(public, Algorithm.X25519)
    found = {}
    for name, plain in (("1 kB", KILOBYTE), (f"{len(PACKAGE) // 1000} kB", PACKAGE)):
        sealed = seal_package(plain, to=public, kid=kid)
        found[f"JWE seals of {name}"] = rate(lambda p=plain: seal_package(p, to=public, kid=kid))
        found[f"JWE openings of {name}"] = rate(
            lambda s=sealed: open_package(s, public=public, private=private)
        )
    return found


def commits(folder: Path) -> dict[str, float]:
    """Durable commits of SQLite with our settings, one row of 1 kB each, and plain fsync."""
    database = sqlite3.connect(folder / "limits.sqlite3", isolation_level=None)
    for pragma in SQLITE_PRAGMAS:
        database.execute(f"PRAGMA {pragma}").fetchall()
    database.execute("CREATE TABLE notice (id INTEGER PRIMARY KEY, said BLOB NOT NULL)")

    def commit() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO notice (said) VALUES (?)", (KILOBYTE,))
        database.execute("COMMIT")

    written = os.open(folder / "limits.file", os.O_WRONLY | os.O_CREAT)

    def fsync() -> None:
        os.pwrite(written, KILOBYTE, 0)
        os.fsync(written)

    try:
        return {
            "durable commits of SQLite, 1 kB": rate(commit),
            "fsyncs of a file, 1 kB": rate(fsync),
        }
    finally:
        os.close(written)
        database.close()


def limits(folder: Path) -> dict[str, float]:
    """Measure all of them."""
    return {**signing(), **sealing(), **commits(folder)}
