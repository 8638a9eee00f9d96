from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.acceptance import Closure
from kakehashi.core.acceptance_check import Finding, Verdict, Weight
from kakehashi.core.acceptance_check.facts import (
    Answer,
    Application,
    Known,
    Organization,
    Paper,
    Person,
    Reading,
    Reply,
    Ruling,
    Sight,
    State,
)
from kakehashi.core.notices.acceptance import Channel
from kakehashi.core.notices.certificates import CertificateState
from kakehashi.core.standing import Status
from tests.core.applying import (
    APPLIED,
    APPROVED,
    CLAIMS,
    HERS,
    ISSUED,
    PAPER,
    TODAY,
    VALID,
    application,
    clauses,
    facts,
    findings,
    found,
    judged,
    stage,
    with_stages,
)
from tests.core.hearing import profile

DAY = timedelta(days=1)


def closure(**changes: Any) -> Closure:
    made = Closure(
        notice="01900000-0000-7000-8000-000000000001",
        party="JP",
        field="nursing-care",
        part=None,
        channel=Channel.ELIGIBILITY,
        from_on=APPLIED,
        expected_until_on=None,
        open_on=None,
        resumed_by=None,
    )
    return replace(made, **changes)


def test_an_application_with_everything_in_order_meets_and_says_why() -> None:
    judgment = judged()
    assert judgment.verdict is Verdict.MEETS
    assert set(findings(judgment)) == {
        Finding.VERIFIED,
        Finding.STATUS_VALID,
        Finding.ANNOUNCED,
        Finding.ORGANIZATION_APPROVED,
        Finding.FIELD_OPEN,
        Finding.PERSON_AGREES,
    }
    assert clauses(judgment.reasons) == {"5(2)", "6(1)", "8"}


@pytest.mark.parametrize(
    ("reading", "finding", "verdict"),
    [
        (Reading.UNREADABLE, Finding.CODE_UNREADABLE, Verdict.ASK),
        (Reading.FOREIGN, Finding.NOT_A_CERTIFICATE, Verdict.ASK),
        (Reading.KEY_UNKNOWN, Finding.KEY_UNKNOWN, Verdict.ASK),
        (Reading.KEY_NOT_THEN, Finding.KEY_NOT_THEN, Verdict.ASK),
        (Reading.FALSE, Finding.SIGNATURE_FALSE, Verdict.DOES_NOT_MEET),
        (Reading.OTHER_ISSUER, Finding.OTHER_ISSUER, Verdict.DOES_NOT_MEET),
    ],
)
def test_a_code_that_shows_nothing_is_asked_about_and_a_false_one_fails(
    reading: Reading, finding: Finding, verdict: Verdict
) -> None:
    judgment = judged(records=facts(paper=Paper(reading)))
    assert judgment.verdict is verdict
    assert found(judgment, finding).clause == "6(1)"


def test_a_paper_without_a_code_and_no_paper_at_all_are_asked_about() -> None:
    on_paper = judged(application(code=""), facts(paper=None))
    assert on_paper.verdict is Verdict.ASK
    assert found(on_paper, Finding.PAPER_WITHOUT_CODE).said == {"number": "KH-0000001"}
    nothing = judged(application(code="", number=""), facts(paper=None))
    assert nothing.verdict is Verdict.ASK
    assert Finding.NO_CERTIFICATE in findings(nothing)


def test_without_a_certificate_rule_nothing_fails_for_want_of_one() -> None:
    applied = application(code="", number="")
    judgment = judged(applied, facts(paper=None), under="jp-tj-2024")
    assert judgment.verdict is Verdict.MEETS
    assert found(judgment, Finding.ORGANIZATION_APPROVED).clause == "7 1)"


def test_letters_on_the_paper_that_differ_from_its_code_are_asked_about() -> None:
    judgment = judged(application(number="KH-0000009", issued_on=ISSUED - DAY))
    assert judgment.verdict is Verdict.ASK
    assert {r.said["what"] for r in judgment.reasons if r.finding is Finding.PAPER_DIFFERS} == {
        "number",
        "issued_on",
    }
    same = judged(application(number="kh 0000001"))
    assert Finding.PAPER_DIFFERS not in findings(same)


