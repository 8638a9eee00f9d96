"""Leaves at a demonstration's node what its year does not bring about: begun and half-done things.

Each is put there through the same forms as officers fill in; what this side may not do is left out.
"""

from collections.abc import Iterator
from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kakehashi import node
from kakehashi.acceptance.models import Batch
from kakehashi.approvals.models import Application, Visit
from kakehashi.certificates.models import CandidateCase, CaseState
from kakehashi.desk.models import Draft, HomeAct
from kakehashi.registers.layouts import shipped
from kakehashi.web.desk.drafting.filling import filled_day
from tests.acceptance.files import csv_file, row
from tests.registers.workbooks import csv_text, line
from tests.web.desk import (
    test_acceptance,
    test_candidates,
    test_drafts,
    test_lists,
    test_own_duties,
)
from tests.web.desk.make import AGREEMENT

APPROVED = "sending-organization.approved"
LIST = shipped()[test_lists.LAYOUT].kind
NOWHERE = "KH-2026-999999"


def leave(officer: Client) -> None:
    """Put there what is not there yet; the worker of the node issues nothing of it."""
    for is_there, put in (
        (Draft.objects.filter(kind=LIST).exists(), _list),
        (Draft.objects.exclude(kind=LIST).exists(), _drafts),
        (HomeAct.objects.exists(), _own_duty),
        (CandidateCase.objects.filter(state=CaseState.OPEN).exists(), _candidate),
        (Batch.objects.exists(), _acceptance),
        (Visit.objects.exists(), _examination),
    ):
        if not is_there:
            # A side that may not do it is refused by the form, and has nothing to show.
            with suppress(AssertionError, LookupError, ObjectDoesNotExist):
                put(officer)


def _list(officer: Client) -> None:
    """Hand in a list, of which it is shown what it would change."""
    test_lists.upload(officer, csv_text(line(1), line(2)))


def _drafts(officer: Client) -> None:
    """Several that have just begun, and one that waits for another officer."""
    for agreement in node.this().agreements:
        for kind in (test_drafts.KIND, "misconduct.informed", APPROVED, "amendment.proposed"):
            officer.post(reverse("desk_start"), {"agreement": agreement, "kind": kind})
    test_drafts.submitted(officer)


def _own_duty(officer: Client) -> None:
    officer.post(test_own_duties.NEW, test_own_duties.form())


def _candidate(officer: Client) -> None:
    test_candidates.opened(officer)


def _acceptance(officer: Client) -> None:
    """Hand in a file; the node's own worker checks it."""
    rows = [row(1), row(2, born_on="03/04/2001"), row(1), row(3), row(4)]
    test_acceptance.upload(officer, csv_file(rows))


def _examination(officer: Client) -> None:
    """Take the application up that waits, without a conflict of interest, and plan a visit."""
    waiting = Application.objects.get(state="submitted")
    act = reverse("desk_application_act", args=[waiting.public_id])
    officer.post(act, {"again": "declare", "conflict": "no"})
    officer.post(act, {"again": "take-up"})
    visit = reverse("desk_application_visit", args=[waiting.public_id])
    officer.post(visit, filled_day("planned", timezone.localdate()) | {"visit-purpose": "Rooms"})


def addresses(officer: Client) -> Iterator[str]:
    """Give the addresses to which no link leads, since a form does."""
    for question in ("?q=ministry", "?q=nobody-of-this-name"):
        yield f"/desk/search/{question}"
        yield f"/find/{question}"
    yield "/desk/screening/?q=sok"
    yield "/desk/screening/look/?q=sok"
    for agreement in node.this().agreements:
        yield f"/desk/drafts/new/?agreement={agreement}"
    for draft in Draft.objects.order_by("pk"):
        yield reverse("desk_draft", args=[draft.public_id])
        yield reverse("desk_check", args=[draft.public_id])
        if draft.kind == LIST:
            yield reverse("desk_list", args=[draft.public_id])
    for visit in Visit.objects.all():
        yield reverse("desk_visit", args=[visit.public_id])
    for case in CandidateCase.objects.order_by("-pk"):
        yield reverse("desk_candidate", args=[case.public_id])
        yield reverse("desk_candidate_edit", args=[case.public_id])
    for application in Application.objects.filter(examiner=officer.session["_auth_user_id"]):
        yield reverse("desk_application_findings", args=[application.public_id])
        yield reverse("desk_application_recommend", args=[application.public_id])
    yield reverse("portal-number", args=["KHM900001"])
    yield reverse("desk_organization", args=[AGREEMENT, "KHM900001"])
    yield f"/desk/candidates/?find={NOWHERE}"
    yield reverse("portal-number", args=["KHM999999"])
