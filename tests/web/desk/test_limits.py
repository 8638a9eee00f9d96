"""Officers of bodies that the profile admits to some clauses only: they see these, and no more."""

import pytest
from django.test import Client

from kakehashi.accounts.permissions import RoleKind
from kakehashi.desk.models import Draft
from tests.make import links, notice
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart
from tests.web.desk.test_boxes import address
from tests.web.desk.test_drafts import begin

pytestmark = pytest.mark.django_db

EXAMS, SECRET_EXAMS = "exam-cooperation.answered", "exam-misconduct.reported"
APPROVED = "sending-organization.approved"


@pytest.fixture
def field_ministry() -> Client:
    """An officer of a ministry that takes part in the exams, with every role."""
    return make.desk_of(make.officer("hana", *RoleKind, unit="maff"))


def test_a_field_ministry_opens_what_stands_under_its_clause(
    field_ministry: Client, counterpart: Counterpart
) -> None:
    where = address(make.known(counterpart, SECRET_EXAMS))
    assert field_ministry.get(where).status_code == 200


def test_a_field_ministry_finds_no_notice_of_another_clause(
    field_ministry: Client, counterpart: Counterpart
) -> None:
    where = address(make.known(counterpart, APPROVED))
    assert field_ministry.get(where).status_code == 404
    assert field_ministry.get(f"{where}files/1/").status_code == 404


def test_the_boxes_list_only_what_stands_under_the_clause(
    field_ministry: Client, counterpart: Counterpart
) -> None:
    seen, unseen = make.known(counterpart, EXAMS), make.known(counterpart, APPROVED)
    for query in ("", "?automatic=1"):
        page = field_ministry.get(f"/desk/inbox/{query}").content.decode()
        assert address(seen) in page
        assert address(unseen) not in page
    asked = make.issue_ours(counterpart, make.ASKED)
    page = field_ministry.get("/desk/outbox/?automatic=1").content.decode()
    assert address(asked) not in page


def test_what_withdraws_a_notice_of_the_clause_is_seen_with_it(
    field_ministry: Client, counterpart: Counterpart
) -> None:
    seen = make.known(counterpart, EXAMS)
    unseen = make.known(counterpart, APPROVED)
    jtis = []
    for corrected, clause in ((seen, "7"), (unseen, "5(1)")):
        given = notice("notice.withdrawn", links(corrects=corrected))
        jtis.append(counterpart.issue(given, clause))
    page = field_ministry.get("/desk/inbox/").content.decode()
    assert address(jtis[0]) in page
    assert address(jtis[1]) not in page
    assert address(jtis[0]) in field_ministry.get(address(seen)).content.decode()
    assert field_ministry.get(address(jtis[0])).status_code == 200
    assert field_ministry.get(address(jtis[1])).status_code == 404


def test_no_other_notice_is_offered_to_be_named(
    field_ministry: Client, counterpart: Counterpart
) -> None:
    unseen = make.known(counterpart, APPROVED)
    seen = make.known(counterpart, SECRET_EXAMS)
    draft = begin(field_ministry, "exam-cooperation.requested")
    page = field_ministry.get(f"/desk/drafts/{draft.public_id}/").content.decode()
    assert seen in page
    assert unseen not in page


@pytest.mark.usefixtures("counterpart")
def test_only_kinds_of_its_clause_are_offered_and_taken(field_ministry: Client) -> None:
    page = field_ministry.get(f"/desk/drafts/new/?agreement={AGREEMENT}").content.decode()
    assert "exam-cooperation.requested" in page
    assert make.ASKED not in page
    for kind in (make.ASKED, "notice.corrected", "acceptance.suspended"):
        begun = {"agreement": AGREEMENT, "kind": kind}
        assert field_ministry.post("/desk/drafts/new/", begun).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("counterpart")
def test_drafts_of_other_clauses_are_not_there(drafter: Client, field_ministry: Client) -> None:
    draft = begin(drafter)
    Draft.objects.filter(pk=draft.pk).update(state="submitted")
    assert str(draft.public_id) not in field_ministry.get("/desk/drafts/").content.decode()
    where = f"/desk/drafts/{draft.public_id}/check/"
    assert field_ministry.get(where).status_code == 404
    assert field_ministry.post(where, {"again": "sign-off", "revision": "1"}).status_code == 404


def test_a_unit_that_an_agreement_does_not_know_opens_nothing_under_it(
    counterpart: Counterpart,
) -> None:
    desk = make.desk_of(make.officer("io", *RoleKind, unit="somewhere"))
    assert desk.get(address(make.known(counterpart, EXAMS))).status_code == 404
    assert desk.get("/desk/inbox/").status_code == 403


def test_the_clause_is_that_of_each_agreement(counterpart: Counterpart) -> None:
    desk = make.desk_of(make.officer("io", *RoleKind, unit="maff", agreement=OTHER))
    assert desk.get(address(make.known(counterpart, EXAMS))).status_code == 404
