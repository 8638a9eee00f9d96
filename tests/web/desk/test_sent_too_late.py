"""A form sent after the sign-in ran out, or drawn before the last one: nothing typed is lost."""

import re

import pytest
from django.test import Client

from kakehashi.accounts.models import Officer
from kakehashi.desk import sealing
from tests.web.desk import make
from tests.web.desk.test_drafts import begin

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
TYPED = "Books & lessons:\r\n“650 USD” <each>"


def hidden(page: str) -> dict[str, str]:
    """The fields that a page would send again."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return dict(found)


def test_who_was_signed_out_meanwhile_sends_the_same_again_after_signing_in(
    drafter: Client, aoi: Officer
) -> None:
    draft = begin(drafter)
    where = f"/desk/drafts/{draft.public_id}/"
    drafter.logout()
    posted = {"revision": str(draft.revision), "again": "later", "restricted.headline": TYPED}
    answered = drafter.post(where, posted)
    page = answered.content.decode()
    assert answered.status_code == 403
    assert "no-store" in answered["Cache-Control"]
    assert "You are no longer signed in" in page
    assert set(posted) <= set(hidden(page))
    assert "&lt;each&gt;" in page
    assert f'action="{where}"' in page
    back = make.desk_of(aoi)
    assert back.post(where, posted).status_code in {200, 302}
    draft.refresh_from_db()
    assert sealing.open_content(draft).typed["restricted.headline"] == [TYPED]


@pytest.mark.parametrize(("origin", "is_kept"), [(HERE, True), ("https://evil.example", False)])
def test_a_form_drawn_before_the_last_sign_in_is_kept_if_this_node_drew_it(
    aoi: Officer, origin: str, *, is_kept: bool
) -> None:
    desk = make.desk_of(aoi)
    desk.handler.enforce_csrf_checks = True
    answered = desk.post("/desk/search/keep/", {"name": TYPED}, headers={"origin": origin})
    page = answered.content.decode()
    assert answered.status_code == 403
    assert "This page was open too long" in page
    assert ("name" in hidden(page)) == is_kept
    assert ("650 USD" in page) == is_kept


def test_no_page_repeats_the_passphrase_of_reports() -> None:
    answered = Client().post("/desk/reports/unlock/", {"passphrase": "herons wade"})
    assert answered.status_code == 403
    assert "herons" not in answered.content.decode()
