"""A consultation at the desk: from open cases on an agenda to the last corrective action."""

import re
from datetime import date, timedelta
from io import BytesIO

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from kakehashi import dispatch
from kakehashi.core.notices import KINDS, Notice
from kakehashi.core.notices.consultations import (
    ConsultationAccepted,
    ConsultationMinutesAgreed,
    ConsultationMinutesCorrected,
    ConsultationProposed,
    CorrectiveActionReported,
)
from kakehashi.core.notices.targets import CalendarConfirmed
from kakehashi.desk import sealing
from kakehashi.desk.models import Case, Draft
from kakehashi.journal.models import Entry
from kakehashi.web.desk.drafting.filling import filled_day
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

pytestmark = pytest.mark.django_db

DAY = date(2027, 2, 17)
DUE = date(2027, 6, 30)
HOURS = {"begins": "10:00", "ends": "12:00", "zone": "Asia/Phnom_Penh"}


def text(words: str) -> dict[str, str]:
    return {"lang": "en", "text": words}


def told(kind: type[Notice], **content: object) -> Notice:
    """A notice of the other side, from plain values."""
    return KINDS[kind.kind].model_validate(content)


def proposed(*days: date, hours: dict[str, str] | None = None) -> Notice:
    aid = {"lang": "ja", "text": "仲介者が取る保証金", "made_by": "person"}
    title = {**text("Deposits taken by brokers"), "aids": [aid]}
    item = {"number": 1, "subject": "b", "title": title}
    return told(
        ConsultationProposed,
        statement={"days": [day.isoformat() for day in days or (DAY,)], "hours": hours},
        restricted={"agenda": [item], "form": "video", "place": text("By invitation")},
    )


def minutes(concluded: str, due_on: date = DUE) -> dict[str, object]:
    return {
        "statement": {
            "held_on": DAY.isoformat(),
            "actions": [{"action": "a1", "owner": "KH", "due_on": due_on.isoformat()}],
        },
        "restricted": {
            "form": "video",
            "items": [
                {
                    "number": 1,
                    "subject": "b",
                    "title": text("Deposits taken by brokers"),
                    "concluded": text(concluded),
                }
            ],
            "actions": [{"action": "a1", "what": text("Publish a table of fees")}],
        },
    }


def matter() -> str:
    return Case.objects.get(family="consultation", edition__state="serving").matter


def address(tail: str = "") -> str:
    return f"/desk/consultations/{AGREEMENT}/{matter()}/{tail}"


def page(client: Client, where: str = "") -> str:
    answered = client.get(where or address())
    assert answered.status_code == 200, answered.content.decode()
    return answered.content.decode()


def begin(drafter: Client, kind: str, item: str = "") -> Draft:
    """Press the button that begins our next notice."""
    answered = drafter.post(address("next/"), {"kind": kind, "item": item})
    assert answered.status_code == 302, answered.status_code
    return Draft.objects.latest("pk")


def carry(drafter: Client, decider: Client, draft: Draft, **more: str | list[str]) -> str:
    """Fill in what is missing, check, submit and sign off; give the notice's reference."""
    decided = {
        "envelope.clause": ["4(2)"],
        "envelope.office": ["isa"],
        "envelope.role": ["Director"],
        **filled_day("envelope.on", date(2026, 1, 20)),
    }
    typed = sealing.open_content(draft).typed | decided
    typed |= {name: value if isinstance(value, list) else [value] for name, value in more.items()}
    posted = typed | {"revision": str(draft.revision), "again": "check"}
    where = f"/desk/drafts/{draft.public_id}/"
    answered = drafter.post(where, posted)
    assert answered.status_code == 302, answered.content.decode()
    for client, again in ((drafter, "submit"), (decider, "sign-off")):
        draft.refresh_from_db()
        client.post(f"{where}check/", {"revision": str(draft.revision), "again": again})
    draft.refresh_from_db()
    assert draft.state == "issued"
    dispatch.catch_up(AGREEMENT, now=timezone.now())
    return draft.jti


