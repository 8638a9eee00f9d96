"""Cases and keys for tests, as plain functions."""

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from kakehashi.certificates import actions, issuing, sealing
from kakehashi.certificates.models import CandidateCase, CasePart, CaseState, Certificate
from kakehashi.certificates.procedures import procedure
from kakehashi.core.certificate import IssuingKey, certify, verifying_key, write_published
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.core.text import unb64url
from kakehashi.journal.record import record_each
from tests.core.case_of import case_of
from tests.core.vectors_certificate import ROOT, Pair

AGREEMENT = "jp-kh-2019"
NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)


def certified(request: bytes, root: Pair = ROOT, *, revoked: bool = False) -> bytes:
    """What the root's keeper makes of a request."""
    said = json.loads(request)
    agreement, _, party = said["issuer"].partition("/")
    tokens = [
        certify(
            IssuingKey(
                verifying_key(unb64url(one["x"]), unb64url(one["y"])),
                said["issuer"],
                date.fromisoformat(one["from_on"]),
                date.fromisoformat(one["until_on"]),
                said["time_zone"],
                revoked,
            ),
            root=root.public,
            sign=root.sign,
        )
        for one in said["keys"]
    ]
    return write_published(agreement, party, root=root.public, certified=tokens)


def proposed(by: int, /, **changes: Any) -> CandidateCase:
    """A case with all its steps done, proposed by an officer."""
    case = actions.open_case(AGREEMENT, case_of(**changes), by=by, now=NOW)
    for step in procedure(AGREEMENT).of(case.route):
        actions.note_step(case, step.id, done_on=NOW.date(), evidence=b"%PDF-", by=by, now=NOW)
    actions.propose_case(case, revision=0, by=by, now=NOW)
    return CandidateCase.objects.get(pk=case.pk)


def approved(officers: tuple[int, int], /, **changes: Any) -> CandidateCase:
    """A case that a second officer approved."""
    case = proposed(officers[0], **changes)
    actions.approve_case(case, revision=case.revision, by=officers[1], now=NOW)
    return CandidateCase.objects.get(pk=case.pk)


def everyone(_number: str, _day: date) -> bool:
    """Every organization is approved."""
    return True


def issue(count: int = 16) -> issuing.Round:
    return issuing.issue_approved(AGREEMENT, is_approved=everyone, now=NOW, at_most=count)


def issued(officers: tuple[int, int], /, **changes: Any) -> Certificate:
    """One certificate on one case."""
    approved(officers, **changes)
    (made,) = issue().issued
    return made


def approve_many(
    count: int, officers: tuple[int, int], /, *, now: datetime, **changes: Any
) -> None:
    """Approve many cases at once, each with its act, as two officers would one by one."""
    content = case_of(valid_until_on=(now.date() + timedelta(days=90)).isoformat(), **changes)
    known = CandidateCase.objects.count()
    for start in range(0, count, 500):
        some = range(known + start, known + min(count, start + 500))
        contents = [
            content.model_copy(
                update={
                    "candidate": content.candidate.model_copy(update={"passport": f"N{number:08}"})
                }
            )
            for number in some
        ]
        with transaction.atomic():
            _approve_some(contents, officers, now)


def _approve_some(contents: Sequence[Content], officers: tuple[int, int], now: datetime) -> None:
    made = CandidateCase.objects.bulk_create(
        CandidateCase(
            public_id=uuid.uuid4(),
            agreement=AGREEMENT,
            organization=content.organization,
            field=content.field,
            route=content.route.value,
            state=CaseState.APPROVED,
            person=sealing.person_token(content),
            opened_by_id=officers[0],
            opened_at=now,
            changed_at=now,
            proposed_by_id=officers[0],
            proposed_at=now,
            decided_by_id=officers[1],
            decided_at=now,
        )
        for content in contents
    )
    parts = []
    for case, content in zip(made, contents, strict=True):
        sealed = sealing.sealed_content(case, content)
        parts.append(
            CasePart(
                case=case,
                name=sealing.CONTENT,
                sealed=sealed.sealed,
                wrapped=sealed.wrapped,
                storage=sealed.storage,
            )
        )
    CasePart.objects.bulk_create(parts)
    record_each(
        [
            (
                "certificate.decided",
                {"agreement": AGREEMENT, "thing": str(case.public_id), "by": officers[1]},
            )
            for case in made
        ],
        now=now,
    )
