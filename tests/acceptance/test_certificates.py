"""Applications with certificates, from the code's text or a photograph to the verdict."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kakehashi.acceptance.queries import Opened
from kakehashi.core.acceptance_check import Finding, Verdict
from kakehashi.core.certificate import Claims
from tests.acceptance.certified import (
    ISSUED,
    Ministry,
    claims,
    picture,
    sealed,
    stated,
)
from tests.acceptance.checked import check, findings, take
from tests.acceptance.files import csv_file, zip_file
from tests.core.vectors_certificate import APRIL, STRANGER, text_of
from tests.web.desk.make import AGREEMENT, Counterpart

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry(db: None) -> Ministry:  # noqa: ARG001 - the database is there
    return Ministry(Counterpart().meet()).begin()


def checked(*rows: dict[str, str]) -> list[Opened]:
    content = csv_file(rows)
    return check(take(content, agreement=AGREEMENT), now=timezone.now())


def only(*rows: dict[str, str]) -> Opened:
    (one,) = checked(*rows)
    return one


def test_a_certified_candidate_meets_what_the_agreement_asks(ministry: Ministry) -> None:
    ministry.announce([claims()])
    one = only(stated(claims()))
    assert (one.row.verdict, [r for r in one.reasons if not r.clause]) == (Verdict.MEETS, [])
    assert {Finding.VERIFIED, Finding.ANNOUNCED, Finding.STATUS_VALID} <= findings(one)
    assert {Finding.ORGANIZATION_APPROVED, Finding.PERSON_AGREES} <= findings(one)


def test_the_check_asks_as_often_after_many_batches_as_after_one(ministry: Ministry) -> None:
    def asked(turn: int) -> int:
        batch = take(csv_file([stated(claims(turn))]), agreement=AGREEMENT)
        with CaptureQueriesContext(connection) as queries:
            (one,) = check(batch, now=timezone.now())
        assert one.row.verdict == Verdict.MEETS
        return len(queries)

    ministry.announce([claims(1)])
    asked(1)
    ministry.announce([claims(2)])
    few = asked(2)
    for turn in range(3, 9):
        ministry.announce([claims(turn)])
    assert asked(8) == few


def test_the_organization_revoked_later_means_asking(ministry: Ministry) -> None:
    ministry.announce([claims()])
    ministry.revoke_organization(on=ISSUED + timedelta(days=30))
    one = only(stated(claims()))
    assert one.row.verdict == Verdict.ASK
    (reason,) = [r for r in one.reasons if r.finding is Finding.ORGANIZATION_REVOKED_LATER]
    assert (reason.clause, reason.said["since_on"]) == ("5(2)", "2026-04-01")


def test_a_revoked_certificate_fails_by_the_day_and_asks_after_it(ministry: Ministry) -> None:
    ministry.announce([claims(1), claims(2)])
    ministry.revoke("KH-0000001", on=date(2026, 4, 30))
    ministry.revoke("KH-0000002", on=date(2026, 5, 2))
    first, second = checked(stated(claims(1)), stated(claims(2)))
    assert (first.row.verdict, second.row.verdict) == (Verdict.DOES_NOT_MEET, Verdict.ASK)


def _cut(one: Claims) -> str:
    return text_of(one)[:-9]


def _altered(one: Claims) -> str:
    text = text_of(one)
    return text[:40] + ("A" if text[40] != "A" else "B") + text[41:]


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (_cut(claims()), {Verdict.ASK}),
        (_altered(claims()), {Verdict.DOES_NOT_MEET, Verdict.ASK}),
        (text_of(claims(), STRANGER), {Verdict.ASK}),
        (text_of(claims(), APRIL), {Verdict.ASK}),
        ("https://example.org/", {Verdict.ASK}),
    ],
    ids=["cut", "altered", "another key", "a key that we know not", "another code"],
)
def test_a_damaged_code_never_meets(ministry: Ministry, code: str, verdict: set[Verdict]) -> None:
    ministry.announce([claims()])
    assert only(stated(claims(), code=code)).row.verdict in verdict


def test_a_certificate_above_the_announced_number_is_seen(ministry: Ministry) -> None:
    ministry.announce([claims(1)])
    one = only(stated(claims(2)))
    assert (one.row.verdict, Finding.NOT_ANNOUNCED in findings(one)) == (Verdict.ASK, True)


def test_another_certificate_under_an_announced_number_is_seen(ministry: Ministry) -> None:
    ministry.announce([claims()], but={"KH-0000001": "A" * 43})
    assert Finding.ANNOUNCED_OTHERWISE in findings(only(stated(claims())))


def test_a_certificate_shown_for_another_person_is_asked_about(ministry: Ministry) -> None:
    ministry.announce([claims()])
    thief = {"name": "Somebody Else", "passport": "X9999999", "reference": "B-1"}
    one = only(stated(claims(), **thief))
    assert one.row.verdict == Verdict.ASK
    assert {Finding.NAME_DIFFERS, Finding.PASSPORT_DIFFERS} <= findings(one)


def test_a_certificate_of_two_applications_is_asked_about_in_both(ministry: Ministry) -> None:
    ministry.announce([claims()])
    other = stated(claims(), reference="B-1", name="Somebody Else", passport="X9999999")
    first, second = checked(stated(claims()), other)
    assert Finding.SEEN_WITH_ANOTHER in findings(first)
    assert Finding.SEEN_WITH_ANOTHER in findings(second)
    assert first.row.verdict == Verdict.ASK


def test_codes_are_read_out_of_photographs_and_rows_beside_them(ministry: Ministry) -> None:
    ministry.announce([claims(1), claims(2)])
    rows = [stated(claims(1), code="", file="one.jpg")]
    fields = ["reference", "name", "born_on", "passport", "field", "applied_on", "ファイル名"]
    listed = csv_file([rows[0] | {"ファイル名": "one.jpg"}], fields=fields)
    held = {
        "list.csv": listed,
        "one.jpg": picture(text_of(claims(1))),
        "two.jpg": picture(text_of(claims(2)), turned=-12),
    }
    batch = take(zip_file(held), "all.zip", agreement=AGREEMENT)
    first, second = check(batch, now=timezone.now())
    assert first.row.verdict == Verdict.MEETS
    assert Finding.VERIFIED in findings(second)
    assert Finding.PERSON_NOT_NAMED in findings(second)


def test_a_picture_without_a_code_is_asked_about(ministry: Ministry) -> None:
    ministry.announce([claims()])
    batch = take(zip_file({"one.jpg": b"no picture at all"}), "all.zip", agreement=AGREEMENT)
    (one,) = check(batch, now=timezone.now())
    assert Finding.CODE_UNREADABLE in findings(one)


def test_what_the_issuer_has_not_said_for_days_is_not_relied_on(ministry: Ministry) -> None:
    ministry.announce([claims()])
    batch = take(csv_file([stated(claims())]), agreement=AGREEMENT)
    (one,) = check(batch, now=timezone.now() + timedelta(hours=25))
    assert (one.row.verdict, Finding.STATUS_OLD in findings(one)) == (Verdict.ASK, True)


def test_the_bytes_of_a_certificate_are_what_was_announced() -> None:
    assert sealed(claims()) == sealed(claims())
