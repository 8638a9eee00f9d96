"""A process of a node that has everything loaded, and of which the node's others are forked.

Started anew, each of them would spend seconds on reading the same code. It never touches the
database itself; what is forked of it is a process of its own, in a session of its own, that may
be killed like any other.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tests import homes

LONGEST = 65_536


@dataclass
class Running:
    """A process that was started, as a test sees it; `wait` gives its exit status at its end."""

    pid: int
    wait: Callable[[], int]
    stdin: IO[bytes] | None = None
    stdout: IO[bytes] | None = None

    def end(self, number: signal.Signals) -> None:
        """End it with what it started, wherever they are, and wait until it is gone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)
        self.wait()
        for stream in (self.stdin, self.stdout):
            if stream is not None:
                stream.close()


class Loaded:
    """The loaded process of a home, as a test sees it."""

    def __init__(self, home: Path, *, patience: float) -> None:
        self._here, there = socket.socketpair()
        self._here.settimeout(patience)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.two_nodes.loaded", str(there.fileno())],
            env=homes.environment(home),
            pass_fds=[there.fileno()],
            stdin=subprocess.DEVNULL,
        )
        there.close()

    def fork(self, program: str, *arguments: str, stdout: Path | None, stderr: Path) -> Running:
        """Let it start one of `PROGRAMS`; without a `stdout` what it says is read from a pipe."""
        read, stdin = os.pipe()
        answers, write = (None, None) if stdout else os.pipe()
        with stderr.open("ab") as errors, (stdout or Path(os.devnull)).open("ab") as output:
            given = [read, output.fileno() if write is None else write, errors.fileno()]
            pid = self.ask({"program": program, "arguments": arguments}, given)
        os.close(read)
        if write is not None:
            os.close(write)
        return Running(
            pid,
            lambda: self.ask({"wait": pid}),
            os.fdopen(stdin, "wb"),
            None if answers is None else os.fdopen(answers, "rb"),
        )

    def ask(self, what: dict[str, Any], given: list[int] | None = None) -> int:
        """Ask it for a process, or wait for the end of one; AssertionError if it has left."""
        socket.send_fds(self._here, [json.dumps(what).encode()], given or [])
        if not (answer := self._here.recv(LONGEST)):
            raise AssertionError(f"the loaded process has left: {what}")
        return int(answer)

    def close(self) -> None:
        """Let it go."""
        self._here.close()
        self._process.wait()


def _start(said: dict[str, Any], given: list[int], ours: socket.socket) -> int:
    """Fork a process that runs a program; gives its id."""
    if pid := os.fork():
        for one in given:
            os.close(one)
        return pid
    status = 1
    try:
        ours.close()
        os.setsid()
        for number, one in enumerate(given):
            os.dup2(one, number)
            os.close(one)
        status = PROGRAMS[said["program"]](said["arguments"])
        sys.stdout.flush()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    except BaseException:  # noqa: BLE001 - its end, whatever comes
        traceback.print_exc()
    finally:
        os._exit(status)


def main() -> None:
    """Load everything, then fork what is asked for until nobody asks any more."""
    with socket.socket(fileno=int(sys.argv[1])) as ours:
        while True:
            asked, given, _, _ = socket.recv_fds(ours, LONGEST, 3)
            if not asked:
                return
            said = json.loads(asked)
            if "wait" in said:
                answer = os.waitstatus_to_exitcode(os.waitpid(said["wait"], 0)[1])
            else:
                answer = _start(said, list(given), ours)
            ours.send(str(answer).encode())


if __name__ == "__main__":
    import django

    django.setup()

    import kakehashi.urls
    import kakehashi.worker
    import kakehashi.wsgi  # noqa: F401 - loaded, like the two before, for what is forked
    from kakehashi import cli
    from tests.two_nodes import inside

    PROGRAMS: dict[str, Callable[[list[str]], int]] = {
        "kakehashi": cli.main,
        "inside": lambda arguments: inside.run_as(arguments[0]),
    }
    main()
