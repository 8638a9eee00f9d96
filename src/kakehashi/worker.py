"""The one worker: delivers, fetches, judges, projects and reacts, and sleeps when there is nothing.

What is due is read from the database each round; the worker itself remembers nothing.
"""

import logging
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, close_old_connections

from kakehashi import dispatch, node
from kakehashi.core.answer import Answer
from kakehashi.core.package import Unreadable
from kakehashi.exchange import actions
from kakehashi.exchange.http import Unreachable, fetch_package, send_package
from kakehashi.exchange.models import Peer
from kakehashi.exchange.waking import Listener

logger = logging.getLogger("kakehashi.worker")

ROUND_SECONDS = 2.0
PULLS_A_ROUND = 50


def clock() -> datetime:
    """Say what time it is: the one clock of the worker."""
    return datetime.now(UTC)


def run(*, until: Callable[[], bool] | None = None) -> None:
    """Work in rounds until told to stop (SIGTERM, SIGINT, or `until`)."""
    listener, stopping = Listener(), _Stopping()
    try:
        while not stopping and not (until and until()):
            try:
                busy = work_once(now=clock())
            except DatabaseError:
                logger.exception("the database failed; trying again")
                busy = False
            close_old_connections()
            if not busy and not stopping:
                listener.wait(ROUND_SECONDS)
    finally:
        listener.close()


def work_once(*, now: datetime) -> bool:
    """Do what is due under every agreement; say whether it is worth beginning again at once."""
    busy = False
    for agreement in node.this().agreements:
        dispatch.catch_up(agreement, now=now)
        peer = Peer.objects.filter(agreement=agreement).first()
        if peer is None or not peer.address or peer.stopped:
            continue
        if peer.next_attempt_at is None or peer.next_attempt_at <= now:
            busy = exchange(peer) or busy
            dispatch.catch_up(agreement, now=clock())
    return busy


def exchange(peer: Peer) -> bool:
    """Deliver to one counterpart and fetch from it; a failure is noted and tried again later."""

    def send(sealed: bytes) -> Answer:
        return send_package(peer.address, peer.agreement, sealed)

    try:
        dispatch.deliver(peer, send=send, clock=clock)
        return _fetch(peer)
    except (Unreachable, Unreadable, actions.FalseAnswer) as error:
        logger.info("%s: %s", peer.agreement, error)
        actions.note_failure(peer, f"{type(error).__name__}: {error}", now=clock())
        if clock() - (peer.last_heard_at or peer.introduced_at) > timedelta(hours=1):
            actions.raise_alarm(peer.agreement, "unreachable", str(error), now=clock())
        return False


def _fetch(peer: Peer) -> bool:
    """Fetch until there is nothing new; say whether there may be more."""
    for _ in range(PULLS_A_ROUND):
        request = dispatch.pull_request(peer, now=clock())
        sealed = fetch_package(peer.address, peer.agreement, request)
        if sealed is None:
            actions.note_heard(peer, now=clock())
            return False
        received = dispatch.receive(peer.agreement, sealed, now=clock())
        if received.answer.problem:
            return False
    return True


class _Stopping:
    """True once the process was asked to end; the round at hand is finished first."""

    def __init__(self) -> None:
        self._asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._ask())

    def _ask(self) -> None:
        self._asked = True

    def __bool__(self) -> bool:
        return self._asked
