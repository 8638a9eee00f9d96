"""The fair write lock: one writer at a time on this machine, first come, first served.

SQLite lets a waiting writer sleep and try again, so that whoever is busiest wins; here a writer
first queues for a lock of the operating system, which a crash gives back. Two locks make it fair:
only the holder of the *turnstile* may wait for the *door*, so nobody who has just left the door
comes in again before the one who waits.
"""

import fcntl
import logging
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import django
from django.db import OperationalError

LONGEST_HOLD: Final = 0.050
"""Seconds: what a write transaction may take before the log names it."""
LONGEST_WAIT: Final = 30.0
"""Seconds: a writer that waited so long gives up with an error, so that no page hangs for ever."""
_SPIN: Final = ((0.005, 0.00005), (0.1, 0.0005), (float("inf"), 0.005))
"""(waited less than, pause): how often the one at the turnstile tries the door, in seconds."""

logger = logging.getLogger("kakehashi.write_lock")


@dataclass(frozen=True, slots=True)
class Held:
    """A lock that is held: since when (monotonic seconds), and after what wait."""

    since: float
    waited: float


class WriteLock:
    """The lock of one connection: its own file descriptions, so that threads exclude each other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._door = self._turnstile = -1
        self._owner = 0
        self.held: Held | None = None

    def take(self) -> None:
        """Wait in line and take the lock; OperationalError after LONGEST_WAIT."""
        started = time.monotonic()
        self._open()
        if not _try(self._door, alone=self._turnstile):
            self._wait(started)
        now = time.monotonic()
        self.held = Held(now, now - started)

    def release(self) -> None:
        """Give the lock back, if it is held, and name the holder if it took too long."""
        if self.held is None:
            return
        held, self.held = self.held, None
        fcntl.flock(self._door, fcntl.LOCK_UN)
        report(held)

    def close(self) -> None:
        """Give the lock back and close its files."""
        self.release()
        for descriptor in (self._door, self._turnstile):
            if descriptor >= 0:
                with suppress(OSError):
                    os.close(descriptor)
        self._door = self._turnstile = -1

    def __del__(self) -> None:
        self.close()

    def _open(self) -> None:
        """Open the files once a process: a forked child must not share its parent's lock."""
        if self._owner == os.getpid() and self._door >= 0:
            return
        self.held = None
        self.close()
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        self._turnstile = os.open(self._path.with_suffix(".turnstile"), flags, 0o600)
        self._door = os.open(self._path, flags, 0o600)
        self._owner = os.getpid()

    def _wait(self, started: float) -> None:
        fcntl.flock(self._turnstile, fcntl.LOCK_EX)
        first = time.monotonic()
        try:
            while not _try(self._door):
                now = time.monotonic()
                if now - started > LONGEST_WAIT:
                    raise OperationalError(f"the write lock was not free for {LONGEST_WAIT:.0f} s")
                time.sleep(next(pause for limit, pause in _SPIN if now - first < limit))
        finally:
            fcntl.flock(self._turnstile, fcntl.LOCK_UN)


def report(held: Held) -> None:
    """Log how long a lock was held: a warning with the code place over LONGEST_HOLD.

    A migration may take its time: nobody else is writing then. The place is where the transaction
    ends, which is the block that began it; it is looked for only where it is told.
    """
    took = time.monotonic() - held.since
    if took <= LONGEST_HOLD and not logger.isEnabledFor(logging.DEBUG):
        return
    place = caller()
    level = logging.WARNING if took > LONGEST_HOLD and place != _MIGRATION else logging.DEBUG
    logger.log(
        level,
        "write lock held %.1f ms, after %.1f ms of waiting, from %s",
        took * 1000,
        held.waited * 1000,
        place,
    )


def _try(door: int, *, alone: int | None = None) -> bool:
    """Take the door if it is free; with `alone`, only if nobody stands at the turnstile."""
    if alone is not None and not _try(alone):
        return False
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        if alone is not None:
            fcntl.flock(alone, fcntl.LOCK_UN)
    return True


_OURS: Final = (str(Path(__file__).parent), str(Path(django.__file__).parent))
_MIGRATION: Final = str(Path("django", "db", "migrations", "executor.py"))


def caller() -> str:
    """Name the innermost place outside Django and this package."""
    frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - `inspect.stack` takes milliseconds
    while frame is not None:
        name = frame.f_code.co_filename
        if name.endswith(_MIGRATION):
            return _MIGRATION
        if not name.startswith(_OURS) and "contextlib" not in name:
            return f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return "?"
