"""Notices between two nodes over loopback, one core a side: `python -m benchmarks.exchange`.

Real processes: each node has its server and its worker on its own core; the notices are signed,
encrypted, durable on both sides and cosigned when the clock stops. Beside them stands what the
machine can do at most, measured in the same run. Prints one JSON object.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import homes
from tests.two_nodes import making, nodes
from tests.two_nodes.nodes import SERVE, WORK, Node


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--singly", type=int, default=500)
    parser.add_argument("--packages", type=int, default=5000)
    parser.add_argument("--times", type=int, nargs="*", default=[1, 4])
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-benchmark-"))
    try:
        print(json.dumps(measure(folder, asked), indent=1))
    finally:
        shutil.rmtree(folder)


def measure(folder: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Issue at one node, singly and many at once, until the other has cosigned."""
    one, other = making.make_pair(folder, is_measured=True)
    found: dict[str, Any] = {"load": os.getloadavg()}
    found["limits"] = timed(one, "limits", str(folder))
    with running(one, 0), running(other, 1):
        nodes.wait_until(lambda: nodes.is_level(nodes.states(one, other)))
        found["singly"] = timed(one, "singly", str(asked.singly))
        found["packages"], found["memory"] = [], [memory(one, other)]
        for times in asked.times:
            found["packages"].append(timed(one, "packages", str(asked.packages * times)))
            found["memory"].append(memory(one, other))
    return found


@contextmanager
def running(node: Node, core: int) -> Iterator[None]:
    """Run a node's server and worker on one core."""
    before = os.sched_getaffinity(0)
    cores = sorted(before)
    with nodes.running(node, what=()):
        os.sched_setaffinity(0, {cores[core % len(cores)]})
        try:
            nodes.start(node, SERVE)
            nodes.start(node, WORK)
        finally:
            os.sched_setaffinity(0, before)
        yield


def timed(node: Node, what: str, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    """Run a measurement in a process of the node, on the first core."""
    first = {min(os.sched_getaffinity(0))}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.issuing", what, *arguments],
        env=homes.environment(node.home),
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, first),
    )
    return json.loads(done.stdout)


def memory(*several: Node) -> dict[str, Any]:
    """Say how much memory the processes of the nodes take (MB), and how large the journal is."""
    found: dict[str, Any] = {
        "entries": max(size for size, _ in nodes.ask(several[0], "state")["journals"].values())
    }
    for node in several:
        for what, process in node.processes.items():
            found[f"{node.party} {what}"] = round(sum(map(own, family(process.pid))), 1)
    return found


def family(process: int) -> list[int]:
    """Give a process and those that it started."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in family(int(child)))]


def own(process: int) -> float:
    """Say how many MB of memory are a process's own, or its share of what several have in common.

    Pages of files that it maps, the database's among them, are the system's cache and not counted.
    """
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(told.partition("Pss_Anon:")[2].split()[0]) / 1000


if __name__ == "__main__":
    main()
