"""Own sessions: seen, ended one by one or all but this one, and every sign-in on record."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kakehashi.accounts import actions, queries
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from kakehashi.accounts.sessions import open_sessions
from kakehashi.journal.models import Entry
from tests.web.desk.make import AGREEMENT

pytestmark = pytest.mark.django_db

WHERE = "/desk/sessions/"


@pytest.fixture
def sokha() -> tuple[Officer, actions.Password]:
    """An officer who signs in as everybody does."""
    made = actions.add_officer(
        username="sokha",
        display_name="Chan Sokha",
        roles=[(AGREEMENT, RoleKind.DRAFTS)],
        now=timezone.now(),
    )
    return made, actions.enrol_with_totp(made)


def sign_in(who: Officer, made: actions.Password, at: int) -> Client:
    """A browser that signed in with the code of `at` half minutes from now: each works once."""
    client = Client()
    client.post(reverse("account_login"), {"login": who.username, "password": made.password})
    moment = timezone.now() + timedelta(seconds=30 * at)
    code = queries.code_at(made.totp_secret, moment)
    answered = client.post(reverse("mfa_authenticate"), {"code": code})
    assert answered["Location"] == "/desk/"
    return client


def acts() -> list[str]:
    return list(Entry.objects.order_by("index").values_list("kind", flat=True))


def test_a_session_elsewhere_is_ended_and_this_one_stays(
    sokha: tuple[Officer, actions.Password],
) -> None:
    here, there = sign_in(*sokha, 0), sign_in(*sokha, 1)
    assert here.get(WHERE).content.decode().count("127.0.0.1") == 2
    assert here.post(WHERE, {"session": "others"}).status_code == 302
    assert here.get(WHERE).status_code == 200
    assert there.get("/desk/").status_code == 302
    assert acts() == ["officer.signed-in", "officer.signed-in", "session.ended"]


def test_one_is_ended_by_its_number_and_no_other_officers(
    sokha: tuple[Officer, actions.Password],
) -> None:
    here, there = sign_in(*sokha, 0), sign_in(*sokha, 1)
    other = actions.add_officer(username="dara", display_name="Dara", roles=[], now=timezone.now())
    stranger = sign_in(other, actions.enrol_with_totp(other), 0)
    (theirs,) = open_sessions([other.pk], now=timezone.now())
    assert here.post(WHERE, {"session": str(theirs.id)}).status_code == 404
    mine = open_sessions([sokha[0].pk], now=timezone.now())
    found = next(one for one in mine if one.key == there.session.session_key)
    assert here.post(WHERE, {"session": str(found.id)}).status_code == 302
    assert there.get("/desk/").status_code == 302
    assert stranger.get(WHERE).status_code == 200
    own = next(one for one in mine if one.key == here.session.session_key)
    assert here.post(WHERE, {"session": str(own.id)}).status_code == 404


def test_signing_out_is_on_record(sokha: tuple[Officer, actions.Password]) -> None:
    sign_in(*sokha, 0).post(reverse("account_logout"))
    assert acts() == ["officer.signed-in", "officer.signed-out"]
