"""What an officer sees of what was received and issued."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kakehashi.accounts.models import Officer
from kakehashi.desk import actions
from kakehashi.desk.models import ConfidentialReading, ReadMark
from kakehashi.exchange.actions import raise_alarm
from kakehashi.journal.models import Entry, Journal
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

pytestmark = pytest.mark.django_db


def address(jti: str) -> str:
    entry = Entry.objects.get(jti=jti)
    journal = Journal.objects.get(pk=entry.journal_id)
    return f"/desk/notices/{AGREEMENT}/{journal.party}/{journal.generation}/{entry.index}/"


def said(client: Client, url: str) -> str:
    answered = client.get(url)
    assert answered.status_code == 200, url
    return answered.content.decode()


def test_the_inbox_shows_what_came_and_who_read_it(
    drafter: Client, counterpart: Counterpart, aoi: Officer
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    before = said(drafter, "/desk/inbox/")
    assert "Mekong Anakot Phlu" in before
    assert "Not opened by you" in before
    said(drafter, address(jti))
    assert "Aoi" in said(drafter, "/desk/inbox/").split("<table", 1)[1]
    assert "Mekong" not in said(drafter, "/desk/inbox/?unread=yes")
    assert ReadMark.objects.get().officer == aoi


def test_what_the_nodes_write_is_shown_only_when_asked(drafter: Client) -> None:
    assert "Protocol" not in said(drafter, "/desk/inbox/").split("<main", 1)[1].split("<table")[-1]
    assert "Journal opened" in said(drafter, "/desk/inbox/?automatic=yes")


def test_a_notice_set_aside_says_why(drafter: Client, counterpart: Counterpart) -> None:
    given, files = make.with_files(make.ASKED, make.links_for(counterpart, make.ASKED))
    jti = counterpart.issue(given, "5(7)", files=files)
    assert "may not issue it under this clause or class" in said(drafter, "/desk/inbox/")
    assert "was set aside and has no effect" in said(drafter, address(jti))


def test_confidential_parts_open_only_for_the_role(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    plain = make.desk_of(make.officer("mei", make.AUDITS))
    assert "All standards are met." in said(drafter, address(jti))
    closed = said(plain, address(jti))
    assert "All standards are met." not in closed
    assert "only officers with that role may read" in closed
    assert "examination.pdf" not in closed


def test_readings_of_confidential_things_go_into_the_record_by_the_hour(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    said(drafter, address(jti))
    said(drafter, address(jti))
    assert ConfidentialReading.objects.count() == 2
    assert not actions.record_readings(now=timezone.now())
    later = timezone.now() + actions.READINGS_TOGETHER
    assert actions.record_readings(now=later)
    assert not actions.record_readings(now=later)
    assert Entry.objects.filter(kind="confidential.read").count() == 1
    assert not ConfidentialReading.objects.exists()


def test_a_file_comes_as_a_download_under_its_own_name(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    answered = drafter.get(f"{address(jti)}files/1/")
    assert answered.content == make.PAPER
    assert answered["Content-Disposition"].startswith("attachment")
    assert "examination.pdf" in answered["Content-Disposition"]


def test_notices_lead_to_each_other_both_ways(drafter: Client, counterpart: Counterpart) -> None:
    answered = make.known(counterpart, "inquiry.answered")
    asked = Entry.objects.get(kind=make.ASKED)
    assert address(answered) in said(drafter, address(asked.jti))
    assert address(asked.jti) in said(drafter, address(answered))


def test_the_outbox_says_what_the_other_side_holds(
    drafter: Client, counterpart: Counterpart
) -> None:
    make.issue_ours(counterpart, make.ASKED)
    shown = said(drafter, "/desk/outbox/")
    assert "On its way" in shown
    assert "No receipt yet" in shown


def test_an_alarm_is_said_in_words_with_what_to_do(drafter: Client) -> None:
    raise_alarm(AGREEMENT, "unreachable", "timeout", now=timezone.now())
    shown = said(drafter, "/desk/")
    assert "has not been reached for more than an hour" in shown
    assert "call the contact point" in shown


@pytest.mark.parametrize("url", ["/desk/", "/desk/inbox/", "/desk/outbox/"])
def test_pages_ask_the_same_number_of_questions_however_full_they_are(
    url: str,
    drafter: Client,
    counterpart: Counterpart,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make.known(counterpart, "sending-organization.approved")
    make.issue_ours(counterpart, make.ASKED)
    with django_assert_max_num_queries(60) as few:
        said(drafter, url)
    for _ in range(4):
        make.known(counterpart, "sending-organization.approved")
        make.issue_ours(counterpart, make.ASKED)
    with django_assert_max_num_queries(len(few)):
        said(drafter, url)
