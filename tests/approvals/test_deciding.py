"""From an application to the register: two officers, one act, all or nothing."""

import pytest
from django.db import connection

from kakehashi.approvals import actions, examining, queries
from kakehashi.approvals.actions import NotAsItWas
from kakehashi.approvals.examining import Barred
from kakehashi.approvals.models import AllottedNumber, Application
from kakehashi.core.approving.course import Bar
from kakehashi.core.standing import Register, Status
from kakehashi.desk.models import OwnDuty
from kakehashi.dispatch import approving
from kakehashi.exchange.issuing import IssueRefused
from kakehashi.journal.models import Entry
from kakehashi.registers import queries as registers
from tests.approvals.make import Ministry

pytestmark = pytest.mark.django_db


def test_an_approval_stands_in_the_register_on_its_terms(ministry: Ministry) -> None:
    approved = ministry.approved()
    found = registers.entry(
        ministry.agreement,
        Register.SENDING,
        approved.number,
        publisher=ministry.party,
        today=ministry.today,
    )
    assert found is not None
    assert found.status is Status.APPROVED
    assert found.record["approval"]["capacity"] == 250  # type: ignore[index]  # a table
    assert found.valid_until == approved.valid_until
    assert (approved.decided_by_id, approved.examiner_id) == (
        ministry.decider.pk,
        ministry.examiner.pk,
    )


def test_what_was_decided_is_provided_in_the_same_act(ministry: Ministry) -> None:
    approved = ministry.approved()
    (due,) = OwnDuty.objects.filter(act=approved.leaf)
    assert due.ended_by == approved.jti


def test_numbers_follow_one_another(ministry: Ministry) -> None:
    first = ministry.approved()
    other = ministry.submitted(ministry.applicant("other@example.org"))
    second = ministry.approved(ministry.examined(other))
    assert (first.number, second.number) == ("KHM000001", "KHM000002")
    assert [one.serial for one in queries.allotted(ministry.agreement)] == [1, 2]


def test_who_examined_does_not_decide(ministry: Ministry) -> None:
    ready = ministry.examined()
    with pytest.raises(Barred) as barred:
        approving.approve(
            ready, revision=ready.revision, signing=ministry.signing(ministry.examiner)
        )
    assert barred.value.bar is Bar.EXAMINED_IT


def test_who_has_a_conflict_neither_examines_nor_decides(ministry: Ministry) -> None:
    ready = ministry.examined()
    examining.declare(
        ready, has_conflict=True, words="A cousin.", by=ministry.decider.pk, now=ministry.now
    )
    with pytest.raises(Barred) as barred:
        approving.approve(ready, revision=ready.revision, signing=ministry.signing())
    assert barred.value.bar is Bar.CONFLICT
    sub = ministry.submitted(ministry.applicant("other@example.org"))
    examining.declare(sub, has_conflict=True, words="", by=ministry.examiner.pk, now=ministry.now)
    with pytest.raises(Barred):
        examining.take_up(sub, by=ministry.examiner.pk, today=ministry.today, now=ministry.now)


def test_a_refusal_of_the_journal_leaves_nothing_behind(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = ministry.examined()
    before = (Entry.objects.count(), AllottedNumber.objects.count(), OwnDuty.objects.count())
    monkeypatch.setattr("kakehashi.approvals.deciding.note_step", _cut)
    with pytest.raises(ConnectionAbortedError):
        approving.approve(ready, revision=ready.revision, signing=ministry.signing())
    assert ministry.fresh(ready).state == "recommended"
    after = (Entry.objects.count(), AllottedNumber.objects.count(), OwnDuty.objects.count())
    assert after == before
    monkeypatch.undo()


def _cut(*_arguments: object, **_more: object) -> None:
    raise ConnectionAbortedError


def test_of_two_who_decide_at_once_the_second_is_told(ministry: Ministry) -> None:
    ready = ministry.examined()
    approving.approve(ready, revision=ready.revision, signing=ministry.signing())
    with pytest.raises(NotAsItWas):
        approving.approve(ready, revision=ready.revision, signing=ministry.signing())
    assert AllottedNumber.objects.count() == 1


def test_a_refusal_is_decided_and_crosses_nothing(ministry: Ministry) -> None:
    ready = ministry.examined(approve=False)
    issued = Entry.objects.exclude(journal__agreement="local").count()
    approving.refuse(ready, revision=ready.revision, signing=ministry.signing())
    assert ministry.fresh(ready).state == "refused"
    assert Entry.objects.exclude(journal__agreement="local").count() == issued


@pytest.mark.parametrize("at_home", ["TJ"], indirect=True)
def test_before_commencement_nothing_is_approved(ministry: Ministry) -> None:
    ready = ministry.examined()
    with pytest.raises(IssueRefused):
        approving.approve(ready, revision=ready.revision, signing=ministry.signing())
    assert ministry.fresh(ready).state == "recommended"
    assert AllottedNumber.objects.count() == 0


def test_the_database_itself_refuses_one_person_in_both_roles(ministry: Ministry) -> None:
    ready = ministry.examined()
    with connection.cursor() as cursor, pytest.raises(Exception, match=r"(?i)constraint"):
        cursor.execute(
            "UPDATE approvals_application SET decided_by_id = examiner_id WHERE id = %s", [ready.pk]
        )


def test_an_application_is_withdrawn_until_it_is_decided(ministry: Ministry) -> None:
    ready = ministry.examined()
    actions.withdraw(ready, revision=ready.revision, now=ministry.now)
    with pytest.raises(NotAsItWas):
        approving.approve(ready, revision=ready.revision, signing=ministry.signing())
    assert Application.objects.get().state == "withdrawn"
