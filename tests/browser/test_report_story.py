"""A report in Khmer over a bad line: triaged, shared without its source, answered, and read."""

import io
import re
import shutil
import socket
import sqlite3
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Error, Page

from kakehashi.cli.demo.stage import Stage
from tests.browser.chromium import PHONE, text_of
from tests.browser.conftest import Open
from tests.browser.desks import Desk, desks
from tests.browser.line import ANSWERED, ASKING, Line, line_to
from tests.intake.make import PASSPHRASE
from tests.intake.searching import traces

STORY = "មេខ្យល់យកលិខិតឆ្លងដែនរបស់ខ្ញុំ ហើយសុំប្រាក់កក់"
BROKER = "សុខ សុភាព មេខ្យល់"
PHONE_NUMBER = "012 345 678"
HERSELF, HER_NUMBER, HER_VILLAGE = "ចាន់ ស្រីលក្ខណ៍", "097 765 4321", "ភូមិព្រៃទទឹង"
# Alone: the same figures stand by chance in ids and times.
HER_SUM = re.compile(r"(?<![\w.,+/-])1,?234(?![\w+/-]|[.,]\d)")
QUESTION, ANSWER = "តើនៅភូមិណា?", "នៅជិតវត្តព្រៃទទឹងខាងជើង"
TOLD_BY_OFFICERS = "A recruiter took deposits and kept passports."
FOUND_IN_JAPAN = "The company in Osaka knew of the deposits."
TOLD_AT_LAST = "ការិយាល័យនៅប្រទេសជប៉ុនបានរកឃើញថាក្រុមហ៊ុនដឹងរឿងនេះ"
REPORTED, ANSWERED_IT = "Intermediary reported", "Report about an intermediary answered"
ACTS = "tests.browser.report_acts"


@pytest.mark.slow
def test_a_report_in_khmer_is_shared_without_its_source_and_its_reporter_reads_what_came_of_it(
    visit: Open, stage: Stage
) -> None:
    sokha, bopha = desks(stage, visit, "KH", "sokha", "bopha", scripts=False)
    aoi, ren = desks(stage, visit, "JP", "aoi", "ren", scripts=True)
    stage.actor("KH").act(f"{ACTS}:open_office", names=["sokha", "bopha"])
    port = next(role.port for role in stage.roles if role.party == "KH")
    with line_to(port) as line:
        phone = visit(width=PHONE, scripts=False, language="km").page
        here = f"http://127.0.0.1:{line.port}/r/km"
        code = begin_over_a_bad_line(phone, line, here)
        hers = visit(width=PHONE, scripts=False, language="km").page
        come_back_and_send(hers, here, code)

        report = open_and_ask(sokha)
        hers.reload()
        assert QUESTION in text_of(hers)
        hers.fill("[name=words]", ANSWER)
        hers.click("main form button >> nth=0")
        hers.get_by_text(ANSWER).first.wait_for()
        share(sokha, bopha, report)
        answer(aoi, ren)
        assert_the_source_is_nowhere_at(aoi, stage)
        tell_her(sokha, report)

        later = visit(width=PHONE, scripts=False, language="km").page
        type_the_code(later, here, code)
        later.wait_for_url(f"{here}/mine/")
        assert TOLD_AT_LAST in text_of(later)
    with socket.create_connection(("127.0.0.1", port)) as broken:
        broken.sendall(b"\0 what is this\r\n\r\n")
        broken.recv(100)
    assert_nothing_is_found(stage, code)


# ------------------------------------------------------------------------------- the reporter


def press(page: Page, value: str = "on") -> None:
    page.click(f"main button[name=next][value={value}]")


def code_on(page: Page) -> list[str]:
    """The five words that a page shows."""
    words = page.locator(".code span")
    words.nth(4).wait_for()
    return words.all_inner_texts()


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