@pytest.mark.parametrize(
    ("known", "finding", "verdict"),
    [
        (Known(State.VALID, as_of=TODAY), Finding.STATUS_OLD, Verdict.ASK),
        (Known(), Finding.STATUS_UNKNOWN, Verdict.ASK),
        (Known(State.SUSPENDED, ISSUED, TODAY), Finding.SUSPENDED, Verdict.ASK),
        (Known(State.REVOKED, APPLIED, TODAY), Finding.REVOKED, Verdict.DOES_NOT_MEET),
        (Known(State.REVOKED, APPLIED + DAY, TODAY), Finding.REVOKED_LATER, Verdict.ASK),
        (Known(State.REVOKED, None, APPLIED), Finding.REVOKED, Verdict.DOES_NOT_MEET),
        (Known(State.REVOKED, None, APPLIED + DAY), Finding.REVOKED_LATER, Verdict.ASK),
        (Known(State.REVOKED), Finding.REVOKED_LATER, Verdict.ASK),
    ],
)
def test_the_state_is_that_of_the_day_of_the_application(
    known: Known, finding: Finding, verdict: Verdict
) -> None:
    judgment = judged(records=facts(paper=replace(PAPER, known=known)))
    assert judgment.verdict is verdict
    assert finding in findings(judgment)


def test_a_certificate_counts_up_to_its_last_day_and_from_its_first() -> None:
    last = CLAIMS.valid_until_on
    assert last is not None
    paper = replace(PAPER, known=VALID)
    assert judged(application(applied_on=last), facts(paper=paper)).verdict is Verdict.MEETS
    late = judged(application(applied_on=last + DAY), facts(paper=paper))
    assert (late.verdict, found(late, Finding.EXPIRED).clause) == (Verdict.DOES_NOT_MEET, "6(1)")
    early = judged(application(applied_on=ISSUED - DAY))
    assert early.verdict is Verdict.ASK
    assert Finding.NOT_YET_ISSUED in findings(early)


@pytest.mark.parametrize("announced", [None, False])
def test_what_was_not_announced_or_announced_otherwise_is_asked_about(
    announced: Literal[False] | None,
) -> None:
    judgment = judged(records=facts(paper=replace(PAPER, announced=announced)))
    finding = Finding.NOT_ANNOUNCED if announced is None else Finding.ANNOUNCED_OTHERWISE
    assert (judgment.verdict, found(judgment, finding).clause) == (Verdict.ASK, "6(1)")


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.REVOKED])
def test_an_organization_held_back_by_the_day_of_issue_fails_and_later_it_is_asked_about(
    status: Status,
) -> None:
    decided_before = stage(status, ISSUED, decided_on=ISSUED - DAY)
    by_then = judged(records=facts(organization=with_stages(decided_before)))
    reason = found(by_then, Finding.ORGANIZATION_NOT_APPROVED)
    assert (by_then.verdict, reason.clause) == (Verdict.DOES_NOT_MEET, "5(2)")
    later = judged(records=facts(organization=with_stages(stage(status, ISSUED + DAY))))
    assert later.verdict is Verdict.ASK
    (asked,) = [r for r in later.reasons if r.weight is Weight.ASK]
    assert (asked.clause, asked.said["since_on"]) == ("5(2)", (ISSUED + DAY).isoformat())


@pytest.mark.parametrize("decided_on", [ISSUED, ISSUED + DAY])
def test_what_was_decided_that_day_or_later_is_a_later_change_whatever_day_it_names(
    decided_on: date,
) -> None:
    decided_later = stage(Status.REVOKED, ISSUED - DAY, decided_on=decided_on)
    judgment = judged(records=facts(organization=with_stages(decided_later)))
    assert judgment.verdict is Verdict.ASK
    assert Finding.ORGANIZATION_APPROVED in findings(judgment)


