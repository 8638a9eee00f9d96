"""A number, its certificate and its act: all three or none."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from kakehashi.certificates import actions, comparing, endings, issuing, keys, lists, sealing
from kakehashi.certificates.keys import Signer
from kakehashi.certificates.models import (
    CandidateCase,
    CaseState,
    Certificate,
    Decoy,
    EndingWhat,
    State,
)
from kakehashi.certificates.waiting import Left
from kakehashi.core.certificate import Outcome, Reason, to_text, verify
from kakehashi.core.notices.certificates import CertificateEndWhy, Difference, VoidWhy
from kakehashi.dispatch.announcing import acts
from kakehashi.journal.models import Entry
from tests.certificates.make import (
    AGREEMENT,
    NOW,
    approved,
    certified,
    everyone,
    issue,
    issued,
    proposed,
)
from tests.core.vectors_certificate import ISSUER, KEYS, STRANGER, list_of

pytestmark = pytest.mark.usefixtures("issuing_keys")


def text_of(row: Certificate) -> str:
    return to_text(sealing.open_certificate(row))


def test_what_is_issued_verifies_offline_with_what_is_published(officers: tuple[int, int]) -> None:
    row = issued(officers)
    lists.sign_lists(AGREEMENT, now=NOW)
    trusted = keys.our_keys(AGREEMENT)
    at_hand = lists.lists_at_hand(AGREEMENT, keys.issuer(AGREEMENT), trusted=trusted)
    verdict = verify(text_of(row), keys=trusted, now=NOW, lists=at_hand)
    assert (verdict.outcome, verdict.commitment) == (Outcome.VALID, row.commitment)
    assert verdict.claims
    assert (verdict.claims.number, verdict.claims.name) == ("JP-0000001", "SOK, SREYMOM")


def test_numbers_follow_one_another_without_gaps(officers: tuple[int, int]) -> None:
    for place in range(5):
        approved(officers, candidate={"passport": f"N0000000{place}"})
    first = issue(2)
    issuing.void_number(AGREEMENT, why=VoidWhy.SPOILED, by=officers[0], now=NOW)
    second = issue()
    assert [row.sequence for row in (*first.issued, *second.issued)] == [1, 2, 4, 5, 6]
    rows = Certificate.objects.order_by("sequence").values_list("sequence", "state")
    assert list(rows)[2] == (3, State.VOID)
    assert issue() == issuing.Round()


def test_each_certificate_has_its_act_and_its_place(officers: tuple[int, int]) -> None:
    for place in range(20):
        approved(officers, candidate={"passport": f"N000000{place:02}"})
    rows = (*issue().issued, *issue().issued)
    assert Entry.objects.filter(kind="certificate.issued").count() == len(rows) == 20
    assert len({row.act for row in rows}) == 20
    places = {row.status_index for row in rows if row.status_index is not None}
    assert len(places) == 20
    assert not Decoy.objects.filter(index__in=places).exists()


def test_no_certificate_without_an_organization_approved_that_day(
    officers: tuple[int, int],
) -> None:
    barred = approved(officers, organization="KHM900002")
    approved(officers, candidate={"passport": "N00000002"})
    asked: list[tuple[str, date]] = []

    def is_approved(number: str, day: date) -> bool:
        assert transaction.get_connection().in_atomic_block
        asked.append((number, day))
        return number != "KHM900002"

    done = issuing.issue_approved(AGREEMENT, is_approved=is_approved, now=NOW)
    assert [row.organization for row in done.issued] == ["KHM900001"]
    assert done.left == (Left(str(barred.public_id), "organization"),)
    assert {day for _, day in asked} == {date(2026, 3, 2)}


def test_one_certificate_costs_few_statements(
    officers: tuple[int, int], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(2):
        approved(officers, candidate={"passport": f"N0000000{place}"})
    issue(1)
    with django_assert_max_num_queries(20):
        assert len(issue(1).issued) == 1


def test_one_live_certificate_a_case_is_the_databases_own_rule(officers: tuple[int, int]) -> None:
    row = issued(officers)
    row.pk, row.sequence, row.number, row.status_index = None, 2, "JP-0000002", 1
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_does_not_verify_is_not_kept_and_its_number_is_void(
    officers: tuple[int, int],
) -> None:
    case = approved(officers)
    good = keys.signer(AGREEMENT, NOW.date())

    def flipped(data: bytes) -> bytes:
        return bytes(64 - len(data[:1])) + data[:1]

    done = issuing.issue_approved(
        AGREEMENT, is_approved=everyone, now=NOW, signer=Signer(good.key, flipped)
    )
    assert [(row.state, row.why) for row in done.voided] == [("void", "not-verified")]
    case.refresh_from_db()
    assert case.state == CaseState.APPROVED
    (row,) = issue().issued
    assert row.sequence == 2


def test_without_a_key_for_the_day_nothing_is_issued(officers: tuple[int, int]) -> None:
    approved(officers, valid_until_on="2026-12-31")
    later = NOW + timedelta(days=70)
    with pytest.raises(keys.NoKey):
        issuing.issue_approved(AGREEMENT, is_approved=everyone, now=later)
    assert not Certificate.objects.exists()


def test_a_revoked_key_signs_nothing_more(officers: tuple[int, int]) -> None:
    request = keys.make_keys(AGREEMENT, first=date(2026, 3, 1), months=1)
    keys.take_keys(AGREEMENT, certified(request), now=NOW + timedelta(minutes=1))
    approved(officers)
    row = issue().issued[0]
    keys.take_keys(AGREEMENT, certified(request, revoked=True), now=NOW + timedelta(minutes=2))
    verdict = verify(text_of(row), keys=keys.our_keys(AGREEMENT), now=NOW)
    assert verdict.reasons[0] is Reason.KEY_REVOKED
    assert keys.signer(AGREEMENT, NOW.date()).key.key.kid != request


def test_keys_of_a_stranger_are_not_taken(officers: tuple[int, int]) -> None:
    request = keys.make_keys(AGREEMENT, first=date(2026, 5, 1), months=1)
    with pytest.raises(keys.NotOurs, match="another root"):
        keys.take_keys(AGREEMENT, certified(request, STRANGER), now=NOW)
    assert officers


def test_a_certificate_is_suspended_resumed_and_revoked_by_two(officers: tuple[int, int]) -> None:
    row = issued(officers)
    why = CertificateEndWhy.INQUIRY
    for what, state in (
        (EndingWhat.SUSPEND, State.SUSPENDED),
        (EndingWhat.RESUME, State.VALID),
        (EndingWhat.REVOKE, State.REVOKED),
    ):
        ending = endings.propose_ending(row, what, why=why, by=officers[0], now=NOW)
        with pytest.raises(endings.OwnProposal):
            endings.decide_ending(ending, by=officers[0], now=NOW)
        assert endings.decide_ending(ending, by=officers[1], now=NOW).state == state
        with pytest.raises(endings.NotAsItWas):
            endings.decide_ending(ending, by=officers[1], now=NOW)
    with pytest.raises(endings.NotAsItWas):
        endings.propose_ending(row, EndingWhat.RESUME, by=officers[0], now=NOW)


def test_a_suspension_until_a_day_ends_by_itself_after_that_day(
    officers: tuple[int, int],
) -> None:
    row, later = issued(officers), NOW.date() + timedelta(days=3)
    for what, until_on in ((EndingWhat.SUSPEND, later), (EndingWhat.RESUME, None)):
        ending = endings.propose_ending(
            row,
            what,
            why=CertificateEndWhy.INQUIRY,
            until_on=until_on,
            by=officers[0],
            now=NOW,
        )
        if what is EndingWhat.SUSPEND:
            endings.decide_ending(ending, by=officers[1], now=NOW)
    assert endings.resume_over(AGREEMENT, today=later, now=NOW) == []
    after = later + timedelta(days=1)
    (resumed,) = endings.resume_over(AGREEMENT, today=after, now=NOW)
    assert Certificate.objects.get(pk=resumed.pk).state == State.VALID
    assert Entry.objects.filter(kind="certificate.resumed").count() == 1
    with pytest.raises(endings.NotAsItWas):
        endings.decide_ending(ending, by=officers[1], now=NOW)
    assert endings.resume_over(AGREEMENT, today=after, now=NOW) == []


def test_a_later_suspension_without_an_end_goes_on(officers: tuple[int, int]) -> None:
    row = issued(officers)
    for what, until_on in (
        (EndingWhat.SUSPEND, NOW.date()),
        (EndingWhat.RESUME, None),
        (EndingWhat.SUSPEND, None),
    ):
        ending = endings.propose_ending(
            row,
            what,
            why=CertificateEndWhy.INQUIRY,
            until_on=until_on,
            by=officers[0],
            now=NOW,
        )
        endings.decide_ending(ending, by=officers[1], now=NOW)
    after = NOW.date() + timedelta(days=9)
    assert endings.resume_over(AGREEMENT, today=after, now=NOW) == []
    row.refresh_from_db()
    assert row.state == State.SUSPENDED


def test_an_approval_is_withdrawn_before_its_certificate_and_never_after(
    officers: tuple[int, int],
) -> None:
    case = approved(officers)

    def withdraw() -> None:
        actions.withdraw_approval(
            case,
            why=CertificateEndWhy.ORGANIZATION,
            reason="Its organization was revoked.",
            revision=case.revision,
            by=officers[0],
            now=NOW,
        )

    withdraw()
    assert issue() == issuing.Round()
    wanted = comparing.expected(acts(AGREEMENT))
    assert (wanted.approved, wanted.withdrawn, wanted.issued) == (1, 1, {})
    case.refresh_from_db()
    assert sealing.open_part(case, sealing.REASON) == b"Its organization was revoked."
    actions.reopen_case(case, revision=case.revision, by=officers[0], now=NOW)
    case.refresh_from_db()
    actions.propose_case(case, revision=case.revision, by=officers[0], now=NOW)
    case.refresh_from_db()
    actions.approve_case(case, revision=case.revision, by=officers[1], now=NOW)
    assert len(issue().issued) == 1
    case.refresh_from_db()
    with pytest.raises(actions.NotAsItWas):
        withdraw()
    assert comparing.expected(acts(AGREEMENT)).undecided == []


def test_a_certificate_on_a_case_that_nobody_approved_is_named(officers: tuple[int, int]) -> None:
    case = proposed(officers[0])
    CandidateCase.objects.filter(pk=case.pk).update(
        state=CaseState.APPROVED, decided_by=officers[1], decided_at=NOW
    )
    (row,) = issue().issued
    wanted = comparing.expected(acts(AGREEMENT))
    found = list(comparing.differences(AGREEMENT, wanted, keys=keys.our_keys(AGREEMENT)))
    assert found == [(row.number, Difference.UNDECIDED)]


def test_the_list_says_what_was_revoked(officers: tuple[int, int]) -> None:
    row = issued(officers)
    ending = endings.propose_ending(
        row, EndingWhat.REVOKE, why=CertificateEndWhy.DATA, by=officers[0], now=NOW
    )
    lists.touch_list(endings.decide_ending(ending, by=officers[1], now=NOW), now=NOW)
    trusted = keys.our_keys(AGREEMENT)
    at_hand = lists.lists_at_hand(AGREEMENT, keys.issuer(AGREEMENT), trusted=trusted)
    verdict = verify(text_of(row), keys=trusted, now=NOW, lists=at_hand)
    assert verdict.reasons == (Reason.REVOKED,)


def test_after_a_revocation_the_case_opens_again_and_gets_another_number(
    officers: tuple[int, int],
) -> None:
    row = issued(officers)
    assert row.case_id
    case = CandidateCase.objects.get(pk=row.case_id)
    with pytest.raises(actions.NotAsItWas):
        actions.reopen_case(case, revision=case.revision, by=officers[0], now=NOW)
    ending = endings.propose_ending(
        row, EndingWhat.REVOKE, why=CertificateEndWhy.DATA, by=officers[0], now=NOW
    )
    endings.decide_ending(ending, by=officers[1], now=NOW)
    actions.reopen_case(case, revision=case.revision, by=officers[0], now=NOW)
    case.refresh_from_db()
    actions.propose_case(case, revision=case.revision, by=officers[1], now=NOW)
    case.refresh_from_db()
    actions.approve_case(case, revision=case.revision, by=officers[0], now=NOW)
    (again,) = issue().issued
    assert (again.case_id, again.sequence) == (case.pk, 2)


def test_another_nodes_list_is_kept_once_and_only_a_newer_one(officers: tuple[int, int]) -> None:
    token = list_of({}, at=NOW)
    assert lists.keep_list(token, trusted=KEYS, now=NOW).number == 1
    with pytest.raises(lists.KeptAlready):
        lists.keep_list(token, trusted=KEYS, now=NOW)
    with pytest.raises(lists.NotNewer) as refused:
        lists.keep_list(list_of({}, at=NOW - timedelta(hours=1)), trusted=KEYS, now=NOW)
    assert not isinstance(refused.value, lists.KeptAlready)
    assert lists.kept_lists(ISSUER) == [token]
    assert officers
