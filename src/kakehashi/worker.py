"""The one worker, in two halves: one exchanges with counterparts, one follows what is held.

A notice is delivered at once, however much there is to judge and project, and however slow a mail
server is. What is due is read from the database each round; the worker itself remembers nothing.
"""

import gc
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Thread

from django.db import DatabaseError, close_old_connections, connections

from kakehashi import dispatch, node
from kakehashi.accounts.sessions import forget_sessions
from kakehashi.core.answer import Answer
from kakehashi.core.package import Unreadable
from kakehashi.desk.actions import record_readings
from kakehashi.desk.record import read_on
from kakehashi.dispatch.announcing import certify_due
from kakehashi.dispatch.arriving import screen_arrivals
from kakehashi.dispatch.checking import check_some
from kakehashi.dispatch.digests import send_one
from kakehashi.dispatch.intake_office import tidy
from kakehashi.dispatch.retention import erase_applications
from kakehashi.dispatch.screening import screen_on
from kakehashi.dispatch.status_lists import fetch_lists
from kakehashi.exchange import actions
from kakehashi.exchange.holding import Outcome
from kakehashi.exchange.http import Unreachable, fetch_package, send_package
from kakehashi.exchange.models import Peer
from kakehashi.exchange.parties import peer_under
from kakehashi.exchange.waking import Half, Listener, wake
from kakehashi.journal.head import BehindHead

logger = logging.getLogger("kakehashi.worker")

ROUND_SECONDS = 2.0
GATHER_SECONDS, LONGEST_GATHER_SECONDS = 0.05, 1.6
"""How long what arrives is gathered before it is judged and projected together: twice as long each
time while more comes, since many notices cost little more than one and hold the core less."""
NICENESS = 10
"""How far the half that follows steps back where a core is short: somebody waits for the other."""
PULLS_A_ROUND = 50
UNREACHABLE_AFTER = timedelta(hours=1)


def clock() -> datetime:
    """Say what time it is: the one clock of the worker."""
    return datetime.now(UTC)


def run() -> bool:
    """Work until told to stop (SIGTERM, SIGINT); False where one half ended by itself."""
    connections.close_all()
    gc.freeze()  # what is loaded stays, in memory that both halves share
    stopping = _Stopping()
    start = multiprocessing.get_context("fork").Process
    follower = start(target=follow, args=(stopping, os.getpid()), name=Half.FOLLOWS, daemon=True)
    follower.start()

    def is_over() -> bool:
        return bool(stopping) or not follower.is_alive()

    Thread(target=keep_house, args=(is_over,), name="keeps house", daemon=True).start()
    exchange(is_over)
    follower.terminate()
    follower.join()
    return bool(stopping)


def exchange(is_over: Callable[[], bool]) -> None:
    """Deliver what was issued as soon as it is, and ask for news, in rounds."""
    listener = Listener(Half.DELIVERS)
    try:
        while not is_over():
            _in_the_database(lambda: _under_each(exchange_under))
            listener.wait(ROUND_SECONDS)
            close_old_connections()
    finally:
        listener.close()


def keep_house(is_over: Callable[[], bool]) -> None:
    """Forget what is over, sessions and applications, send e-mails, fetch lists, in rounds.

    In a thread of its own: a mail server that takes its time must not hold up a counterpart, and
    what goes wrong here is tried again in the next round.
    """
    while not is_over():
        for chore in (forget_sessions, tidy, erase_applications, send_one, fetch_lists):
            try:
                chore(now=clock())
            except Exception:
                logger.exception("%s failed; trying again", chore.__name__)
        close_old_connections()
        time.sleep(ROUND_SECONDS)
    connections.close_all()


def follow(stopping: "_Stopping", parent: int) -> None:
    """Judge, project and react to what is held, in rounds; stops when left alone."""
    os.nice(NICENESS)
    listener, gather = Listener(Half.FOLLOWS), GATHER_SECONDS
    try:
        while not stopping and os.getppid() == parent:
            time.sleep(gather)
            if _in_the_database(lambda: follow_once(now=clock())):
                gather = min(2 * gather, LONGEST_GATHER_SECONDS)
            else:
                gather = GATHER_SECONDS
                listener.wait(ROUND_SECONDS)
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


def follow_once(*, now: datetime) -> bool:
    """Follow what is held under every agreement; say whether anything was done."""
    is_recorded = record_readings(now=now) or read_on() > 0
    is_followed = _under_each(lambda name: dispatch.catch_up(name, now=now, gathers=True))
    is_followed = _under_each(lambda agreement: certify_due(agreement, now=now)) or is_followed
    is_screened = not is_followed and _under_each(lambda name: _screen(name, now=now))
    if is_followed:
        wake(Half.DELIVERS)
    return check_some(now=now) or is_followed or is_screened or is_recorded


def _screen(agreement: str, *, now: datetime) -> bool:
    """Screen what arrived at home, then what was held, under an agreement.

    In this order: who was approved asks no longer when the register's own entry is compared.
    """
    is_arrived = screen_arrivals(agreement, now=now)
    return screen_on(agreement, now=now) or is_arrived


def work_once(*, now: datetime) -> bool:
    """Do all that is due, once; say whether it is worth beginning again at once."""
    erase_applications(now=now)
    is_delivered = _under_each(exchange_under)
    return follow_once(now=now) or is_delivered


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


def exchange_under(agreement: str) -> bool:
    """Deliver what was issued under an agreement, and fetch; say whether anything came."""
    peer = peer_under(agreement)
    if peer is None or not _may_call(peer, now=clock()):
        return False
    deliver(peer)
    return actions.is_fetch_due(peer, now=clock()) and fetch(peer)


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
    """Fetch from one counterpart until there is nothing new; say whether anything came.

    Where what is fetched has come meanwhile, the counterpart is sending: it is left to that.
    """
    try:
        for fetched in range(PULLS_A_ROUND):
            request = dispatch.pull_request(peer, now=clock())
            sealed = fetch_package(peer.address, peer.agreement, request)
            if sealed is None:
                actions.note_heard(peer, now=clock())
                return fetched > 0
            received = dispatch.receive(peer.agreement, sealed, now=clock())
            if received.answer.problem or received.outcome is Outcome.OUT_OF_STEP:
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
