"""A wire between a browser and a server that a test can cut: nothing that was open stays open."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


class Relay:
    """Passes bytes on to a server on this machine until it is cut."""

    def __init__(self, port: int) -> None:
        self._to = ("127.0.0.1", port)
        self._open: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self._is_cut = Event()
        self.port = int(self._door.getsockname()[1])
        Thread(target=self._admit, daemon=True).start()

    def cut(self) -> None:
        """Take nobody in any more, and break off whatever is open."""
        self._is_cut.set()
        for one in (self._door, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _admit(self) -> None:
        with suppress(OSError):
            while not self._is_cut.is_set():
                near, _address = self._door.accept()
                far = socket.create_connection(self._to)
                self._open += (near, far)
                if self._is_cut.is_set():
                    self.cut()
                for one, other in ((near, far), (far, near)):
                    Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def relay(port: int) -> Iterator[Relay]:
    """Lay a wire to a server, and take it away."""
    laid = Relay(port)
    try:
        yield laid
    finally:
        laid.cut()
