"""The ministry's desk: examined by one officer, decided by another, looked after from then on."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kakehashi.approvals import examining, standards
from kakehashi.approvals.models import Application, StandardsVersion, Visit
from kakehashi.core.standing import Register, Status
from kakehashi.desk.models import Draft
from kakehashi.journal.models import Entry
from kakehashi.registers import queries as registers
from kakehashi.web.desk.approvals import queue
from tests.approvals.make import Ministry
from tests.web.desk.make import desk_of

pytestmark = pytest.mark.django_db


def page_of(application: Application, name: str = "desk_application") -> str:
    return reverse(name, args=[application.public_id])


def act(client: Client, application: Application, again: str, **more: str) -> Any:
    fresh = Application.objects.get(pk=application.pk)
    said = {"again": again, "revision": str(fresh.revision), **more}
    return client.post(page_of(application, "desk_application_act"), said)


def text(answer: Any) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def test_an_application_is_examined_by_one_and_approved_by_another(ministry: Ministry) -> None:
    made = ministry.submitted()
    examiner, decider = desk_of(ministry.examiner), desk_of(ministry.decider)
    assert "អនាគតភ្លឺ" in text(examiner.get(reverse("desk_approvals")))
    assert act(examiner, made, "declare", conflict="no").status_code == 302
    assert act(examiner, made, "take-up").status_code == 302
    said = {f"verdict-{code}": "met" for code in ministry.set.codes}
    said |= {f"evidence-{code}": f"Papers of {code}." for code in ministry.set.codes}
    assert examiner.post(page_of(made, "desk_application_findings"), said).status_code == 302
    ends = page_of(made, "desk_application_recommend")
    first = re.search(r'id="id_capacity"[^>]*value="300"|value="300"', text(examiner.get(ends)))
    assert first
    terms = {"what": "approve", "capacity": "250", "conditions": "Reports twice a year."}
    terms |= {"from_on-year": "2026", "from_on-month": "12", "from_on-day": "1"}
    terms |= {"until_on-year": "2029", "until_on-month": "11", "until_on-day": "30"}
    assert examiner.post(ends, terms).status_code == 302
    assert act(decider, made, "declare", conflict="no").status_code == 302
    shown = text(decider.get(page_of(made)))
    assert "Reports twice a year." in shown
    assert "Approve on these terms" in shown
    assert not set("<>&") & set(shown.split("<title>")[1].split("</title>")[0])
    done = act(decider, made, "decide", role="Director General", office=ministry.unit)
    assert done.status_code == 302, text(done)
    ministry.catch_up()
    assert ministry.fresh(made).number == "KHM000001"
    assert "KHM000001" in text(decider.get(page_of(made)))
    paper = decider.get(page_of(made, "desk_application_certificate"))
    assert text_of_pdf(paper).startswith(b"%PDF-")


def test_every_open_application_is_on_some_page(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "A_PAGE", 1)
    many = [ministry.submitted(ministry.applicant(f"{n}@mekong.example")) for n in range(3)]
    examiner = desk_of(ministry.examiner)
    pages = [text(examiner.get(f"{reverse('desk_approvals')}?waiting={n}")) for n in (1, 2, 3)]
    for number, made in enumerate(many):
        assert [str(made.public_id) in page for page in pages].index(True) == number
    assert 'rel="next"' in pages[1]
    assert 'rel="next"' not in pages[2]


def test_every_planned_visit_is_on_some_page(
    ministry: Ministry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "A_PAGE", 1)
    for number in range(3):
        Visit.objects.create(
            public_id=uuid4(),
            agreement=ministry.agreement,
            number=f"SO-{number}",
            planned_on=ministry.today + timedelta(days=number),
            planned_by=ministry.examiner,
        )
    examiner = desk_of(ministry.examiner)
    pages = [text(examiner.get(f"{reverse('desk_approvals')}?visits={n}")) for n in (1, 2, 3)]
    for number in range(3):
        assert [f"SO-{number}" in page for page in pages].index(True) == number
    assert "visits=3" in pages[1]
    assert 'rel="next"' not in pages[2]


def text_of_pdf(answer: Any) -> bytes:
    return bytes(answer.content)


def test_who_examined_is_told_that_another_decides(ministry: Ministry) -> None:
    made = ministry.examined()
    answered = act(desk_of(ministry.examiner), made, "decide", role="Director", office="x")
    assert answered.status_code == 403
    both = desk_of(ministry.both)
    answered = act(both, made, "decide", role="Director", office=ministry.unit)
    assert answered.status_code == 409
    assert "Declare first" in text(answered)


def test_an_examiner_who_may_also_decide_does_not_decide_it(ministry: Ministry) -> None:
    made = ministry.examined(by=ministry.both)
    both = desk_of(ministry.both)
    answered = act(both, made, "decide", role="Director", office=ministry.unit)
    assert answered.status_code == 409
    assert "You examined it: another officer decides." in text(answered)
    assert ministry.fresh(made).state == "recommended"


def test_a_conflict_of_interest_shuts_every_door(ministry: Ministry) -> None:
    made = ministry.taken_up(ministry.submitted())
    examiner = desk_of(ministry.examiner)
    assert act(examiner, made, "declare", conflict="yes").status_code == 302
    assert ministry.fresh(made).examiner is None
    assert examiner.get(page_of(made, "desk_application_findings")).status_code == 403
    answered = act(examiner, made, "take-up")
    assert answered.status_code == 409
    assert "conflict of interest" in text(answered)


def test_without_a_finding_on_every_standard_nothing_is_recommended(ministry: Ministry) -> None:
    made = ministry.taken_up(ministry.submitted())
    ends = page_of(made, "desk_application_recommend")
    terms = {"what": "approve", "from_on-year": "2026", "from_on-month": "12", "from_on-day": "1"}
    answered = desk_of(ministry.examiner).post(ends, terms)
    assert answered.status_code == 422
    assert "Record a finding on every standard first." in text(answered)


def test_a_refusal_names_its_grounds_in_words_that_the_applicant_reads(
    ministry: Ministry,
) -> None:
    made = ministry.taken_up(ministry.submitted())
    examiner, decider = desk_of(ministry.examiner), desk_of(ministry.decider)
    ends = page_of(made, "desk_application_recommend")
    assert examiner.post(ends, {"what": "refuse"}).status_code == 422
    said = {"what": "refuse", "grounds": ["improper-fees"], "words": "No basis was shown."}
    assert examiner.post(ends, said).status_code == 302
    act(decider, made, "declare", conflict="no")
    assert act(decider, made, "decide", role="Director", office=ministry.unit).status_code == 302
    assert ministry.fresh(made).state == "refused"


def test_asked_for_more_sent_back_and_given_back(ministry: Ministry) -> None:
    made = ministry.taken_up(ministry.submitted())
    examiner = desk_of(ministry.examiner)
    assert act(examiner, made, "ask").status_code == 422
    assert act(examiner, made, "ask", ask="The lease is missing.").status_code == 302
    assert ministry.fresh(made).state == "asked"
    assert act(examiner, made, "give-back").status_code == 302
    ready = ministry.examined(ministry.submitted(ministry.applicant("b@example.org")))
    decider = desk_of(ministry.decider)
    assert act(decider, ready, "send-back", back="Visit it first.").status_code == 302
    assert ministry.fresh(ready).state == "submitted"
    assert "Visit it first." in text(decider.get(page_of(ready)))


def test_a_visit_is_planned_made_and_holds_the_recommendation_until_then(
    ministry: Ministry,
) -> None:
    made = ministry.taken_up(ministry.submitted())
    examiner = desk_of(ministry.examiner)
    said = {"planned-year": "2026", "planned-month": "12", "planned-day": "8"}
    planned = examiner.post(
        page_of(made, "desk_application_visit"), said | {"visit-purpose": "The classrooms."}
    )
    assert planned.status_code == 302
    visit = Visit.objects.get()
    refusal = {"what": "refuse", "grounds": ["other"], "words": "No."}
    held = examiner.post(page_of(made, "desk_application_recommend"), refusal)
    assert "A planned visit is still open" in text(held)
    where = reverse("desk_visit", args=[visit.public_id])
    assert "The classrooms." in text(examiner.get(where))
    done = {"again": "end", "found": "Four rooms.", "wanting": "no"}
    day = ministry.today
    done |= {"done-year": str(day.year), "done-month": str(day.month), "done-day": str(day.day)}
    assert examiner.post(where, done).status_code == 302
    assert "Four rooms." in text(examiner.get(page_of(made)))


def test_an_approved_organization_has_a_file_from_which_it_is_looked_after(
    ministry: Ministry,
) -> None:
    approved = ministry.approved()
    where = reverse("desk_organization", args=[ministry.agreement, approved.number])
    drafter = desk_of(ministry.both)
    shown = text(drafter.get(where))
    assert "Sending organization approved" in shown
    begin = reverse("desk_organization_draft", args=[ministry.agreement, approved.number])
    begun = drafter.post(begin, {"kind": "sending-organization.suspended"})
    assert begun.status_code == 302
    form = text(drafter.get(begun["Location"]))
    assert approved.number in form
    assert "អនាគតភ្លឺ" in form
    assert Draft.objects.get().kind == "sending-organization.suspended"
    plan = reverse("desk_organization_visit", args=[ministry.agreement, approved.number])
    said = {"planned-year": "2027", "planned-month": "3", "planned-day": "1"}
    examiner = desk_of(ministry.examiner)
    assert examiner.post(plan, said).status_code == 422
    assert examiner.post(plan, said | {"visit-purpose": "Yearly visit."}).status_code == 302
    assert "Yearly visit." in text(examiner.get(where))
    found = desk_of(ministry.decider).get(
        reverse("desk_organization_find"),
        {"agreement": ministry.agreement, "number": approved.number},
    )
    assert found["Location"] == where


def test_an_approval_that_ends_soon_stands_on_the_morning_page_and_is_renewed(
    ministry: Ministry,
) -> None:
    who = ministry.applicant()
    approved = ministry.approved(ministry.examined(ministry.submitted(who), months=2))
    morning = text(desk_of(ministry.decider).get(reverse("desk")))
    assert "Approvals that end" in morning
    assert approved.number in morning
    renewal = ministry.renewal(who, approved)
    done = ministry.approved(ministry.examined(renewal, months=30))
    assert done.number == approved.number
    entry = registers.entry(
        ministry.agreement,
        Register.SENDING,
        approved.number,
        publisher=ministry.party,
        today=ministry.today,
    )
    assert entry is not None
    assert entry.status is Status.APPROVED
    assert entry.valid_until == done.valid_until
    assert Entry.objects.filter(kind="sending-organization.amended").count() == 1
    assert "Approvals that end" not in re.sub(
        "No approval ends soon.", "", text(desk_of(ministry.decider).get(reverse("desk")))
    )


def test_standards_are_changed_by_two_officers(ministry: Ministry) -> None:
    where = reverse("desk_standards", args=[ministry.agreement])
    edit = reverse("desk_standards_edit", args=[ministry.agreement])
    drafter, decider = desk_of(ministry.both), desk_of(ministry.decider)
    form = text(drafter.get(edit))
    said = fields_of(form) | {"again": "propose", "months": "24"}
    assert drafter.post(edit, said | {"standards.0.code": "No Code"}).status_code == 422
    assert drafter.post(edit, said).status_code == 302
    waiting = standards.proposed(ministry.agreement)
    assert waiting is not None
    confirm = reverse("desk_standards_act", args=[ministry.agreement])
    drafter.post(confirm, {"again": "confirm"})
    assert standards.proposed(ministry.agreement) == waiting
    assert "Put them in force" in text(decider.get(where))
    decider.post(confirm, {"again": "confirm"})
    version = standards.version_on(ministry.agreement, ministry.today)
    assert version == waiting
    assert standards.set_of(version).months == 24
    assert StandardsVersion.objects.count() == 2


def fields_of(form: str) -> dict[str, Any]:
    """What a browser would send of a form as it was drawn."""
    from html import unescape  # noqa: PLC0415 - beside its only use

    said: dict[str, Any] = {}
    for name, value in re.findall(
        r'<input type="(?:text|hidden)"[^>]*? name="([^"]+)" value="([^"]*)"', form
    ):
        said[name] = unescape(value)
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        said[name] = unescape(value)
    for name, value in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        said[name] = unescape(value)
    for tag in re.findall(r'<input type="checkbox"[^>]*checked[^>]*>', form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)
        if name and value:
            said.setdefault(name[1], []).append(value[1])
    selects = r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>'
    for name, inner in re.findall(selects, form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        if chosen:
            said[name] = chosen[1]
    return said


def test_a_decision_in_another_window_changes_nothing(ministry: Ministry) -> None:
    made = ministry.examined()
    decider = desk_of(ministry.decider)
    said = {"again": "decide", "revision": "0", "role": "Director", "office": ministry.unit}
    answered = decider.post(page_of(made, "desk_application_act"), said)
    assert answered.status_code == 409
    assert "changed this application meanwhile" in text(answered)
    examining.declare(made, has_conflict=False, words="", by=ministry.both.pk, now=ministry.now)
