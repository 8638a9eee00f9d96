"""What `benchmarks.exchange` lets one node do, in a process of that node."""

import json
import statistics
import sys
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from benchmarks.limits import limits  # noqa: E402 - Django must be set up before its models
from kakehashi import dispatch  # noqa: E402 - as above
from kakehashi.database.direct import read  # noqa: E402 - as above
from kakehashi.exchange.delivery import our_journal  # noqa: E402 - as above
from kakehashi.exchange.issuing import AT_ONCE, IssueRefused, Outgoing  # noqa: E402 - as above
from kakehashi.journal.models import Cosignature  # noqa: E402 - as above
from tests.two_nodes.outgoing import AGREEMENT, information  # noqa: E402 - as above

ASKED = (AGREEMENT,)
LETTERS = "x" * 620
"""With this the notice's confidential part and its links are 1 kB."""
POLL = 0.0005
"""Seconds between two looks at how much is cosigned, on the core of the node that issues."""
AT_BEST = 0.003
"""Seconds in which no single notice is cosigned yet: looking takes the time of those who work."""
FIRST = 20
"""Notices that are not counted, while caches fill."""


def _issue(several: list[Outgoing]) -> int:
    """Issue; give the size of the journal then. What is busy for a moment is tried again."""
    while True:
        try:
            issued = dispatch.issue(several, agreement=AGREEMENT, now=datetime.now(UTC))
        except IssueRefused as refusal:
            if refusal.reason not in {"busy", "not-judged"}:
                raise
        else:
            return issued[-1].seq + 1


def _cosigned() -> int:
    """Say how many entries the counterpart has cosigned, as our node has written it down."""
    found = read("SELECT held_there FROM exchange_peer WHERE agreement = %s", ASKED)
    return int(found[0][0])


def _wait(size: int, *, first: float = 0) -> None:
    """Wait until the counterpart has cosigned so many entries; the first look is after a while."""
    time.sleep(first)
    while _cosigned() < size:
        time.sleep(POLL)


def _percentiles(took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {
        "p50_ms": round(1000 * statistics.median(ordered), 2),
        "p95_ms": round(1000 * ordered[int(0.95 * len(ordered))], 2),
    }


def singly(count: int) -> dict[str, float]:
    """Issue one after another, each when the one before is cosigned."""
    took = []
    for number in range(count + FIRST):
        outgoing = [information("JP", f"{number} {LETTERS}")]
        started = time.perf_counter()
        _wait(_issue(outgoing), first=AT_BEST)
        took.append(time.perf_counter() - started)
    took = took[FIRST:]
    return {"notices": count, "per_second": round(count / sum(took), 1), **_percentiles(took)}


def paced(count: int, a_second: float) -> dict[str, float]:
    """Issue at a steady rate, whether or not the notices before are cosigned.

    The time of each runs from when it was due, so that one that is issued late is not excused.
    `packages` says in how many the notices went: as many, where each was a package of its own.
    """
    _wait(size_then := _issue([information("JP", LETTERS)]))  # what is read once has been read
    begun = time.perf_counter()
    due = [begun + number / a_second for number in range(count)]
    waiting: deque[tuple[int, float]] = deque()
    took: list[float] = []
    number = 0
    while number < count or waiting:
        if number < count and time.perf_counter() >= due[number]:
            size = _issue([information("JP", f"{number} {LETTERS}")])
            waiting.append((size, due[number]))
            number += 1
        elif not waiting or waiting[0][0] > _cosigned():
            time.sleep(POLL)
        else:
            took.append(time.perf_counter() - waiting.popleft()[1])
    cosignatures = Cosignature.objects.filter(journal=our_journal(AGREEMENT), size__gt=size_then)
    return {
        "notices": count,
        "asked_per_second": a_second,
        "per_second": round(count / (time.perf_counter() - begun), 1),
        **_percentiles(took),
        "packages": cosignatures.count(),
    }


def packages(count: int) -> dict[str, float]:
    """Issue as fast as we can while the worker delivers, until all are cosigned."""
    started = time.perf_counter()
    size = 0
    for first in range(0, count, AT_ONCE):
        some = range(first, min(count, first + AT_ONCE))
        size = _issue([information("JP", f"{number} {LETTERS}") for number in some])
    issued = time.perf_counter() - started
    _wait(size)
    took = time.perf_counter() - started
    return {
        "notices": count,
        "per_second": round(count / took, 1),
        "issued_per_second": round(count / issued, 1),
    }


if __name__ == "__main__":
    match sys.argv[1]:
        case "singly":
            print(json.dumps(singly(int(sys.argv[2]))))
        case "paced":
            print(json.dumps(paced(int(sys.argv[2]), float(sys.argv[3]))))
        case "packages":
            print(json.dumps(packages(int(sys.argv[2]))))
        case "limits":
            found = limits(Path(sys.argv[2]))
            print(json.dumps({name: round(value) for name, value in found.items()}))
