"""The one worker: delivers, fetches, judges, projects and reacts, and sleeps when there is nothing.

What is due is read from the database each round; the worker itself remembers nothing.
"""

import logging
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, close_old_connections

from kakehashi import dispatch, node
from kakehashi.core.answer import Answer
from kakehashi.core.package import Unreadable
from kakehashi.desk.actions import record_readings
from kakehashi.exchange import actions
from kakehashi.exchange.http import Unreachable, fetch_package, send_package
from kakehashi.exchange.models import Peer
from kakehashi.exchange.waking import Listener
from kakehashi.journal.head import BehindHead

logger = logging.getLogger("kakehashi.worker")

ROUND_SECONDS = 2.0
GATHER_SECONDS = 0.2
"""How long what arrives is gathered before it is judged and projected together."""
PULLS_A_ROUND = 50
UNREACHABLE_AFTER = timedelta(hours=1)


def clock() -> datetime:
    """Say what time it is: the one clock of the worker."""
    return datetime.now(UTC)


def run(*, until: Callable[[], bool] | None = None) -> None:
    """Work in rounds until told to stop (SIGTERM, SIGINT, or `until`).

    What is issued is delivered at once; what arrives is gathered for a moment, since judging and
    projecting many notices costs little more than one.
    """
    listener, stopping = Listener(), _Stopping()
    try:
        while not stopping and not (until and until()):
            busy = _in_the_database(lambda: work_once(now=clock()))
            due = time.monotonic() + (GATHER_SECONDS if busy else ROUND_SECONDS)
            if busy:
                _in_the_database(deliver_all)
            while not stopping and (left := due - time.monotonic()) > 0:
                if listener.wait(left):
                    due = min(due, time.monotonic() + GATHER_SECONDS)
                    _in_the_database(deliver_all)
            close_old_connections()
    finally:
        listener.close()


def _in_the_database(work: Callable[[], bool]) -> bool:
    """Do some work; a database that fails is tried again in the next round."""
    try:
        return work()
    except DatabaseError:
        logger.exception("the database failed; trying again")
        close_old_connections()
        return False


def work_once(*, now: datetime) -> bool:
    """Do what is due under every agreement; say whether it is worth beginning again at once."""
    is_recorded = record_readings(now=now)
    return _under_each(lambda agreement: work_under(agreement, now=now)) or is_recorded


def deliver_all() -> bool:
    """Deliver what was issued, under every agreement; say whether anybody could be called."""
    return _under_each(deliver_under)


def _under_each(work: Callable[[str], bool]) -> bool:
    """Do some work under every agreement; say whether any of it says so.

    What goes wrong under one agreement is told by an alarm and does not stop the others.
    """
    busy = False
    for agreement in node.this().agreements:
        try:
            busy = work(agreement) or busy
        except DatabaseError:
            raise
        except Exception as error:
            logger.exception("%s: the worker failed", agreement)
            actions.raise_alarm(agreement, "worker", type(error).__name__, now=clock())
    return busy


def deliver_under(agreement: str) -> bool:
    """Deliver what was issued under an agreement; say whether the counterpart could be called."""
    peer = Peer.objects.filter(agreement=agreement).first()
    if peer is None or not _may_call(peer, now=clock()):
        return False
    deliver(peer)
    return True


def work_under(agreement: str, *, now: datetime) -> bool:
    """Deliver, judge, project, react and fetch; say whether it is worth beginning again at once."""
    peer = Peer.objects.filter(agreement=agreement).first()
    if peer is None or not _may_call(peer, now=now):
        return dispatch.catch_up(agreement, now=now)
    deliver(peer)
    is_new = dispatch.catch_up(agreement, now=now)
    is_news = actions.is_fetch_due(peer, now=now) and fetch(peer)
    return is_new or is_news


def _may_call(peer: Peer, *, now: datetime) -> bool:
    is_time = peer.next_attempt_at is None or peer.next_attempt_at <= now
    return bool(peer.address) and not peer.stopped and is_time


def deliver(peer: Peer) -> None:
    """Deliver to one counterpart; a failure is noted and tried again later."""

    def send(sealed: bytes) -> Answer:
        return send_package(peer.address, peer.agreement, sealed)

    try:
        dispatch.deliver(peer, send=send, clock=clock)
    except BehindHead as behind:
        actions.raise_alarm(peer.agreement, "behind", str(behind), now=clock())
    except (Unreachable, actions.FalseAnswer) as error:
        _note_failure(peer, error)


def fetch(peer: Peer) -> bool:
    """Fetch from one counterpart until there is nothing new; say whether anything came."""
    try:
        for fetched in range(PULLS_A_ROUND):
            request = dispatch.pull_request(peer, now=clock())
            sealed = fetch_package(peer.address, peer.agreement, request)
            if sealed is None:
                actions.note_heard(peer, now=clock())
                return fetched > 0
            if dispatch.receive(peer.agreement, sealed, now=clock()).answer.problem:
                return False
    except (Unreachable, Unreadable) as error:
        _note_failure(peer, error)
        return False
    return True


def _note_failure(peer: Peer, error: Exception) -> None:
    logger.info("%s: %s", peer.agreement, error)
    now = clock()
    actions.note_failure(peer, f"{type(error).__name__}: {error}", now=now)
    if now - (peer.last_heard_at or peer.introduced_at) > UNREACHABLE_AFTER:
        actions.raise_alarm(peer.agreement, "unreachable", str(error), now=now)


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
