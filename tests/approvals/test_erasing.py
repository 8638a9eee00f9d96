"""What an organization stated is erased at the end of its time; that it applied stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kakehashi.approvals import actions, erasing
from kakehashi.approvals.models import Application, SealedPart
from kakehashi.dispatch.retention import erase_applications
from kakehashi.journal.models import Entry
from tests.approvals.make import Ministry
from tests.approvals.test_applicant_pages import signed_in
from tests.web.desk.make import desk_of

pytestmark = pytest.mark.django_db
NAME = "អនាគតភ្លឺ"


def parts(application: Application) -> int:
    return SealedPart.objects.filter(about=application.public_id).count()


def page(client: Client, name: str, application: Application) -> str:
    answer = client.get(reverse(name, args=[application.public_id]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_withdrawn_application_is_erased_after_its_time_and_its_trace_stays(
    ministry: Ministry,
) -> None:
    made = ministry.submitted()
    actions.withdraw(made, revision=made.revision, now=ministry.now)
    made.refresh_from_db()
    examiner, applicant = desk_of(ministry.examiner), signed_in(made.applicant)
    assert NAME in page(examiner, "desk_application", made)
    erase_applications(now=made.changed_at + timedelta(days=1095))
    assert parts(made) > 0

    erase_applications(now=made.changed_at + timedelta(days=1096))
    assert parts(made) == 0
    for client, name in ((examiner, "desk_application"), (applicant, "apply_application")):
        said = page(client, name, made)
        assert NAME not in said
        assert "was erased on" in said
    assert Application.objects.get(pk=made.pk).serial == made.serial
    assert Entry.objects.filter(kind="application.erased").count() == 1
    assert erasing.due(now=made.changed_at + timedelta(days=2000)) is None


def test_an_approval_counts_from_its_last_day(ministry: Ministry) -> None:
    made = ministry.fresh(ministry.approved())
    assert made.valid_until is not None
    ends = ministry.now + (made.valid_until - ministry.today)
    assert erasing.due(now=ends + timedelta(days=1090)) is None
    erase_applications(now=ends + timedelta(days=1100))
    assert parts(made) == 0
    assert made.number in page(desk_of(ministry.examiner), "desk_application", made)


def test_a_draft_that_nobody_touched_goes_whole(ministry: Ministry) -> None:
    made = ministry.begun(ministry.applicant())
    assert erasing.due(now=made.changed_at + timedelta(days=364)) is None
    erase_applications(now=made.changed_at + timedelta(days=366))
    assert not Application.objects.exists()
    assert parts(made) == 0