def test_a_suspension_that_is_over_is_told_and_asks_nothing() -> None:
    over = with_stages(
        stage(Status.SUSPENDED, ISSUED + DAY), stage(Status.APPROVED, ISSUED + 9 * DAY)
    )
    judgment = judged(records=facts(organization=over))
    assert judgment.verdict is Verdict.MEETS
    assert found(judgment, Finding.ORGANIZATION_SUSPENDED_LATER).weight is Weight.SAYS


def test_an_approval_that_ran_out_or_had_not_begun_does_not_count() -> None:
    out = judged(records=facts(organization=with_stages(until=ISSUED - DAY)))
    assert found(out, Finding.ORGANIZATION_NOT_APPROVED).said["status"] == "expired"
    begins = Organization("KHM000001", (replace(APPROVED, from_on=ISSUED + DAY),))
    early = judged(records=facts(organization=begins))
    assert found(early, Finding.ORGANIZATION_NOT_APPROVED).said["status"] == "not-yet"


def test_an_organization_that_nobody_told_us_of_is_asked_about() -> None:
    judgment = judged(records=facts(organization=None))
    assert judgment.verdict is Verdict.ASK
    assert found(judgment, Finding.ORGANIZATION_NOT_LISTED).said == {"organization": "KHM000001"}


def test_a_closed_field_fails_by_its_channel_and_from_its_day_only() -> None:
    closed = judged(records=facts(closures=(closure(),)))
    reason = found(closed, Finding.FIELD_CLOSED)
    assert (closed.verdict, reason.clause) == (Verdict.DOES_NOT_MEET, "8")
    for other in (
        closure(channel=Channel.CHANGE),
        closure(from_on=APPLIED + DAY),
        closure(field="agriculture"),
        closure(from_on=APPLIED - 9 * DAY, open_on=APPLIED),
    ):
        assert judged(records=facts(closures=(other,))).verdict is Verdict.MEETS


def test_a_field_is_open_only_while_it_is_one() -> None:
    claims = replace(CLAIMS, field="linen-supply", issued_on=date(2025, 12, 1))
    judgment = judged(
        application(field="linen-supply", applied_on=date(2026, 1, 22)),
        facts(paper=replace(PAPER, claims=claims)),
    )
    assert judgment.verdict is Verdict.DOES_NOT_MEET
    assert found(judgment, Finding.FIELD_NOT_THEN).said["opened_on"] == "2026-01-23"


def test_another_person_with_her_certificate_is_asked_about() -> None:
    other = Person(("Chan Thida",), date(1999, 9, 9), "N7654321")
    judgment = judged(application(person=other))
    assert judgment.verdict is Verdict.ASK
    assert {Finding.NAME_DIFFERS, Finding.BIRTH_DIFFERS, Finding.PASSPORT_DIFFERS} <= set(
        findings(judgment)
    )
    assert "N7654321" not in str(judgment.reasons)


@pytest.mark.parametrize(
    ("written", "finding"),
    [
        ("SOK DARA", Finding.PERSON_AGREES),
        ("Dara Sok", Finding.PERSON_AGREES),
        ("sok  dara", Finding.PERSON_AGREES),
        ("សុខ ដារ៉ា", Finding.PERSON_AGREES),
        ("SOK DARRA", Finding.NAME_NEAR),
        ("CHAN THIDA", Finding.NAME_DIFFERS),
    ],
)
def test_names_are_compared_across_order_case_and_script(written: str, finding: Finding) -> None:
    assert finding in findings(judged(application(person=replace(HERS, names=(written,)))))


def test_a_certificate_seen_before_is_asked_about() -> None:
    seen = (
        Sight("B-7", APPLIED - DAY, is_same_person=False),
        Sight("B-8", APPLIED, is_same_person=True),
    )
    judgment = judged(records=facts(seen=seen))
    assert judgment.verdict is Verdict.ASK
    assert {Finding.SEEN_BEFORE, Finding.SEEN_WITH_ANOTHER} <= set(findings(judgment))


