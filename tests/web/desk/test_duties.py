"""The board of duties: what it shows to whom, in how many queries, and where its numbers lead."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kakehashi.core.notices.targets import Target, Targets
from kakehashi.desk import derived, sealing
from kakehashi.desk.duties import derive
from kakehashi.desk.models import Draft, DutyRow
from tests.core.hearing import Journals
from tests.core.telling import measured
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, desk_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 30)
BOARD = "/desk/duties/"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.web.desk.duties.board.today_at", lambda _agreements: TODAY)


@pytest.fixture
def journals() -> Journals:
    return Journals(AGREEMENT)


@pytest.fixture
def desk() -> Client:
    return desk_of(make.officer("aoi", make.DRAFTS))


def fold(journals: Journals) -> None:
    derive.take(derived.serving_edition(journals.agreement), journals.heard)


def agree(journals: Journals, days: int, *duties: str) -> None:
    stated = Targets(targets=tuple(Target(duty=duty, days=days) for duty in duties))
    on = date(2026, 1, 5)
    asked = journals.issue("JP", "targets.proposed", on, statement=stated, effective_on=on)
    journals.issue("KH", "targets.agreed", on, answers=(asked,), statement=stated, effective_on=on)


def a_year(journals: Journals, count: int) -> None:
    """Let so many inquiries be asked and received, every second one answered."""
    for number in range(count):
        on = date(2026, 3, 1) - timedelta(days=number % 300)
        asked = journals.issue("JP", "inquiry.asked", on)
        if number % 2:
            journals.issue("KH", "inquiry.answered", on + timedelta(days=5), answers=(asked,))
    journals.receive("KH", "JP", date(2026, 3, 1))


def text(desk: Client, address: str) -> str:
    answer = desk.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def listed(desk: Client, address: str) -> int:
    """How many duties stand in the list of a page."""
    page = desk.get(address).content.decode()
    return page.split('id="list"')[1].split("<h2>")[0].count("<tr>") - 1


def links(desk: Client, address: str) -> Iterator[str]:
    page = desk.get(address).content.decode().replace("&amp;", "&")
    yield from re.findall(r'href="(/desk/duties/\?[^"#]+|\?[^"#]+)', page)


def test_an_agreed_target_is_never_shown_as_the_memorandums_word(
    desk: Client, journals: Journals
) -> None:
    agree(journals, 5, "answer-about-sending")
    journals.issue("JP", "inquiry.asked", date(2026, 3, 2))
    journals.issue("JP", "misconduct.informed", date(2026, 3, 2))
    journals.receive("KH", "JP", date(2026, 3, 3))
    fold(journals)
    page = text(desk, f"{BOARD}?show=all")
    assert "10 March 2026 agreed target" in page
    assert "No day is agreed" in page
    assert "Memorandum" in page


def test_memorandum_and_agreed_are_counted_apart(desk: Client, journals: Journals) -> None:
    agree(journals, 5, "acknowledge-information")
    journals.issue("JP", "misconduct.informed", date(2026, 3, 2))
    journals.receive("KH", "JP", date(2026, 3, 3))
    fold(journals)
    page = text(desk, BOARD)
    glance = page.split("Open duties by agreement")[1].split("Duties one by one")[0]
    assert re.search(r"Cambodia Memorandum 0 0 1", glance)
    assert re.search(r"Cambodia Agreed 1 0 1", glance)


@pytest.mark.parametrize(
    ("show", "rows"),
    [("late", 1), ("soon", 1), ("ours", 1), ("theirs", 2), ("all", 3), ("ended", 1)],
)
def test_each_view_shows_its_duties(desk: Client, journals: Journals, show: str, rows: int) -> None:
    agree(journals, 5, "answer-about-sending")
    journals.issue("JP", "inquiry.asked", date(2026, 3, 2))
    journals.receive("KH", "JP", date(2026, 3, 3))
    journals.issue("JP", "inquiry.asked", date(2026, 3, 26))
    journals.receive("KH", "JP", date(2026, 3, 27))
    journals.issue("KH", "inquiry.asked", date(2026, 3, 26))
    asked = journals.issue("JP", "misconduct.informed", date(2026, 3, 20))
    journals.issue("KH", "investigation.reported", date(2026, 3, 21), answers=(asked,))
    fold(journals)
    assert listed(desk, f"{BOARD}?show={show}") == rows


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}?show=all", f"{BOARD}kept/", f"{BOARD}own/"])
def test_a_hundred_times_as_many_duties_take_as_many_queries(
    desk: Client, journals: Journals, address: str
) -> None:
    a_year(journals, 8)
    fold(journals)
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        desk.get(address)
    before = len(journals.heard)
    a_year(journals, 800)
    derive.take(derived.serving_edition(AGREEMENT), journals.heard[before:])
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few)


def test_pages_follow_each_other_and_show_every_duty_once(desk: Client, journals: Journals) -> None:
    a_year(journals, 160)
    fold(journals)
    seen: list[str] = []
    address = f"{BOARD}?show=all&agreement={AGREEMENT}"
    while address:
        page = desk.get(address).content.decode().replace("&amp;", "&")
        seen += re.findall(r'data-label="Since"><span><time datetime="([^"]+)"', page)
        following = re.search(r'rel="next" href="([^"#]+)', page)
        address = BOARD + following.group(1) if following else ""
    assert len(seen) == DutyRow.objects.filter(ended_on=None).count() == 80


def test_every_figure_opens_the_list_behind_it(desk: Client, journals: Journals) -> None:
    agree(journals, 5, "answer-about-sending")
    for number in range(6):
        on = date(2026, 2, 2) + timedelta(days=number)
        asked = journals.issue("JP", "inquiry.asked", on)
        journals.receive("KH", "JP", on)
        if number < 4:
            journals.issue(
                "KH", "inquiry.answered", on + timedelta(days=3 + 3 * number), answers=(asked,)
            )
    fold(journals)
    page = text(desk, f"{BOARD}kept/")
    assert "33% accepted not accepted" in page  # two of six within seven days: 3 and 6 days
    assert "7.5 answered" in page
    behind = {
        found.group(1): address
        for address in links(desk, f"{BOARD}kept/")
        if (found := re.search(r"show=([a-z-]+)", address))
    }
    counted = {show: listed(desk, address) for show, address in behind.items()}
    assert counted == {
        "asked": 6,
        "accepted": 2,
        "not-accepted": 4,
        "answered": 4,
        "in-time": 2,
        "not-in-time": 4,
    }


def test_the_trend_says_the_same_as_a_table(desk: Client, journals: Journals) -> None:
    a_year(journals, 10)
    fold(journals)
    page = desk.get(f"{BOARD}kept/").content.decode()
    assert "<svg" in page
    assert "<style" not in page
    assert "<script" not in page.split("<figure")[1].split("</figure>")[0]
    assert "10 opened, 5 discharged, 0 not met by their day." in text(desk, f"{BOARD}kept/")


def test_duties_of_another_agreement_do_not_exist_for_an_officer(journals: Journals) -> None:
    journals.issue("JP", "accepting-organization.measure-ordered", TODAY, public=measured())
    fold(journals)
    other = desk_of(make.officer("ren", make.DRAFTS, agreement=OTHER))
    assert "Cambodia" not in text(other, f"{BOARD}?show=all").split("Duties one by one")[1]
    assert other.get(f"{BOARD}?agreement={AGREEMENT}").status_code == 404
    assert other.get(f"{BOARD}calendars/?agreement={AGREEMENT}").status_code == 404


@pytest.mark.parametrize(
    "nonsense",
    [
        "show=everything",
        "source=none",
        "party=XX",
        "after=yesterday.1",
        "after=2026-03-01.x",
        "from=soon",
    ],
)
def test_nonsense_in_an_address_is_not_found(desk: Client, nonsense: str) -> None:
    assert desk.get(f"{BOARD}?{nonsense}").status_code == 404


def test_nothing_is_said_to_be_nothing(desk: Client) -> None:
    assert "No duty is open under any agreement." in text(desk, BOARD)
    assert "Nothing was asked in this period." in text(desk, f"{BOARD}kept/")
    assert "No calendar is confirmed yet." in text(desk, f"{BOARD}calendars/")


def test_a_duty_of_the_other_side_offers_a_reminder_and_one_of_ours_a_way_to_decline(
    desk: Client, counterpart: make.Counterpart
) -> None:
    journals = Journals(AGREEMENT)
    ours = journals.issue("KH", "inquiry.asked", date(2026, 3, 2))
    theirs = journals.issue("JP", "inquiry.asked", date(2026, 3, 2))
    fold(journals)
    assert counterpart.agreement == AGREEMENT
    page = text(desk, f"{BOARD}of/{AGREEMENT}/{ours}/answer-about-acceptance/")
    assert "Draft: Duty declined" in page
    assert "Draft: Inquiry answered" in page
    address = f"{BOARD}of/{AGREEMENT}/{theirs}/answer-about-sending/"
    assert "Draft: Inquiry reminded" in text(desk, address)
    assert desk.post(address, {"kind": "inquiry.answered"}).status_code == 404
    assert desk.post(address, {"kind": "inquiry.reminded"}).status_code == 302
    draft = Draft.objects.get()
    assert sealing.open_content(draft).typed["links.refers"] == [theirs]
    assert desk.get(f"{BOARD}of/{OTHER}/{theirs}/answer-about-sending/").status_code == 404


def test_what_waits_at_home_is_said_beside_the_shared_ledger(
    desk: Client, counterpart: make.Counterpart
) -> None:
    assert counterpart.agreement == AGREEMENT
    told = {"act": "information-gained", "agreements": [AGREEMENT]}
    day = {"day-year": "2026", "day-month": "3", "day-day": "2"}
    assert desk.post(f"{BOARD}own/new/", told | day).status_code == 302
    assert "1 thing that was decided or learned at home is still to be told." in text(desk, BOARD)