def begin_over_a_bad_line(page: Page, line: Line, here: str) -> list[str]:
    """Begin a report, and have the line break before an answer arrives and after another did."""
    page.goto(f"http://127.0.0.1:{line.port}/r/")
    assert page.url == f"{here}/"
    page.click("main form button")
    code = code_on(page)
    page.click("main a.button")
    page.check("[name=whom][value=self]")
    press(page)
    page.check("[name=what][value=a]")
    press(page)
    page.fill("[name=story]", STORY)
    send_over(line, page, ASKING)
    page.reload()  # the browser sends once more what was typed
    page.wait_for_url(f"{here}/q/who.1/")
    page.fill("[name=name]", BROKER)
    page.fill("[name=contact]", PHONE_NUMBER)
    page.check("[name=role][value=broker]")
    send_over(line, page, ANSWERED)
    return code


def type_the_code(page: Page, here: str, code: list[str]) -> None:
    page.goto(f"{here}/back/")
    page.fill("[name=code]", " ".join(code).upper())
    page.click("main form button")


def come_back_and_send(page: Page, here: str, code: list[str]) -> None:
    """Find everything again by the code on another telephone, say the rest, and send it."""
    type_the_code(page, here, code)
    assert code_on(page) == code, "shown at the first return"
    page.goto(f"{here}/check/")
    assert STORY in text_of(page)
    assert BROKER in text_of(page)
    page.goto(f"{here}/q/money.1/")
    page.fill("[name=amount]", "1,234")
    page.select_option("[name=currency]", "USD")
    page.fill("[name=to]", BROKER)
    press(page)
    page.goto(f"{here}/q/where/")
    page.fill("[name=place]", HER_VILLAGE)
    press(page)
    page.set_input_files(
        "[name=file]", {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    press(page, "file")
    press(page)
    page.check("[name=know][value=other-side]")
    press(page)
    page.fill("[name=name]", HERSELF)
    page.fill("[name=reach]", HER_NUMBER)
    press(page)
    page.click("main form button >> nth=0")
    page.wait_for_url(f"{here}/mine/")


# ------------------------------------------------------------------------------- the officers


def open_and_ask(sokha: Desk) -> str:
    """Unlock the queue, read the one report, ask its reporter something; where it is."""
    sokha.go("/desk/reports/")
    assert BROKER not in sokha.text
    sokha.follow("Unlock with your passphrase")
    sokha.put({"passphrase": PASSPHRASE})
    sokha.press("Unlock")
    sokha.visit.picture("report-queue")
    sokha.follow("Report of")
    report = sokha.path
    for told in (STORY, BROKER, PHONE_NUMBER, HERSELF, HER_NUMBER, HER_VILLAGE):
        assert told in sokha.text
    sokha.visit.picture("report-at-the-desk")
    sokha.put({"people": "0"})
    sokha.press("Keep those ticked")
    sokha.put({"words": QUESTION})
    sokha.press("Ask her, and wait for her answer")
    return report


def share(sokha: Desk, bopha: Desk, report: str) -> None:
    """Derive what the other side is told, in the officer's own words; a second officer signs."""
    sokha.go(report)
    assert ANSWER in sokha.text
    sokha.follow("Choose what the other side is told")
    sokha.visit.picture("report-choosing")
    sokha.put({"payer": "candidate"})
    sokha.press("Make the draft")
    sokha.visit.picture("report-draft")
    sokha.put({"confidential.headline": TOLD_BY_OFFICERS})
    sokha.draft({}, clause="4(1)")
    bopha.sign_off(REPORTED)


def answer(aoi: Desk, ren: Desk) -> None:
    """Receive it in Japan, and answer what was found."""
    aoi.wait_for("/desk/inbox/", REPORTED)
    aoi.follow(REPORTED)
    assert TOLD_BY_OFFICERS in aoi.text
    assert BROKER in aoi.text
    assert "USD 1\N{NARROW NO-BREAK SPACE}200" in aoi.text
    aoi.visit.picture("report-in-japan")
    aoi.press(f"Draft: {ANSWERED_IT}")
    aoi.fill("intermediary-report.answered", {"confidential.explanation": FOUND_IN_JAPAN})
    aoi.draft({}, clause="4(1)")
    ren.sign_off(ANSWERED_IT)


def tell_her(sokha: Desk, report: str) -> None:
    """Find the answer from the report's page, and close it with words for the reporter."""
    sokha.wait_for(report, ANSWERED_IT)
    sokha.visit.picture("report-answered")
    sokha.follow(ANSWERED_IT)
    assert FOUND_IN_JAPAN in sokha.text
    sokha.go(report)
    sokha.put({"words": TOLD_AT_LAST})
    sokha.press("Tell her, and close the report")
    assert "Closed" in sokha.text


# ---------------------------------------------------------------------- what is nowhere to be found


def assert_the_source_is_nowhere_at(aoi: Desk, stage: Stage) -> None:
    """Read every page at Japan that could show it, and every notice held there, opened."""
    secrets = (STORY, HERSELF, HER_NUMBER, HER_VILLAGE, ANSWER, QUESTION)
    held = str(stage.actor("JP").act(f"{ACTS}:all_that_is_held"))
    assert TOLD_BY_OFFICERS in held, "what crossed is opened"
    assert [one for one in secrets if one in held] == []
    assert not HER_SUM.search(held)
    aoi.wait_for("/desk/inbox/", REPORTED)
    pages = {"/desk/", "/desk/inbox/", "/desk/outbox/", "/desk/cases/", "/desk/screening/", "/"}
    aoi.follow(REPORTED)
    notice = aoi.path
    pages |= {notice, *links_on(aoi)}
    aoi.wait_for("/desk/screening/?state=open", "Who may be one")
    pages |= links_on(aoi)
    told = 0
    for path in sorted(pages):
        answered = aoi.visit.context.request.get(aoi.site + path)
        body = answered.text()
        assert [one for one in secrets if one in body] == [], path
        assert not HER_SUM.search(body), path
        told += TOLD_BY_OFFICERS in body
    assert told, "the notice's own page is among them"
    assert any(path.startswith("/desk/cases/") for path in pages - {"/desk/cases/"})
    assert aoi.visit.context.request.get(f"{aoi.site}/desk/reports/").status == 403
    assert traces(secrets, files_of(stage, "JP")) == []


def links_on(desk: Desk) -> set[str]:
    """Where the links of a page lead at the desk."""
    found = desk.page.locator("main a[href^='/desk/']").all()
    return {str(one.get_attribute("href")) for one in found}


def assert_nothing_is_found(stage: Stage, code: list[str]) -> None:
    """Search database, write-ahead log, logs and a backup for what was told, and for the code."""
    told = [STORY, BROKER, PHONE_NUMBER, HERSELF, HER_NUMBER, QUESTION, ANSWER, TOLD_AT_LAST]
    told += [between.join(code[:2]) for between in ("-", " ", "")]
    files = files_of(stage, "KH")
    assert traces(["sokha"], files), "the search finds what does stand there"
    assert traces(told, files) == []
    log = (stage.home("KH") / "run" / "serve.log").read_bytes()
    assert b"Invalid request" in log
    assert b"127.0.0.1" not in log
    assert b"/r/" not in log


def files_of(stage: Stage, party: str) -> list[Path]:
    """Give all files of a node, of its database and of a backup; of PostgreSQL the whole server."""
    home, backup = stage.home(party), stage.folder / f"backup-{party}"
    file = home / "db.sqlite3"
    if file.exists():
        with sqlite3.connect(file) as live, sqlite3.connect(backup) as copy:
            live.backup(copy)
        return [*home.rglob("*"), backup]
    url = re.search(r'url = "(.+)"', (home / "node.toml").read_text())
    assert url
    with psycopg.connect(url[1], autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    folder = Path(unquote(parse_qs(urlsplit(url[1]).query)["host"][0]))
    shutil.copytree(folder / "data", backup, ignore_dangling_symlinks=True)
    return [*home.rglob("*"), *backup.rglob("*")]