def test_a_cell_that_nobody_could_read_keeps_an_application_from_meeting() -> None:
    judgment = judged(application(unread={"born_on": "03/04/01"}))
    assert judgment.verdict is Verdict.CORRECT
    assert found(judgment, Finding.CELL_UNREADABLE).said["text"] == "03/04/01"
    failing = judged(application(unread={"born_on": "03/04/01"}), facts(paper=Paper(Reading.FALSE)))
    assert failing.verdict is Verdict.DOES_NOT_MEET


def test_an_answer_settles_what_was_asked_and_shows_why() -> None:
    asked = facts(organization=with_stages(stage(Status.REVOKED, ISSUED + DAY)), paper=None)
    on_paper = application(code="", issued_on=ISSUED)
    assert judged(on_paper, asked).verdict is Verdict.ASK
    genuine = replace(asked, answers=(Answer(CertificateState.GENUINE, TODAY),))
    settled = judged(on_paper, genuine)
    assert found(settled, Finding.PAPER_WITHOUT_CODE).weight is Weight.SAYS
    assert found(settled, Finding.ANSWERED_GENUINE).weight is Weight.FITS


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        (CertificateState.NOT_ISSUED, Verdict.DOES_NOT_MEET),
        (CertificateState.ALTERED, Verdict.DOES_NOT_MEET),
        (CertificateState.REVOKED, Verdict.DOES_NOT_MEET),
        (CertificateState.UNKNOWN, Verdict.ASK),
        (CertificateState.SUSPENDED, Verdict.ASK),
    ],
)
def test_what_the_sending_side_denies_fails(state: CertificateState, verdict: Verdict) -> None:
    answered = facts(paper=None, answers=(Answer(state, TODAY),))
    assert judged(application(code=""), answered).verdict is verdict


def test_a_revocation_answered_for_a_later_day_stays_a_question() -> None:
    answer = Answer(CertificateState.REVOKED, TODAY, since_on=APPLIED + DAY)
    judgment = judged(application(code=""), facts(paper=None, answers=(answer,)))
    assert judgment.verdict is Verdict.ASK


DAYS = st.dates(date(2024, 1, 1), date(2028, 1, 1))
LATER = st.dates(ISSUED + DAY, date(2028, 1, 1))
ADVERSE = st.sampled_from([Status.SUSPENDED, Status.REVOKED])


@given(
    later=st.lists(st.builds(stage, ADVERSE, LATER), max_size=4),
    told=st.lists(
        st.builds(lambda s, on, known: stage(s, on, decided_on=known), ADVERSE, DAYS, LATER),
        max_size=3,
    ),
    today=st.dates(APPLIED, date(2030, 1, 1)),
)
def test_nothing_that_happened_or_was_decided_later_makes_an_application_fail(
    later: list[Any], told: list[Any], today: date
) -> None:
    judgment = judged(records=facts(today=today, organization=with_stages(*later, *told)))
    assert judgment.verdict in {Verdict.MEETS, Verdict.ASK}
    assert Finding.ORGANIZATION_APPROVED in findings(judgment)


@given(
    since=st.none() | st.dates(APPLIED + DAY, date(2028, 1, 1)),
    as_of=st.dates(APPLIED + DAY, date(2028, 1, 1)),
)
def test_no_later_revocation_of_a_certificate_makes_an_application_fail(
    since: date | None, as_of: date
) -> None:
    known = Known(State.REVOKED, since, as_of, is_fresh=True)
    judgment = judged(records=facts(paper=replace(PAPER, known=known)))
    assert judgment.verdict is Verdict.ASK


@given(
    stages=st.lists(st.builds(stage, ADVERSE, DAYS), max_size=5),
    seen=st.lists(st.builds(Sight, st.sampled_from("abc"), DAYS, st.booleans()), max_size=4),
    data=st.data(),
)
def test_no_order_of_facts_changes_verdict_or_reasons(
    stages: list[Any], seen: list[Sight], data: st.DataObject
) -> None:
    one = facts(organization=with_stages(*stages), seen=tuple(seen))
    other = facts(
        organization=with_stages(*data.draw(st.permutations(stages))),
        seen=tuple(data.draw(st.permutations(seen))),
    )
    assert judged(records=one) == judged(records=other)


