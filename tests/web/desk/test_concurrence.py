"""A draft that signatories must concur in: who is missing is said, and nothing goes out before."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from kakehashi.accounts.models import Officer, Role
from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.notices import example
from kakehashi.desk import acts
from kakehashi.desk.models import Concurrence, Draft
from kakehashi.journal.models import Entry
from kakehashi.web.desk.drafting.filling import filled
from tests.web.desk import make
from tests.web.desk.make import Counterpart
from tests.web.desk.test_drafts import page, press
from tests.web.desk.test_every_kind import draft as fill_in
from tests.web.desk.test_every_kind import envelope, file_names

pytestmark = pytest.mark.django_db

KIND = "amendment.proposed"
SCAN = b"%PDF-1.7 a letter"


@pytest.fixture
def waiting(drafter: Client, counterpart: Counterpart) -> Draft:
    """A proposal to amend, submitted."""
    given = example(KIND)
    links = make.links_for(counterpart, KIND)
    typed = filled(given.model_copy(update={"links": links}), files=list(file_names(given)))
    begun = fill_in(drafter, KIND, typed | envelope(KIND, given))
    press(drafter, begun, "submit")
    assert begun.state == "submitted"
    return begun


def test_sign_off_is_refused_until_all_have_concurred_and_says_who_is_missing(
    decider: Client, waiting: Draft
) -> None:
    make.let_signatories_concur(waiting, "moj", "npa")
    shown = page(decider, waiting, "check/")
    assert "Sign off and issue" not in shown
    posted = {"revision": str(waiting.revision), "again": "sign-off"}
    refused = decider.post(f"/desk/drafts/{waiting.public_id}/check/", posted)
    said = refused.content.decode()
    assert refused.status_code == 409
    assert "have not concurred yet: Ministry of Foreign Affairs, Ministry of Health" in said
    assert not Entry.objects.filter(kind=KIND).exists()
    make.let_signatories_concur(waiting, "mofa", "mhlw")
    assert press(decider, waiting, "sign-off") == 302
    assert waiting.state == "issued"


def letter(**changes: Any) -> dict[str, Any]:
    day = {"on-year": "2026", "on-month": "1", "on-day": "15"}
    scan = SimpleUploadedFile("letter.pdf", SCAN, "application/pdf")
    return {"signatory": "mofa", "number": "A-77", "scan": scan, **day, **changes}


def test_a_letter_counts_and_its_scan_stays(
    drafter: Client, decider: Client, waiting: Draft
) -> None:
    where = f"/desk/drafts/{waiting.public_id}/letter/"
    assert drafter.get(where).status_code == 200
    posted = drafter.post(where, letter(revision=str(waiting.revision)))
    assert posted.status_code == 302
    assert "A-77" in page(decider, waiting, "check/")
    make.let_signatories_concur(waiting, "moj", "mhlw", "npa")
    assert press(decider, waiting, "sign-off") == 302
    scan = Concurrence.objects.get(signatory="mofa").scan
    kept = decider.get(f"/desk/drafts/{waiting.public_id}/files/{scan}/")
    assert kept.content == SCAN
    assert kept["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"signatory": "maff"}, "Choose the signatory"),
        ({"number": " "}, "Enter the file number"),
        ({"on-year": "2099"}, "it is not in the future"),
        ({"on-month": "13"}, "There is a problem"),
        ({"scan": ""}, "Choose the scan"),
    ],
)
def test_a_letter_that_is_not_whole_is_refused_and_keeps_what_was_typed(
    drafter: Client, waiting: Draft, change: dict[str, str], words: str
) -> None:
    where = f"/desk/drafts/{waiting.public_id}/letter/"
    given = letter(revision=str(waiting.revision), number="B-42") | change
    refused = drafter.post(where, given)
    said = refused.content.decode()
    assert refused.status_code == 422
    assert words in said
    assert ("B-42" in said) == ("number" not in change)
    assert not Concurrence.objects.exists()


def test_what_was_changed_needs_all_of_them_again(drafter: Client, waiting: Draft) -> None:
    make.let_signatories_concur(waiting)
    assert press(drafter, waiting, "take-back") == 302
    assert press(drafter, waiting, "submit") == 302
    shown = page(drafter, waiting, "check/")
    assert shown.count("Not yet") == 4


def concur(client: Client, draft: Draft, revision: int | None = None) -> int:
    posted = {"revision": str(draft.revision if revision is None else revision)}
    return client.post(f"/desk/drafts/{draft.public_id}/concur/", posted).status_code


def test_who_cannot_speak_for_a_signatory_changes_nothing(waiting: Draft) -> None:
    ministry = make.desk_of(make.officer("hana", *RoleKind, unit="maff"))
    reader = make.desk_of(make.officer("mei", make.AUDITS, unit="mofa"))
    nowhere = make.desk_of(make.officer("kai", make.DECIDES, make.CONFIDENTIAL, unit=""))
    elsewhere = make.desk_of(make.officer("io", *RoleKind, agreement=make.OTHER, unit="npa"))
    assert concur(ministry, waiting) == 404
    assert concur(reader, waiting) == 403
    assert concur(nowhere, waiting) == 302
    assert concur(elsewhere, waiting) == 404
    assert not Concurrence.objects.exists()


def test_the_drafter_does_not_concur_for_their_own_office(aoi: Officer, waiting: Draft) -> None:
    Role.objects.create(
        officer=aoi, agreement=make.AGREEMENT, kind="decides", granted_at=waiting.drafted_at
    )
    assert concur(make.desk_of(aoi), waiting) == 403


def test_a_signatory_concurs_once_and_in_what_was_seen(waiting: Draft) -> None:
    desk = make.desk_of(make.officer("sora", make.DECIDES, make.CONFIDENTIAL, unit="mofa"))
    concur(desk, waiting, revision=waiting.revision - 1)
    assert not Concurrence.objects.exists()
    for _again in range(2):
        concur(desk, waiting)
    assert Concurrence.objects.count() == 1
    assert Entry.objects.filter(kind="concurrence.recorded").count() == 1
    assert "concurrence.recorded" in acts.ACTS


def test_the_table_refuses_half_a_letter(aoi: Officer, waiting: Draft) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Concurrence.objects.create(
            draft=waiting,
            signatory="mofa",
            revision=waiting.revision,
            recorded_by=aoi,
            recorded_at=waiting.drafted_at,
            letter_number="A-77",
        )


@pytest.mark.usefixtures("counterpart")
def test_a_kind_that_is_not_asked_for_says_nothing_of_it(decider: Client, drafter: Client) -> None:
    begun = fill_in(drafter, make.ASKED, _inquiry())
    press(drafter, begun, "submit")
    assert "Concurrence of the signatories" not in page(decider, begun, "check/")
    assert drafter.get(f"/desk/drafts/{begun.public_id}/letter/").status_code == 404


def _inquiry() -> dict[str, list[str]]:
    given = example(make.ASKED)
    return filled(given, files=list(file_names(given))) | envelope(make.ASKED, given)
