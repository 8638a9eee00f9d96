"""A notice on paper: what the officer may see of it, in two languages, written into the record."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from kakehashi import node
from kakehashi.core.canonical import decode
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry
from kakehashi.printing import typesetting
from tests.web.desk import make
from tests.web.desk.make import AGREEMENT, Counterpart

pytestmark = pytest.mark.django_db


def print_address(jti: str) -> str:
    entry = Entry.objects.select_related("journal").get(jti=jti)
    place = f"{entry.journal.party}/{entry.journal.generation}/{entry.index}"
    return f"/desk/notices/{AGREEMENT}/{place}/print/"


def printed(client: Client, jti: str) -> str:
    answered = client.post(print_address(jti))
    assert answered.status_code == 200, answered.content[:300]
    assert answered["Content-Type"] == "application/pdf"
    assert answered["Content-Disposition"].startswith("attachment")
    reader = PdfReader(BytesIO(answered.content))
    return "\n".join(page.extract_text() for page in reader.pages)


def recorded(act: str) -> list[dict[str, object]]:
    record = journals.local_journal()
    assert record is not None
    found = []
    for entry in Entry.objects.filter(journal=record, kind=act):
        content = journals.part_content(
            record, entry.index, 0, storage_keys=node.this().storage_keys
        )
        assert content is not None
        said = decode(content[32:])
        assert isinstance(said, dict)
        found.append(said)
    return found


def test_a_notice_is_printed_as_a_letter_with_letterhead_reference_and_digest(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    said = printed(drafter, jti)
    for expected in (
        "Cambodia",
        "3rd Overseas Placement Office",
        "15 January 2026",
        "Sending organization approved",
        jti,
        "Mekong Anakot Phlu",
        "phnompenh.example/jp-kh-2019/KH/1",
        "SHA-256",
    ):
        assert expected in said, expected


def test_it_is_printed_in_english_and_in_the_language_of_the_desk(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    drafter.cookies["language"] = "ja"
    answered = drafter.post(f"{print_address(jti)}?lang=ja")
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(answered.content)).pages)
    assert "Sending organization approved" in text
    assert "労働職業訓練省" in text


def test_who_may_not_read_what_is_confidential_does_not_print_it_either(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    plain = make.desk_of(make.officer("mei", make.AUDITS))
    assert "All standards are met." in printed(drafter, jti)
    assert "All standards are met." not in printed(plain, jti)


def test_a_confidential_notice_says_on_paper_that_it_is(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.issue_ours(counterpart, "misconduct.informed")
    assert "Confidential (clause 3)" in printed(drafter, jti)


def test_every_print_is_written_into_the_record(drafter: Client, counterpart: Counterpart) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    printed(drafter, jti)
    (said,) = recorded("notice.printed")
    assert said["agreement"] == AGREEMENT
    assert said["notices"] == [
        f"phnompenh.example/{AGREEMENT}/KH/1#{Entry.objects.get(jti=jti).index}"
    ]


def test_a_page_cannot_be_made_to_print_by_a_link(
    drafter: Client, counterpart: Counterpart
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    assert drafter.get(print_address(jti)).status_code == 405


def test_another_agreements_officer_prints_nothing(counterpart: Counterpart) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    other = make.desk_of(make.officer("sora", make.DRAFTS, agreement=make.OTHER))
    assert other.post(print_address(jti)).status_code == 404


def test_without_fonts_it_says_so_and_prints_nothing(
    drafter: Client, counterpart: Counterpart, monkeypatch: pytest.MonkeyPatch
) -> None:
    jti = make.known(counterpart, "sending-organization.approved")
    monkeypatch.setattr(typesetting, "FOLDERS", ("/nowhere",))
    answered = drafter.post(print_address(jti))
    assert answered.status_code == 503
    assert "fonts-noto-core" in answered.content.decode()
    assert recorded("notice.printed") == []
