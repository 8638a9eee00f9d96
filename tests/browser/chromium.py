"""The system's Chromium, driven over a pipe: what it loads, says and shows."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
)

from tests.two_nodes import nodes

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP, NARROWEST = 360, 1280, 320
ARE_WANTED = bool(os.environ.get("KAKEHASHI_SCREENSHOTS"))
SCREENSHOTS = Path(__file__).parents[2] / ".cache" / "screenshots"


@contextmanager
def chromium(driver: Playwright, *flags: str) -> Iterator[Browser]:
    """Start a browser with a profile of its own, and stop it; a thread has one driver at a time."""
    with tempfile.TemporaryDirectory(prefix="kakehashi-chromium-") as scratch:
        browser = driver.chromium.launch(
            executable_path=PROGRAM,
            headless=True,
            args=[*FLAGS, *flags],
            env={"HOME": scratch},
            timeout=nodes.WAIT_SECONDS * 1000,
        )
        try:
            yield browser
        finally:
            browser.close()


def text_of(page: Page) -> str:
    """What a page says, once it is there whole."""
    page.wait_for_load_state()
    return page.inner_text("main")


class Visit:
    """One page in one browser context, with what it loaded and complained of."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        context.set_default_timeout(nodes.WAIT_SECONDS * 1000)
        self.complaints: list[str] = []
        self.loaded: dict[str, int] = {}
        self.page: Page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._asked = 0
        self.page.on("request", self._begun)
        self.page.on("requestfinished", self._finished)
        self.page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _begun(self, _request: Request) -> None:
        self._asked += 1

    def _failed(self, _request: Request) -> None:
        self._asked -= 1

    def _finished(self, request: Request) -> None:
        self.loaded[request.url] = max(0, request.sizes()["responseBodySize"])
        self._asked -= 1

    def go(self, url: str) -> "Visit":
        """Open an address and wait until it is loaded."""
        self.complaints.clear()
        self.loaded.clear()
        self.page.goto(url, wait_until="load")
        return self

    @property
    def text(self) -> str:
        """What the page says, once it is there whole."""
        return text_of(self.page)

    def reads(self, language: str) -> "Visit":
        """Prefer another language from now on."""
        self.context.set_extra_http_headers({"Accept-Language": language})
        return self

    def as_if_new(self) -> "Visit":
        """Keep nothing of what is loaded: every view is a first view."""
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return self

    def settle(self) -> "Visit":
        """Wait until nothing more is to come, fonts included; then all that was loaded is known."""
        self.page.evaluate("() => document.fonts.ready.then(() => null)")
        nodes.wait_until(self._is_settled)
        return self

    def _is_settled(self) -> bool:
        self.page.wait_for_timeout(10)  # what the browser has to tell is told meanwhile
        return self._asked == 0

    @property
    def weight(self) -> int:
        """Bytes of the bodies that crossed the wire for this view so far."""
        return sum(self.loaded.values())

    def overflow(self, width: int) -> int:
        """Say by how many pixels the page is wider than a screen of this width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        return int(
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    def barriers(self) -> list[str]:
        """Name what axe-core finds against WCAG 2.2 AA and good practice."""
        report = Axe().run(self.page, options={"reporter": "no-passes"})
        return [
            f"{violation['id']}: {node['html']}"
            for violation in report.response["violations"]
            for node in violation["nodes"]
        ]

    def picture(self, name: str) -> None:
        """Keep what the page looks like on a phone and on a desk, where people want to look."""
        if not ARE_WANTED:
            return
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for width in (PHONE, DESKTOP):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
