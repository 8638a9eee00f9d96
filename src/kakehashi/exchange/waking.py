"""Waking the worker at once when there is something to do; missed calls cost two seconds."""

import socket
from contextlib import suppress
from enum import StrEnum
from functools import cache
from pathlib import Path

from kakehashi import node


class Half(StrEnum):
    """The halves of the worker: one delivers what we wrote, the other follows what is held."""

    DELIVERS = "delivers"
    FOLLOWS = "follows"


def _address(half: Half) -> Path:
    return node.inside(node.this().home, "run", f"{half}.sock")


def wake(*halves: Half) -> None:
    """Tell halves of the worker (both where none is named) that there is work.

    Nothing happens where none listens.
    """
    for half in halves or Half:
        with suppress(OSError):
            _caller().sendto(b"\0", str(_address(half)))


@cache
def _caller() -> socket.socket:
    """Give the socket that calls, which all calls of a process share."""
    caller = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    caller.settimeout(0)
    return caller


class Listener:
    """The worker's end: waits until called, or until the time is up."""

    def __init__(self, half: Half) -> None:
        self._half = half
        address = _address(half)
        address.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(address))

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; say whether somebody called. Calls that piled up are one."""
        self._socket.settimeout(max(seconds, 0.001))
        try:
            self._socket.recv(64)
        except TimeoutError:
            return False
        self._socket.settimeout(0)
        with suppress(BlockingIOError):
            while True:
                self._socket.recv(64)
        return True

    def close(self) -> None:
        """Stop listening."""
        self._socket.close()
        _address(self._half).unlink(missing_ok=True)
