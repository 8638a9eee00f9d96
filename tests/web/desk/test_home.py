"""The morning page: what is new since the last look, what waits, and who is reached."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kakehashi import dispatch
from kakehashi.accounts.models import Officer
from kakehashi.desk.models import Digest, Look
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

pytestmark = pytest.mark.django_db


def said(client: Client) -> str:
    answered = client.get("/desk/")
    assert answered.status_code == 200
    return answered.content.decode()


def test_what_came_is_new_until_the_officer_says_that_it_was_seen(
    drafter: Client, decider: Client, counterpart: Counterpart, aoi: Officer
) -> None:
    make.known(counterpart, "sending-organization.approved")
    assert "Mekong Anakot Phlu" in said(drafter)
    assert drafter.get("/desk/seen/").status_code == 405
    assert drafter.post("/desk/seen/").status_code == 302
    Look.objects.filter(officer=aoi).update(seen_at=timezone.now() + timedelta(minutes=5))
    assert "No notice came since you last looked." in said(drafter)
    assert "Mekong Anakot Phlu" in said(decider)


def test_a_case_in_which_it_is_our_turn_and_a_draft_to_sign_stand_on_it(
    drafter: Client, counterpart: Counterpart
) -> None:
    assert "In no case is it our turn." in said(drafter)
    make.known(counterpart, "intermediary.reported")
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    page = said(drafter)
    assert "Agreements" in page
    assert "In touch" in page or "Not heard yet" in page


def test_what_was_set_aside_says_why(drafter: Client, counterpart: Counterpart) -> None:
    given, files = make.with_files(make.ASKED, make.links_for(counterpart, make.ASKED))
    counterpart.issue(given, "5(7)", files=files)
    assert "may not issue it under this clause or class" in said(drafter)


def test_another_agreements_officer_sees_nothing_of_it(counterpart: Counterpart) -> None:
    make.known(counterpart, "sending-organization.approved")
    other = make.desk_of(make.officer("sora", make.DRAFTS, agreement=make.OTHER))
    assert "Mekong" not in said(other)


def test_the_daily_e_mail_is_begun_and_ended_by_its_officer(drafter: Client, aoi: Officer) -> None:
    drafter.post("/desk/digest/", {"wanted": "yes"})
    assert Digest.objects.get().officer == aoi
    drafter.post("/desk/digest/", {"wanted": ""})
    assert not Digest.objects.exists()
