"""Confidential reports at the desk: opened by who holds the key, and what leaves them."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from kakehashi.accounts.models import Officer
from kakehashi.core.reporting.steps import Place
from kakehashi.desk import sealing
from kakehashi.desk.models import ConfidentialReading, Draft, OwnDuty
from kakehashi.intake import actions, keyholding, notes, queries
from kakehashi.intake.cleaning import Checked, Cleaned
from kakehashi.intake.models import Part, Report, State
from kakehashi.intake.sealing import OpenKeys
from kakehashi.journal.models import Entry
from tests.intake import make as intake
from tests.intake.make import PASSPHRASE
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, CONFIDENTIAL, DRAFTS, Counterpart

pytestmark = pytest.mark.django_db

SHARED = intake.ANSWERS | {
    "who.2": {"name": ["Hand Over Co., Ltd."], "role": ["sending"]},
    "money.1": {"amount": ["1,234"], "currency": ["USD"], "to": ["សុខ សុភា"], "purpose": ["fee"]},
    "know": {"know": ["other-side"], "files": ["yes"]},
    "reach": {"name": ["Chan Dara"]},
}


@pytest.fixture
def officer(db: None) -> Officer:  # noqa: ARG001 - it writes
    one = make.officer("sokha", DRAFTS, CONFIDENTIAL)
    keyholding.make_first_key([(one, PASSPHRASE)], now=timezone.now())
    return one


@pytest.fixture
def keys(officer: Officer) -> OpenKeys:
    return keyholding.open_keys(officer, PASSPHRASE)


@pytest.fixture
def desk(officer: Officer) -> Client:
    client = make.desk_of(officer)
    client.post("/desk/reports/unlock/", {"passphrase": PASSPHRASE})
    return client


def sent(number: int = 1, answers: dict[str, dict[str, list[str]]] | None = None) -> Report:
    way = intake.way(number)
    report = actions.begin_report(way, agreement=AGREEMENT, now=timezone.now())
    for name, fields in (answers or SHARED).items():
        place = Place.named(name)
        assert place is not None
        actions.keep_answer(report, place, fields, now=timezone.now())
    actions.receive_report(report, way, lang="km", now=timezone.now())
    report.refresh_from_db()
    return report


def page(desk: Client, report: Report, below: str = "") -> str:
    answer = desk.get(f"/desk/reports/{report.public_id}/{below}")
    assert answer.status_code == 200
    return answer.content.decode()


def act(desk: Client, report: Report, **posted: str) -> int:
    return desk.post(f"/desk/reports/{report.public_id}/act/", posted).status_code


def test_who_holds_no_key_learns_nothing_of_reports(officer: Officer) -> None:
    report = sent()
    other = make.desk_of(make.officer("dara", DRAFTS, CONFIDENTIAL))
    for address in ("", "unlock/", f"{report.public_id}/", f"{report.public_id}/pass-on/"):
        assert other.get(f"/desk/reports/{address}").status_code == 403
    room = 'href="/desk/reports/"'
    assert room not in other.get("/desk/").content.decode()
    assert room in make.desk_of(officer).get("/desk/").content.decode()


def test_a_keyholder_without_confidential_eyes_is_turned_back(officer: Officer) -> None:
    keys = keyholding.open_keys(officer, PASSPHRASE)
    half = make.officer("vuthy", DRAFTS)
    keyholding.add_holder(half, PASSPHRASE, keys=keys, now=timezone.now())
    assert make.desk_of(half).get("/desk/reports/").status_code == 403


def test_the_queue_is_locked_until_the_passphrase_was_typed(officer: Officer) -> None:
    report = sent()
    client = make.desk_of(officer)
    locked = client.get("/desk/reports/").content.decode()
    assert "សុខ សុភា" not in locked
    answer = client.get(f"/desk/reports/{report.public_id}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/desk/reports/unlock/?back=")
    assert client.post("/desk/reports/unlock/", {"passphrase": "wrong words"}).status_code == 422
    client.post("/desk/reports/unlock/", {"passphrase": PASSPHRASE})
    assert "សុខ សុភា" in client.get("/desk/reports/").content.decode()
    client.post("/desk/reports/lock/")
    assert "សុខ សុភា" not in client.get("/desk/reports/").content.decode()


def test_unlocking_never_leads_to_another_site(desk: Client) -> None:
    answer = desk.post(
        "/desk/reports/unlock/", {"passphrase": PASSPHRASE, "back": "https://example.org/"}
    )
    assert answer["Location"] == "/desk/reports/"


def test_opening_a_report_is_recorded_and_its_reporter_sees_it(desk: Client) -> None:
    report = sent()
    shown = page(desk, report)
    assert intake.KHMER in shown
    report.refresh_from_db()
    assert report.state == State.OPENED
    assert ConfidentialReading.objects.filter(what=f"report {report.public_id}").count() == 1


def test_a_question_reaches_the_reporter_and_nobody_else(desk: Client) -> None:
    report = sent()
    assert act(desk, report, act="ask", words="  ") == 422
    assert act(desk, report, act="ask", words="Who took it?") == 302
    letters = queries.letters_for_reporter(report, intake.way())
    assert [letter.words for letter in letters] == ["Who took it?"]
    report.refresh_from_db()
    assert report.state == State.ASKED


def test_a_closed_report_can_be_taken_up_again(desk: Client) -> None:
    report = sent()
    act(desk, report, act="close", words="It was looked into.")
    report.refresh_from_db()
    assert report.state == State.CLOSED
    act(desk, report, act="reopen")
    report.refresh_from_db()
    assert report.state == State.OPENED


def test_whoever_declares_a_conflict_sees_the_report_no_more(desk: Client) -> None:
    report = sent()
    act(desk, report, act="step-aside")
    assert desk.get(f"/desk/reports/{report.public_id}/").status_code == 403
    assert "សុខ សុភា" not in desk.get("/desk/reports/").content.decode()


def test_another_officer_lets_whoever_stepped_aside_work_on_it_again(
    desk: Client, officer: Officer, keys: OpenKeys
) -> None:
    report = sent()
    dara = make.officer("dara", DRAFTS, CONFIDENTIAL)
    keyholding.add_holder(dara, PASSPHRASE, keys=keys, now=timezone.now())
    hers = make.desk_of(dara)
    hers.post("/desk/reports/unlock/", {"passphrase": PASSPHRASE})
    act(desk, report, act="step-aside")
    assert act(desk, report, act="let-in", officer=str(officer.pk)) == 403
    assert act(hers, report, act="let-in", officer=str(dara.pk)) == 404
    assert act(hers, report, act="let-in", officer="x") == 404
    assert "sokha declared a conflict of interest" in page(hers, report).lower()
    assert act(hers, report, act="let-in", officer=str(officer.pk)) == 302
    assert act(hers, report, act="let-in", officer=str(officer.pk)) == 404
    assert "Let a colleague work on it again" in page(desk, report)


def test_a_report_that_names_the_officer_says_so(desk: Client) -> None:
    report = sent(1, SHARED | {"who.1": {"name": ["SOKHA"], "role": ["official"]}})
    assert "Declare a conflict of interest below" in page(desk, report)


def test_erasing_needs_a_tick_and_leaves_only_its_proof(desk: Client) -> None:
    report = sent()
    assert act(desk, report, act="erase") == 422
    assert act(desk, report, act="erase", sure="yes") == 302
    assert not Report.objects.exists()
    assert not Part.objects.exists()
    recorded = Entry.objects.filter(journal__agreement="local").order_by("-index").first()
    assert recorded is not None
    assert desk.get(f"/desk/reports/{report.public_id}/").status_code == 404


def test_closed_reports_are_erased_when_they_were_kept_long_enough(desk: Client) -> None:
    old, young = sent(1), sent(2)
    for one in (old, young):
        act(desk, one, act="close", words="Done.")
    Report.objects.filter(pk=old.pk).update(
        touched_on=timezone.now().date() - notes.KEPT_CLOSED - timedelta(days=1)
    )
    assert "Erase those shown here" in desk.get("/desk/reports/?shelf=past").content.decode()
    desk.post("/desk/reports/erase/")
    assert [one.pk for one in Report.objects.all()] == [young.pk]


def with_picture(report: Report, keys: OpenKeys) -> None:
    written = io.BytesIO()
    Image.new("RGB", (400, 800), "white").save(written, "JPEG")
    cleaned = Cleaned((written.getvalue(),), "chat words", "ab" * 32, Checked.NOT_CHECKED)
    actions.add_evidence(report, cleaned, mark=b"1", now=timezone.now())
    assert keys.halves


def test_a_page_is_blackened_by_touch_and_its_pixels_are_new(desk: Client, keys: OpenKeys) -> None:
    report = sent()
    with_picture(report, keys)
    shown = page(desk, report)
    assert "chat words" in shown
    at = f"/desk/reports/{report.public_id}/files/1/1/"
    assert desk.get(at)["Content-Type"] == "image/jpeg"
    touched = desk.get(
        f"{at}blacken/", {"squares": "A1", "width": "320", "at.x": "30", "at.y": "5"}
    )
    assert 'value="A1-B1"' in touched.content.decode()
    assert desk.post(f"{at}blacken/", {"squares": "A1-Z9"}).status_code == 422
    desk.post(f"{at}blacken/", {"squares": "A1-B1"})
    drawn = notes.blackened_of(report, 1, 1, keys)
    assert drawn is not None
    picture = Image.open(io.BytesIO(drawn)).convert("L")
    assert picture.getpixel((20, 20)) < 30  # type: ignore[operator]
    assert picture.getpixel((300, 700)) > 220  # type: ignore[operator]


def test_a_draft_is_made_of_what_was_accepted_and_knows_nothing_of_the_report(
    desk: Client, keys: OpenKeys
) -> None:
    Counterpart().meet()
    report = sent()
    with_picture(report, keys)
    at = f"/desk/reports/{report.public_id}"
    desk.post(f"{at}/files/1/1/blacken/", {"squares": "A1-T3"})
    posted = {
        "categories": ["a", "e"],
        "people": ["0", "1"],
        "sums": ["0"],
        "payer": "candidate",
        "period": "yes",
        "files": ["1.1"],
    }
    refused = desk.post(f"{at}/pass-on/", posted | {"payer": ""})
    assert refused.status_code == 422
    answer = desk.post(f"{at}/pass-on/", posted)
    assert answer.status_code == 302
    draft = Draft.objects.get()
    content = sealing.open_content(draft)
    said = str(content)
    for secret in ("Chan Dara", intake.KHMER, "1,234", str(report.public_id)):
        assert secret not in said
    amounts = [said for name, said in content.typed.items() if "amount" in name]
    assert ["1200"] in amounts
    assert OwnDuty.objects.get().since == report.received_on
    assert len(content.files) == 1
    assert desk.get(f"/desk/drafts/{draft.public_id}/").status_code == 200
    kept = notes.notes_of([report], keys)[report.public_id]
    assert [one.said.get("draft") for one in kept] == [None, str(draft.public_id)]
    assert f"/desk/drafts/{draft.public_id}/" in page(desk, report)


def test_what_is_chosen_to_leave_stands_there_rounded_as_it_leaves(desk: Client) -> None:
    Counterpart().meet()
    report = sent(1, SHARED | {"when": {"year": ["2025"], "month": ["3"], "day": ["14"]}})
    choosing = page(desk, report, "pass-on/")
    assert "1,234 USD → 1200 USD" in choosing
    assert "Say when: March 2025" in choosing
    assert "2025-03-14" not in choosing
    silent = sent(2)
    assert "Say when" not in page(desk, silent, "pass-on/")


def test_nothing_is_passed_on_that_the_reporter_keeps_to_the_office(desk: Client) -> None:
    Counterpart().meet()
    report = sent(1, SHARED | {"know": {"know": ["office"]}})
    assert "Choose what the other side is told" not in page(desk, report)
    posted = {"categories": ["a"], "payer": "candidate"}
    answer = desk.post(f"/desk/reports/{report.public_id}/pass-on/", posted)
    assert answer.status_code == 403
    assert not Draft.objects.exists()


def test_a_flood_is_compared_and_the_one_that_differs_stands_first(desk: Client) -> None:
    flood = [
        sent(number, {"story": {"story": ["The same long words again and again"]}})
        for number in range(1, 5)
    ]
    alone = sent(9, {"story": {"story": ["Quite another thing happened in the harbour town"]}})
    Report.objects.update(wave=7)
    assert "Many reports at once" in desk.get("/desk/reports/").content.decode()
    wave = desk.get("/desk/reports/waves/7/").content.decode()
    links = re.findall(r"/desk/reports/([0-9a-f-]{36})/", wave)
    assert links[0] == str(alone.public_id)
    assert "/desk/reports/waves/7/" in wave.split(links[0])[1]
    assert "Quite another thing happened" in wave
    assert wave.count("The same long words") == 1
    act(desk, flood[0], act="release")
    flood[0].refresh_from_db()
    assert flood[0].wave is None


def test_a_flood_is_answered_and_closed_a_group_at_a_time(desk: Client) -> None:
    flood = [
        sent(number, {"story": {"story": ["The same long words again and again"]}})
        for number in range(1, 5)
    ]
    alone = sent(9, {"story": {"story": ["Quite another thing happened in the harbour town"]}})
    Report.objects.update(wave=7)
    at = f"/desk/reports/waves/7/{flood[2].public_id}/"
    assert "The same long words" in desk.get(at).content.decode()
    assert desk.post(at, {"words": "Who are you?", "many": "3"}).status_code == 422
    assert desk.post(at, {"words": " ", "many": "4"}).status_code == 422
    assert desk.post(at, {"words": "Write to us if it is true.", "many": "4"}).status_code == 302
    assert set(Report.objects.filter(state=State.CLOSED)) == set(flood)
    letters = queries.letters_for_reporter(flood[3], intake.way(4))
    assert [letter.words for letter in letters] == ["Write to us if it is true."]
    assert desk.get(at).status_code == 404
    nobody = desk.post(at, {"words": "Write to us if it is true.", "many": "0"})
    assert nobody.status_code == 404
    alone.refresh_from_db()
    assert alone.state == State.RECEIVED


def test_reports_about_one_matter_stand_on_each_others_pages(
    desk: Client, officer: Officer
) -> None:
    one = sent(1, {"who.1": {"name": ["សុខ ចាន់"], "contact": ["012 345 678"]}})
    two = sent(2, {"who.1": {"name": ["S\u043ek Chann"]}, "story": {"story": ["Another day"]}})
    three = sent(3, {"who.1": {"name": ["Dara"], "contact": ["+855 12-345-678"]}})
    far = sent(4, {"story": {"story": ["Quite another thing happened in the harbour town"]}})
    met = page(desk, one)
    assert str(two.public_id) in met
    assert "Names somebody of a like name" in met
    assert str(three.public_id) in met
    assert "Gives the same telephone" in met
    assert str(far.public_id) not in met
    assert "mixes letters of two scripts" in page(desk, two)
    notes.declare_conflict(two, by=officer, now=timezone.now())
    assert str(two.public_id) not in page(desk, one)


def test_the_morning_page_says_to_keyholders_that_reports_wait(
    desk: Client, officer: Officer
) -> None:
    old = sent(1)
    sent(2)
    long_ago = timezone.now().date() - timedelta(days=9)
    Report.objects.filter(pk=old.pk).update(received_on=long_ago)
    held = sent(3)
    Report.objects.filter(pk=held.pk).update(wave=7, received_on=long_ago)
    morning = desk.get("/desk/").content.decode()
    assert "/desk/reports/?shelf=new" in morning
    assert "/desk/reports/?shelf=late" in morning
    assert "/desk/reports/waves/7/" in morning
    assert 'class="status status-bad"' in desk.get("/desk/reports/").content.decode()
    blind = make.desk_of(make.officer("ren", DRAFTS)).get("/desk/").content.decode()
    assert "/desk/reports/?shelf" not in blind
    assert officer.pk


def test_the_queue_asks_as_much_of_the_database_for_many_as_for_few(
    desk: Client,
) -> None:
    counts = []
    for upto in (2, 12):
        for number in range(Report.objects.count() + 1, upto + 1):
            sent(number)
        with CaptureQueriesContext(connection) as captured:
            desk.get("/desk/reports/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
