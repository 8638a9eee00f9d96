"""The malware scanner of this machine: ClamAV's daemon, asked over its socket file.

A file in which it finds something is not taken. Where no scanner is configured, or it does not
answer, the file says of itself that it was not looked through: it is drawn anew all the same.
"""

import logging
import socket
from typing import Final

from kakehashi import node
from kakehashi.intake.cleaning import Checked, NotTaken, Why

_CHUNK: Final = 2**16
_PATIENCE: Final = 20.0
logger = logging.getLogger("kakehashi.intake")


def look_through(content: bytes) -> Checked:
    """Have a file looked through; NotTaken where something is found in it."""
    file = node.this().identity.intake.scanner
    if file is None:
        return Checked.NOT_CHECKED
    try:
        answer = _ask(file, content)
    except OSError as error:
        logger.warning("the malware scanner does not answer: %s", type(error).__name__)
        return Checked.NOT_CHECKED
    if answer.endswith(b"FOUND"):
        raise NotTaken(Why.MALWARE)
    return Checked.CLEAN if answer.endswith(b"OK") else Checked.NOT_CHECKED


def _ask(file: str, content: bytes) -> bytes:
    """Send a file as ClamAV's INSTREAM asks: chunks with their length, an empty one at the end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as daemon:
        daemon.settimeout(_PATIENCE)
        daemon.connect(file)
        daemon.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _CHUNK):
            chunk = content[start : start + _CHUNK]
            daemon.sendall(len(chunk).to_bytes(4) + chunk)
        daemon.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (got := daemon.recv(1024)):
            answer += got
    return answer.rstrip(b"\0").strip()
