"""Two nodes of one agreement as real processes, started, killed and asked by a test."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kakehashi.cli.demo.stage import KAKEHASHI
from tests import homes
from tests.two_nodes.loaded import Loaded, Running

AGREEMENT = "jp-kh-2019"
WAIT_SECONDS = 600.0
SERVE, WORK, ISSUE, INSPECT = "serve", "work", "issue", "inspect"
OURS = (ISSUE, INSPECT)
"""What is no command of the node, and reads lines until it is ended."""


@dataclass
class Node:
    """One node: its home, its port on loopback, and its processes by what they run."""

    home: Path
    party: str
    port: int
    processes: dict[str, Running] = field(default_factory=dict)
    is_measured: bool = False
    """Whether each process begins from nothing, as an administrator starts it."""

    @cached_property
    def loaded(self) -> Loaded:
        """The process of which the others are forked."""
        return Loaded(self.home, patience=WAIT_SECONDS)

    @property
    def address(self) -> str:
        """Where its counterpart reaches it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def issued(self) -> Path:
        """The file in which its issuing process says what it issued."""
        return self.home.parent / f"{self.party}.issued"


def free_port() -> int:
    """Give a port of loopback that the system gives to nobody else while this process runs.

    It is bound for as long, without being listened on; only a server that is told its number, and
    lets addresses be used again, listens there, however often it is started anew.
    """
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        kept.bind(("127.0.0.1", 0))
        port: int = kept.getsockname()[1]
        kept.detach()
    return port


def is_listened_on(port: int) -> bool:
    """Say whether a server listens on a port, be it what is left of one that was killed."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a command: its exit status, what it said, and what it complained of."""

    status: int
    said: str
    complained: str


def command(node: Node, *arguments: str) -> Done:
    """Run `kakehashi ARGUMENTS` for a node to its end; AssertionError if it refused.

    In the process that answers for the node: none is started for it.
    """
    done = attempt(node, *arguments)
    if done.status:
        raise AssertionError(f"{arguments}: {done.said}{done.complained}")
    return done


def attempt(node: Node, *arguments: str) -> Done:
    """Run `kakehashi ARGUMENTS` for a node to its end, whatever comes of it."""
    return Done(*ask(node, "run", *arguments))


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
    program, *arguments = (
        ("inside", what) if what in OURS else ("kakehashi", what, "--home", str(node.home))
    )
    if what == SERVE:
        arguments += ["--bind", f"127.0.0.1:{node.port}"]
    if node.is_measured and what not in OURS:
        node.processes[what] = _from_nothing(node, arguments)
        return
    outputs = {ISSUE: node.issued, INSPECT: None}
    node.processes[what] = node.loaded.fork(
        program, *arguments, stdout=outputs.get(what, log(node, what)), stderr=log(node, what)
    )


def _from_nothing(node: Node, arguments: Sequence[str]) -> Running:
    with log(node, arguments[0]).open("ab") as out:
        process = subprocess.Popen(
            [*KAKEHASHI, *arguments],
            env=homes.environment(node.home),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    return Running(process.pid, process.wait)


def log(node: Node, what: str) -> Path:
    """The file with what a process of the node wrote on its standard error."""
    return node.home.parent / f"{node.party}.{what}.log"


def kill(node: Node, what: str, *, number: signal.Signals = signal.SIGKILL) -> None:
    """End a process and its children at once, wherever they are, and wait until it is gone."""
    node.processes.pop(what).end(number)
    if what == SERVE:
        wait_until(lambda: not is_listened_on(node.port))


def close(*nodes: Node) -> None:
    """End every process of nodes, whatever fails; they may start further ones afterwards."""
    with ExitStack() as left:
        for node in nodes:
            if "loaded" in vars(node):
                left.callback(vars(node).pop("loaded").close)
            for what in tuple(node.processes):
                left.callback(kill, node, what)


@contextmanager
def running(*nodes: Node, what: tuple[str, ...] = (SERVE, WORK)) -> Iterator[None]:
    """Have these processes of the nodes running for a while; then only who answers goes on."""
    try:
        for node in nodes:
            for one in what:
                start(node, one)
        yield
    finally:
        with ExitStack() as left:
            for node in nodes:
                for one in {*node.processes} - {INSPECT}:
                    number = signal.SIGKILL if one == ISSUE else signal.SIGTERM
                    left.callback(kill, node, one, number=number)
                    with suppress(ProcessLookupError):
                        os.killpg(node.processes[one].pid, number)


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
    return command(node, "verify").said.split()[1]


def contents_of(node: Node, party: str) -> dict[str, Any]:
    """Say what a node has of the journal of a party."""
    found: dict[str, Any] = next(
        one for origin, one in ask(node, "contents").items() if f"/{party}/" in origin
    )
    return found
