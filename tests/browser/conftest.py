"""A browser for the tests beside this file; without Chromium they are skipped and say so."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from kakehashi.cli.demo.stage import Stage
from tests.browser.chromium import PROGRAM, Visit, chromium
from tests.browser.desks import two_nodes

HERE = Path(__file__).parent
Open = Callable[..., Visit]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            # The stories share two nodes, all others a browser: one worker has each.
            told = "stage" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("stories" if told else "browser"))
            if PROGRAM is None:
                item.add_marker(pytest.mark.skip(reason="component missing: chromium"))


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread; the tests' own queries are still plain calls.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as running:
        yield running
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    with chromium(driver) as running:
        yield running


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Two nodes that run, for every story told in browsers: each has matters of its own."""
    with two_nodes(tmp_path_factory.mktemp("stage")) as running:
        yield running


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open a context: `visit(width=360, scripts=False, language="km")`."""
    contexts = []

    def opened(*, width: int = 1280, scripts: bool = True, language: str = "en") -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            extra_http_headers={"Accept-Language": language},
        )
        contexts.append(context)
        return Visit(context)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """The address of a running demonstration node, by the name to which passkeys can be bound."""
    settings.IS_DEMO = True
    settings.ORIGIN = live_server.url.replace("127.0.0.1", "localhost")
    return str(settings.ORIGIN)