@given(
    reading=st.sampled_from([None, Reading.UNREADABLE, Reading.FOREIGN]),
    state=st.sampled_from(list(State)),
    adverse=st.lists(st.builds(stage, ADVERSE, LATER), max_size=2),
)
def test_a_paper_that_no_machine_reads_never_fails_by_itself(
    reading: Reading | None, state: State, adverse: list[Any]
) -> None:
    paper = None if reading is None else Paper(reading, known=Known(state))
    records = facts(paper=paper, organization=with_stages(*adverse))
    judgment = judged(application(code="", issued_on=ISSUED), records)
    assert judgment.verdict is Verdict.ASK


def test_every_reason_names_a_clause_of_its_agreement() -> None:
    for name in ("jp-kh-2019", "jp-tj-2024", "vs-or-2031"):
        judgment = judged(
            application(person=Person(()), field=""),
            facts(paper=Paper(Reading.FALSE), organization=None),
            under=name,
        )
        assert clauses(judgment.reasons) <= set(profile(name).clauses)


def test_more_findings_never_lighten_a_verdict() -> None:
    assert judged(application(person=HERS)).verdict is Verdict.MEETS
    order = [Verdict.MEETS, Verdict.ASK, Verdict.CORRECT, Verdict.DOES_NOT_MEET]
    worse = [
        judged(),
        judged(records=facts(organization=None)),
        judged(application(unread={"a": "b"}), facts(organization=None)),
        judged(application(unread={"a": "b"}), facts(organization=None, closures=(closure(),))),
    ]
    assert [one.verdict for one in worse] == order


def doubtful() -> Application:
    return application(code="", number="KH-1")


def test_a_paper_older_than_the_first_key_is_an_older_paper() -> None:
    one = application(code="", number="KH-1", issued_on=ISSUED)
    records = facts(paper=None, coded_since=ISSUED + DAY)
    reason = found(judged(one, records), Finding.OLDER_PAPER)
    assert (reason.weight, reason.clause) == (Weight.ASK, "6(1)")
    for since in (None, ISSUED):
        other = judged(one, facts(paper=None, coded_since=since))
        assert Finding.PAPER_WITHOUT_CODE in findings(other)


def test_an_answer_in_words_stands_beside_the_doubt_and_changes_nothing() -> None:
    records = facts(paper=None, replies=(Reply(TODAY, "jti", "All were issued by us."),))
    judgment = judged(doubtful(), records)
    assert judgment.verdict is Verdict.ASK
    reason = found(judgment, Finding.INQUIRY_ANSWERED)
    assert (reason.weight, reason.said["answer"]) == (Weight.SAYS, "All were issued by us.")


@pytest.mark.parametrize(
    ("decided", "verdict"), [("settled", Verdict.MEETS), ("confirmed", Verdict.DOES_NOT_MEET)]
)
def test_an_officer_decides_by_an_answer_about_the_doubts_of_that_day(
    decided: str, verdict: Verdict
) -> None:
    is_settled = decided == "settled"
    ruling = Ruling(is_settled, frozenset({Finding.PAPER_WITHOUT_CODE.value}), TODAY, "jti")
    assert judged(doubtful(), facts(paper=None, ruling=ruling)).verdict is verdict
    revoked = with_stages(stage(Status.REVOKED, APPLIED + DAY))
    later = judged(doubtful(), facts(paper=None, ruling=ruling, organization=revoked))
    assert later.verdict is (Verdict.ASK if is_settled else Verdict.DOES_NOT_MEET)
    assert found(later, Finding.ORGANIZATION_REVOKED_LATER).weight is Weight.ASK
    untouched = judged(application(), facts(ruling=ruling))
    assert untouched.verdict is Verdict.MEETS
