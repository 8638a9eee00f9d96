"""The acceptance check in a real browser: a file from the form to the question."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload

from kakehashi.acceptance.models import Batch
from kakehashi.accounts.permissions import RoleKind
from kakehashi.dispatch.checking import check_some
from tests.acceptance.certified import Ministry, claims, stated
from tests.acceptance.files import csv_file
from tests.browser.chromium import NARROWEST
from tests.browser.conftest import Open
from tests.browser.test_desk_pages import signed_in
from tests.web.desk import make
from tests.web.desk.make import CONFIDENTIAL, DRAFTS, Counterpart

pytestmark = pytest.mark.django_db(transaction=True)


def a_file() -> FilePayload:
    """Sixty applications: most in order, some damaged, some that the ministry knows nothing of."""
    ministry = Ministry(Counterpart().meet()).begin()
    ministry.announce([claims(turn) for turn in range(1, 51)])
    rows = [stated(claims(turn)) for turn in range(1, 61)]
    rows[3]["born_on"] = "03/04/2001"
    rows[4] |= {"name": "Somebody Else"}
    rows[5]["code"] = rows[5]["code"][:-9]
    ministry.revoke("KH-0000008", on=date(2026, 4, 1))
    content = csv_file([*rows, rows[0]])
    return {"name": "申請一覧.csv", "mimeType": "text/csv", "buffer": content}


def checked() -> None:
    while check_some(now=timezone.now()):
        pass


@pytest.mark.parametrize(("language", "scripts"), [("en", False), ("ja", True), ("km", True)])
def test_a_file_is_checked_looked_at_and_asked_about(
    visit: Open, site: str, language: str, *, scripts: bool
) -> None:
    file = a_file()
    aoi = make.officer("aoi", DRAFTS, CONFIDENTIAL, RoleKind.EXAMINES)
    here = signed_in(visit(language=language, scripts=scripts), make.desk_of(aoi), site)
    here.go(f"{site}/desk/acceptance/new/")
    here.page.select_option("[name=agreement]", make.AGREEMENT)
    here.page.set_input_files("[name=file]", file)
    here.page.locator("main form button[type=submit]").click()
    here.page.wait_for_load_state("load")
    batch = Batch.objects.get()
    started = f"{site}/desk/acceptance/{batch.public_id}/"
    assert here.page.url == started
    here.picture(f"acceptance-begun-{language}")
    checked()
    pages = {
        "board": f"{site}/desk/acceptance/",
        "new": f"{site}/desk/acceptance/new/",
        "one": f"{site}/desk/acceptance/one/",
        "batch": started,
        "asked": f"{started}?verdict=ask",
        "nothing": f"{started}?verdict=meets&finding=revoked",
        "application": f"{started}6/",
        "revoked": f"{started}9/",
    }
    for name, address in pages.items():
        here.go(address)
        if language == "km":  # what bars anybody does so in each language
            assert here.barriers() == [], name
        if scripts:
            assert here.overflow(NARROWEST) == 0, name
        assert here.complaints == [], name
        here.picture(f"acceptance-{name}-{language}")
    here.go(f"{started}6/")
    here.page.locator("form[action$='/ask/'] button").click()
    here.page.wait_for_load_state("load")
    assert "/desk/drafts/" in here.page.url
    assert "KH-0000005" in here.page.content()
