"""Every page of a node as its reader sees it: pictures, and what a machine can find fault with.

    python -m benchmarks.pages [--home .demo/jp | --party KH] [--language ja km …]
        [--width 360 1280] [--scripts] [--axe] [--page desk_case …] [--out .cache/pages]
        [--without-pictures]

Walks along every link from the first page of each room, as an officer with every role, as an
applicant, as a reporter and as nobody, and opens a few addresses of each name in the browser.
`--home` is the home of a node that is being served (one of `make demo`); without it two nodes on
which nothing has happened are made, and that of `--party` is looked at. Names of the address table
that no link led to are printed, so that a new page is not forgotten. Pictures go to a file for
each page; the sheets beside them show many at once. Prints one line for each fault and ends with 1
where there is any.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages_faults import Fault, faults, look
from benchmarks.pages_sheets import sheets
from kakehashi import node
from kakehashi.cli.demo.stage import Role, Stage
from tests.browser.chromium import Visit, chromium
from tests.two_nodes import nodes

if TYPE_CHECKING:
    from benchmarks.pages_walk import Found

LANGUAGES = ("en", "ja", "km")
AGREEMENT = "jp-kh-2019"
MOST_STATEMENTS, HEAVIEST = 60, 150_000
"""More statements of the database, or bytes of HTML, than any page should need."""


def main() -> int:
    """Walk, look, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a node that is being served; else an empty one")
    parser.add_argument("--party", default="JP", help="whose empty node: JP, KH")
    parser.add_argument("--language", nargs="+", default=LANGUAGES)
    parser.add_argument("--width", nargs="+", type=int, default=[360, 1280])
    parser.add_argument("--scripts", action="store_true", help="with JavaScript")
    parser.add_argument("--axe", action="store_true", help="ask axe-core too: slow")
    parser.add_argument("--page", nargs="*", help="only addresses whose name begins so")
    parser.add_argument("--out", type=Path, default=Path(".cache/pages"))
    parser.add_argument("--without-pictures", action="store_true")
    asked = parser.parse_args()
    with ExitStack() as ended:
        home = asked.home or ended.enter_context(empty_node(asked.party))
        os.environ[node.HOME] = str(home.absolute())
        found, missed = walked(asked.page)
        driver = ended.enter_context(sync_playwright())
        browser = ended.enter_context(chromium(driver))
        wrong = chain(
            (fault for one in found for fault in facts_of(one)),
            *(looked_at(browser, found, language, asked) for language in asked.language),
        )
        count = 0
        for count, fault in enumerate(wrong, 1):  # noqa: B007 - counted while it goes
            print(fault, flush=True)
    print(f"{len(found)} pages of {len({one.name for one in found})} names, {count} faults")
    print("not reached:", *missed)
    return 1 if count else 0


@contextmanager
def empty_node(party: str) -> Iterator[Path]:
    """Make Japan's and Cambodia's nodes, on which nothing has happened, and serve one of them."""
    folder = Path(tempfile.mkdtemp(prefix="kakehashi-pages-"))
    roles = (
        Role("JP", "kakehashi.jp.example", (AGREEMENT,), nodes.free_port()),
        Role("KH", "kakehashi.kh.example", (AGREEMENT,), nodes.free_port()),
    )
    stage = Stage(folder, roles)
    try:
        stage.build(is_demo=True)
        stage.serve(next(role for role in roles if role.party == party))
        yield stage.home(party)
    finally:
        stage.close()
        shutil.rmtree(folder)


def walked(only: Sequence[str] | None) -> tuple[list["Found"], list[str]]:
    """Give the pages that were reached, and the names of addresses that were not."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "kakehashi.settings"
    django.setup()
    from benchmarks.pages_walk import names, walk

    found, others = walk()
    missed = sorted(names() - {one.name for one in found} - others)
    return [one for one in found if not only or one.name.startswith(tuple(only))], missed


def facts_of(one: "Found") -> Iterator[Fault]:
    """Find fault with what the server answered."""
    if one.status != 200:
        yield Fault(one.name, one.url, "", f"answers {one.status}")
    if one.statements > MOST_STATEMENTS:
        yield Fault(one.name, one.url, "", f"{one.statements} statements")
    if one.bytes > HEAVIEST:
        yield Fault(one.name, one.url, "", f"weighs {one.bytes} bytes")


def visit_of(browser: Browser, one: "Found", language: str, *, scripts: bool) -> Visit:
    """Give a browser in which the visitor is at home, and which speaks the language."""
    context = browser.new_context(
        java_script_enabled=scripts,
        locale=language,
        extra_http_headers={"Accept-Language": language},
    )
    cookies = one.cookies | {one.language: language}
    context.add_cookies([{"name": n, "value": v, "url": one.site} for n, v in cookies.items()])
    return Visit(context)


def looked_at(
    browser: Browser, found: Sequence["Found"], language: str, asked: argparse.Namespace
) -> Iterator[Fault]:
    """Open each page in one language, and give what is wrong with it."""
    made: dict[int, list[Path]] = {width: [] for width in asked.width}
    visits: dict[str, Visit] = {}
    for one in found:
        if one.visitor not in visits:
            visits[one.visitor] = visit_of(browser, one, language, scripts=asked.scripts)
        here = visits[one.visitor].go(one.site + one.url.replace("/r/en/", f"/r/{language}/"))
        yield from faults(one.name, one.url, language, look(here), here.complaints)
        if asked.axe:
            for said in here.barriers():
                yield Fault(one.name, one.url, language, said)
        for width in () if asked.without_pictures else asked.width:
            file = asked.out / f"{language}-{width}" / f"{one.file}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            here.page.set_viewport_size({"width": width, "height": 800})
            here.page.screenshot(path=file, full_page=True)
            made[width].append(file)
    for width, files in made.items():
        sheets(files, asked.out / f"{language}-{width}-sheets", width)


if __name__ == "__main__":
    sys.exit(main())
