"""The other side's status lists and keys: fetched over HTTP, kept; told of where they cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.test import Client
from django.utils import timezone

from kakehashi.accounts.permissions import RoleKind
from kakehashi.certificates import lists
from kakehashi.certificates.models import ListFetch
from kakehashi.core.certificate import Status, certify, root_words, write_published
from kakehashi.dispatch.status_lists import ALARM, fetch_lists
from kakehashi.dispatch.status_lists import ROOT as ROOT_ALARM
from kakehashi.exchange.models import Alarm, Peer
from tests.acceptance.certified import Ministry, claims
from tests.core.vectors_certificate import (
    APRIL,
    ISSUED,
    ISSUER,
    MARCH,
    ROOT,
    STRANGER,
    Pair,
    key,
    list_of,
)
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart
from tests.web.portal.reading import text

pytestmark = pytest.mark.django_db
BASE = f"/verify/status/{AGREEMENT}/KH"
KEYS_AT = f"/verify/keys/{AGREEMENT}/KH.json"
NOW = timezone.now()


@pytest.fixture
def ministry(db: None) -> Ministry:  # noqa: ARG001 - the database is there
    return Ministry(Counterpart().meet()).begin()


@contextmanager
def published(files: dict[str, bytes]) -> Iterator[None]:
    """Serve files at the counterpart's address, as its portal does; afterwards nobody answers."""

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Portal) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        Peer.objects.filter(agreement=AGREEMENT).update(
            address=f"http://127.0.0.1:{server.server_port}"
        )
        yield
        server.shutdown()


def standing(code: str = ALARM) -> list[str]:
    alarms = Alarm.objects.filter(agreement=AGREEMENT, code=code, cleared_at=None)
    return list(alarms.values_list("detail", flat=True))


@pytest.mark.usefixtures("ministry")
def test_lists_are_fetched_when_they_are_due_and_the_newest_is_kept() -> None:
    old = list_of({}, number=1)
    files = {f"{BASE}/1.cwt": old, f"{BASE}/2.cwt": list_of({}, number=2)}
    with published(files):
        fetch_lists(now=NOW)
        assert lists.kept_lists(ISSUER) == list(files.values())
        new = list_of({7: Status.REVOKED}, at=ISSUED + timedelta(hours=6))
        files[f"{BASE}/1.cwt"] = new
        fetch_lists(now=NOW + timedelta(minutes=1))
        assert lists.kept_lists(ISSUER)[0] == old
        fetch_lists(now=NOW + lists.FETCHED_EVERY)
        assert lists.kept_lists(ISSUER)[0] == new
        files[f"{BASE}/1.cwt"] = old
        fetch_lists(now=NOW + 2 * lists.FETCHED_EVERY)
        assert lists.kept_lists(ISSUER)[0] == new
    assert standing() == []


def test_a_failed_fetch_keeps_the_list_and_is_told_with_its_age(ministry: Ministry) -> None:
    ministry.announce([claims()])
    kept = list_of({})
    with published({f"{BASE}/1.cwt": kept}):
        fetch_lists(now=NOW)
    bad = {
        "Unreachable": None,
        "Refused": {f"{BASE}/1.cwt": b"<!doctype html>sign in first"},
        "status 404": {},
    }
    for turn, (problem, files) in enumerate(bad.items(), 1):
        at = NOW + turn * lists.FETCHED_EVERY
        if files is None:
            fetch_lists(now=at)
        else:
            with published(files):
                fetch_lists(now=at)
        (told,) = standing()
        assert told.startswith(problem)
        assert told.endswith(f"; {ISSUED:%Y-%m-%d %H:%M} UTC")
        assert lists.kept_lists(ISSUER) == [kept]
    assert ListFetch.objects.get().fetched_at == NOW

    officer = make.officer("hana", RoleKind.EXAMINES)
    morning = text(make.desk_of(officer).get("/desk/").content.decode())
    assert "status lists of certificates could not be fetched" in morning
    board = text(make.desk_of(officer).get("/desk/acceptance/").content.decode())
    assert "Newest list signed" in board

    with published({f"{BASE}/1.cwt": kept}):
        fetch_lists(now=NOW + timedelta(days=1))
    assert standing() == []


@pytest.mark.usefixtures("ministry")
def test_who_certified_nothing_yet_or_has_no_address_raises_no_alarm() -> None:
    with published({}):
        fetch_lists(now=NOW)
    Peer.objects.filter(agreement=AGREEMENT).update(address="")
    fetch_lists(now=NOW + timedelta(days=1))
    assert standing() == []
    assert lists.kept_lists(ISSUER) == []


def test_nothing_is_asked_for_before_the_first_key_and_a_failure_is_tried_again_soon() -> None:
    Counterpart().meet()
    with published({f"{BASE}/1.cwt": list_of({})}):
        fetch_lists(now=NOW)
    assert (ListFetch.objects.count(), standing()) == (0, [])
    assert "are not here yet, so its certificates cannot be checked" in verify_page()
    board = make.desk_of(make.officer("hana", RoleKind.EXAMINES)).get("/desk/acceptance/")
    assert "No key has come yet" in board.content.decode()
    ListFetch.objects.create(agreement=AGREEMENT, tried_at=NOW, problem="status 502")
    assert not lists.is_fetch_due(AGREEMENT, now=NOW + timedelta(seconds=30))
    assert lists.is_fetch_due(AGREEMENT, now=NOW + lists.TRIED_AGAIN)


def file_of_keys(root: Pair, of: Pair, month: int) -> bytes:
    certified = certify(key(of, month), root=root.public, sign=root.sign)
    return write_published(AGREEMENT, "KH", root=root.public, certified=[certified])


def verify_page() -> str:
    return text(Client().get("/verify/").content.decode())


@pytest.mark.usefixtures("ministry")
def test_the_root_of_the_other_sides_keys_is_shown_to_be_compared_with_paper() -> None:
    files = {f"{BASE}/1.cwt": list_of({})}
    for turn, (file, why) in enumerate(
        (
            (file_of_keys(ROOT, APRIL, 4), f"not certified: {MARCH.public.kid.hex()}"),
            (file_of_keys(ROOT, MARCH, 3), ""),
            (file_of_keys(STRANGER, MARCH, 3), "another root"),
        )
    ):
        with published(files | {KEYS_AT: file}):
            fetch_lists(now=NOW + turn * lists.FETCHED_EVERY)
        assert [why in told for told in standing(ROOT_ALARM)] == ([True] if why else [])
        assert not standing()
    assert Client().get(KEYS_AT).content == file_of_keys(ROOT, MARCH, 3)
    assert " ".join(root_words(ROOT.public)) in verify_page()
    assert "cannot be checked on this page" not in verify_page()


@pytest.mark.usefixtures("ministry")
def test_a_list_of_a_key_that_its_journal_does_not_name_is_not_kept() -> None:
    with published({f"{BASE}/1.cwt": list_of({}, at=ISSUED, pair=STRANGER)}):
        fetch_lists(now=NOW)
    assert lists.kept_lists(ISSUER) == []
    (told,) = standing()
    assert told.endswith("; –")
