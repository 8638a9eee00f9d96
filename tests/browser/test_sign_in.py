"""Enrolling and signing in as an officer does it, with a passkey or with an app."""

import pytest
from django.utils import timezone

from kakehashi.accounts import actions, queries
from kakehashi.accounts.models import Officer
from kakehashi.accounts.permissions import RoleKind
from tests.browser.chromium import Visit
from tests.browser.conftest import Open

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer() -> Officer:
    return actions.add_officer(
        username="sokha",
        display_name="Chan Sokha",
        roles=[("jp-kh-2019", RoleKind.DRAFTS)],
        now=timezone.now(),
    )


def link(officer: Officer, site: str) -> str:
    return f"{site}/sign-in/enrol/{actions.open_enrolment(officer, now=timezone.now())}/"


def check(here: Visit, name: str) -> None:
    assert here.barriers() == []
    assert [said for said in here.complaints if "429" not in said] == []
    here.picture(name)
    here.page.set_viewport_size({"width": 1280, "height": 800})


def with_security_key(here: Visit) -> None:
    """Plug in an authenticator that always says yes, as DevTools can."""
    devtools = here.context.new_cdp_session(here.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_officer_enrols_with_an_app_and_signs_in_again(
    visit: Open, site: str, officer: Officer
) -> None:
    here = visit(scripts=False).go(link(officer, site))
    here.page.click("text=Begin")
    here.page.click("text=Set up an app")
    secret = here.page.inner_text(".secret").replace(" ", "")
    here.page.fill("[name=password1]", "a sentence that is long")
    here.page.fill("[name=password2]", "a sentence that is long")
    here.page.fill("[name=code]", queries.code_at(secret, timezone.now()))
    here.page.click("main button[type=submit]")
    assert "Recovery codes" in here.page.inner_text("h1")
    recovery = here.page.inner_text("ul.secret li >> nth=0")
    here.page.click("text=Sign out")
    here.go(f"{site}/sign-in/")
    here.page.fill("[name=login]", "sokha")
    here.page.fill("[name=password]", "a sentence that is long")
    here.page.click("text=Continue")
    here.page.fill("[name=code]", recovery)
    here.page.click("main button[type=submit]")
    here.go(f"{site}/sign-in/factors/")
    assert "An app is set up." in here.text


def test_an_officer_enrols_with_a_passkey_and_signs_in_with_it(
    visit: Open, site: str, officer: Officer
) -> None:
    here = visit()
    with_security_key(here)
    here.go(link(officer, site))
    check(here, "sign-in-enrol")
    here.page.click("text=Begin")
    check(here, "sign-in-choose")
    here.page.click("text=Set up a passkey")
    check(here, "sign-in-passkey")
    here.page.click("main button[type=submit]")
    here.page.wait_for_selector("text=I have kept them")
    check(here, "sign-in-recovery-codes")
    here.page.click("text=Sign out")
    here.go(f"{site}/sign-in/")
    check(here, "sign-in")
    here.page.click("text=Sign in with a passkey")
    here.page.wait_for_url(lambda url: not url.endswith("/sign-in/"))
    here.go(f"{site}/sign-in/factors/")
    assert "Passkeys" in here.text
    check(here, "sign-in-factors")


def test_the_pages_of_an_app_are_open_to_everybody(
    visit: Open, site: str, officer: Officer
) -> None:
    here = visit().go(link(officer, site))
    here.page.click("text=Begin")
    here.page.click("text=Set up an app")
    here.page.fill("[name=code]", "000000")
    here.page.click("main button[type=submit]")
    assert "There is a problem" in here.text
    check(here, "sign-in-app")
