"""The acceptance check at work: what waits is read, judged and kept, a slice at a time.

Work is a query for what waits; a process killed anywhere loses nothing and judges nothing twice.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import DatabaseError

from kakehashi import node
from kakehashi.acceptance import actions, erasing, queries, staging
from kakehashi.acceptance.actions import Judged
from kakehashi.acceptance.models import Application, Batch
from kakehashi.acceptance.sealing import Gone, seal_of
from kakehashi.core.acceptance_check import judge
from kakehashi.core.acceptance_check.repeated import Repeated, Stating, repeated
from kakehashi.core.listing import ListRefused
from kakehashi.dispatch.arriving import batch_source
from kakehashi.dispatch.checking.answers import take_answers
from kakehashi.dispatch.checking.gathering import gathered
from kakehashi.dispatch.checking.pictures import Looked, look_at
from kakehashi.exchange.actions import clear_alarm, raise_alarm
from kakehashi.screening.actions import remove

__all__ = ["check_all", "check_some"]

logger = logging.getLogger("kakehashi.checking")

SLICE: Final = 100
PICTURES: Final = 4
"""Applications with a picture that are read between two looks at what else there is to do."""
SLICES_AT_ONCE: Final = 10


def check_some(*, now: datetime) -> bool:
    """Do the next stretch of checking under all agreements; say whether there was any."""
    moved = [take_answers(agreement) for agreement in node.this().agreements]
    is_answered = any(moved)
    over = erasing.due(now=now)
    if over is not None:
        _erase(over, now=now)
    is_done = actions.drop_unfinished(now=now)
    for _ in range(SLICES_AT_ONCE):
        batch = queries.to_do(now=now)
        if batch is None:
            break
        is_done = True
        _try(batch, now=now)
    return is_done or is_answered or over is not None


def check_all(batch: Batch, *, now: datetime, tell: Callable[[queries.Counts], None]) -> Batch:
    """Check one batch to its end, telling how far it is after each slice."""
    while True:
        current = Batch.objects.get(pk=batch.pk)
        if current.state not in {Batch.State.READING, Batch.State.CHECKING}:
            return current
        _work_on(current, now=now)
        tell(queries.counts([current])[current.pk])


def _try(batch: Batch, *, now: datetime) -> None:
    """Work on a batch; one that fails is told by an alarm and tried later, and stops no other."""
    try:
        _work_on(batch, now=now)
    except DatabaseError:
        raise
    except Exception as error:
        logger.exception("%s: the check failed", batch.public_id)
        actions.postpone(batch, f"{type(error).__name__}: {error}", now=now)
        raise_alarm(batch.agreement, "acceptance", type(error).__name__, now=now)
    else:
        if batch.problem:
            actions.go_on(batch)
            clear_alarm(batch.agreement, "acceptance", now=now)


def _work_on(batch: Batch, *, now: datetime) -> None:
    try:
        if batch.state == Batch.State.READING:
            _read(batch, now=now)
        else:
            _check(batch, now=now)
    except Gone:
        _erase(batch, now=now)


def _erase(batch: Batch, *, now: datetime) -> None:
    """Erase a batch, what was compared of its names first: cut off between, it is still due."""
    remove(source=batch_source(batch), with_decisions=True)
    erasing.erase(batch, now=now)


def _read(batch: Batch, *, now: datetime) -> None:
    try:
        staging.stage(batch)
    except ListRefused as refusal:
        actions.refuse(batch, refusal, seal_of(batch), now=now)
        return
    actions.begin_checking(batch, rows=Application.objects.filter(batch=batch).count())


def _check(batch: Batch, *, now: datetime) -> None:
    rows = queries.waiting(batch, at_most=SLICE)
    if not rows:
        actions.close(batch, now=now)
        return
    seal = seal_of(batch)
    pictured = [row for row in rows if row.picture]
    looked = look_at(batch, pictured[:PICTURES] if pictured else rows, seal)
    judged = _judged(batch, looked, now=now)
    actions.settle([one for one, _ in judged], seal, now=now)
    if replaced := [order for _, stands in judged for order in stands.replaced]:
        actions.replace_earlier(replaced)


def _judged(
    batch: Batch, looked: Sequence[Looked], *, now: datetime
) -> list[tuple[Judged, Repeated]]:
    profile = node.profile(batch.agreement)
    facts, before = gathered(batch.agreement, looked, now=now)
    made = []
    for one, told in zip(looked, facts, strict=True):
        others = [_stating(other) for other in before.same.get(one.names.same, ())]
        stated, row = one.stated, one.row
        stands = repeated(
            Stating(row.pk, row.batch_id, one.names.content, ""),
            others,
            is_numbered=bool(stated.reference),
        )
        found = stands.judgment or judge(
            stated, told, profile.on(stated.applied_on), beside=stands.reasons
        )
        names = one.names if one.is_changed else None
        made.append((Judged(row, found, stands.is_counted, stated.code, names), stands))
    return made


def _stating(row: Application) -> Stating:
    return Stating(row.pk, row.batch_id, row.content, queries.where(row))
