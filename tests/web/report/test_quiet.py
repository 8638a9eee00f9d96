"""Nothing of a reporter is kept: no address, no cookie before it is needed, nothing in the log."""

import io
import logging
import re
import tempfile
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kakehashi.core.notices.money import RoughMoney
from kakehashi.core.reporting.code import WayBack
from kakehashi.intake import actions
from kakehashi.web.report.pages import COOKIE, STEP
from kakehashi.web.report.quiet import Quiet
from tests.web.report.telephone import Phone

pytestmark = pytest.mark.django_db

OPEN = ("", "safe/", "back/")
HERS = "Sok Sophea wrote"
PLACE = re.compile(r'File "[^"\n]+"')
"""Where code stands, in a traceback: nothing of hers, whatever the folder is called."""


def test_no_cookie_is_set_before_a_report_is_begun(phone: Phone) -> None:
    for path in OPEN:
        assert not phone.client.get(f"/r/km/{path}").cookies
    phone.begin()
    cookies: SimpleCookie = phone.client.cookies
    assert set(cookies) == {COOKIE}
    hers = cookies[COOKIE]
    assert hers["httponly"]
    assert hers["samesite"] == "Strict"
    assert hers["path"] == "/r/"
    assert hers["max-age"] == hers["expires"] == ""


def test_leaving_quickly_forgets_the_way_back_on_every_page(phone: Phone) -> None:
    phone.begin()
    for path in (*OPEN, "code/", "q/story/", "check/"):
        assert 'href="/r/leave/"' in phone.go(path)
    left = phone.client.get("/r/leave/")
    assert left.status_code == 303
    assert left.cookies[COOKIE].value == ""
    assert phone.client.get("/r/km/check/")["Location"] == "/r/km/back/"


def test_no_page_is_kept_told_on_or_framed(phone: Phone) -> None:
    phone.begin()
    for path in (*OPEN, "code/", "q/story/", "check/"):
        headers = phone.client.get(f"/r/km/{path}").headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Robots-Tag"] == "noindex"


def test_titles_in_the_history_tell_nothing(phone: Phone) -> None:
    phone.begin()
    titles = {phone.go(path).split("<title>")[1].split("</title>")[0] for path in (*OPEN, "check/")}
    assert len(titles) == 1


def test_pages_go_over_the_line_in_a_few_lengths(phone: Phone) -> None:
    phone.begin()
    lengths = set()
    for path in (*OPEN, "code/", "q/story/", "q/what/", "check/"):
        answered = phone.client.get(f"/r/km/{path}", headers={"accept-encoding": "gzip"})
        assert answered["Content-Encoding"] == "gzip"
        assert len(answered.content) % STEP == 0
        assert "</html>" in phone.read(answered)
        lengths.add(len(answered.content))
        plain = phone.client.get(f"/r/km/{path}")
        assert len(plain.content) % STEP == 0
    assert lengths == {STEP}


def test_a_form_that_another_site_sends_is_refused(phone: Phone) -> None:
    phone.begin()
    answered = phone.client.post(
        "/r/km/q/story/", {"story": "x"}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answered.status_code == 403


def test_what_goes_wrong_is_logged_without_a_word_of_hers(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise ValueError("Sok Sophea wrote: they took my passport")

    phone.begin()
    monkeypatch.setattr(actions, "keep_answer", fail)
    with caplog.at_level(logging.DEBUG):
        answered = phone.client.post(
            "/r/km/q/story/",
            {"story": "they took my passport"},
            headers={"user-agent": "Phone 9", "x-forwarded-for": "203.0.113.9"},
        )
    assert answered.status_code == 500
    formatted = map(caplog.handler.format, filter(Quiet().filter, caplog.records))
    said = [PLACE.sub("", line) for line in formatted]
    assert any("ValueError" in line for line in said)
    for hidden in ("Sophea", "passport", "203.0.113.9", "Phone 9", "/r/km", "story"):
        assert not any(hidden in line for line in said), hidden


def test_an_address_that_is_none_is_not_logged(
    phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert phone.client.get("/r/km/q/nothing/").status_code == 404
        assert phone.client.get("/r/xx/").status_code == 404
        assert phone.client.get("/nothing-here/").status_code == 404
    said = [record.getMessage() for record in caplog.records if Quiet().filter(record)]
    assert [line for line in said if "/r/" in line] == []
    assert any("/nothing-here/" in line for line in said)


def test_a_cookie_that_is_none_is_no_way_back(phone: Phone) -> None:
    for value in ("", "x", "A" * 43, "é", "A" * 5000):
        phone.client.cookies[COOKIE] = value
        assert phone.client.get("/r/km/check/")["Location"] == "/r/km/back/"


def test_of_her_way_back_the_node_keeps_neither_code_nor_secret(phone: Phone) -> None:
    phone.begin()
    way = WayBack(bytes(32))
    assert way.locator != way.secret
    assert Client().get("/r/km/check/")["Location"] == "/r/km/back/"


def test_an_error_that_is_logged_quotes_nothing_that_was_told() -> None:
    said = logged(lambda: RoughMoney(amount=HERS, currency="USD"))
    assert said.startswith("a page failed\n")
    assert "ValidationError" in said, "the sort of what it came of"
    assert said.rstrip().endswith("RuntimeError")
    assert "test_quiet.py" in said
    assert HERS not in said
    assert HERS not in logged(lambda: {"x": 1}[HERS])
    assert "No such file" in logged(lambda: Path("/nowhere/at/all").read_bytes())


def logged(fails: Callable[[], object]) -> str:
    """What the node's log says of an error that came of another."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Quiet())
    log = logging.Logger("kakehashi.somewhere")  # noqa: LOG001 - one that nobody else hears
    log.addHandler(handler)
    try:
        try:
            fails()
        except Exception as first:
            raise RuntimeError(HERS) from first
    except RuntimeError:
        log.exception("a page failed")
    return written.getvalue()


def test_a_file_on_its_way_never_lies_in_a_temporary_folder(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a temporary file")

    phone.begin()
    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    large = SimpleUploadedFile("film.mp4", b"\x1aE\xdf\xa3\xff" * 2**20)
    assert 'role="alert"' in phone.send("q/files/", {"file": large, "next": "file"})


def test_when_the_intake_writes_is_not_logged() -> None:
    for place, passes in (("intake/actions.py:9", False), ("desk/actions.py:9", True)):
        record = logging.LogRecord(
            *("kakehashi.write_lock", logging.WARNING, "write_lock.py", 1),
            *("held, from %s", (f"/srv/src/kakehashi/{place}",), None),
        )
        assert Quiet().filter(record) is passes
