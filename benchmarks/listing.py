"""A list of 12,000 rows from the spreadsheet to the counterpart's search, over real nodes.

    python -m benchmarks.listing [--rows 12000]

Japan reads and compares the spreadsheet and issues it; Cambodia receives it and finds its last row
in a search. Then a second list, of which one row in ten changed. Aims: under 15 s, under 400 MB a
node. Prints one JSON object; the times are seconds since the spreadsheet was opened.

`most memory (MB)` is each process's peak as the system knows it: with code that all share and with
pages of the database's file, once for each process. `most of its own (MB)` is what a node's server
and worker have together that is theirs, looked at five times a second: pages that several of them
share are counted once, and files that they map are the system's cache.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks.exchange import family, own, running
from tests import homes
from tests.registers.workbooks import line, xlsx
from tests.two_nodes import making, nodes
from tests.two_nodes.nodes import SERVE, WORK, Node

AIM_SECONDS = 15.0
AIM_MEGABYTES = 400.0
LOOK_SECONDS = 0.2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=12_000)
    rows = parser.parse_args().rows
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    try:
        print(json.dumps(measure(folder, rows), indent=1))
    finally:
        shutil.rmtree(folder)


def measure(folder: Path, rows: int) -> dict[str, Any]:
    """Share a list twice, the second time with one row in ten changed."""
    one, other = making.make_pair(folder, is_measured=True)
    found: dict[str, Any] = {"rows": rows, "load": os.getloadavg()}
    first, second = folder / "first.xlsx", folder / "second.xlsx"
    first.write_bytes(xlsx(*[line(n) for n in range(rows)]))
    second.write_bytes(
        xlsx(*[line(n, f"新しい名称{n}" if n % 10 == 0 else "") for n in range(rows)])
    )
    with running(one, 0), running(other, 1), watched(one, other) as own_memory:
        nodes.wait_until(lambda: nodes.is_level(nodes.states(one, other)))
        last = f"19登-{rows - 1:06d}"
        found["first list"] = share(one, other, first, "2026-07-01", last)
        changed = f"新しい名称{(rows - 1) // 10 * 10}"
        found["second list"] = share(one, other, second, "2026-07-08", changed)
        found["most memory (MB)"] = {
            f"{node.party} {what}": round(max(map(most_resident, family(process.pid))), 1)
            for node in (one, other)
            for what, process in node.processes.items()
        }
    found["most of its own (MB)"] = {party: round(most, 1) for party, most in own_memory.items()}
    return found


@contextmanager
def watched(*pair: Node) -> Iterator[dict[str, float]]:
    """Look again and again at how much memory nodes have of their own; gives the most of each."""
    most, is_over = {node.party: 0.0 for node in pair}, Event()

    def look() -> None:
        while not is_over.wait(LOOK_SECONDS):
            for node in pair:
                parents = (node.processes[what].pid for what in (SERVE, WORK))
                together = sum(own(one) for parent in parents for one in family(parent))
                most[node.party] = max(most[node.party], together)

    looking = Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        is_over.set()
        looking.join()


def share(one: Node, other: Node, file: Path, day: str, query: str) -> dict[str, Any]:
    """Let one node share a file, and the other wait until a search finds what is new in it."""
    started = time.time()
    waiting = inside(other, "find", query)
    sharing = inside(one, "share", str(file), day)
    said = json.loads(sharing.communicate()[0])
    found = json.loads(waiting.communicate()[0])
    steps = {step: round(at - started, 2) for step, at in said.pop("at").items()}
    return {"at": steps | {"found there": round(found["at"] - started, 2)}, **said}


def inside(node: Node, *arguments: str) -> "subprocess.Popen[bytes]":
    """Run a step in a process of the node."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.listing_steps", *arguments],
        env=homes.environment(node.home),
        stdout=subprocess.PIPE,
    )


def most_resident(process: int) -> float:
    """Say how many MB of a process were ever in memory at once."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


if __name__ == "__main__":
    main()
