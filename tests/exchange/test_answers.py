"""What the counterpart says it holds: believed only under its signature, and under ours."""

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from kakehashi import dispatch, node, worker
from kakehashi.core.answer import Answer
from kakehashi.core.keys import Role
from kakehashi.core.note import Checkpoint, sign_checkpoint
from kakehashi.core.package import unpack
from kakehashi.core.sealing import open_package
from kakehashi.exchange.actions import is_fetch_due, note_heard
from kakehashi.exchange.issuing import IssueRefused
from kakehashi.journal import head
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal
from tests.core.authors import AGREEMENT, Author, Keys
from tests.exchange import counterpart
from tests.exchange.counterpart import NOW, alarms, answer_of, ask, post, pull
from tests.two_nodes.outgoing import information

NOTHING = Answer(1, 0)


def now() -> datetime:
    return datetime.now(UTC)


def opened(author: Author, sealed: bytes) -> tuple[bytes, ...]:
    """The entries of a package that our node sealed to its counterpart."""
    keys = author.keys[Role.RECEIVING].receiving
    public, private = keys.public_key().public_bytes_raw(), keys.private_bytes_raw()
    return unpack(open_package(sealed, public=public, private=private)).entries


def issued(text: str, at: datetime = NOW) -> None:
    dispatch.issue([information("JP", text)], agreement=AGREEMENT, now=at)


def test_a_pull_brings_what_is_lacking_and_then_nothing(cambodia: Author) -> None:
    status, body = ask(pull(cambodia, NOTHING, at=now()))
    assert status == 200
    assert opened(cambodia, body) == journals.tokens(counterpart.ours(), 0, 2)
    assert ask(pull(cambodia, answer_of(cambodia), at=now())) == (204, b"")
    assert counterpart.peer().held_there == 2
    assert journals.cosigned_size(counterpart.ours()) == 2


def test_who_has_just_sent_news_is_not_asked_for_them(cambodia: Author) -> None:
    assert is_fetch_due(counterpart.peer(), now=now())
    post(cambodia.package())
    sent_at = counterpart.peer().news_at
    assert sent_at is not None
    note_heard(counterpart.peer(), now=sent_at - timedelta(minutes=1))
    assert not is_fetch_due(counterpart.peer(), now=sent_at + timedelta(seconds=1))
    assert is_fetch_due(counterpart.peer(), now=sent_at + timedelta(seconds=2))


def test_what_has_come_meanwhile_is_not_fetched_further(cambodia: Author) -> None:
    post(cambodia.package())
    again = counterpart.sealed(cambodia.package())
    asked: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(again)))
            self.end_headers()
            self.wfile.write(again)

    with HTTPServer(("127.0.0.1", 0), Door) as door:
        Thread(target=door.serve_forever, daemon=True).start()
        peer = counterpart.peer()
        peer.address = f"http://127.0.0.1:{door.server_port}"
        has_come = worker.fetch(peer)
        door.shutdown()
    assert not has_come
    assert asked == [f"/exchange/{AGREEMENT}/pull"]


@pytest.mark.parametrize("minutes", [-59, 59])
def test_clocks_may_be_an_hour_apart(cambodia: Author, minutes: int) -> None:
    at = now() + timedelta(minutes=minutes)
    assert ask(pull(cambodia, NOTHING, at=at))[0] == 200
    counterpart.inform(cambodia, issued_at=int(at.timestamp()))
    assert post(cambodia.package())[0] == 200
    dispatch.catch_up(AGREEMENT, now=now())
    assert counterpart.asides() == []


def test_a_pull_that_is_older_than_that_is_refused(cambodia: Author) -> None:
    assert ask(pull(cambodia, NOTHING, at=now() - timedelta(minutes=61)))[0] == 400


def test_a_pull_under_a_forged_key_is_refused(cambodia: Author) -> None:
    assert ask(pull(cambodia, NOTHING, at=now(), keys=Keys("forged")))[0] == 400
    assert counterpart.peer().held_there == 0


