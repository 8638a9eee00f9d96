"""A report in Khmer from a cheap telephone over a bad line, and what a thief would find of it."""

import io
import os
import re
import shutil
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Error, Page

from kakehashi.cli.demo.stage import Role, Stage
from tests import homes
from tests.browser.chromium import PHONE, text_of
from tests.browser.conftest import Open
from tests.browser.line import ANSWERED, ASKING, Line, line_to
from tests.intake.searching import traces
from tests.two_nodes import nodes
from tests.two_nodes.staged import Staged

STORY = "មេខ្យល់យកលិខិតឆ្លងដែនរបស់ខ្ញុំ ហើយសុំប្រាក់កក់"
BROKER = "សុខ សុភាព មេខ្យល់"
PHONE_NUMBER = "012 345 678"
QUESTION, ANSWER = "តើនៅភូមិណា?", "ភូមិព្រៃទទឹង"
ACTS = "tests.browser.report_acts"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    role = Role("KH", "kakehashi.kh.example", ("jp-kh-2019",), nodes.free_port())
    made = Staged(tmp_path, (role,))
    try:
        made.build(database=homes.fresh_databases([role.party]), is_demo=False)
        made.actor("KH").act(f"{ACTS}:open_office", names=["sokha", "dara"])
        made.serve(role)
        yield made
    finally:
        made.close()


def press(page: Page, value: str = "on") -> None:
    page.click(f"main button[name=next][value={value}]")


def send_over(line: Line, page: Page, when: str) -> None:
    """Press Next while the line breaks, and load the page again as people do."""
    line.cut(when)
    before = len(line.cuts)
    try:
        press(page)
        page.wait_for_load_state()
    except Error:
        pass
    assert len(line.cuts) == before + 1


def photo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (400, 300), "green").save(written, "JPEG")
    return written.getvalue()


def test_a_report_in_khmer_without_scripts_survives_a_line_cut_twice(
    visit: Open, stage: Stage
) -> None:
    (role,) = stage.roles
    with line_to(role.port) as line:
        page = visit(width=PHONE, scripts=False, language="km").page
        here = f"http://127.0.0.1:{line.port}/r/km"
        code = begin_over_a_bad_line(page, line, here)
        kill_server(stage, role.port)
        stage.serve(role)

        again = visit(width=PHONE, scripts=False, language="km").page
        come_back_and_send(again, here, code)
        read = stage.actor("KH").act(f"{ACTS}:read_and_ask", name="sokha", question=QUESTION)
        assert read == {
            "story": STORY,
            "people": [BROKER],
            "may_know": "other-side",
            "pictures": [1],
        }
        again.reload()
        assert QUESTION in text_of(again)
        again.fill("[name=words]", ANSWER)
        again.click("main form button >> nth=0")
        assert ANSWER in text_of(again)
        assert stage.actor("KH").act(f"{ACTS}:letters", name="dara") == [QUESTION, ANSWER]
    with socket.create_connection(("127.0.0.1", role.port)) as broken:
        broken.sendall(b"\0 what is this\r\n\r\n")
        broken.recv(100)
    assert_nothing_is_found(stage, code)


def kill_server(stage: Stage, port: int) -> None:
    """Kill the server with its processes, as a power cut does, and wait until all are gone."""
    (server,) = stage.running
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    stage.running.clear()
    nodes.wait_until(lambda: not nodes.is_listened_on(port))


def begin_over_a_bad_line(page: Page, line: Line, here: str) -> list[str]:
    """Begin a report, and have the line break before an answer arrives and after another did."""
    page.goto(f"http://127.0.0.1:{line.port}/r/")
    assert page.url == f"{here}/"
    page.click("main form button")
    code = page.locator(".code span").all_inner_texts()
    assert len(code) == 5
    page.click("main a.button")
    page.check("[name=whom][value=self]")
    press(page)
    page.check("[name=what][value=a]")
    press(page)
    page.fill("[name=story]", STORY)
    send_over(line, page, ASKING)
    page.goto(f"{here}/q/story/")
    page.fill("[name=story]", STORY)
    press(page)
    page.fill("[name=name]", BROKER)
    page.fill("[name=contact]", PHONE_NUMBER)
    send_over(line, page, ANSWERED)
    return code


def come_back_and_send(page: Page, here: str, code: list[str]) -> None:
    """Find everything again by the code on another telephone, add a photo, and send it."""
    page.goto(f"{here}/back/")
    page.fill("[name=code]", " ".join(code).upper())
    page.click("main form button")
    assert page.locator(".code span").all_inner_texts() == code, "shown at the first return"
    page.goto(f"{here}/check/")
    assert STORY in text_of(page)
    assert BROKER in text_of(page)
    page.goto(f"{here}/q/files/")
    page.set_input_files(
        "[name=file]", {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    press(page, "file")
    press(page)
    page.check("[name=know][value=other-side]")
    press(page)
    press(page)
    page.click("main form button >> nth=0")
    assert page.url == f"{here}/mine/"


def assert_nothing_is_found(stage: Stage, code: list[str]) -> None:
    """Search database, write-ahead log, logs and a backup for what was told, and for the code."""
    told = [STORY, BROKER, PHONE_NUMBER, QUESTION, ANSWER]
    told += [between.join(code[:2]) for between in ("-", " ", "")]
    files = [*stage.home("KH").rglob("*"), *database_files(stage)]
    assert traces(["sokha of the office"], files), "the search finds what does stand there"
    assert traces(told, files) == []
    log = (stage.home("KH") / "run" / "serve.log").read_bytes()
    assert b"Invalid request" in log
    assert b"127.0.0.1" not in log
    assert b"/r/" not in log


def database_files(stage: Stage) -> list[Path]:
    """Give the database's files and a backup; of PostgreSQL those of the whole server."""
    file = stage.home("KH") / "db.sqlite3"
    backup = stage.folder / "backup"
    if file.exists():
        with sqlite3.connect(file) as live, sqlite3.connect(backup) as copy:
            live.backup(copy)
        return [backup]
    url = re.search(r'url = "(.+)"', (stage.home("KH") / "node.toml").read_text())
    assert url
    with psycopg.connect(url[1], autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    folder = Path(unquote(parse_qs(urlsplit(url[1]).query)["host"][0]))
    shutil.copytree(folder / "data", backup, ignore_dangling_symlinks=True)
    return list(backup.rglob("*"))
