"""What changes batches and applications, one short transaction each."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from kakehashi.acceptance.models import (
    Application,
    Batch,
    BatchFile,
    Query,
    Ruling,
)
from kakehashi.acceptance.sealing import Seal, file_of, pieces_of
from kakehashi.acceptance.staging import Names
from kakehashi.core.acceptance_check import Judgment, Reason
from kakehashi.core.listing import ListRefused
from kakehashi.database.bulk import moment
from kakehashi.database.direct import write_each
from kakehashi.database.prepared import Prepared
from kakehashi.journal.record import record

TAKING_LASTS: Final = timedelta(days=1)
"""After which a batch that was never taken whole is deleted."""
TRIED_AGAIN_AFTER: Final = timedelta(minutes=5)

_TAKING: Final = Prepared(lambda: Batch.objects.filter(state=Batch.State.TAKING))


@dataclass(frozen=True, slots=True)
class Judged:
    """One application with its judgment; `code` is the text read out of its picture.

    `names` are its tokens where the picture changed them; `is_counted` is false where another row
    stands for the same application.
    """

    row: Application
    judgment: Judgment
    is_counted: bool = True
    code: str = ""
    names: Names | None = None


def written(reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """Write reasons as JSON values."""
    return [
        {
            "finding": reason.finding,
            "weight": reason.weight,
            "clause": reason.clause,
            "said": dict(reason.said),
        }
        for reason in reasons
    ]


_SETTLE: Final = (
    'UPDATE "acceptance_application" SET "state" = %s, "verdict" = %s, "findings" = %s, '
    '"checked_at" = %s, "is_counted" = %s, "found" = %s WHERE "id" = %s AND "state" = %s'
)
_NAME: Final = (
    'UPDATE "acceptance_application" SET "same" = %s, "content" = %s, "person" = %s, '
    '"certificate" = %s, "stated" = %s WHERE "id" = %s'
)


def settle(judged: Sequence[Judged], seal: Seal, *, now: datetime) -> None:
    """Keep what the check said of some applications."""
    checked, waiting = Application.State.CHECKED.value, Application.State.WAITING.value
    values = [
        (
            checked,
            one.judgment.verdict.value,
            _codes(one.judgment),
            moment(now),
            one.is_counted,
            _found(one, seal),
            one.row.pk,
            waiting,
        )
        for one in judged
    ]
    named = [_named(one, seal) for one in judged if one.names is not None]
    with transaction.atomic():
        write_each(_SETTLE, values)
        if named:
            write_each(_NAME, named)


def _codes(judgment: Judgment) -> str:
    codes = dict.fromkeys(reason.finding.value for reason in judgment.reasons)
    return f" {' '.join(codes)} " if codes else ""


def _found(one: Judged, seal: Seal) -> bytes:
    said = {"reasons": written(one.judgment.reasons)}
    return seal.seal_said(said, at=f"{one.row.line}/found")


def _named(one: Judged, seal: Seal) -> tuple[object, ...]:
    """The columns of an application whose code was read out of its picture."""
    if one.names is None:
        raise ValueError(one.row.line)
    stated = seal.open_said(bytes(one.row.stated), at=f"{one.row.line}/stated")
    stated["texts"] |= {"code": one.code}
    content = json.dumps(stated, ensure_ascii=False, sort_keys=True)
    sealed = seal.seal(content.encode(), at=f"{one.row.line}/stated")
    names = one.names
    return names.same, names.content, names.person, names.certificate, sealed, one.row.pk


def replace_earlier(rows: Sequence[int]) -> None:
    """Count applications no more that a later file states anew."""
    with transaction.atomic():
        Application.objects.filter(pk__in=rows).update(is_counted=False)


def begin_checking(batch: Batch, *, rows: int) -> None:
    """Say that all rows of a batch are read."""
    Batch.objects.filter(pk=batch.pk, state=Batch.State.READING).update(
        state=Batch.State.CHECKING, expected=rows
    )


def refuse(batch: Batch, refusal: ListRefused, seal: Seal, *, now: datetime) -> None:
    """Close a batch whose file cannot be read, with the reasons, once; its file is deleted."""
    flaws = [asdict(problem) for problem in refusal.problems]
    with transaction.atomic():
        if not Batch.objects.filter(pk=batch.pk, state=Batch.State.READING).update(
            state=Batch.State.REFUSED, done_at=now
        ):
            return
        said = json.loads(file_of(batch.pk, seal, BatchFile.ABOUT) or b"{}")
        BatchFile.objects.filter(batch=batch).delete()
        told = {"name": said["name"], "pictures": {}, "texts": {}, "refusal": flaws}
        data = json.dumps(told, ensure_ascii=False).encode()
        BatchFile.objects.bulk_create(
            BatchFile(batch=batch, number=number, piece=piece, sealed=sealed)
            for number, piece, sealed in pieces_of(seal, BatchFile.ABOUT, data)
        )


def postpone(batch: Batch, problem: str, *, now: datetime) -> None:
    """Note that work on a batch failed; it is tried again later, and others go on meanwhile."""
    Batch.objects.filter(pk=batch.pk).update(
        problem=problem[:200], next_attempt_at=now + TRIED_AGAIN_AFTER
    )


def go_on(batch: Batch) -> None:
    """Note that a batch that had failed is worked on again."""
    Batch.objects.filter(pk=batch.pk).exclude(problem="").update(problem="", next_attempt_at=None)


def close(batch: Batch, *, now: datetime) -> bool:
    """Say that a batch is done, with what came of it in the node's own record; once."""
    with transaction.atomic():
        done = Batch.objects.filter(pk=batch.pk, state=Batch.State.CHECKING).update(
            state=Batch.State.DONE, done_at=now
        )
        if not done:
            return False
        rows = Application.objects.filter(batch=batch).order_by().values_list("verdict")
        counted = dict(rows.annotate(Count("pk")))
        record(
            "applications.checked",
            {"batch": str(batch.public_id), "agreement": batch.agreement, "counted": counted},
            now=now,
        )
    return True


