"""The worker's parts do not wait for one another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from socket import create_server
from threading import Event, Thread

import pytest

from kakehashi import node, worker
from kakehashi.accounts.models import Officer
from kakehashi.desk import digests
from kakehashi.exchange.actions import raise_alarm
from kakehashi.node import Mail
from tests.web.desk import make

MORNING = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)  # 09:30 in Tokyo
PATIENCE = 300.0


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_never_answers_holds_up_no_delivery(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer = make.officer("aoi", make.DRAFTS)
    Officer.objects.filter(pk=officer.pk).update(email="aoi@ministry.example")
    digests.wish(officer.pk, wanted=True, now=MORNING)
    raise_alarm(make.AGREEMENT, "unreachable", "", now=MORNING)
    monkeypatch.setattr(worker, "clock", lambda: MORNING)
    monkeypatch.setattr(worker, "ROUND_SECONDS", 0.01)
    over = Event()
    with create_server(("127.0.0.1", 0)) as silent:
        mail = Mail("127.0.0.1", "node@kakehashi.example", silent.getsockname()[1], "none")
        this = node.this()
        made = replace(this, identity=replace(this.identity, mail=mail))
        monkeypatch.setattr(node, "this", lambda: made)
        keeper = Thread(target=worker.keep_house, args=(over.is_set,))
        keeper.start()
        silent.settimeout(PATIENCE)
        talking, _ = silent.accept()

        worker.exchange(_after(3))

        assert keeper.is_alive()
        talking.settimeout(0)
        with pytest.raises(BlockingIOError):  # it still waits for the first word
            talking.recv(1)
        over.set()
        talking.close()
        keeper.join(PATIENCE)
    assert not keeper.is_alive()


def _after(rounds: int) -> Callable[[], bool]:
    left = iter([False] * rounds)
    return lambda: next(left, True)
