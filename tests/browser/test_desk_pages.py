"""The desk in a browser: readable, open to everybody, and whole without scripts."""

import pytest
from django.test import Client
from django.utils import timezone

from kakehashi.core.notices import example
from kakehashi.exchange.actions import raise_alarm
from kakehashi.web.desk.drafting.filling import filled
from tests.browser.chromium import NARROWEST, Visit
from tests.browser.conftest import Open
from tests.web.desk import make
from tests.web.desk.test_boxes import address
from tests.web.desk.test_drafts import begin, keep, submitted, typed

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(here: Visit, client: Client, site: str) -> Visit:
    """Give a browser the session of an officer."""
    here.context.add_cookies(
        [
            {"name": name, "value": morsel.value, "url": site}
            for name, morsel in client.cookies.items()
        ]
    )
    return here


def look(here: Visit, url: str, name: str) -> None:
    here.go(url)
    assert here.barriers() == [], url
    assert [c for c in here.complaints if "422" not in c] == [], url
    assert here.overflow(NARROWEST) == 0, url
    here.picture(f"desk-{name}")


def test_every_page_of_the_desk_is_open_to_everybody(visit: Open, site: str) -> None:
    counterpart = make.Counterpart().meet()
    drafter = make.desk_of(make.officer("aoi", make.DRAFTS, make.CONFIDENTIAL))
    decider = make.desk_of(make.officer("ren", make.DECIDES, make.DRAFTS, make.CONFIDENTIAL))
    received = make.known(counterpart, "sending-organization.approved")
    issued = make.issue_ours(counterpart, make.ASKED)
    raise_alarm(make.AGREEMENT, "unreachable", "timeout", now=timezone.now())
    opened = begin(drafter)
    keep(drafter, opened, typed() | filled(example(make.ASKED)), "later")
    waiting = submitted(drafter)
    here = signed_in(visit(scripts=True), decider, site)
    pages = {
        "home": "/desk/",
        "inbox": "/desk/inbox/",
        "outbox": "/desk/outbox/",
        "drafts": "/desk/drafts/",
        "list-upload": "/desk/lists/new/",
        "start": f"/desk/drafts/new/?agreement={make.AGREEMENT}",
        "notice": address(received),
        "issued": address(issued),
        "sign-off": f"/desk/drafts/{waiting.public_id}/check/",
    }
    for name, url in pages.items():
        look(here, site + url, name)
    here = signed_in(visit(scripts=True), drafter, site)
    look(here, f"{site}/desk/drafts/{opened.public_id}/", "draft")
    here.page.set_viewport_size({"width": 1280, "height": 800})
    here.page.fill("[name='envelope.role']", "")
    here.page.click("button[value=check]")
    assert "There is a problem" in here.text
    here.picture("desk-draft-wrong")
