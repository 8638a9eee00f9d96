"""An organization applies by telephone in Khmer, without scripts, up to its certificate."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from kakehashi.approvals.models import Application
from kakehashi.core.approving.asks import STEPS, Sort
from tests.approvals import conftest as sending
from tests.approvals.answers import answers
from tests.approvals.make import PASSWORD, PDF, Ministry
from tests.browser.chromium import NARROWEST, PHONE, Visit
from tests.browser.conftest import Open
from tests.browser.test_desk_pages import signed_in
from tests.web.desk.make import desk_of

pytestmark = pytest.mark.django_db(transaction=True)
sending_homes, at_home = sending.sending_homes, sending.at_home


def look(here: Visit, name: str) -> None:
    assert here.overflow(NARROWEST) == 0, name
    here.page.set_viewport_size({"width": PHONE, "height": 800})
    here.picture(f"apply-{name}")
    here.page.set_viewport_size({"width": PHONE, "height": 800})


def put(page: Page, name: str, value: str) -> None:
    """Answer one question as a person does."""
    if page.locator(f"select[name='{name}']").count():
        page.select_option(f"select[name='{name}']", value)
    else:
        page.fill(f"[name='{name}']", value)


def answer(page: Page, step: str) -> None:
    """Answer every question of a step, with as many rows as there are answers."""
    form = next(one for one in STEPS if one.name == step)
    rows = answers()[step]
    for _ in rows[1:]:
        page.click(f"button[value='add:{step}']")
    for number, row in enumerate(rows):
        prefix = f"{number}-" if form.is_many else ""
        for ask in form.asks:
            value, name = row.get(ask.name, ""), prefix + ask.name
            if ask.sort is Sort.CHOICES:
                for one in value.splitlines():
                    page.check(f"[name='{name}'][value='{one}']")
            elif ask.sort is Sort.MONEY:
                amount, _, currency = value.rpartition(" ")
                put(page, f"{name}-amount", amount)
                put(page, f"{name}-currency", currency)
            elif value:
                put(page, name, value)
    page.click("button[value=next]")


def open_account(here: Visit, site: str) -> None:
    """Make an account and begin an application."""
    page = here.page
    here.go(f"{site}/apply/")
    look(here, "start")
    page.click("a.button[href='/apply/account/new/']")
    put(page, "name", "សុខ វិសាល")
    put(page, "email", "sok@mekong.example")
    put(page, "password", PASSWORD)
    look(here, "account")
    page.click("main button[type=submit]")
    page.click("a.button[href='/apply/applications/new/']")
    page.check("[name=purpose][value=approval]")
    page.click("main button[type=submit]")
    look(here, "tasks")


def apply(here: Visit, ministry: Ministry, paper: Path) -> None:
    """Answer every step, bring every document, declare, and submit."""
    page = here.page
    page.click("a[href$='/steps/names/']")
    for step in STEPS:
        if step.name == "contact":
            page.click("button[value=next]")  # nothing filled in: kept, and told so
            look(here, "wrong")
        answer(page, step.name)
    for one in ministry.set.papers:
        page.select_option("select[name=paper]", one.value)
        page.set_input_files("input[name=file]", str(paper))
        page.click("main form >> nth=0 >> button[type=submit]")
    look(here, "papers")
    page.click("a.button[href$='/steps/declaration/']")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    put(page, "name", "សុខ វិសាល")
    put(page, "position", "នាយក")
    look(here, "declaration")
    page.click("button[value=next]")
    look(here, "check")
    page.click("main form button[type=submit]")


def test_from_the_account_to_the_certificate_on_a_telephone(
    visit: Open, site: str, at_home: str, tmp_path: Path
) -> None:
    ministry = Ministry(sending.SIDES[at_home], at_home)
    here, decider = visit(width=PHONE, scripts=False, language="km"), visit(scripts=False)
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(PDF)
    open_account(here, site)
    apply(here, ministry, paper)
    ready = ministry.examined(Application.objects.get())
    signed_in(decider, desk_of(ministry.decider), site)
    decider.go(f"{site}/desk/approvals/applications/{ready.public_id}/")
    assert decider.overflow(NARROWEST) == 0
    decider.picture("desk-application")
    decider.page.fill("[name=role]", "Director General")
    decider.page.click("button[value=decide]")
    ministry.catch_up()
    here.go(f"{site}/apply/applications/{ready.public_id}/")
    assert "KHM000001" in here.text
    look(here, "approved")
    with here.page.expect_download() as got:
        here.page.click("a[href$='/certificate/']")
    assert Path(got.value.path()).read_bytes().startswith(b"%PDF-")
    here.go(f"{site}/n/KHM000001/")
    assert "KHM000001" in here.text


def test_pages_of_applications_are_open_to_everybody(visit: Open, site: str, at_home: str) -> None:
    ministry = Ministry(sending.SIDES[at_home], at_home)
    made = ministry.examined()
    mine = ministry.taken_up(ministry.submitted(ministry.applicant("b@example.org")), ministry.both)
    here = signed_in(visit(scripts=True), desk_of(ministry.both), site)
    one = f"{site}/desk/approvals/applications"
    for name, url in {
        "queue": f"{site}/desk/approvals/",
        "recommended": f"{one}/{made.public_id}/",
        "findings": f"{one}/{mine.public_id}/findings/",
        "recommend": f"{one}/{mine.public_id}/recommend/",
        "standards": f"{site}/desk/approvals/standards/{ministry.agreement}/",
        "standards-edit": f"{site}/desk/approvals/standards/{ministry.agreement}/edit/",
        "home": f"{site}/desk/",
    }.items():
        here.go(url)
        assert here.barriers() == [], url
        assert here.overflow(NARROWEST) == 0, url
        here.picture(f"desk-approvals-{name}")
    outside = visit(scripts=True)
    for url in ("/apply/", "/apply/account/new/", "/apply/sign-in/"):
        outside.go(site + url)
        assert outside.barriers() == [], url
