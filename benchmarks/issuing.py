"""What `benchmarks.exchange` lets one node do, in a process of that node."""

import json
import statistics
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from benchmarks.limits import limits  # noqa: E402 - Django must be set up before its models
from kakehashi import dispatch  # noqa: E402 - as above
from kakehashi.database.direct import read  # noqa: E402 - as above
from kakehashi.exchange.issuing import AT_ONCE, IssueRefused, Outgoing  # noqa: E402 - as above
from tests.two_nodes.outgoing import AGREEMENT, information  # noqa: E402 - as above

ASKED = (AGREEMENT,)
LETTERS = "x" * 620
"""With this the notice's confidential part and its links are 1 kB."""


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


def _wait(size: int) -> None:
    """Wait until the counterpart has cosigned so many entries."""
    while read("SELECT held_there FROM exchange_peer WHERE agreement = %s", ASKED)[0][0] < size:
        time.sleep(0.0005)


def singly(count: int) -> dict[str, float]:
    """Issue one after another, each when the one before is cosigned."""
    took = []
    for number in range(count + 20):
        outgoing = [information("JP", f"{number} {LETTERS}")]
        started = time.perf_counter()
        _wait(_issue(outgoing))
        took.append(time.perf_counter() - started)
    took = sorted(took[20:])
    return {
        "notices": count,
        "per_second": round(count / sum(took), 1),
        "p50_ms": round(1000 * statistics.median(took), 2),
        "p95_ms": round(1000 * took[int(0.95 * len(took))], 2),
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
        case "packages":
            print(json.dumps(packages(int(sys.argv[2]))))
        case "limits":
            found = limits(Path(sys.argv[2]))
            print(json.dumps({name: round(value) for name, value in found.items()}))
