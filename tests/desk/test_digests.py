"""The daily e-mail: counts only, once a day, and lost rather than doubled when killed."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Receiving
from django.utils import timezone

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.desk import digests
from kakehashi.desk.digests import Counts
from kakehashi.desk.models import Digest
from kakehashi.dispatch.digests import send_one
from kakehashi.exchange.actions import raise_alarm
from kakehashi.exchange.models import Alarm
from kakehashi.node import Mail
from tests.web.desk import make

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 4, 1, 0, 30, tzinfo=UTC)  # 09:30 in Tokyo
ALARM = "unreachable"


class Letterbox(Receiving):
    """A mail server that keeps what it takes."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.taken.append(message)


@pytest.fixture
def letterbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    box = Letterbox()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    serve_by(monkeypatch, port)
    yield box
    server.stop()


def serve_by(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    this = node.this()
    mail = Mail("127.0.0.1", "node@kakehashi.example", port, "none")
    made = replace(this, identity=replace(this.identity, mail=mail))
    monkeypatch.setattr(node, "this", lambda: made)


@pytest.fixture
def aoi(db: None) -> Officer:  # noqa: ARG001 - the database is there
    officer = make.officer("aoi", make.DRAFTS)
    Officer.objects.filter(pk=officer.pk).update(email="aoi@ministry.example", language="ja")
    digests.wish(officer.pk, wanted=True, now=MORNING)
    return officer


def text(message: Message) -> str:
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def test_what_feeds_the_mail_has_no_field_for_a_word() -> None:
    assert {field.type for field in fields(Counts)} == {int}


def test_an_officer_who_asked_gets_counts_and_a_link(letterbox: Letterbox, aoi: Officer) -> None:
    raise_alarm(make.AGREEMENT, ALARM, "secret.example timed out", now=MORNING)
    assert send_one(now=MORNING)
    (message,) = letterbox.taken
    assert message["To"] == "aoi@ministry.example"
    assert "/desk/" in text(message)
    assert "secret" not in text(message)
    assert Digest.objects.get(officer=aoi).sent_on is not None


def test_it_comes_once_a_day(letterbox: Letterbox, aoi: Officer) -> None:
    raise_alarm(make.AGREEMENT, ALARM, "", now=MORNING)
    assert send_one(now=MORNING)
    assert not send_one(now=MORNING + timedelta(hours=3))
    assert send_one(now=MORNING + timedelta(days=1))
    assert len(letterbox.taken) == 2
    assert letterbox.taken[0]["Message-ID"] != letterbox.taken[1]["Message-ID"]
    assert f"digest.{aoi.pk}." in letterbox.taken[0]["Message-ID"]


@pytest.mark.usefixtures("aoi")
def test_nothing_is_sent_where_there_is_nothing_or_it_is_night(letterbox: Letterbox) -> None:
    assert send_one(now=MORNING)
    assert not send_one(now=MORNING)
    raise_alarm(make.AGREEMENT, ALARM, "", now=MORNING)
    assert not send_one(now=datetime(2026, 4, 1, 18, 0, tzinfo=UTC))  # 03:00 in Tokyo
    assert letterbox.taken == []


@pytest.mark.usefixtures("letterbox")
def test_who_did_not_ask_or_has_no_address_gets_none() -> None:
    ren = make.officer("ren", make.DECIDES)
    raise_alarm(make.AGREEMENT, ALARM, "", now=MORNING)
    assert not send_one(now=MORNING)
    digests.wish(ren.pk, wanted=True, now=MORNING)
    assert not send_one(now=MORNING)


def test_who_is_killed_before_the_mail_server_answers_sends_none_rather_than_two(
    letterbox: Letterbox, aoi: Officer
) -> None:
    raise_alarm(make.AGREEMENT, ALARM, "", now=MORNING)
    taken = digests.take_due(MORNING.date(), now=MORNING)
    assert taken is not None
    assert taken[0] == aoi
    assert not send_one(now=MORNING)
    assert letterbox.taken == []


def test_a_mail_server_that_is_not_there_is_tried_again_under_an_alarm(
    monkeypatch: pytest.MonkeyPatch, aoi: Officer
) -> None:
    serve_by(monkeypatch, 1)
    raise_alarm(make.AGREEMENT, ALARM, "", now=MORNING)
    assert send_one(now=MORNING)
    assert Alarm.objects.filter(code="mail", cleared_at=None).exists()
    assert not send_one(now=MORNING + timedelta(minutes=1))
    assert send_one(now=MORNING + digests.TRY_AGAIN)
    assert Digest.objects.get(officer=aoi).sent_on is None


def test_without_tls_only_a_server_on_this_machine_is_used(
    monkeypatch: pytest.MonkeyPatch, aoi: Officer
) -> None:
    this = node.this()
    mail = Mail("mail.ministry.example", "node@kakehashi.example", 25, "none")
    made = replace(this, identity=replace(this.identity, mail=mail))
    monkeypatch.setattr(node, "this", lambda: made)
    raise_alarm(make.AGREEMENT, ALARM, "", now=MORNING)
    assert send_one(now=MORNING)
    assert "TLS" in Alarm.objects.get(code="mail").detail
    assert Digest.objects.get(officer=aoi).next_try_at is not None


def test_a_deactivated_officer_gets_none(letterbox: Letterbox, aoi: Officer) -> None:
    Officer.objects.filter(pk=aoi.pk).update(is_active=False)
    raise_alarm(make.AGREEMENT, ALARM, "", now=MORNING)
    assert not send_one(now=timezone.now().replace(hour=1))
    assert letterbox.taken == []
