"""Who waits for a certificate stands in the own ledger, until a batch after which nobody waits."""

from collections.abc import Iterator

import pytest

from kakehashi import node
from kakehashi.certificates import actions, issuing, keys
from kakehashi.certificates.models import CandidateCase
from kakehashi.certificates.procedures import procedure
from kakehashi.desk.models import OwnDuty
from kakehashi.dispatch import announcing, certifying_duty
from kakehashi.dispatch.announcements import account_of
from tests.approvals.make import Ministry
from tests.certificates.make import AGREEMENT, certified, everyone
from tests.core.case_of import case_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry_with_keys(ministry: Ministry) -> Iterator[Ministry]:
    request = keys.make_keys(AGREEMENT, first=ministry.today, months=1)
    keys.take_keys(AGREEMENT, certified(request), now=ministry.now)
    yield ministry
    for file in (node.home() / "keys" / AGREEMENT / keys.FOLDER).glob("*.key"):
        file.unlink()


def approve(ministry: Ministry, passport: str) -> CandidateCase:
    """A case with its steps done, approved by a second officer."""
    now, by = ministry.now, ministry.examiner.pk
    content = case_of(
        candidate={"passport": passport},
        valid_until_on=ministry.today.replace(year=2030).isoformat(),
    )
    case = actions.open_case(AGREEMENT, content, by=by, now=now)
    for step in procedure(AGREEMENT).of(case.route):
        actions.note_step(case, step.id, done_on=now.date(), evidence=b"%PDF-", by=by, now=now)
    actions.propose_case(case, revision=0, by=by, now=now)
    case.refresh_from_db()
    certifying_duty.approve_case(case, revision=case.revision, by=ministry.decider.pk, now=now)
    return case


def issue_and_announce(ministry: Ministry, at_most: int) -> None:
    issuing.issue_approved(AGREEMENT, is_approved=everyone, now=ministry.now, at_most=at_most)
    announcing.announce(AGREEMENT, now=ministry.now)
    ministry.catch_up()


def due() -> list[tuple[str, bool]]:
    return [(one.duty, one.ended_on is not None) for one in OwnDuty.objects.order_by("since")]


def test_one_act_stands_for_all_who_wait_and_ends_when_nobody_does(
    ministry_with_keys: Ministry,
) -> None:
    ministry = ministry_with_keys
    approve(ministry, "N00000001")
    approve(ministry, "N00000002")
    assert due() == [("certify-candidates", False)]
    issue_and_announce(ministry, 1)
    assert due() == [("certify-candidates", False)]
    issue_and_announce(ministry, 1)
    assert due() == [("certify-candidates", True)]
    approve(ministry, "N00000003")
    assert sorted(due()) == [("certify-candidates", False), ("certify-candidates", True)]
    issue_and_announce(ministry, 1)
    account = account_of(AGREEMENT, "KH")
    assert (account.approved, account.issued, account.waiting) == (3, 3, 0)


def test_a_batch_without_an_act_is_announced_too(ministry_with_keys: Ministry) -> None:
    ministry = ministry_with_keys
    case = approve(ministry, "N00000001")
    OwnDuty.objects.all().delete()
    issue_and_announce(ministry, 8)
    assert account_of(AGREEMENT, "KH").issued == 1
    assert CandidateCase.objects.get(pk=case.pk).state == "certified"
