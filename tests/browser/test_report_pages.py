"""The report site in a browser: on a phone, in each language, with and without scripts."""

import pytest

from tests.browser.chromium import NARROWEST, PHONE, Visit
from tests.browser.conftest import Open
from tests.intake import make

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_VIEW = 30_000
QUESTIONS = (
    *("whom", "land", "what", "story", "who.1", "money.1", "when", "where", "files"),
    *("know", "reach"),
)
STORY = "They took my passport"


@pytest.fixture
def office(site: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A site that takes reports."""
    monkeypatch.setattr("kakehashi.intake.keyholding.COST", 2**8)
    make.office()
    return f"{site}/r/"


def begin(here: Visit, office: str, language: str) -> Visit:
    here.go(f"{office}{language}/")
    here.page.click("form button")
    here.page.wait_for_url("**/code/")
    return here


@pytest.mark.parametrize("language", ["ja", "km", "tg"])
def test_a_first_page_is_light_and_every_page_fits_a_phone(
    visit: Open, office: str, language: str
) -> None:
    here = visit(width=PHONE, language=language).go(office)
    assert here.weight < FIRST_VIEW, here.loaded
    assert here.page.get_attribute("html", "lang") == language
    here.picture(f"report-home-{language}")
    begin(here, office, language)
    pages = ["code/", *(f"q/{name}/" for name in QUESTIONS), "check/", "back/", "safe/"]
    for path in pages:
        here.go(f"{office}{language}/{path}")
        assert here.complaints == [], path
        assert here.overflow(NARROWEST) == 0, path
        if language == "km":
            assert here.barriers() == [], path
            here.picture(f"report-{path.strip('/').replace('/', '-')}-{language}")