def check_again(batch: Batch, *, by: int | None, now: datetime, line: int | None = None) -> int:
    """Let a batch, or one application of it, be checked anew by what is known now."""
    rows = Application.objects.filter(batch=batch, state=Application.State.CHECKED)
    if line is not None:
        rows = rows.filter(line=line)
    with transaction.atomic():
        states = (Batch.State.DONE, Batch.State.CHECKING)
        if not Batch.objects.filter(pk=batch.pk, state__in=states, erased_at=None).update(
            state=Batch.State.CHECKING, done_at=None
        ):
            return 0
        count = rows.update(state=Application.State.WAITING)
        record(
            "applications.checked-again",
            {"batch": str(batch.public_id), "agreement": batch.agreement, "by": by, "rows": count},
            now=now,
        )
    return count


def note_queries(
    rows: Sequence[Application], *, agreement: str, kind: str, draft: UUID, by: int, now: datetime
) -> None:
    """Note that a draft asks the sending side about some applications."""
    Query.objects.bulk_create(
        Query(
            application=row,
            agreement=agreement,
            kind=kind,
            draft=draft,
            asked_by_id=by,
            asked_at=now,
        )
        for row in rows
    )


def note_issued(query: Query, *, jti: str) -> None:
    """Note the notice that a query's draft became."""
    Query.objects.filter(pk=query.pk, jti="").update(jti=jti)


def note_answer(query: Query, *, answer: str) -> bool:
    """Note an answer, and let the application be checked anew by it; say whether it is new."""
    with transaction.atomic():
        if not Query.objects.filter(pk=query.pk).exclude(answer=answer).update(answer=answer):
            return False
        row = Application.objects.select_related("batch").get(pk=query.application_id)
        if row.batch.erased_at is None:
            Batch.objects.filter(pk=row.batch_id, state=Batch.State.DONE).update(
                state=Batch.State.CHECKING, done_at=None
            )
            Application.objects.filter(pk=row.pk).update(state=Application.State.WAITING)
    return True


def rule(
    row: Application,
    seal: Seal,
    *,
    is_settled: bool,
    doubts: Sequence[Reason],
    answer: str,
    reason: str,
    by: int,
    now: datetime,
) -> bool:
    """Keep what an officer decided about an application's doubts by an answer; it is judged anew.

    Nothing happens where the batch was erased, or its application waits for the check; says so.
    """
    checked = Application.objects.filter(
        pk=row.pk, state=Application.State.CHECKED, batch__erased_at=None
    )
    with transaction.atomic():
        if not checked.update(state=Application.State.WAITING):
            return False
        Batch.objects.filter(pk=row.batch_id, state=Batch.State.DONE).update(
            state=Batch.State.CHECKING, done_at=None
        )
        codes = sorted({one.finding.value for one in doubts})
        Ruling.objects.create(
            application=row,
            is_settled=is_settled,
            findings=f" {' '.join(codes)} ",
            answer=answer,
            reason=seal.seal_said({"reason": reason}, at=f"{row.line}/ruling"),
            ruled_by_id=by,
            ruled_at=now,
        )
        record(
            "application.ruled",
            {"batch": str(row.batch.public_id), "agreement": row.batch.agreement, "row": row.line}
            | {"settled": is_settled, "findings": codes, "notice": answer, "by": by},
            now=now,
        )
    return True


def drop_unfinished(*, now: datetime) -> bool:
    """Delete what was never taken whole; say if there was anything."""
    left = [batch.pk for batch in _TAKING() if batch.taken_at < now - TAKING_LASTS]
    if not left:
        return False  # to delete nothing would wait in line for the write lock
    return Batch.objects.filter(pk__in=left, state=Batch.State.TAKING).delete()[0] > 0
