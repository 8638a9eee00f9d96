"""The page that checks certificates: camera, photo, text; with scripts, without, offline."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from django.test import Client
from django.utils import timezone
from PIL import Image, ImageFilter
from playwright.sync_api import FilePayload, Playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.certificates import endings, keys, lists, sealing
from kakehashi.certificates.models import EndingWhat
from kakehashi.core.certificate import to_text
from kakehashi.core.notices.certificates import CertificateEndWhy
from kakehashi.journal.record import open_record
from kakehashi.web.parts.context import NAMES
from tests.browser.chromium import NARROWEST, PHONE, Visit, chromium
from tests.browser.conftest import Open
from tests.browser.line import line_to
from tests.certificates import make

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_VIEW = 60_000


def photograph(text: str, size: tuple[int, int] = (1280, 960)) -> Image.Image:
    """A paper with a code as a phone sees it: gray, askew, not quite sharp."""
    held = io.BytesIO()
    segno.make(text, error="m", micro=False).save(held, kind="png", scale=8)
    sheet = Image.new("L", size, 210)
    code = Image.open(held).convert("L")
    sheet.paste(code.resize((640, 640)), ((size[0] - 640) // 2, (size[1] - 640) // 2))
    return sheet.rotate(7, fillcolor=190).filter(ImageFilter.GaussianBlur(1))


def as_file(picture: Image.Image, kind: str = "JPEG") -> bytes:
    held = io.BytesIO()
    picture.save(held, kind)
    return held.getvalue()


BLANK = Image.new("L", (300, 300), 255)


class Paper:
    """A certificate that this node issued today, and the list that says how it stands."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(make, "NOW", self.now)
        open_record(now=self.now)
        today = keys.today(make.AGREEMENT, self.now)
        request = keys.make_keys(make.AGREEMENT, first=today, months=1)
        keys.take_keys(make.AGREEMENT, make.certified(request), now=self.now)
        self.officers = tuple(
            Officer.objects.create(username=name, added_at=self.now).pk for name in ("a", "b")
        )
        until = today + timedelta(days=90)
        self.row = make.issued((self.officers[0], self.officers[1]), valid_until_on=until)
        self.text = to_text(sealing.open_certificate(self.row))
        lists.sign_lists(make.AGREEMENT, now=self.now)

    def end(self, what: EndingWhat) -> None:
        proposed = endings.propose_ending(
            self.row, what, why=CertificateEndWhy.INQUIRY, by=self.officers[0], now=self.now
        )
        endings.decide_ending(proposed, by=self.officers[1], now=self.now)
        lists.touch_list(self.row, now=self.now)


def length(response: Any) -> int:
    content = response.streaming_content if response.streaming else [response.content]
    return sum(len(piece) for piece in content)


def send(here: Visit, media: str, content: bytes) -> None:
    """Choose a file and press the button."""
    here.page.set_input_files("#id_file", FilePayload(name="a", mimeType=media, buffer=content))
    here.page.click("#verify-form button[type=submit]")


def outcome(here: Visit) -> str:
    here.page.wait_for_selector("#verify-outcome .banner")
    return here.page.inner_text("#verify-outcome")


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Paper]:  # noqa: ARG001 - it writes
    yield Paper(monkeypatch)
    for file in (node.home() / "keys" / make.AGREEMENT / keys.FOLDER).glob("*.key"):
        file.unlink()


def checked_text(here: Visit, site: str, text: str) -> str:
    here.go(site + "/verify/")
    here.page.fill("#id_text", text)
    here.page.click("#verify-form button[type=submit]")
    return outcome(here)


def test_a_certificate_is_checked_in_every_language(visit: Open, site: str, paper: Paper) -> None:
    for language in NAMES:
        here = visit(width=PHONE, language=language)
        said = checked_text(here, site, paper.text)
        assert said.startswith("✓")
        assert "SOK, SREYMOM" in said
        if language == "km":
            assert here.barriers() == []
        assert here.complaints == []
        assert here.overflow(NARROWEST) == 0
        here.picture(f"verify-valid-{language}")


def test_nothing_that_is_read_leaves_the_device(visit: Open, site: str, paper: Paper) -> None:
    here = visit().go(site + "/verify/")
    sent: list[str] = []
    here.page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    send(here, "image/jpeg", as_file(photograph(paper.text)))
    assert outcome(here).startswith("✓")
    fixed = (f"GET {site}/static/", f"GET {site}/verify/held.json", f"GET {site}/verify/status/")
    assert [one for one in sent if not one.startswith(fixed)] == []
    assert here.complaints == []


