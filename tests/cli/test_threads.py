"""Requests go to the thread that answered last; more than there are threads wait their turn."""

import time
from threading import Barrier, Event, get_ident

import pytest

from kakehashi.cli.threads import LastFirst


def test_the_thread_that_answered_last_answers_next() -> None:
    pool, both, held = LastFirst(2), Barrier(2), Event()

    def meet(*, is_held: bool) -> int:
        both.wait()
        if is_held:
            held.wait()
        return get_ident()

    early, late = (pool.submit(meet, is_held=is_held) for is_held in (False, True))
    early.result()
    _wait_until_idle(pool, 1)
    held.set()
    late.result()
    for _ in range(5):
        _wait_until_idle(pool, 2)
        assert pool.submit(get_ident).result() == late.result()
    pool.shutdown()


def _wait_until_idle(pool: LastFirst, count: int) -> None:
    until = time.monotonic() + 600
    while len(pool._idle) < count:  # noqa: SLF001 - what nobody else can see
        assert time.monotonic() < until
        time.sleep(0.001)


def test_what_finds_no_thread_waits_and_is_done_in_order() -> None:
    pool, held, done = LastFirst(1), Event(), list[int]()
    first = pool.submit(held.wait)
    later = [pool.submit(done.append, number) for number in range(3)]
    pool.shutdown()
    held.set()
    assert first.result()
    for future in later:
        future.result()
    assert done == [0, 1, 2]
    with pytest.raises(RuntimeError):
        pool.submit(held.wait)


def test_what_goes_wrong_is_told_and_the_thread_goes_on() -> None:
    pool = LastFirst(1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: 1 // 0).result()
    assert pool.submit(str, 1).result() == "1"
    pool.shutdown()