def test_a_cosignature_by_another_key_is_a_lie_and_raises_an_alarm(cambodia: Author) -> None:
    journal = counterpart.ours()
    note = journals.checkpoint(journal)
    assert note is not None
    false = counterpart.cosigned(cambodia, bytes(note.note), journal, keys=Keys("forged"))
    assert ask(pull(cambodia, Answer(1, 2, false), at=now()))[0] == 400
    assert alarms() == {"false-answer"}
    assert counterpart.peer().held_there == 0


@pytest.mark.parametrize("size", [1, 3])
def test_a_size_other_than_the_cosigned_one_is_a_lie(cambodia: Author, size: int) -> None:
    true = answer_of(cambodia)
    assert ask(pull(cambodia, Answer(1, size, true.cosigned), at=now()))[0] == 400
    assert alarms() == {"false-answer"}


def test_a_size_without_a_cosignature_is_a_lie(cambodia: Author) -> None:
    assert ask(pull(cambodia, Answer(1, 1), at=now()))[0] == 400


def more_than_we_have(author: Author, *, is_signed_by_us: bool) -> Answer:
    """Cosign a journal of ours with 9 entries; under our own signature, or that of nobody."""
    journal = counterpart.ours()
    journal.size, journal.root = 9, bytes(32)
    keys = node.this().keys(AGREEMENT)
    forged = Keys("forged")
    signing = keys.log if is_signed_by_us else forged.signing(Role.LOG)
    public = keys.log.public if is_signed_by_us else forged.raw(Role.LOG)
    claim = Checkpoint(journal.origin, 9, bytes(32))
    note = sign_checkpoint(claim, signing.sign, public)
    return Answer(1, 9, counterpart.cosigned(author, note, journal))


def test_holding_more_than_we_ever_signed_is_a_lie(cambodia: Author) -> None:
    post(cambodia.package())
    dispatch.catch_up(AGREEMENT, now=NOW)
    held = more_than_we_have(cambodia, is_signed_by_us=False)
    assert ask(pull(cambodia, held, at=now()))[0] == 400
    assert alarms() == {"false-answer"}
    issued("goes on")


def test_holding_more_than_we_have_under_our_signature_stops_us_until_we_are_refilled(
    cambodia: Author,
) -> None:
    post(cambodia.package())
    dispatch.catch_up(AGREEMENT, now=NOW)
    held = more_than_we_have(cambodia, is_signed_by_us=True)
    assert ask(pull(cambodia, held, at=now()))[0] == 204
    assert alarms() == {"behind"}
    before = counterpart.ours().size
    with pytest.raises(head.BehindHead):
        issued("would be a fork")
    assert counterpart.ours().size == before


def test_a_clock_five_minutes_behind_the_last_notice_blocks_issuing(cambodia: Author) -> None:
    post(cambodia.package())
    dispatch.catch_up(AGREEMENT, now=NOW)
    issued("at noon")
    issued("four minutes behind", NOW - timedelta(minutes=4))
    with pytest.raises(IssueRefused) as refused:
        issued("six minutes behind", NOW - timedelta(minutes=6))
    assert refused.value.reason == "clock"
    tokens = journals.entries(counterpart.ours(), 0).values_list("iat", flat=True)
    assert list(tokens) == sorted(tokens)


def test_its_own_journal_is_given_back_to_its_author(cambodia: Author) -> None:
    for number in range(3):
        counterpart.inform(cambodia, f"Number {number}")
        post(cambodia.package(0 if number == 0 else number + 2))
    lost = Author("KH", "JP", cambodia.name, word=cambodia.word)
    lost.entries = cambodia.entries[:3]
    note = journals.cosignature(Journal.objects.get(party="KH"), 3)
    assert note is not None
    held = Answer(1, 3, bytes(note.note))
    status, body = ask(pull(cambodia, held, at=now(), origin=cambodia.origin))
    assert (status, opened(cambodia, body)) == (200, tuple(cambodia.entries[3:]))
    assert counterpart.peer().held_there == 0
