"""Two nodes of one agreement as real processes, made by the commands that an administrator uses."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests import homes

AGREEMENT = "jp-kh-2019"
WAIT_SECONDS = 60.0
SERVE, WORK, ISSUE = "serve", "work", "issue"
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
    """Ask the system for a port of loopback that nobody has."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


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


def ask(node: Node, what: str) -> Any:
    """Ask a node something in a process of its own (`tests.two_nodes.inside`)."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.two_nodes.inside", what],
        env=homes.environment(node.home),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"{what}: {done.stderr}")
    return json.loads(done.stdout)


def make(folder: Path, party: str, name: str, port: int) -> Node:
    """Make a node's home and database with `kakehashi init` and `prepare`."""
    node = Node(folder / party, party, port)
    database = homes.fresh_database()
    init = ["init", "--name", name, "--party", party, "--agreement", AGREEMENT]
    command(node, *init, *(["--database", database] if database else []))
    command(node, "prepare")
    return node


def introduce(node: Node, to: Node, *, address: str) -> None:
    """Let `to` pin the keys of `node`, whose words its administrator read out."""
    shown = command(node, "peer", "card", AGREEMENT, "--address", address)
    file = to.home.parent / f"{node.party}.card"
    file.write_text(shown.stdout)
    words = shown.stderr.rpartition(":")[2].split()
    command(to, "peer", "add", str(file), "--words", *words)


def start(node: Node, what: str) -> None:
    """Start the node's server, its worker, or the process that issues."""
    program = [*KAKEHASHI, what, "--home", str(node.home)]
    if what == SERVE:
        program += ["--bind", f"127.0.0.1:{node.port}"]
    if what == ISSUE:
        program = [sys.executable, "-m", "tests.two_nodes.inside", ISSUE]
    output = node.issued if what == ISSUE else log(node, what)
    with output.open("ab") as out, log(node, what).open("ab") as errors:
        node.processes[what] = subprocess.Popen(
            program,
            env=homes.environment(node.home),
            stdin=subprocess.PIPE if what == ISSUE else subprocess.DEVNULL,
            stdout=out,
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
    if process.stdin is not None:
        process.stdin.close()


@contextmanager
def running(*nodes: Node, what: tuple[str, ...] = (SERVE, WORK)) -> Iterator[None]:
    """Have these processes of the nodes running for a while."""
    try:
        for node in nodes:
            for one in what:
                start(node, one)
        yield
    finally:
        for node in nodes:
            for one in tuple(node.processes):
                kill(node, one, number=signal.SIGTERM if one != ISSUE else signal.SIGKILL)


def pair(folder: Path, *, is_called: bool = True) -> tuple[Node, Node]:
    """Make two nodes that know each other; nothing of them runs yet.

    Where the first is not called, the second does not know where to reach it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    japan = make(folder, "JP", "kakehashi.jp.example", free_port())
    cambodia = make(folder, "KH", "kakehashi.kh.example", free_port())
    introduce(japan, cambodia, address=japan.address if is_called else "")
    introduce(cambodia, japan, address=cambodia.address)
    return japan, cambodia


def wait_until(what: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> None:
    """Wait until something holds; AssertionError if it never does."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds:.0f} s")
        time.sleep(0.2)


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


def wait_for_receipts(*nodes: Node) -> None:
    """Wait until running nodes are level and have nothing more to say of themselves.

    A receipt comes at most once in ten seconds, and none for receipts alone.
    """
    wait_until(lambda: is_level(states(*nodes)))
    time.sleep(12)
    wait_until(lambda: is_level(states(*nodes)))


def settle(*nodes: Node) -> None:
    """Run both nodes once more until they are level, then stop them: what follows is at rest."""
    for _attempt in range(20):
        with running(*nodes):
            wait_until(lambda: is_level(states(*nodes)))
        if is_level(states(*nodes)):
            return
    raise AssertionError("the nodes never come to rest")


def digest(node: Node) -> str:
    """Verify everything that a node holds, and give the digest of the shared state."""
    return command(node, "verify").stdout.split()[1]


def contents_of(node: Node, party: str) -> dict[str, Any]:
    """Say what a node has of the journal of a party."""
    found: dict[str, Any] = next(
        one for origin, one in ask(node, "contents").items() if f"/{party}/" in origin
    )
    return found


def back_up(node: Node) -> None:
    """Copy the database of a node that stands still."""
    if (url := _database_url(node)) is None:
        shutil.copy(node.home / "db.sqlite3", node.home.parent / f"{node.party}.backup")
    else:
        _copy_database(url, f"{_name(url)}_backup")


def restore(node: Node) -> None:
    """Bring the copy back, as after a loss; what is outside the database stays as it is."""
    if (url := _database_url(node)) is None:
        for file in node.home.glob("db.sqlite3*"):
            file.unlink()
        shutil.copy(node.home.parent / f"{node.party}.backup", node.home / "db.sqlite3")
    else:
        backup = url.replace(f"/{_name(url)}?", f"/{_name(url)}_backup?")
        _copy_database(backup, _name(url))


def _database_url(node: Node) -> str | None:
    said = tomllib.loads((node.home / "node.toml").read_text())
    url: str | None = said.get("database", {}).get("url")
    return url


def _name(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]


def _copy_database(url: str, name: str) -> None:
    server = os.environ[homes.SERVER_URL]
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in ("DROP DATABASE IF EXISTS {0}", "CREATE DATABASE {0} TEMPLATE {1}"):
            names = map(sql.Identifier, (name, _name(url)))
            connection.execute(sql.SQL(statement).format(*names))
