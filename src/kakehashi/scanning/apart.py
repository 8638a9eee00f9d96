"""A stranger's file is opened in a process of its own, which may use little and knows no key.

The readers of pictures and PDFs are large programs in C and C++. What goes wrong in them there
ends that process, and the node, its keys and its database are not in it.
"""

import json
import os
import resource
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Final

from kakehashi.scanning.reading import LARGEST_FILE, Codes, NotRead, Why, read_codes

LONGEST_SECONDS: Final = 20
LONGEST_WAIT_SECONDS: Final = 5
_CPU_SECONDS: Final = 10
_MEMORY: Final = 1_024 * 2**20
_AT_ONCE = BoundedSemaphore(2)
"""Files that this process lets be read at the same time; who comes then waits a little."""


def read_apart(content: bytes) -> Codes:
    """Read the QR codes of a file from outside; NotRead as `read_codes`, or where it takes long."""
    if len(content) > LARGEST_FILE:
        raise NotRead(Why.TOO_LARGE)
    if not _AT_ONCE.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise NotRead(Why.BUSY)
    try:
        return said(_run(content))
    except subprocess.TimeoutExpired:
        raise NotRead(Why.TOO_LONG) from None
    finally:
        _AT_ONCE.release()


def _run(content: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-I", "-m", "kakehashi.scanning.apart"],
        input=content,
        capture_output=True,
        timeout=LONGEST_SECONDS,
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        cwd="/",
        check=False,
    )


def said(ended: "subprocess.CompletedProcess[bytes]") -> Codes:
    """Read the answer; a process that died over a file found it damaged."""
    try:
        said = json.loads(ended.stdout)
    except ValueError:
        raise NotRead(Why.DAMAGED) from None
    if "why" in said:
        raise NotRead(Why(said["why"]))
    return Codes(tuple(said["texts"]))


def _bound() -> None:
    """Take from this process what it does not need: time, memory, files, further processes."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    _bound()
    try:
        answer: dict[str, object] = {"texts": read_codes(sys.stdin.buffer.read()).texts}
    except NotRead as refused:
        answer = {"why": refused.why}
    except MemoryError:
        answer = {"why": Why.TOO_LARGE}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
