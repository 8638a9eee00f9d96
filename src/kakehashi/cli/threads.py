"""The threads that answer requests, of which the one that answered last answers next."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from threading import Lock, Thread
from typing import ParamSpec, TypeVar

from gunicorn.workers.gthread import ThreadWorker

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_Work = Callable[[], None]


class LastFirst(Executor):
    """A pool that gives work to the thread that became idle last.

    Each thread has its connection to the database, with what was read by it. Where threads take
    turns, each reads anew what the others have changed, though there is one request at a time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._started = 0
        self._changing = Lock()
        self._idle: list[SimpleQueue[_Work | None]] = []
        self._waiting: deque[_Work] = deque()
        self._is_over = False

    def submit(
        self,
        fn: Callable[_Arguments, _Result],
        /,
        *args: _Arguments.args,
        **kwargs: _Arguments.kwargs,
    ) -> Future[_Result]:
        """Have something done by a thread, once one is idle."""
        future: Future[_Result] = Future()

        def work() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 - whoever waits for the result is told
                future.set_exception(error)

        with self._changing:
            if self._is_over:
                raise RuntimeError("the threads have been told to end")
            if self._idle:
                self._idle.pop().put(work)
            elif self._started < self._most:
                self._started += 1
                Thread(target=self._run, args=(work,), daemon=True).start()
            else:
                self._waiting.append(work)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Executor's
        """End the threads once all that was submitted is done; waits for nothing."""
        with self._changing:
            self._is_over = True
            while self._idle:
                self._idle.pop().put(None)

    def _run(self, first: _Work) -> None:
        mine: SimpleQueue[_Work | None] = SimpleQueue()
        work: _Work | None = first
        while work is not None:
            work()
            with self._changing:
                if self._waiting:
                    work = self._waiting.popleft()
                    continue
                if self._is_over:
                    return
                self._idle.append(mine)
            work = mine.get()


class Worker(ThreadWorker):  # type: ignore[misc]
    """Gunicorn's worker with these threads."""

    def get_thread_pool(self) -> Executor:
        """Give the pool."""
        return LastFirst(self.cfg.threads)
