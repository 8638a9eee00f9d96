"""Two nodes that run, and their officers' browsers: what a person does there, step by step."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import FilePayload, Page

from kakehashi.cli.demo.stage import Role, Stage
from kakehashi.core.notices import example
from tests import homes
from tests.browser.chromium import Visit
from tests.two_nodes import nodes
from tests.two_nodes.nodes import WAIT_SECONDS
from tests.two_nodes.staged import Staged

AGREEMENT = "jp-kh-2019"
PAPER: FilePayload = {
    "name": "paper.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4 an invented paper",
}
UNITS = {"JP": "isa", "KH": "placement-3"}


@contextmanager
def two_nodes(folder: Path) -> Iterator[Stage]:
    """Japan's and Cambodia's nodes, met and running."""
    roles = (
        Role("JP", "kakehashi.jp.example", (AGREEMENT,), nodes.free_port()),
        Role("KH", "kakehashi.kh.example", (AGREEMENT,), nodes.free_port()),
    )
    stage = Staged(folder, roles)
    try:
        stage.build(database=homes.fresh_databases(UNITS), is_demo=True)
        stage.raise_curtain()
        yield stage
    finally:
        stage.close()


class Desk:
    """An officer's browser at the desk of one node."""

    def __init__(self, stage: Stage, visit: Visit, party: str, name: str, *roles: str) -> None:
        self.site = next(role.origin for role in stage.roles if role.party == party)
        cookie = stage.actor(party).act(
            "tests.browser.story_acts:sign_in", officer=name, unit=UNITS[party], roles=list(roles)
        )
        assert isinstance(cookie, dict)
        visit.context.add_cookies(
            [{"name": str(cookie["name"]), "value": str(cookie["value"]), "url": self.site}]
        )
        self.visit = visit

    @property
    def page(self) -> Page:
        """What the browser shows."""
        return self.visit.page

    @property
    def text(self) -> str:
        """What the page says, once it is there whole."""
        return self.visit.text

    @property
    def path(self) -> str:
        """Where the browser is, without the site."""
        return self.page.url.removeprefix(self.site)

    def go(self, path: str) -> str:
        """Open a page; give what it says."""
        self.page.goto(self.site + path, wait_until="load")
        return self.text

    def wait_for(self, path: str, words: str) -> str:
        """Open a page until it says something; AssertionError if it never does."""
        return self.wait_until(lambda: self.go(path), words)

    def wait_until(self, look: Callable[[], str], words: str) -> str:
        """Look again and again until the page says something; AssertionError if it never does."""
        until = time.monotonic() + WAIT_SECONDS
        while words not in (said := look()):
            assert time.monotonic() < until, f"{self.path} does not say {words!r}: {said}"
            time.sleep(0.5)
        return said

    def follow(self, words: str) -> str:
        """Follow the first link with these words."""
        self.page.get_by_role("link", name=words).first.click()
        return self.text

    def press(self, words: str) -> str:
        """Press the button with these words."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        return self.text

    def add(self, rows: str) -> str:
        """Press the button for one more row."""
        self.page.click(f"button[value='add:{rows}']")
        return self.text

    def put(self, fields: Mapping[str, str]) -> None:
        """Fill in fields by their names: texts, choices, radios, and ticks ("yes")."""
        self.page.wait_for_load_state()
        for name, value in fields.items():
            if self.page.locator(f"select[name='{name}']").count():
                self.page.select_option(f"select[name='{name}']", value)
            elif self.page.locator(
                f"input[name='{name}']:is([type=radio],[type=checkbox])"
            ).count():
                self.page.check(f"input[name='{name}'][value='{value}']")
            else:
                self.page.fill(f"[name='{name}']", value)

    def fill(self, kind: str, changed: Mapping[str, str], *, in_confidence: bool = False) -> None:
        """Fill what the form asks at first with the example of its kind; further rows are left.

        `in_confidence` puts what the example says in public into the confidential part.
        """
        from kakehashi.web.desk.drafting.filling import filled  # noqa: PLC0415 - settings are there only now

        given = {name: values[0] for name, values in filled(example(kind)).items() if values}
        if in_confidence:
            given |= {
                f"confidential.{name.removeprefix('public.')}": value
                for name, value in given.items()
                if name.startswith("public.")
            }
        for name, value in {**given, **changed}.items():
            shown = self.page.locator(f"[name='{name}']:not([type=hidden]):not([type=file])")
            if not name.startswith("links.") and shown.count():
                self.put({name: value})
        for chosen in self.page.locator("input[type=file]").all():
            chosen.set_input_files(PAPER)

    def draft(self, fields: Mapping[str, str], *, rows: Sequence[str] = (), clause: str) -> str:
        """Fill the form that is open, with further rows, and submit it for sign-off."""
        for row in rows:
            self.add(row)
        clauses = self.page.locator("select[name='envelope.clause']")
        decided = {"envelope.role": "Director of the division"}
        if clauses.count():
            decided["envelope.clause"] = clause
        self.put({**decided, **day("envelope.on", "2026", "1", "20"), **fields})
        self.press("Check the answers")
        assert "There is a problem" not in self.text, self.text
        return self.press("Submit for sign-off")

    def sign_off(self, title: str) -> str:
        """Sign off the draft of a kind that waits."""
        self.go("/desk/drafts/")
        self.follow(title)
        return self.press("Sign off and issue")


def day(name: str, year: str, month: str, of_month: str) -> dict[str, str]:
    """The three boxes of a date."""
    return {f"{name}-year": year, f"{name}-month": month, f"{name}-day": of_month}


def desks(
    stage: Stage, visit: Callable[..., Visit], party: str, *names: str, scripts: bool
) -> tuple[Desk, Desk]:
    """A drafter and a decider of one side, with or without scripts."""
    drafter, decider = names
    return (
        Desk(stage, visit(scripts=scripts), party, drafter, "drafts", "reads-confidential"),
        Desk(stage, visit(scripts=scripts), party, decider, "decides", "reads-confidential"),
    )
