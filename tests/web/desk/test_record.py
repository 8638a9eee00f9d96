"""What an auditor sees of the own record, and what the command finds when it was changed."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kakehashi import cli
from kakehashi.core.journal import leaf_hash
from kakehashi.core.journal import verify_inclusion as holds
from kakehashi.core.text import b64url, unb64url
from kakehashi.desk import actions, officers
from kakehashi.desk.acts import note
from kakehashi.desk.models import ConfidentialReading
from kakehashi.desk.record import anchors
from kakehashi.journal.models import Entry
from kakehashi.journal.queries import local_journal
from kakehashi.journal.record import record
from tests.journal.make import unguarded
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, OTHER, Counterpart
from tests.web.desk.test_drafts import submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> Client:
    return make.desk_of(make.officer("mei", make.AUDITS))


def record_page(auditor: Client, query: str = "") -> str:
    answered = auditor.get(f"/desk/record/{query}")
    assert answered.status_code == 200
    return answered.content.decode().split("</form>")[-1]


def test_an_act_stands_with_officer_thing_and_agreement(auditor: Client, drafter: Client) -> None:
    draft = submitted(drafter)
    page = record_page(auditor)
    assert "Submitted a draft" in page
    assert str(draft.public_id) in page
    assert "Aoi" in page


def test_the_list_is_filtered_by_officer_act_thing_and_day(
    auditor: Client, drafter: Client
) -> None:
    first, second = submitted(drafter), submitted(drafter)
    by = first.drafted_by_id
    note("role.granted", by=None, now=timezone.now(), agreement=AGREEMENT, thing="ren")
    assert "Granted a role" not in record_page(auditor, f"?officer={by}")
    assert "Submitted" not in record_page(auditor, "?act=role.granted")
    one = record_page(auditor, f"?thing={first.public_id}")
    assert str(first.public_id) in one
    assert str(second.public_id) not in one
    assert "No act is on record as you ask" in record_page(
        auditor, "?day-year=2020&day-month=1&day-day=1"
    )
    wrong = auditor.get("/desk/record/?day-year=2020&day-month=13&day-day=1&officer=x&before=y")
    assert wrong.status_code == 200


@pytest.mark.usefixtures("counterpart")
def test_readings_are_lines_of_their_own(auditor: Client, drafter: Client) -> None:
    who = submitted(drafter).drafted_by_id
    long_ago = timezone.now() - timedelta(hours=2)
    for index in range(3):
        actions.note_confidential_reading(
            f"node.example/{AGREEMENT}/KH/1#{index}", by=who, now=long_ago
        )
        actions.note_confidential_reading(
            f"node.example/{OTHER}/TJ/1#{index}", by=who, now=long_ago
        )
    assert actions.record_readings(now=timezone.now())
    assert not ConfidentialReading.objects.exists()
    page = record_page(auditor)
    assert page.count("Read what is confidential") == 3
    assert f"{OTHER}/TJ" not in page
    both = make.officer("mai", make.AUDITS)
    officers.set_role(both, OTHER, make.AUDITS, is_grant=True, now=timezone.now())
    entry = Entry.objects.get(kind="confidential.read")
    answered = make.desk_of(both).get(f"/desk/record/{entry.index}/").content.decode()
    assert answered.count("<tr>") == 1 + 6


@pytest.mark.usefixtures("counterpart")
def test_what_was_read_is_named_in_the_readers_language(auditor: Client, drafter: Client) -> None:
    who = submitted(drafter).drafted_by_id
    long_ago = timezone.now() - timedelta(hours=2)
    for what in (
        "candidate 0993da85",
        "who may be named in case:0993da85",
        f"register of disclosures {AGREEMENT}",
    ):
        actions.note_confidential_reading(what, by=who, now=long_ago)
    assert actions.record_readings(now=timezone.now())
    entry = Entry.objects.get(kind="confidential.read")
    page = auditor.get(f"/desk/record/{entry.index}/?lang=ja").content.decode()
    assert "0993da85" in page
    assert [word for word in ("candidate ", "who may be", "register of") if word in page] == []


def test_an_entry_says_in_words_what_it_holds(auditor: Client) -> None:
    now = timezone.now()
    told = {"on": "2026-11-29", "conflict": False, "from_at": int(now.timestamp())}
    by = make.officer("lan", make.DRAFTS).pk
    record("conflict.declared", told | {"agreement": AGREEMENT, "by": by}, now=now)
    entry = Entry.objects.get(kind="conflict.declared")
    page = auditor.get(f"/desk/record/{entry.index}/").content.decode()
    for shown in ("29 November 2026", "Conflict of interest", "Lan", "JST"):
        assert shown in page
    for raw in ("from_at", "False", told["from_at"]):
        assert str(raw) not in page


def test_another_agreements_acts_are_not_there(auditor: Client, drafter: Client) -> None:
    draft = submitted(drafter)
    entry = Entry.objects.get(kind="draft.submitted")
    elsewhere = make.desk_of(make.officer("kai", make.AUDITS, agreement=OTHER))
    assert str(draft.public_id) not in record_page(elsewhere)
    where = f"/desk/record/{entry.index}/"
    assert auditor.get(where).status_code == 200
    assert elsewhere.get(where).status_code == 404
    assert elsewhere.post(f"{where}proof/").status_code == 404


def test_only_who_audits_enters(drafter: Client, decider: Client) -> None:
    submitted(drafter)
    for desk in (drafter, decider):
        assert desk.get("/desk/record/").status_code == 403
        assert desk.get("/desk/record/0/").status_code == 403
        assert desk.post("/desk/record/0/proof/").status_code == 403


def test_a_proof_leads_from_the_leaf_to_the_root_and_taking_it_is_recorded(
    auditor: Client, drafter: Client
) -> None:
    submitted(drafter)
    entry = Entry.objects.get(kind="draft.submitted")
    answered = auditor.post(f"/desk/record/{entry.index}/proof/")
    told = json.loads(answered.content)
    assert told["leaf"] == b64url(leaf_hash(bytes(entry.token)))
    path = [unb64url(one) for one in told["path"]]
    assert holds(unb64url(told["leaf"]), entry.index, told["size"], path, unb64url(told["root"]))
    assert Entry.objects.filter(kind="record.exported").count() == 1


def test_a_page_asks_a_fixed_number_of_questions(
    auditor: Client, drafter: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _turn in range(3):
        submitted(drafter)
    record_page(auditor)
    with django_assert_max_num_queries(30):
        record_page(auditor)


def test_older_lines_follow_without_a_gap(auditor: Client) -> None:
    for number in range(120):
        note("role.asked", by=None, now=timezone.now(), thing=f"number-{number}")
    seen: list[str] = []
    query = ""
    for _page in range(5):
        page = auditor.get(f"/desk/record/{query}").content.decode()
        seen += [word.split("<")[0] for word in page.split("number-")[1:]]
        older = re.search(r'href="([^"]*)"[^>]*>Older<', page)
        query = older[1] if older else ""
    assert query == ""
    assert seen == [str(number) for number in reversed(range(120))]


@pytest.mark.usefixtures("counterpart")
def test_the_command_says_that_all_agrees(
    drafter: Client, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    submitted(drafter)
    assert cli.main(["record", "verify"]) == 0
    said = capsys.readouterr().out
    journal = local_journal()
    assert journal is not None
    assert f"{journal.origin}: {journal.size} entries, root" in said
    assert "Chain, signatures, parts, head and anchors agree." in said


def test_the_command_finds_an_entry_that_was_changed(
    drafter: Client, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    submitted(drafter)
    entry = Entry.objects.get(kind="draft.submitted")
    other = bytes(entry.token)[:-4] + b"AAAA"
    with unguarded():
        Entry.objects.filter(journal=entry.journal_id, index=entry.index).update(token=other)
    assert cli.main(["record", "verify"]) == 1
    said = capsys.readouterr()
    assert f"signature: {local_origin()} #{entry.index}" in said.err
    assert f"root: {local_origin()}" in said.err


def local_origin() -> str:
    journal = local_journal()
    assert journal is not None
    return journal.origin


def test_what_a_counterpart_holds_is_shown(auditor: Client, counterpart: Counterpart) -> None:
    assert anchors() == []
    page = auditor.get("/desk/record/").content.decode()
    assert "No counterpart holds an anchor of this record yet." in page
    assert counterpart.author.size == 2
