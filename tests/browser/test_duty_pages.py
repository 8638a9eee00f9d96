"""Duties in a real browser: no barrier, nothing refused, nothing wider than the narrowest phone."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.utils import timezone

from kakehashi.core.notices.targets import Target, Targets
from kakehashi.desk import derived
from kakehashi.desk.duties import derive
from tests.browser.chromium import NARROWEST
from tests.browser.conftest import Open
from tests.browser.test_desk_pages import signed_in
from tests.core.hearing import Journals
from tests.web.desk import make

pytestmark = pytest.mark.django_db(transaction=True)


def some_months() -> str:
    """Let inquiries be asked, answered and left; give the last one."""
    journals = Journals(make.AGREEMENT)
    today = timezone.now().date()
    on = today - timedelta(days=150)
    stated = Targets(targets=(Target(duty="answer-about-sending", days=5),))
    asked = journals.issue("JP", "targets.proposed", on, statement=stated, effective_on=on)
    journals.issue("KH", "targets.agreed", on, answers=(asked,), statement=stated, effective_on=on)
    for number in range(30):
        day: date = on + timedelta(days=4 * number)
        asked = journals.issue("JP", "inquiry.asked", day)
        journals.receive("KH", "JP", day)
        if number % 3:
            journals.issue("KH", "inquiry.answered", day + timedelta(days=3), answers=(asked,))
    derive.take(derived.serving_edition(make.AGREEMENT), journals.heard)
    return asked


def test_pages_of_duties_are_open_to_everybody(visit: Open, site: str) -> None:
    make.Counterpart().meet()
    asked = some_months()
    aoi = make.officer("aoi", make.DRAFTS, make.CONFIDENTIAL)
    here = signed_in(visit(), make.desk_of(aoi), site)
    pages = {
        "board": "",
        "ended": "?show=ended",
        "kept": "kept/",
        "own": "own/",
        "own-new": "own/new/",
        "calendars": "calendars/",
        "one": f"of/{make.AGREEMENT}/{asked}/answer-about-sending/",
    }
    for language, (name, address) in product(("en", "ja", "km"), pages.items()):
        here.reads(language).go(f"{site}/desk/duties/{address}")
        if language == "km":
            assert here.barriers() == [], name
        assert here.complaints == [], name
        assert here.overflow(NARROWEST) == 0, name
        here.picture(f"duties-{name}-{language}")
