"""Two nodes of one agreement as real processes, started, killed and asked by a test."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import homes

AGREEMENT = "jp-kh-2019"
WAIT_SECONDS = 120.0
SERVE, WORK, ISSUE, INSPECT = "serve", "work", "issue", "inspect"
OURS = (ISSUE, INSPECT)
"""What is no command of the node, and reads lines until it is ended."""
KAKEHASHI = (sys.executable, "-c", "import sys; from kakehashi.cli import main; sys.exit(main())")
"""The command `kakehashi`, as this Python has it."""


@dataclass
class Node:
    """One node: its home, its port on loopback, and its processes by what they run."""

    home: Path
    party: str
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where its counterpart reaches it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def issued(self) -> Path:
        """The file in which its issuing process says what it issued."""
        return self.home.parent / f"{self.party}.issued"


def free_port() -> int:
    """Find a port of loopback that nobody has, and that no outgoing connection will be given."""
    while True:
        port = random.randint(20_000, 32_000)  # noqa: S311 - any port
        with suppress(OSError), socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            return port


def command(node: Node, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `kakehashi ARGUMENTS` for a node to its end; AssertionError if it refused."""
    done = attempt(node, *arguments)
    if done.returncode:
        raise AssertionError(f"{arguments}: {done.stdout}{done.stderr}")
    return done


def attempt(node: Node, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `kakehashi ARGUMENTS` for a node to its end, whatever comes of it."""
    return subprocess.run(
        [*KAKEHASHI, *arguments, "--home", str(node.home)],
        env=homes.environment(node.home),
        capture_output=True,
        text=True,
        check=False,
    )


def told(node: Node, *arguments: str) -> str:
    """Run `kakehashi ARGUMENTS` in the process that answers for a node; AssertionError as above.

    For what many commands do: no process is started for it.
    """
    status, said = ask(node, "run", *arguments)
    if status:
        raise AssertionError(f"{arguments}: {said}")
    return str(said)


def ask(node: Node, what: str, *arguments: str) -> Any:
    """Ask a node something; one process answers all questions about it (`inside.inspect`)."""
    if INSPECT not in node.processes:
        start(node, INSPECT)
    process = node.processes[INSPECT]
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps([what, *arguments]).encode() + b"\n")
    process.stdin.flush()
    if not (answer := process.stdout.readline()):
        raise AssertionError(f"{what}: {log(node, INSPECT).read_text()}")
    return json.loads(answer)


def start(node: Node, what: str) -> None:
    """Start the node's server, its worker, the process that issues, or the one that answers."""
    program = [*KAKEHASHI, what, "--home", str(node.home)]
    if what == SERVE:
        program += ["--bind", f"127.0.0.1:{node.port}"]
    if what in OURS:
        program = [sys.executable, "-m", "tests.two_nodes.inside", what]
    output = node.issued if what == ISSUE else log(node, what)
    with output.open("ab") as out, log(node, what).open("ab") as errors:
        node.processes[what] = subprocess.Popen(
            program,
            env=homes.environment(node.home),
            stdin=subprocess.PIPE if what in OURS else subprocess.DEVNULL,
            stdout=subprocess.PIPE if what == INSPECT else out,
            stderr=errors,
            start_new_session=True,
        )


def log(node: Node, what: str) -> Path:
    """The file with what a process of the node wrote on its standard error."""
    return node.home.parent / f"{node.party}.{what}.log"


def kill(node: Node, what: str, *, number: signal.Signals = signal.SIGKILL) -> None:
    """End a process and its children at once, wherever they are, and wait until it is gone."""
    process = node.processes.pop(what)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    process.wait(WAIT_SECONDS)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


@contextmanager
def running(*nodes: Node, what: tuple[str, ...] = (SERVE, WORK)) -> Iterator[None]:
    """Have these processes of the nodes running for a while; then only who answers goes on."""
    try:
        for node in nodes:
            for one in what:
                start(node, one)
        yield
    finally:
        for node in nodes:
            for one in {*node.processes} - {INSPECT, ISSUE}:
                with suppress(ProcessLookupError):
                    os.killpg(node.processes[one].pid, signal.SIGTERM)
        for node in nodes:
            for one in {*node.processes} - {INSPECT}:
                kill(node, one, number=signal.SIGTERM if one != ISSUE else signal.SIGKILL)


def wait_until(what: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> None:
    """Wait until something holds; AssertionError if it never does."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds:.0f} s")
        time.sleep(0.1)


def is_at_rest(states: Mapping[str, Any]) -> bool:
    """Say whether both nodes are level and neither has more to say of itself."""
    return is_level(states) and not any(state["has_more_to_say"] for state in states.values())


def is_level(states: Mapping[str, Any]) -> bool:
    """Say whether both nodes hold the same of both journals and have judged all of it."""
    one, other = states.values()
    return bool(
        one["journals"] == other["journals"]
        and one["heeded"] == other["heeded"]
        and one["heeded"] == {origin: size for origin, (size, _) in one["journals"].items()}
    )


def states(*nodes: Node) -> dict[str, Any]:
    """Ask each node how its journals stand."""
    return {node.party: ask(node, "state") for node in nodes}


def issue(node: Node, until: int, at_once: int) -> None:
    """Tell the node's issuing process to issue, so many at once, until there are so many."""
    process = node.processes[ISSUE]
    assert process.stdin is not None
    try:
        process.stdin.write(f"{until} {at_once}\n".encode())
        process.stdin.flush()
    except BrokenPipeError as error:
        raise AssertionError(log(node, ISSUE).read_text()) from error


def acknowledged(node: Node) -> list[tuple[int, str]]:
    """What the issuing process said that it issued: index and id."""
    if not node.issued.exists():
        return []
    lines = node.issued.read_text().splitlines(keepends=True)
    whole = [json.loads(line) for line in lines if line.endswith("]\n")]
    return [(seq, jti) for line in whole for seq, jti in line]


def wait_for_rest(*nodes: Node, seconds: float = WAIT_SECONDS) -> None:
    """Wait until running nodes have nothing more to tell each other, receipts included."""
    wait_until(lambda: is_at_rest(states(*nodes)), seconds=seconds)


def digest(node: Node) -> str:
    """Verify everything that a node holds, and give the digest of the shared state."""
    return command(node, "verify").stdout.split()[1]


def contents_of(node: Node, party: str) -> dict[str, Any]:
    """Say what a node has of the journal of a party."""
    found: dict[str, Any] = next(
        one for origin, one in ask(node, "contents").items() if f"/{party}/" in origin
    )
    return found
