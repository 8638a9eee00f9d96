"""Notices between two nodes over loopback, one core a side: `python -m benchmarks.exchange`.

Real processes: each node has its server and its worker on its own core, and Japan's core has the
process that issues as well. The notices (1 kB) are signed, encrypted, durable on both sides and
cosigned, and the cosignature verified and kept by the issuer's node, when the clock stops. Beside
them stands what the machine can do at most, measured in the same run.

- `singly`: strictly one at a time, each issued when the one before is cosigned, so that each is a
  package of its own and only one node works at a moment. Its rate is what one desk that waits sees.
- `paced`: one notice at a time at a steady 120 a second, issued whether or not the one before is
  cosigned, so that both nodes work at once. The time of each runs from when it was due.
  `packages` says in how many they went.
- `packages`: as many as can be, 64 in a transaction, in packages of at most 256.

`cpu_ms` is the processor's time of each node's server and worker for one notice, as far as they
were when the last one was cosigned; who issues is not among them. Aims: 120 notices a second singly
with p95 under 20 ms, 1,000 a second in packages. Prints one JSON object.
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
    parser.add_argument("--pace", type=float, default=120.0, help="notices a second")
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
        pair, count = (one, other), asked.singly
        found["singly"] = with_cpu(pair, "singly", count)
        found["paced"] = with_cpu(pair, "paced", count, str(asked.pace))
        found["packages"], found["memory"] = [], [memory(one, other)]
        for times in asked.times:
            found["packages"].append(with_cpu(pair, "packages", asked.packages * times))
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


def with_cpu(pair: tuple[Node, Node], what: str, count: int, *arguments: str) -> dict[str, Any]:
    """Run a measurement of so many notices at the first node; add what each cost both nodes."""
    before = [processor(node) for node in pair]
    found: dict[str, Any] = timed(pair[0], what, str(count), *arguments)
    found["cpu_ms"] = {
        node.party: round(1000 * (processor(node) - then) / count, 2)
        for node, then in zip(pair, before, strict=True)
    }
    return found


def processor(node: Node) -> float:
    """Say how many seconds of a processor a node's server and worker have had."""
    ticks = 0
    for what in (SERVE, WORK):
        for process in family(node.processes[what].pid):
            said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(said[11]) + int(said[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
