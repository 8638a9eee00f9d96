"""Cases and keys for tests, as plain functions."""

import json
from datetime import UTC, date, datetime
from typing import Any

from kakehashi.certificates import actions, issuing
from kakehashi.certificates.models import CandidateCase, Certificate
from kakehashi.certificates.procedures import procedure
from kakehashi.core.certificate import IssuingKey, certify, verifying_key, write_published
from kakehashi.core.text import unb64url
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
