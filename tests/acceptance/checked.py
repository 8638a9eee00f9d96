"""Taking files and checking them, as the worker does."""

from datetime import UTC, date, datetime
from typing import Any

from kakehashi.acceptance import queries, taking
from kakehashi.acceptance.models import Application, Batch
from kakehashi.acceptance.queries import Opened
from kakehashi.acceptance.taking import Given, Order
from kakehashi.core.acceptance_check import Finding
from kakehashi.core.acceptance_check.reading import Usual
from kakehashi.dispatch.checking import check_all

AGREEMENT = "jp-tj-2024"
NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)


def order(agreement: str = AGREEMENT, **usual: Any) -> Order:
    return Order(agreement, Usual(**({"applied_on": date(2026, 5, 1)} | usual)), None)


def take(content: bytes, name: str = "list.csv", *, agreement: str = AGREEMENT) -> Batch:
    given = taking.given_file(name, content, agreement=agreement)
    return take_given(given, agreement=agreement)


def take_given(given: Given, *, agreement: str = AGREEMENT) -> Batch:
    batch, _is_new = taking.take(given, order(agreement), now=NOW)
    return batch


def check(batch: Batch, *, now: datetime = NOW) -> list[Opened]:
    done = check_all(batch, now=now, tell=lambda _counts: None)
    if done.state == Batch.State.REFUSED:
        return []
    rows = Application.objects.filter(batch=done).order_by("line")
    return queries.opened(done, rows)


def verdicts(content: bytes, **named: Any) -> list[str]:
    return [one.row.verdict for one in check(take(content, **named))]


def findings(one: Opened) -> set[Finding]:
    return {reason.finding for reason in one.reasons}
