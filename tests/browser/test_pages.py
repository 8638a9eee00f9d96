"""Every page that can be reached without signing in: readable, light, and open to everybody."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from kakehashi.web.parts.context import NAMES
from tests.browser.chromium import NARROWEST, PHONE, Visit
from tests.browser.conftest import Open

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_VIEW = 60_000
GIVE_HREFS = "all => all.map(a => a.getAttribute('href'))"
START = ("/", "/parts/", "/sign-in/")


def links(visit: Visit, site: str) -> set[str]:
    """Give the pages to which a page leads: their addresses end with a stroke, no file's does."""
    hrefs = visit.page.eval_on_selector_all("a[href]", GIVE_HREFS)
    found = {urldefrag(urljoin(visit.page.url, href))[0] for href in hrefs}
    pages = {url for url in found if url.startswith(site) and urlsplit(url).path.endswith("/")}
    return {url for url in pages if not urlsplit(url).query}


def public_pages(here: Visit, site: str) -> Iterator[str]:
    """Walk from the start along every link without a query, and show one page after the other."""
    waiting = [site + path for path in START]
    for url in waiting:
        here.complaints.clear()
        answer = here.page.goto(url, wait_until="load")
        if answer is not None and answer.ok and "html" in answer.headers["content-type"]:
            waiting += sorted(links(here, site) - {*waiting})
            yield url


def test_every_public_page_is_open_to_everybody(visit: Open, site: str) -> None:
    here = visit()
    for url in public_pages(here, site):
        assert here.barriers() == [], url
        assert here.complaints == [], url
        assert here.overflow(NARROWEST) == 0, url
        here.picture("public" + urlsplit(url).path.rstrip("/").replace("/", "-"))


def test_a_first_view_is_light_and_fits_a_narrow_phone_in_every_language(
    visit: Open, site: str
) -> None:
    here = visit(width=PHONE).as_if_new()
    for language, path in product(NAMES, START):
        here.reads(language).go(site + path).settle()
        assert here.weight < FIRST_VIEW, here.loaded
        assert here.overflow(NARROWEST) == 0
        assert here.page.get_attribute("html", "lang") == language


def test_the_language_switch_works_without_javascript(visit: Open, site: str) -> None:
    here = visit(scripts=False).go(site + "/sign-in/")
    here.page.click("a[hreflang=ja]")
    assert here.page.get_attribute("html", "lang") == "ja"
    here.go(site + "/parts/")
    assert here.page.get_attribute("html", "lang") == "ja"


def test_khmer_brings_its_font_and_english_loads_none(visit: Open, site: str) -> None:
    english = visit(language="en").go(site + "/sign-in/?lang=en").settle()
    khmer = visit(language="km").go(site + "/sign-in/?lang=km").settle()
    assert any("noto-sans-khmer" in url for url in khmer.loaded)
    assert not any("noto-sans-khmer" in url for url in english.loaded)


def test_a_page_works_by_keyboard_alone(visit: Open, site: str) -> None:
    here = visit().go(site + "/sign-in/")
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("document.activeElement.className") == "skip"
    here.page.keyboard.press("Enter")
    assert here.page.evaluate("document.activeElement.id") == "main"
