"""Acts at home: recorded, due, quoted by the notice that tells of them, and struck."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kakehashi import dispatch
from kakehashi.accounts.models import Officer
from kakehashi.core.notices import Links
from kakehashi.desk import sealing
from kakehashi.desk.models import Draft, HomeAct, OwnDuty
from kakehashi.journal import queries as journals
from kakehashi.web.desk.duties.calendars import proposal
from kakehashi.web.desk.duties.own import A_PAGE
from tests.two_nodes.outgoing import information
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, desk_of
from tests.web.desk.test_case_queries import asked_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counterpart")]
OWN, NEW = "/desk/duties/own/", "/desk/duties/own/new/"
YESTERDAY = timezone.now().date() - timedelta(days=1)


def form(**changed: object) -> dict[str, object]:
    told = {
        "act": "information-gained",
        "agreements": [AGREEMENT],
        "day-year": str(YESTERDAY.year),
        "day-month": str(YESTERDAY.month),
        "day-day": str(YESTERDAY.day),
        "reference": "2026/114",
    }
    return told | changed


def order(**changed: object) -> dict[str, object]:
    measure = {
        "act": "measure-decided",
        "organization": "accepting-organization",
        "measure": "improvement-order",
    }
    return form(**(measure | changed))


def test_an_act_is_on_record_before_anything_is_due_from_it(drafter: Client) -> None:
    before = journals.local_journal()
    size = before.size if before else 0
    assert drafter.post(NEW, form()).status_code == 302
    act = HomeAct.objects.get()
    after = journals.local_journal()
    assert after is not None
    kinds = [row.kind for row in journals.entries(after, size, after.size)]
    assert kinds == ["information.gained"]
    (due,) = OwnDuty.objects.filter(act=act)
    assert (due.duty, due.agreement, due.due_on) == ("share-information", AGREEMENT, None)
    assert "Something was learned that is to be shared" in drafter.get(OWN).content.decode()


def test_a_form_that_is_pressed_twice_records_once_and_another_one_is_recorded_too(
    drafter: Client,
) -> None:
    word = re.findall(r'name="once" value="([^"]+)"', drafter.get(NEW).content.decode())
    assert len(word) == 1
    pressed = form(once=word[0])
    for _ in range(2):
        page = drafter.post(NEW, pressed, follow=True).content.decode()
    assert "What it asks for was done once." in page
    assert HomeAct.objects.count() == 1
    drafter.post(NEW, pressed | {"reference": "2026/115"})
    assert HomeAct.objects.count() == 2


def test_a_form_whose_work_failed_was_not_taken(drafter: Client) -> None:
    early = form(once="a-word") | {"day-year": "2001"}
    for _ in range(2):
        page = drafter.post(NEW, early).content.decode()
        assert "nothing is due from this on that day" in page
    assert not HomeAct.objects.exists()


def test_a_measure_is_due_on_the_day_of_the_order(drafter: Client) -> None:
    drafter.post(NEW, order())
    assert OwnDuty.objects.get().due_on == YESTERDAY
    page = drafter.get(OWN).content.decode()
    assert "Improvement order" in page
    assert "Late" in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"act": ""}, "Choose what was done."),
        ({"agreements": []}, "Choose at least one agreement."),
        ({"day-day": ""}, "A date has a day, a month and a year"),
        ({"day-year": "2090"}, "This day lies in the future."),
        ({"day-year": "2001"}, "nothing is due from this on that day"),
        ({"reference": "x" * 101}, "Write one line of at most 100 characters."),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    drafter: Client, changed: dict[str, object], words: str
) -> None:
    answer = drafter.post(NEW, form(**changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(words) >= 2  # above, and beside the field
    if "reference" not in changed:
        assert 'value="2026/114"' in page
    assert not HomeAct.objects.exists()


def test_a_measure_needs_to_say_which_and_to_whom(drafter: Client) -> None:
    page = drafter.post(NEW, order(measure="", organization="")).content.decode()
    assert "Choose to whom it was ordered." in page
    assert "Choose the measure." in page


def test_a_draft_begins_with_the_day_and_quotes_the_act(drafter: Client) -> None:
    drafter.post(NEW, order())
    leaf = HomeAct.objects.get().leaf
    kind = "accepting-organization.measure-ordered"
    answer = drafter.post(f"{OWN}{leaf}/{AGREEMENT}/draft/", {"kind": kind})
    assert answer.status_code == 302
    typed = sealing.open_content(Draft.objects.get()).typed
    assert typed["links.act"] == [leaf]
    assert typed["envelope.on-day"] == [str(YESTERDAY.day)]
    assert typed["public.measure"] == ["improvement-order"]


def test_what_is_typed_never_changes_the_act_that_is_quoted(drafter: Client) -> None:
    drafter.post(NEW, form())
    leaf = HomeAct.objects.get().leaf
    drafter.post(f"{OWN}{leaf}/{AGREEMENT}/draft/", {"kind": "information.shared"})
    draft = Draft.objects.get()
    forged = {"links.act": "A" * 43, "revision": "0", "again": "later"}
    drafter.post(f"/desk/drafts/{draft.public_id}/", forged)
    draft.refresh_from_db()
    assert draft.revision == 1
    assert sealing.open_content(draft).typed["links.act"] == [leaf]


def test_a_notice_that_does_not_provide_it_cannot_be_begun_from_an_act(drafter: Client) -> None:
    drafter.post(NEW, form())
    leaf = HomeAct.objects.get().leaf
    for agreement, kind in ((AGREEMENT, "inquiry.asked"), (OTHER, "information.shared")):
        answer = drafter.post(f"{OWN}{leaf}/{agreement}/draft/", {"kind": kind})
        assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_a_ledger_with_more_acts_than_a_page_shows_the_oldest_and_says_so(drafter: Client) -> None:
    drafter.post(NEW, form())
    (due,) = OwnDuty.objects.select_related("act")
    act = due.act
    for number in range(A_PAGE):
        act.leaf = f"{number:043}"
        act.save(force_insert=True)
        due.act = act
        due.save(force_insert=True)
    page = drafter.get(OWN).content.decode()
    assert "There are more; these are the oldest." in page
    assert ">More<" in page, "the other rooms of the desk are there as on every page"


def test_another_agreement_costs_no_statement_and_says_when_nothing_can_be_issued(
    drafter: Client, aoi: Officer
) -> None:
    drafter.post(NEW, form())
    (due,) = OwnDuty.objects.all()
    one = asked_of(drafter, OWN)
    for role in (make.DRAFTS, make.CONFIDENTIAL):
        aoi.roles.create(agreement=OTHER, kind=role, granted_at=timezone.now())
    kept = {"duty": due.duty, "clause": "4 1)", "source": due.source, "since": due.since}
    OwnDuty.objects.create(act=due.act, agreement=OTHER, **kept)
    assert asked_of(drafter, OWN) == one

    begin = f"{OWN}{due.act_id}/{OTHER}/draft/"
    assert begin in drafter.get(OWN).content.decode()
    told = drafter.post(begin, {"kind": "information.shared"}, follow=True).content.decode()
    assert "cannot be issued now" in told
    assert not Draft.objects.exists()


def test_the_notice_that_quotes_the_act_meets_the_duty(drafter: Client) -> None:
    drafter.post(NEW, form())
    leaf = HomeAct.objects.get().leaf
    told = information("JP", "a")
    quoting = told.notice.model_copy(update={"links": Links(act=leaf)})
    (issued,) = dispatch.issue(
        [replace(told, notice=quoting)],
        agreement=AGREEMENT,
        now=timezone.now(),
        act="notice.signed-off",
    )
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    due = OwnDuty.objects.get()
    assert (due.ended_by, due.ended_on is not None) == (issued.jti, True)
    answer = drafter.post(f"{OWN}{leaf}/strike/")
    assert answer.status_code == 302
    assert not HomeAct.objects.get().is_struck


def test_an_act_recorded_by_mistake_is_struck_and_kept(drafter: Client) -> None:
    drafter.post(NEW, form())
    leaf = HomeAct.objects.get().leaf
    drafter.post(f"{OWN}{leaf}/strike/")
    assert HomeAct.objects.get().is_struck
    assert "Something was learned" not in drafter.get(OWN).content.decode()
    local = journals.local_journal()
    assert local is not None
    assert journals.entries(local, local.size - 1, local.size).get().kind == "home-act.struck"


def test_who_only_decides_records_no_act(decider: Client) -> None:
    assert decider.get(NEW).status_code == 403
    assert decider.post(NEW, form()).status_code == 403
    assert "Record what was done at home" not in decider.get(OWN).content.decode()


def test_acts_of_another_agreement_cannot_be_recorded() -> None:
    other = desk_of(make.officer("mio", make.DRAFTS, agreement=OTHER))
    assert other.post(NEW, form()).status_code == 404


def test_our_calendar_begins_with_the_days_that_are_proposed(drafter: Client) -> None:
    page = drafter.get("/desk/duties/calendars/").content.decode()
    year = re.search(r'name="year" value="(\d+)"', page)
    assert year is not None
    answer = drafter.post(f"/desk/duties/calendars/{AGREEMENT}/draft/", {"year": year.group(1)})
    assert answer.status_code == 302
    typed = sealing.open_content(Draft.objects.get()).typed
    assert typed["statement.year"] == [year.group(1)]
    assert f"{year.group(1)}-01-01" in " ".join(typed["statement.holidays"])


@pytest.mark.parametrize("year", ["", "soon", "2018", "99999999999"])
def test_no_calendar_is_begun_of_a_year_that_is_none(drafter: Client, year: str) -> None:
    address = f"/desk/duties/calendars/{AGREEMENT}/draft/"
    assert drafter.post(address, {"year": year}).status_code == 404


@pytest.mark.parametrize(
    ("country", "known"), [("JP", True), ("KH", True), ("TJ", True), ("VS", False)]
)
def test_a_country_that_the_library_does_not_know_begins_with_the_year_alone(
    country: str, *, known: bool
) -> None:
    typed = proposal(country, 2027)
    assert typed["statement.year"] == ["2027"]
    assert (date(2027, 1, 1).isoformat() in " ".join(typed.get("statement.holidays", []))) is known
