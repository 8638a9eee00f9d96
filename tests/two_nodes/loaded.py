"""A process of a node that has everything loaded, and of which the node's others are forked.

Started anew, each of them would spend seconds on reading the same code. It never touches the
database itself; what is forked of it is a process of its own, in a group of its own, that may be
killed like any other. It answers at once whatever it is asked: nobody's end is waited for in it.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack, suppress
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
        with ExitStack() as left:
            for stream in (self.stdin, self.stdout):
                if stream is not None:
                    left.callback(_closed, stream)
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)
            self.wait()


def _closed(stream: IO[bytes]) -> None:
    """Close a stream, whether or not somebody still reads what was not yet written."""
    with suppress(BrokenPipeError):
        stream.close()


class Loaded:
    """The loaded process of a home, as a test sees it."""

    def __init__(self, home: Path, *, patience: float) -> None:
        self._patience = patience
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
        with ExitStack() as passed, ExitStack() as kept:
            read, write = _pipe()
            passed.enter_context(read)
            stdin, answers = kept.enter_context(write), None
            output: IO[bytes]
            if stdout is None:
                answers, output = _pipe()
                kept.enter_context(answers)
            else:
                output = stdout.open("ab")
            passed.enter_context(output)
            errors = passed.enter_context(stderr.open("ab"))
            given = [one.fileno() for one in (read, output, errors)]
            pid = self.ask({"program": program, "arguments": arguments}, given)
            assert pid is not None
            kept.pop_all()
        return Running(pid, lambda: self._end_of(pid, program), stdin, answers)

    def _end_of(self, pid: int, program: str) -> int:
        """Wait for the end of a process that it forked; AssertionError if that never comes."""
        until = time.monotonic() + self._patience
        while (status := self.ask({"ended": pid})) is None:
            assert time.monotonic() < until, f"{program} does not end: {pid}"
            time.sleep(0.02)
        return status

    def ask(self, what: dict[str, Any], given: list[int] | None = None) -> int | None:
        """Ask it for a process, or how one ended, None while it runs; AssertionError if it left."""
        try:
            socket.send_fds(self._here, [json.dumps(what).encode()], given or [])
            answer = self._here.recv(LONGEST)
        except OSError as error:
            raise AssertionError(f"the loaded process does not answer: {what}") from error
        if not answer:
            raise AssertionError(f"the loaded process has left: {what}")
        status: int | None = json.loads(answer)
        return status

    def close(self) -> None:
        """Let it go."""
        self._here.close()
        self._process.wait()


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    """Give both ends of a pipe: where it is read, and where it is written."""
    read, write = os.pipe()
    return os.fdopen(read, "rb"), os.fdopen(write, "wb")


def _start(said: dict[str, Any], given: list[int], ours: socket.socket) -> int:
    """Fork a process that runs a program; gives its id, under which it can be killed already."""
    if pid := os.fork():
        os.setpgid(pid, pid)
        for one in given:
            os.close(one)
        return pid
    status = 1
    try:
        ours.close()
        os.setpgid(0, 0)
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
            answer = _ended(said["ended"]) if "ended" in said else _start(said, list(given), ours)
            ours.send(json.dumps(answer).encode())


def _ended(pid: int) -> int | None:
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else None


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
