"""Every address of the desk against officers who have no business there."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern

from kakehashi.accounts.permissions import RoleKind
from kakehashi.desk.models import Draft
from kakehashi.journal.models import Entry
from kakehashi.web.desk import urls
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart
from tests.web.desk.test_boxes import address
from tests.web.desk.test_drafts import begin, submitted

pytestmark = pytest.mark.django_db

REFUSED = {403, 404}


def things(drafter: Client, counterpart: Counterpart) -> list[str]:
    """An address of each sort that names something under the agreement."""
    jti = make.known(counterpart, "sending-organization.approved")
    opened, waiting = begin(drafter), submitted(drafter)
    found = [address(jti), f"{address(jti)}files/1/"]
    for draft in (opened, waiting):
        where = f"/desk/drafts/{draft.public_id}/"
        found += [where, f"{where}check/", f"{where}delete/", f"{where}files/content/"]
    return [*found, f"/desk/inbox/?agreement={AGREEMENT}", f"/desk/outbox/?agreement={AGREEMENT}"]


def test_an_officer_of_another_agreement_finds_nothing(
    drafter: Client, counterpart: Counterpart
) -> None:
    every = make.officer("rustam", *RoleKind, agreement=OTHER)
    desk = make.desk_of(every)
    for url in things(drafter, counterpart):
        assert desk.get(url).status_code in REFUSED | {405}, url
        assert desk.post(url, {"again": "sign-off", "revision": "2"}).status_code in REFUSED | {
            405
        }, url
    begun = {"agreement": AGREEMENT, "kind": make.ASKED}
    assert desk.post("/desk/drafts/new/", begun).status_code == 404
    assert Draft.objects.count() == 2
    assert Draft.objects.filter(state="issued").count() == 0


def test_an_officer_who_only_audits_neither_drafts_nor_decides(
    drafter: Client, counterpart: Counterpart
) -> None:
    desk = make.desk_of(make.officer("mei", make.AUDITS, make.CONFIDENTIAL))
    before = Entry.objects.count()
    waiting = submitted(drafter)
    where = f"/desk/drafts/{waiting.public_id}/check/"
    assert desk.get("/desk/drafts/new/").status_code == 403
    assert desk.post(where, {"again": "sign-off", "revision": "2"}).status_code == 403
    assert desk.post(where, {"again": "send-back", "revision": "2"}).status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "submitted"
    assert Entry.objects.filter(kind=make.ASKED).count() == 0
    assert before <= Entry.objects.count()
    assert counterpart.author.size == 2


def test_a_decider_without_the_confidential_role_does_not_open_a_confidential_draft(
    drafter: Client,
) -> None:
    draft = begin(drafter, "misconduct.informed")
    Draft.objects.filter(pk=draft.pk).update(state="submitted")
    desk = make.desk_of(make.officer("yui", make.DECIDES))
    assert desk.get(f"/desk/drafts/{draft.public_id}/check/").status_code == 403


def test_another_officers_unfinished_draft_is_not_there(drafter: Client) -> None:
    draft = begin(drafter)
    desk = make.desk_of(make.officer("yui", make.DRAFTS, make.DECIDES, make.CONFIDENTIAL))
    for tail in ("", "check/", "files/content/"):
        assert desk.get(f"/desk/drafts/{draft.public_id}/{tail}").status_code == 404


def test_an_officer_without_a_second_factor_does_not_pass(db: None) -> None:  # noqa: ARG001 - the database is there
    who = make.officer("kai", make.DRAFTS)
    Authenticator.objects.filter(user=who).delete()
    desk = make.desk_of(who)
    for pattern in urls.urlpatterns:
        if isinstance(pattern, URLPattern) and "<" not in str(pattern.pattern):
            answered = desk.get(f"/desk/{pattern.pattern}")
            assert answered.status_code == 302
            assert answered["Location"] == "/sign-in/factors/"


def test_who_is_not_signed_in_is_sent_to_sign_in(db: None) -> None:  # noqa: ARG001 - the database is there
    assert Client().get("/desk/")["Location"].startswith("/sign-in/")
