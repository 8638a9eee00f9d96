"""The portal in a browser: on a phone, without scripts, in each language, with long names."""

from datetime import date
from itertools import product

import pytest

from tests.browser.chromium import NARROWEST, PHONE
from tests.browser.conftest import Open
from tests.registers import make
from tests.web.portal.reading import MEASURES, SENDING, SUPPORTING, SUSPENSIONS, apply

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_VIEW = 60_000
KHMER = "ក្រុមហ៊ុនស្ពានមេគង្គអភិវឌ្ឍន៍ធនធានមនុស្សនិងបណ្តុះបណ្តាលវិជ្ជាជីវៈ" * 3
PAGES = {
    "home": "/",
    "find": "/find/?q=mekong",
    "find-nothing": "/find/?q=Mekonk+Bridje+Manpower",
    "register": SENDING,
    "register-many": f"{SUPPORTING}?page=2",
    "register-nothing": f"{SUSPENSIONS}?q=x",
    "measures": MEASURES,
    "suspensions": SUSPENSIONS,
    "entry": f"{SENDING}KHM900001/",
    "entry-long": f"{SENDING}KHM900002/",
    "entry-listed": f"{SUPPORTING}19登-000007/",
    "agreement": "/agreements/jp-kh-2019/",
    "agreement-open": "/agreements/jp-tj-2024/",
    "check": "/check/",
}


@pytest.fixture
def registers(site: str) -> str:
    """Registers with one, few and many rows, and names of every length."""
    tajik = {"text": "Ҷамъияти «Роҳнамо» ғ ӣ қ ӯ ҳ ҷ", "lang": "tg", "script": "Cyrl"}
    approved = make.approved(1, "KHM900001", "Mekong Bridge Manpower Co., Ltd.", "ស្ពានមេគង្គ")
    apply(
        approved,
        make.approved(2, "KHM900002", "Mekong " + "Anakot" * 30, KHMER),
        make.suspended(3, "KHM900001", until=date(2026, 6, 30)),
        make.resumed(4, "KHM900001"),
        make.revoked(5, "KHM900001"),
        make.measure(1, number="KHM900001", name="株式会社" + "みほん" * 40),
        make.supporting_list(2, [make.row(n, names=[tajik]) for n in range(1, 61)]),
        make.heard(
            "acceptance.suspended",
            3,
            party="JP",
            public={
                "field": "food-service",
                "channels": [{"channel": "tests", "from_on": date(2026, 4, 13)}],
            },
        ),
    )
    return site


def test_every_page_is_open_to_everybody_and_fits_every_screen(visit: Open, registers: str) -> None:
    here = visit()
    for name, path in PAGES.items():
        here.go(registers + path)
        assert here.barriers() == [], path
        assert here.complaints == [], path
        assert here.overflow(NARROWEST) == 0, path
        here.picture(f"portal-{name}")


def test_a_first_view_is_light_in_every_language(visit: Open, registers: str) -> None:
    here = visit(width=PHONE).as_if_new()
    for language, (name, path) in product(("en", "ja", "km"), PAGES.items()):
        here.reads(language).go(registers + path).settle()
        assert here.weight < FIRST_VIEW, (path, here.loaded)
        assert here.overflow(PHONE) == 0, path
        assert here.page.get_attribute("html", "lang") == language
        if language != "en" and name in {"home", "entry", "register"}:
            here.picture(f"portal-{name}-{language}")


def test_looking_an_organization_up_takes_no_script(visit: Open, registers: str) -> None:
    here = visit(width=PHONE, scripts=False).go(registers)
    here.page.fill("[name=q]", "ស្ពានមេគង្គ")
    here.page.click("main button")
    here.page.click("text=Mekong Bridge Manpower")
    assert "Revoked" in here.page.inner_text("main .status >> nth=0")
    assert "Suspended" in here.page.inner_text(".timeline")
    here.page.click("a[hreflang=ja]")
    assert here.page.get_attribute("html", "lang") == "ja"
    assert here.page.inner_text("h1") == "Mekong Bridge Manpower Co., Ltd."
