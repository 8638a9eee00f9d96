"""Ids from elsewhere in paths, bodies and nested fields: authorized for one, acting on no other.

An officer who has every role under both agreements is authorized for each; what belongs to one
must still never be reached, named or changed through the other.
"""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kakehashi.accounts.models import Officer, Role
from kakehashi.accounts.permissions import RoleKind
from kakehashi.core.notices import example
from kakehashi.desk import sealing
from kakehashi.desk.models import Draft
from kakehashi.journal.models import Entry
from kakehashi.web.desk.drafting.filling import filled
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart
from tests.web.desk.test_boxes import address
from tests.web.desk.test_drafts import begin, keep, press, typed
from tests.web.desk.test_every_kind import draft as fill_in
from tests.web.desk.test_every_kind import envelope, file_names

pytestmark = pytest.mark.django_db

PAPER = b"%PDF-1.7 paper of another draft"


@pytest.fixture
def both(counterpart: Counterpart) -> Client:  # noqa: ARG001 - it was met
    """An officer with every role under both agreements."""
    made = make.officer("toki", *RoleKind)
    everything(made)
    return make.desk_of(made)


def everything(officer: Officer) -> None:
    now = timezone.now()
    Role.objects.bulk_create(
        Role(officer=officer, agreement=OTHER, kind=kind, granted_at=now) for kind in RoleKind
    )


def with_file(desk: Client) -> tuple[Draft, str]:
    """A draft with a file, and the name under which it is kept."""
    draft = begin(desk, "information.shared")
    kept = sealing.seal_file(draft, PAPER)
    content = sealing.open_content(draft)
    content.files[kept] = {
        "file_name": "a.pdf",
        "media_type": "application/pdf",
        "length": 1,
        "digest": "",
    }
    sealing.seal_content(draft, content)
    return draft, kept


def test_a_notice_is_found_only_under_its_own_agreement(
    both: Client, counterpart: Counterpart
) -> None:
    where = address(make.known(counterpart, "sending-organization.approved"))
    assert both.get(where).status_code == 200
    assert both.get(where.replace(AGREEMENT, OTHER)).status_code == 404
    assert both.get(where.replace("/KH/", "/JP/")).status_code in {200, 404}
    assert both.get(where.replace("/KH/1/", "/KH/2/")).status_code == 404


def test_a_case_is_found_only_under_its_own_agreement(
    both: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "exam-misconduct.reported")
    assert both.get(f"/desk/cases/{AGREEMENT}/{jti}/").status_code == 200
    for where in (f"{OTHER}/{jti}", f"{AGREEMENT}/{uuid4()}", f"jp-xx-1/{jti}"):
        assert both.get(f"/desk/cases/{where}/").status_code == 404
        assert both.post(f"/desk/cases/{where}/act/", {"again": "note"}).status_code == 404


def test_a_file_of_one_draft_is_not_served_through_another(both: Client) -> None:
    first, kept = with_file(both)
    second = begin(both)
    assert both.get(f"/desk/drafts/{first.public_id}/files/{kept}/").content == PAPER
    assert both.get(f"/desk/drafts/{second.public_id}/files/{kept}/").status_code == 404


def test_a_form_that_names_another_drafts_file_does_not_take_it(both: Client) -> None:
    _first, kept = with_file(both)
    second = begin(both, "information.shared")
    path = "confidential.attachments.0.file"
    posted = {"confidential.attachments.0.row": "1", path: kept}
    keep(both, second, posted, "later")
    assert both.get(f"/desk/drafts/{second.public_id}/files/{kept}/").status_code == 404
    page = both.get(f"/desk/drafts/{second.public_id}/")
    assert page.status_code == 200
    assert PAPER.decode() not in page.content.decode()


@pytest.mark.usefixtures("counterpart")
def test_a_link_to_another_agreements_notice_names_nothing_and_is_not_issued(
    both: Client, decider: Client
) -> None:
    elsewhere = Entry.objects.filter(journal__agreement=OTHER).exclude(jti="").first()
    assert elsewhere is not None
    kind = "inquiry.answered"
    given = example(kind)
    given = given.model_copy(
        update={"links": given.links.model_copy(update={"answers": (elsewhere.jti,)})}
    )
    begun = fill_in(
        both, kind, filled(given, files=list(file_names(given))) | envelope(kind, given)
    )
    page = both.get(f"/desk/drafts/{begun.public_id}/").content.decode()
    assert f"Reference {elsewhere.jti}" not in page
    assert press(both, begun, "submit") == 302
    assert press(decider, begun, "sign-off") == 409
    assert begun.state == "submitted"
    assert not Entry.objects.filter(kind=kind).exists()


def test_a_draft_stays_under_the_agreement_it_was_begun_under(both: Client) -> None:
    draft = begin(both)
    sneaky = {"agreement": [OTHER], "kind": ["discontinuance.notified"], "drafted_by": ["1"]}
    keep(both, draft, typed() | sneaky, "later")
    draft.refresh_from_db()
    assert (draft.agreement, draft.kind) == (AGREEMENT, make.ASKED)


def test_a_list_of_another_officer_is_not_named_into_a_draft(both: Client) -> None:
    draft = begin(both)
    upload = SimpleUploadedFile("x.csv", b"a,b")
    keep(both, draft, typed() | {"list.taken": "1", "list.file": upload}, "later")
    content = sealing.open_content(draft)
    assert not [name for name in content.typed if name.startswith("list.")]


def test_a_record_entry_is_open_to_who_audits_its_agreement(both: Client) -> None:
    draft = begin(both)
    assert keep(both, draft, typed(), "check") == 302
    press(both, draft, "submit")
    entry = Entry.objects.get(kind="draft.submitted")
    elsewhere = make.desk_of(make.officer("io", make.AUDITS, agreement=OTHER))
    assert both.get(f"/desk/record/{entry.index}/").status_code == 200
    for index in (entry.index, 10**9, 10**18):
        assert elsewhere.get(f"/desk/record/{index}/").status_code == 404
