"""A line between a browser and a node that can be cut: at a form, or for good."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

ASKING: Final = "asking"
ANSWERED: Final = "answered"
_CHUNK: Final = 2**16


class Line:
    """Carries bytes between a port of its own and a node's, until it is told to cut."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._cut = ""
        self._is_down = threading.Event()
        self._ends: list[socket.socket] = []
        self.cuts: list[str] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, when: str) -> None:
        """Cut the next form that is sent: while it is `asking`, or when it was `answered`."""
        self._cut = when

    def close(self) -> None:
        """Carry nothing any more, and break off whatever is open."""
        self._is_down.set()
        _break_off(self._listening, *self._ends)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        with browser, suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as node:
            self._ends += (browser, node)
            if self._is_down.is_set():
                return
            back = threading.Thread(target=self._answer, args=(node, browser), daemon=True)
            back.start()
            while data := browser.recv(_CHUNK):
                if data.startswith(b"POST") and self._cut == ASKING:
                    self._snap(ASKING, browser, node)
                    return
                node.sendall(data)
            back.join(5)

    def _answer(self, node: socket.socket, browser: socket.socket) -> None:
        with suppress(OSError):
            while data := node.recv(_CHUNK):
                if b" 303 " in data[:40] and self._cut == ANSWERED:
                    self._snap(ANSWERED, browser, node)
                    return
                browser.sendall(data)

    def _snap(self, when: str, *ends: socket.socket) -> None:
        self._cut = ""
        self.cuts.append(when)
        _break_off(*ends)


def _break_off(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to a node's port, for a while."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
