"""The only code that opens a connection: a counterpart's address, packages, pulls, its lists."""

from collections.abc import Mapping
from functools import cache

import urllib3
from urllib3.exceptions import HTTPError

from kakehashi.core.answer import Answer, unpack_answer
from kakehashi.core.certificate.issuing_keys import MAX_FILE
from kakehashi.core.certificate.status import MAX_TOKEN
from kakehashi.core.package import Unreadable
from kakehashi.core.sealing import MAX_SEALED_BYTES, MEDIA_TYPE

CONNECT_SECONDS, READ_SECONDS = 5.0, 60.0
NODES = 64
"""How many counterparts we stay connected to: more than a node has agreements."""
ANSWERED = frozenset((200, 202, 409, 422, 423))
"""The statuses that carry an answer (see docs/protocol.md, section 7)."""


class Unreachable(Exception):
    """No answer of ours came back: the network, a proxy, or the counterpart's node is down."""


def send_package(address: str, agreement: str, sealed: bytes) -> Answer:
    """Post a package.

    Raises:
        Unreachable: nothing came back that is an answer.

    """
    status, body = _post(f"{address}/exchange/{agreement}/package", sealed, MEDIA_TYPE)
    if status not in ANSWERED:
        raise Unreachable(f"status {status}")
    try:
        return unpack_answer(body)
    except Unreadable as error:
        raise Unreachable(f"status {status}, no answer of ours: {error}") from error


def fetch_package(address: str, agreement: str, request: bytes) -> bytes | None:
    """Post a pull; gives the sealed package, or None where there is nothing new.

    Raises:
        Unreachable: nothing came back that is an answer.

    """
    status, body = _post(f"{address}/exchange/{agreement}/pull", request, "application/jose")
    if status == 204:
        return None
    if status != 200:
        raise Unreachable(f"status {status}")
    return body


def fetch_status_list(address: str, agreement: str, party: str, number: int) -> bytes | None:
    """Get a status list that a counterpart publishes; None where it has none of this number.

    Raises:
        Unreachable: nothing came back that can be one.

    """
    return _published(f"{address}/verify/status/{agreement}/{party}/{number}.cwt", most=MAX_TOKEN)


def fetch_published_keys(address: str, agreement: str, party: str) -> bytes | None:
    """Get the file of keys that a counterpart publishes; None where it has none.

    Raises:
        Unreachable: nothing came back that can be one.

    """
    return _published(f"{address}/verify/keys/{agreement}/{party}.json", most=MAX_FILE)


def _published(url: str, *, most: int) -> bytes | None:
    status, body = _ask("GET", url, most=most)
    if status == 404:
        return None
    if status != 200:
        raise Unreachable(f"status {status}")
    return body


@cache
def _pool() -> urllib3.PoolManager:
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    return urllib3.PoolManager(NODES, timeout=timeout, retries=False, maxsize=4)


def _post(url: str, body: bytes, media_type: str) -> tuple[int, bytes]:
    headers = {"Content-Type": media_type}
    return _ask("POST", url, most=MAX_SEALED_BYTES, body=body, headers=headers)


def _ask(
    method: str,
    url: str,
    *,
    most: int,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    try:
        response = _pool().request(
            method, url, body=body, headers=headers, redirect=False, preload_content=False
        )
        with response:
            data = response.read(most + 1)
            response.drain_conn()
            return response.status, data
    except (HTTPError, OSError) as error:
        raise Unreachable(type(error).__name__) from error
