"""What caches keep of public pages, and for how long."""

import pytest
from django.templatetags.static import static
from django.test import Client

from tests.registers import make
from tests.web.portal.reading import MEASURES, SENDING, answer, apply

PAGES = (
    "/",
    "/find/?q=mekong",
    "/check/",
    "/agreements/jp-kh-2019/",
    SENDING,
    f"{SENDING}KHM900001/",
    MEASURES,
    f"{SENDING.rstrip('/')}.csv",
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("three")]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_did_not_change_is_not_sent_again(address: str) -> None:
    first = answer(address)
    assert first.headers["cache-control"] == "public, max-age=30"
    again = answer(address, **{"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["etag"] == first.headers["etag"]


def test_a_page_that_changed_is_sent_anew() -> None:
    for address in (SENDING, f"{SENDING}KHM900001/", f"{SENDING.rstrip('/')}.csv"):
        before = answer(address)
        seq = PAGES.index(address) + 10
        apply(make.suspended(seq, "KHM900001"))
        after = answer(address, **{"if-none-match": before.headers["etag"]})
        assert after.status_code == 200


def test_each_language_has_a_digest_of_its_own() -> None:
    english, japanese = (answer(SENDING, **{"accept-language": tag}) for tag in ("en", "ja"))
    assert english.headers["etag"] != japanese.headers["etag"]
    assert "Accept-Language" in english.headers["vary"]


def test_an_answer_that_sets_a_language_is_its_readers_alone() -> None:
    chosen = answer(f"{SENDING}?lang=ja")
    assert chosen.headers["cache-control"] == "private, max-age=30"


def test_a_page_with_a_message_for_one_reader_is_not_kept() -> None:
    reader = Client()
    reader.cookies["messages"] = "anything"
    assert reader.get("/").headers["cache-control"] == "no-store"


def test_what_is_not_there_is_not_kept() -> None:
    assert answer(f"{SENDING}KHM999999/").headers["cache-control"] == "no-store"


def test_assets_are_kept_for_ever_under_an_address_that_changes_with_them() -> None:
    sheet = answer(static("kakehashi.css"))
    sheet.close()
    assert sheet.status_code == 200
    assert sheet.headers["cache-control"] == "max-age=315360000, public, immutable"
