"""Verify names what an insider added, altered or deleted: notices, applications, numbers, acts."""

import pytest

from kakehashi import dispatch
from kakehashi.approvals import applicants
from kakehashi.approvals.models import AllottedNumber, Application, StandardsVersion
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import Classification, Decided
from kakehashi.dispatch.approval_check import unfounded
from kakehashi.exchange.issuing import Outgoing
from kakehashi.web.desk.drafting.offering import kinds_to_draft
from tests.approvals.make import Ministry
from tests.make import approved as approval

pytestmark = pytest.mark.django_db


def found(ministry: Ministry) -> list[str]:
    return [detail for _, _, detail in unfounded(ministry.agreement)]


def issue_beside(ministry: Ministry, number: str = "KHM000777") -> None:
    """Issue an approval past the applications, as who holds the keys could."""
    outgoing = Outgoing(
        approval(number),
        "5(1)",
        Classification.PUBLIC,
        decided=Decided(on=ministry.today),
        by=Decider(ministry.unit, "Director"),
        effective_on=ministry.today,
    )
    dispatch.issue((outgoing,), agreement=ministry.agreement, now=ministry.now)
    ministry.catch_up()


def test_what_was_decided_on_applications_agrees(ministry: Ministry) -> None:
    who = ministry.applicant()
    first = ministry.approved(ministry.examined(ministry.submitted(who)))
    ministry.approved(ministry.examined(ministry.renewal(who, first)))
    assert found(ministry) == []


def test_an_approval_past_the_applications_is_named(ministry: Ministry) -> None:
    ministry.approved()
    issue_beside(ministry)
    assert found(ministry) == ["no application was decided for it"]


def test_what_was_issued_before_the_standards_came_into_force_needs_none(
    ministry: Ministry,
) -> None:
    StandardsVersion.objects.all().delete()
    issue_beside(ministry)
    assert found(ministry) == []


@pytest.mark.parametrize(
    ("alter", "named"),
    [
        ({"number": "KHM000009"}, "it says KHM000001"),
        ({"leaf": "A" * 43}, "it quotes another decision"),
        ({"jti": "0190f000-0000-7000-8000-000000000000"}, "no application was decided for it"),
        ({"state": "withdrawn"}, "no application was decided for it"),
    ],
    ids=["number", "act", "notice", "state"],
)
def test_an_altered_application_is_named(
    ministry: Ministry, alter: dict[str, str], named: str
) -> None:
    made = ministry.approved()
    Application.objects.filter(pk=made.pk).update(**alter)
    assert any(named in detail for detail in found(ministry))


def test_a_forged_application_is_named(ministry: Ministry) -> None:
    made = ministry.approved()
    issue_beside(ministry)
    told = found(ministry)
    assert told == ["no application was decided for it"]
    from kakehashi.journal.models import Entry  # noqa: PLC0415 - beside its only use

    jti = Entry.objects.filter(kind="sending-organization.approved").order_by("-index")[0].jti
    forged = ministry.submitted(ministry.applicant("forger@example.org"))
    Application.objects.filter(pk=forged.pk).update(
        state="approved",
        number="KHM000777",
        jti=jti,
        leaf=made.leaf,
        examiner=ministry.examiner,
        decided_by=ministry.decider,
        decided_on=ministry.today,
        recommends=True,
    )
    named = found(ministry)
    assert any("approved by no act on record" in detail for detail in named)
    assert any("it quotes another decision" in detail for detail in named)
    assert any("KHM000777 was never allotted" in detail for detail in named)


def test_a_number_left_out_is_named(ministry: Ministry) -> None:
    who = ministry.applicant()
    for _ in range(3):
        ministry.approved(ministry.examined(ministry.submitted(who)))
    AllottedNumber.objects.filter(serial=2).delete()
    named = found(ministry)
    assert any("KHM000003 does not follow the one before" in detail for detail in named)
    assert any("KHM000002 was never allotted" in detail for detail in named)


def test_once_standards_are_in_force_no_approval_is_drafted_by_hand(ministry: Ministry) -> None:
    kinds = kinds_to_draft(ministry.agreement, now=ministry.now, may_read_confidential=True)
    assert "sending-organization.approved" not in kinds
    assert "sending-organization.revoked" in kinds


def test_a_lost_password_is_replaced_by_a_link_that_works_once(ministry: Ministry) -> None:
    who = ministry.applicant()
    secret = applicants.open_way_in(who, by=ministry.decider.pk, now=ministry.now)
    link = applicants.way_in(secret, now=ministry.now)
    assert link is not None
    assert applicants.enter_by(link, "another long password", now=ministry.now) == who
    assert applicants.way_in(secret, now=ministry.now) is None
    assert applicants.enter_by(link, "yet another password", now=ministry.now) is None
    assert applicants.known(email=who.email, password="another long password") == who