def test_the_camera_reads_the_code_of_a_paper_that_is_held_before_it(
    site: str, paper: Paper, driver: Playwright, tmp_path: Path
) -> None:
    film = tmp_path / "paper.mjpeg"
    blank, shown = Image.new("L", (1280, 960), 200), photograph(paper.text)
    film.write_bytes(b"".join(as_file(one.convert("RGB")) for one in [blank] * 5 + [shown] * 10))
    fake = ("--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}")
    with chromium(driver, *fake, "--use-fake-ui-for-media-stream") as browser:
        here = Visit(browser.new_context(viewport={"width": PHONE, "height": 800}))
        here.go(site + "/verify/")
        here.page.click("text=Open the camera")
        here.page.wait_for_selector(".is-open video")
        assert outcome(here).startswith("✓ Genuine and valid")
        assert here.page.locator(".is-open").count() == 0
        assert here.complaints == []


def test_a_camera_that_is_forbidden_is_said_in_words(visit: Open, site: str) -> None:
    here = visit().go(site + "/verify/")
    here.page.click("text=Open the camera")
    assert "Allow it in the browser" in outcome(here)


def test_the_page_that_says_it_is_ready_checks_with_the_wire_cut(
    visit: Open, live_server: LiveServer, settings: Settings, paper: Paper
) -> None:
    with line_to(live_server.thread.port) as wire:
        settings.IS_DEMO = True
        settings.ORIGIN = f"http://localhost:{wire.port}"
        here = visit(width=PHONE).go(settings.ORIGIN + "/verify/")
        here.page.wait_for_selector("#verify-kept[data-state=ready]")
        assert "Ready for use without a connection. Status lists of" in here.page.inner_text("main")
        wire.close()
        assert checked_text(here, settings.ORIGIN, paper.text).startswith("✓")
        here.page.wait_for_selector("#verify-kept[data-state=ready]")
        here.page.click("nav.tongues a[lang=ja]")
        here.page.wait_for_url("**lang=ja")
        send(here, "image/jpeg", as_file(photograph(paper.text)))
        assert outcome(here).startswith("✓ 真正で有効")
        assert here.complaints == []


def test_a_kept_list_turns_amber_after_a_day_and_says_of_when_it_is(
    visit: Open, site: str, paper: Paper
) -> None:
    here = visit(width=PHONE)
    here.page.clock.set_fixed_time(paper.now + timedelta(hours=30))
    said = checked_text(here, site, paper.text)
    assert said.startswith("! Genuine; whether it is valid today is not known for sure")
    assert "Status as of" in said
    here.picture("verify-amber")


def test_what_was_ended_is_red_with_words_and_sign(visit: Open, site: str, paper: Paper) -> None:
    for what, word in ((EndingWhat.SUSPEND, "suspended"), (EndingWhat.REVOKE, "revoked")):
        paper.end(what)
        said = checked_text(visit(), site, paper.text)
        assert said.startswith("✕ Genuine, but not valid")
        assert word in said


def test_another_code_is_refused_and_its_address_is_not_followed(visit: Open, site: str) -> None:
    here = visit()
    said = checked_text(here, site, "https://kakehashi.example/KKC1:")
    assert said.startswith("✕ Not shown to be genuine")
    assert "This is not the code of a certificate" in said
    assert "kakehashi.example" not in said
    assert here.page.url == site + "/verify/"


def test_without_a_script_a_photo_a_pdf_and_a_text_are_checked_by_the_node(
    visit: Open, site: str, paper: Paper
) -> None:
    here = visit(width=PHONE, scripts=False)
    assert checked_text(here, site, paper.text).startswith("✓ Genuine and valid")
    for kind, media in (("JPEG", "image/jpeg"), ("PDF", "application/pdf")):
        here.go(site + "/verify/")
        send(here, media, as_file(photograph(paper.text), kind))
        assert outcome(here).startswith("✓ Genuine and valid")


def test_a_photo_without_a_code_says_what_to_do_and_the_node_may_try(
    visit: Open, site: str
) -> None:
    here = visit().go(site + "/verify/")
    send(here, "image/png", as_file(BLANK, "PNG"))
    assert "Take the picture again" in outcome(here)
    here.page.click("text=Let this ministry's computer read the file")
    here.page.wait_for_url("**/verify/read/")
    assert "No code was found" in here.text


def test_the_first_view_is_light_in_the_heaviest_language(
    visit: Open, site: str, client: Client
) -> None:
    """As the node sends it, packed; the reader of codes comes when it is used."""
    here = visit(width=PHONE, language="km").go(site + "/verify/")
    sent = {
        url: length(client.get(url.removeprefix(site), HTTP_ACCEPT_ENCODING="gzip"))
        for url in here.loaded
        if "/vendor/qr/" not in url
    }
    assert sum(sent.values()) < FIRST_VIEW, sent