def test_open_cases_that_are_ticked_make_the_agenda_of_a_proposal(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    asked = make.known(counterpart, "inquiry.asked")
    counterpart.issue(proposed(), "4(2)")
    where = f"/desk/consultations/new/{AGREEMENT}/"
    shown = page(drafter, where)
    assert f"case:{asked}" in shown
    assert "Deposits" not in shown
    assert drafter.post(where, {"cases": [f"case:{asked}"]}).status_code == 302
    draft = Draft.objects.latest("pk")
    typed = sealing.open_content(draft).typed
    assert typed["links.refers"] == [asked]
    assert typed["restricted.agenda.0.subject"] == ["f"]
    assert typed["restricted.agenda.0.title-lang"] == ["en"]
    carry(drafter, decider, draft, **{"statement.days": [DAY.isoformat()]})


def test_from_a_proposal_to_a_finished_corrective_action(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    counterpart.issue(proposed(), "4(2)")
    shown = page(drafter)
    assert "Days are offered" in shown
    assert "Draft: Consultation accepted" in shown

    carry(drafter, decider, begin(drafter, "consultation.accepted"))
    assert "The day is set" in page(drafter)

    draft = begin(drafter, "consultation.minuted")
    typed = sealing.open_content(draft).typed
    assert typed["restricted.items.0.title"] == ["Deposits taken by brokers"]
    item = "restricted.items.0.concluded"
    said: dict[str, str | list[str]] = {item: "Check.", f"{item}-lang": "en"}
    said |= filled_day("restricted.next_on", date(2027, 8, 18))
    said |= hours_typed("10:00", "Asia/Tokyo", path="statement.next_hours.0")
    first = carry(drafter, decider, draft, **said)
    assert re.search("18 August 2027.*Cambodia: 08:00–10:00", page(drafter), re.DOTALL)

    links = {"answers": [first]}
    corrected = counterpart.issue(
        told(ConsultationMinutesCorrected, links=links, **minutes("Check and publish.")), "4(2)"
    )
    shown = page(drafter)
    assert "What version 2 changes" in shown
    assert "Check and publish." in shown

    carry(drafter, decider, begin(drafter, "consultation.minutes-agreed"))
    shown = page(drafter)
    assert "Actions are open" in shown
    assert "Publish a table of fees" in page(drafter, "/desk/consultations/")

    state = {"action": "a1", "state": "done", "done_on": DAY.isoformat()}
    counterpart.issue(
        told(
            CorrectiveActionReported,
            links={"answers": [corrected]},
            statement=state,
            restricted={"text": text("The table is on the ministry's pages.")},
        ),
        "4(2)",
    )
    assert "Finished" in page(drafter)
    assert "Publish a table of fees" not in page(drafter, "/desk/consultations/")


def test_our_own_action_is_reported_from_the_page(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    counterpart.issue(proposed(), "4(2)")
    told_so = minutes("Check.")
    told_so["statement"] = {
        "held_on": DAY.isoformat(),
        "actions": [{"action": "a1", "owner": "JP"}],
    }
    kind = KINDS["consultation.minuted"]
    counterpart.issue(kind.model_validate(told_so | {"links": {"refers": [matter()]}}), "4(2)")
    carry(drafter, decider, begin(drafter, "consultation.minutes-agreed"))
    draft = begin(drafter, "corrective-action.reported", "a1")
    words = {"restricted.text": "It was published.", "restricted.text-lang": "en"}
    carry(drafter, decider, draft, **words, **{"statement.state": "done"})
    assert "Finished" in page(drafter)


def test_a_notice_that_is_not_ours_to_draft_now_cannot_be_begun(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    counterpart.issue(proposed(), "4(2)")
    for client, kind, status in (
        (drafter, "consultation.minutes-agreed", 404),
        (drafter, "sending-organization.approved", 404),
        (decider, "consultation.accepted", 403),
    ):
        assert client.post(address("next/"), {"kind": kind}).status_code == status


def test_days_say_what_they_are_in_each_country(counterpart: Counterpart, drafter: Client) -> None:
    saturday = DAY + timedelta(days=3)
    counterpart.issue(proposed(DAY, saturday), "4(2)")
    assert "Working day, calendar not confirmed" in page(drafter)
    assert "Rest day" in page(drafter)
    calendar = told(CalendarConfirmed, statement={"year": 2027, "holidays": [DAY.isoformat()]})
    counterpart.issue(calendar, "9")
    assert "Holiday" in page(drafter)


def test_an_invitation_names_the_hour_in_its_zone_and_nothing_of_the_agenda(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    counterpart.issue(proposed(), "4(2)")
    hour = "?begins=10:00&ends=12:00&zone=Asia/Tokyo"
    assert drafter.get(address("invitation.ics") + hour).status_code == 404
    carry(drafter, decider, begin(drafter, "consultation.accepted"))
    shown = page(drafter, address() + hour)
    assert "10:00" in shown
    assert "08:00" in shown
    answered = drafter.get(address("invitation.ics") + hour)
    (event,) = icalendar.Calendar.from_ical(answered.content).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2027-02-17T10:00:00+09:00"
    assert "Deposits" not in answered.content.decode()
    for wrong in (
        hour.replace("10", "25"),
        hour.replace("10", "13"),
        hour.replace("Tokyo", "Oz"),
        "",
    ):
        assert drafter.get(address("invitation.ics") + wrong).status_code == 404
    told_so = page(drafter, address() + hour.replace("10:00", "ten"))
    assert "Write both as hours and minutes" in told_so
    assert 'value="ten"' in told_so


def hours_typed(
    begins: str, zone: str, ends: str = "12:00", path: str = "statement.hours.0"
) -> dict[str, str]:
    typed = {"here": "1", "begins": begins, "ends": ends, "zone": zone}
    return {f"{path}.{name}": value for name, value in typed.items()}


def test_hours_that_a_notice_names_are_told_in_both_countries_and_on_the_invitation(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    counterpart.issue(proposed(hours=HOURS), "4(2)")
    assert "Japan: 12:00–14:00" in page(drafter)
    assert "Cambodia: 10:00–12:00" in page(drafter)
    accepted = begin(drafter, "consultation.accepted")
    assert sealing.open_content(accepted).typed["statement.hours.0.begins"] == ["10:00"]
    jti = carry(drafter, decider, accepted, **hours_typed("９:30", "Asia/Tokyo"))
    assert Entry.objects.get(jti=jti).version == 2
    assert "Cambodia: 07:30–10:00" in page(drafter)
    answered = drafter.get(address("invitation.ics"))
    (event,) = icalendar.Calendar.from_ical(answered.content).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2027-02-17T09:30:00+09:00"
    assert event.decoded("dtend").isoformat() == "2027-02-17T12:00:00+09:00"
    papers = PdfReader(BytesIO(drafter.post(address("papers/")).content))
    assert "Cambodia: 07:30–10:00" in papers.pages[0].extract_text()


def test_a_counterpart_that_reads_no_hours_yet_is_sent_none(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    counterpart.understand(consultation_accepted=[1], consultation_proposed=[1])
    counterpart.issue(proposed(), "4(2)")
    draft = begin(drafter, "consultation.accepted")
    where = f"/desk/drafts/{draft.public_id}/"
    posted = {
        "revision": str(draft.revision),
        "again": "check",
        **hours_typed("9:30", "Asia/Tokyo"),
    }
    refused = drafter.post(where, sealing.open_content(draft).typed | posted)
    assert "cannot read this yet" in refused.content.decode()
    draft.refresh_from_db()
    jti = carry(drafter, decider, begin(drafter, "consultation.accepted"))
    assert Entry.objects.get(jti=jti).version == 1


def test_the_papers_of_a_meeting_are_one_pdf_in_english_and_the_reader_s_language(
    counterpart: Counterpart, drafter: Client
) -> None:
    counterpart.issue(proposed(), "4(2)")
    assert "仲介者が取る保証金" in page(drafter), "a translation helps its reader"
    answered = drafter.post(address("papers/") + "?lang=ja")
    assert answered["Content-Type"] == "application/pdf"
    words = "".join(one.extract_text() for one in PdfReader(BytesIO(answered.content)).pages)
    assert "Deposits taken by brokers" in " ".join(words.split())
    assert "日本" in words


def test_whoever_works_under_another_agreement_sees_none_of_it(
    counterpart: Counterpart, drafter: Client
) -> None:
    counterpart.issue(proposed(), "4(2)")
    assert page(drafter)
    stranger = make.desk_of(make.officer("mei", make.DRAFTS, agreement=make.OTHER))
    for where in (address(), f"/desk/consultations/new/{AGREEMENT}/"):
        assert stranger.get(where).status_code == 404
    assert stranger.post(address("papers/")).status_code == 404
    assert matter() not in page(stranger, "/desk/consultations/")


def test_a_list_of_many_takes_as_many_queries_as_one_of_few(
    counterpart: Counterpart,
    drafter: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        offer = counterpart.issue(proposed(), "4(2)")
        accepted = told(
            ConsultationAccepted, links={"answers": [offer]}, statement={"on": DAY.isoformat()}
        )
        counterpart.issue(accepted, "4(2)")
    drafter.get("/desk/consultations/")
    with django_assert_max_num_queries(24):
        shown = page(drafter, "/desk/consultations/")
    assert shown.count("Consultation proposed by") == 3


def test_an_agreement_to_other_actions_is_pointed_out(
    counterpart: Counterpart, drafter: Client, decider: Client
) -> None:
    counterpart.issue(proposed(), "4(2)")
    carry(drafter, decider, begin(drafter, "consultation.accepted"))
    first = carry(drafter, decider, begin(drafter, "consultation.minuted"))
    agreed = told(
        ConsultationMinutesAgreed,
        links={"answers": [first]},
        statement={"held_on": DAY.isoformat(), "actions": [{"action": "a1", "owner": "JP"}]},
    )
    counterpart.issue(agreed, "4(2)")
    assert "Agreed, with other days or actions" in page(drafter)
