import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.agreement import Act, Profile
from kakehashi.core.canonical import decode
from kakehashi.core.duties import discharges, fold, learn, opened, terms_for
from kakehashi.core.ledger import Row, Status, settle
from kakehashi.core.life import live
from kakehashi.core.notices import KINDS, example
from kakehashi.core.notices.consultations import (
    ActionOwed,
    ActionState,
    AgreedMinutes,
    ReportedAction,
)
from kakehashi.core.notices.letters import (
    Direction,
    LetterConfirmation,
    LetterDates,
    LetterOutcome,
)
from kakehashi.core.notices.measures import AcceptingMeasure, MeasureType
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.targets import Calendar, Counted, Target, Targets
from kakehashi.core.own_ledger import Done, due_from, own_ledger
from tests.core.hearing import FOLDERS, Journals, profile

KH = profile("jp-kh-2019")
TJ = profile("jp-tj-2024")
D = date(2026, 3, 2)  # a Monday


def day(number: int) -> date:
    return date(2026, 3, number)


def row(journals: Journals, duty: str, party: str = "KH", agreement: Profile = KH) -> Row:
    rows = [
        r for r in fold(agreement, journals.heard).entries if (r.duty, r.party) == (duty, party)
    ]
    (found,) = rows
    return found


def agreed_targets(journals: Journals, *targets: Target, on: date = date(2026, 1, 5)) -> None:
    stated = Targets(targets=targets)
    proposal = journals.issue("JP", "targets.proposed", on, statement=stated, effective_on=on)
    journals.issue(
        "KH", "targets.agreed", on, answers=(proposal,), statement=stated, effective_on=on
    )


def measure(kind: MeasureType) -> AcceptingMeasure:
    found = example("accepting-organization.measure-ordered").public  # type: ignore[attr-defined]
    assert isinstance(found, AcceptingMeasure)
    return found.model_copy(update={"measure": kind})


def test_information_opens_the_duty_to_investigate_from_its_receipt() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "misconduct.informed", day(2))
    assert row(journals, "investigate-and-report").since is None
    journals.receive("KH", "JP", day(4))
    found = row(journals, "investigate-and-report")
    assert (found.status, found.since, found.notice) == (Status.OPEN, "2026-03-04", told)
    assert found.clause == "5(5)"


def test_the_first_receipt_that_covers_it_counts() -> None:
    journals = Journals(KH.name)
    journals.issue("JP", "contact-point.changed", day(2))
    journals.receive("KH", "JP", day(3))
    journals.issue("JP", "misconduct.informed", day(4))
    journals.receive("KH", "JP", day(5))
    journals.receive("KH", "JP", day(9))
    assert row(journals, "investigate-and-report").since == "2026-03-05"


def test_a_report_that_answers_discharges_it() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "misconduct.informed", day(2))
    done = journals.issue("KH", "investigation.reported", day(20), answers=(told,))
    found = row(journals, "investigate-and-report")
    assert (found.status, found.ended_on, found.ended_by) == (
        Status.DISCHARGED,
        "2026-03-20",
        done,
    )


def test_an_answer_to_something_else_discharges_nothing() -> None:
    journals = Journals(KH.name)
    journals.issue("JP", "misconduct.informed", day(2))
    other = journals.issue("JP", "inquiry.asked", day(2))
    journals.issue("KH", "investigation.reported", day(20), answers=(other,))
    assert row(journals, "investigate-and-report").status is Status.OPEN


def test_the_side_that_asked_cannot_discharge_the_others_duty() -> None:
    journals = Journals(KH.name)
    asked = journals.issue("JP", "inquiry.asked", day(2))
    journals.issue("JP", "inquiry.answered", day(3), answers=(asked,))
    assert row(journals, "answer-about-sending").status is Status.OPEN


def test_each_side_answers_the_others_inquiry_under_its_own_clause() -> None:
    journals = Journals(KH.name)
    journals.issue("JP", "inquiry.asked", day(2))
    journals.issue("KH", "inquiry.asked", day(2))
    ledger = fold(KH, journals.heard)
    assert {(r.duty, r.party, r.clause) for r in ledger.entries} == {
        ("answer-about-sending", "KH", "5(7)"),
        ("answer-about-acceptance", "JP", "6(5)"),
    }
    assert [r.duty for r in ledger.open_for("JP")] == ["answer-about-acceptance"]


def test_a_partial_answer_leaves_the_duty_open() -> None:
    journals = Journals(KH.name)
    asked = journals.issue("JP", "inquiry.asked", day(2))
    journals.issue("KH", "inquiry.partly-answered", day(3), answers=(asked,))
    assert row(journals, "answer-about-sending").status is Status.OPEN


def test_approval_is_to_be_published_by_both_sides() -> None:
    journals = Journals(KH.name)
    approved = journals.issue("KH", "sending-organization.approved", day(2))
    journals.receive("JP", "KH", day(3))
    assert row(journals, "publish-approvals-at-home").since == "2026-03-02"
    assert row(journals, "publish-approvals-received", "JP").since == "2026-03-03"
    journals.issue("JP", "publication.confirmed", day(3), answers=(approved,))
    assert row(journals, "publish-approvals-received", "JP").status is Status.DISCHARGED
    assert row(journals, "publish-approvals-at-home").status is Status.OPEN


@pytest.mark.parametrize(
    ("kind", "opens"), [(MeasureType.IMPROVEMENT_ORDER, True), (MeasureType.WARNING, False)]
)
def test_only_improvement_orders_are_to_be_published(kind: MeasureType, *, opens: bool) -> None:
    journals = Journals(KH.name)
    journals.issue("JP", "accepting-organization.measure-ordered", day(2), public=measure(kind))
    rows = [r for r in fold(KH, journals.heard).entries if r.duty == "publish-improvement-orders"]
    assert bool(rows) is opens


def test_withholding_for_a_law_counts_as_declined() -> None:
    journals = Journals(KH.name)
    order = measure(MeasureType.IMPROVEMENT_ORDER)
    told = journals.issue("JP", "accepting-organization.measure-ordered", day(2), public=order)
    journals.issue("KH", "publication.withheld", day(3), answers=(told,))
    assert row(journals, "publish-improvement-orders").status is Status.DECLINED


def withheld(journals: Journals, told: str, on: date, *, partly: bool = False) -> str:
    reason = example("publication.withheld").public  # type: ignore[attr-defined]
    public = reason.model_copy(update={"partly": partly})
    return journals.issue("KH", "publication.withheld", on, answers=(told,), public=public)


def test_what_is_withheld_after_it_was_published_no_longer_stands_as_done() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "supporting-organization.list-shared", day(2))
    journals.issue("KH", "publication.confirmed", day(3), answers=(told,))
    last = withheld(journals, told, day(3))
    found = row(journals, "publish-supporting-organizations")
    assert (found.status, found.ended_by) == (Status.DECLINED, last)
    assert found.accepted_on == "2026-03-03"


def test_what_is_published_again_is_done_again() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "supporting-organization.list-shared", day(2))
    journals.issue("KH", "publication.confirmed", day(3), answers=(told,))
    taken_back = withheld(journals, told, day(4))
    journals.issue("KH", "notice.withdrawn", day(5), corrects=taken_back)
    assert row(journals, "publish-supporting-organizations").status is Status.DISCHARGED
    withheld(journals, told, day(6))
    again = journals.issue("KH", "publication.confirmed", day(9), answers=(told,))
    found = row(journals, "publish-supporting-organizations")
    assert found.status is Status.DISCHARGED
    assert found.ended_by != again, "it was done first on the day that the ledger had"


def test_what_is_withheld_in_part_stays_published() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "supporting-organization.list-shared", day(2))
    journals.issue("KH", "publication.confirmed", day(3), answers=(told,))
    withheld(journals, told, day(4), partly=True)
    assert row(journals, "publish-supporting-organizations").status is Status.DISCHARGED


def test_what_was_declined_and_done_after_all_is_discharged() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "misconduct.informed", day(2))
    journals.issue("KH", "duty.declined", day(3), answers=(told,))
    assert row(journals, "investigate-and-report").status is Status.DECLINED
    journals.issue("KH", "investigation.reported", day(9), answers=(told,))
    assert row(journals, "investigate-and-report").status is Status.DISCHARGED


def test_a_withdrawn_request_leaves_no_duty_open() -> None:
    journals = Journals(KH.name)
    asked = journals.issue("JP", "inquiry.asked", day(2))
    gone = journals.issue("JP", "notice.withdrawn", day(3), corrects=asked)
    found = row(journals, "answer-about-sending")
    assert (found.status, found.ended_by) == (Status.WITHDRAWN, gone)


def test_a_withdrawn_answer_opens_the_duty_again() -> None:
    journals = Journals(KH.name)
    asked = journals.issue("JP", "inquiry.asked", day(2))
    answer = journals.issue("KH", "inquiry.answered", day(3), answers=(asked,))
    journals.issue("JP", "notice.withdrawn", day(4), corrects=answer)  # not its own: no effect
    assert row(journals, "answer-about-sending").status is Status.DISCHARGED
    journals.issue("KH", "notice.withdrawn", day(4), corrects=answer)
    assert row(journals, "answer-about-sending").status is Status.OPEN


def test_a_return_that_is_no_longer_asked_for_lifts_the_duty() -> None:
    journals = Journals(KH.name)
    asked = journals.issue("JP", "return.requested", day(2))
    journals.issue("JP", "return.withdrawn", day(3), refers=(asked,))
    assert row(journals, "help-with-return").status is Status.LIFTED


def test_suspending_acceptance_makes_something_due_from_its_author() -> None:
    journals = Journals(KH.name)
    suspended = journals.issue("JP", "acceptance.suspended", day(2))
    assert row(journals, "deal-with-residence", "JP").since == "2026-03-02"
    journals.issue("JP", "residence-handling.informed", day(9), answers=(suspended,))
    assert row(journals, "deal-with-residence", "JP").status is Status.DISCHARGED


def test_agreed_duties_exist_only_where_both_agreed_on_a_target() -> None:
    journals = Journals(KH.name)
    journals.issue("JP", "misconduct.informed", date(2025, 12, 1))
    told = journals.issue("JP", "misconduct.informed", day(2))
    assert all(r.duty != "acknowledge-information" for r in fold(KH, journals.heard).entries)
    agreed_targets(journals, Target(duty="acknowledge-information", days=7))
    found = row(journals, "acknowledge-information")
    assert (found.notice, found.source) == (told, "agreed")


@pytest.mark.parametrize("agreeing", ["JP", "nobody"])
def test_one_side_alone_agrees_on_nothing(agreeing: str) -> None:
    journals = Journals(KH.name)
    stated = Targets(targets=(Target(duty="acknowledge-information", days=7),))
    on = date(2026, 1, 5)
    proposal = journals.issue("JP", "targets.proposed", on, statement=stated, effective_on=on)
    if agreeing == "JP":
        journals.issue(
            "JP", "targets.agreed", on, answers=(proposal,), statement=stated, effective_on=on
        )
    journals.issue("JP", "misconduct.informed", day(2))
    assert all(r.duty != "acknowledge-information" for r in fold(KH, journals.heard).entries)


def test_agreeing_to_something_else_agrees_on_nothing() -> None:
    journals = Journals(KH.name)
    on = date(2026, 1, 5)
    said = [Targets(targets=(Target(duty="acknowledge-information", days=n),)) for n in (7, 70)]
    proposal = journals.issue("JP", "targets.proposed", on, statement=said[0], effective_on=on)
    journals.issue(
        "KH", "targets.agreed", on, answers=(proposal,), statement=said[1], effective_on=on
    )
    journals.issue("JP", "misconduct.informed", day(2))
    assert all(r.duty != "acknowledge-information" for r in fold(KH, journals.heard).entries)


def test_targets_are_replaced_and_ended_from_a_day_on() -> None:
    journals = Journals(KH.name)
    agreed_targets(journals, Target(duty="acknowledge-information", days=7))
    agreed_targets(journals, Target(duty="acknowledge-information", days=None), on=day(10))
    before = journals.issue("JP", "misconduct.informed", day(9))
    journals.issue("JP", "misconduct.informed", day(10))
    assert row(journals, "acknowledge-information").notice == before


def test_a_target_counts_working_days_of_the_side_that_owes() -> None:
    journals = Journals(KH.name)
    agreed_targets(
        journals,
        Target(duty="investigate-and-report", party="KH", days=5),
        Target(duty="answer-about-sending", days=5, counted=Counted.CALENDAR),
    )
    journals.issue("JP", "misconduct.informed", day(2))
    journals.issue("JP", "inquiry.asked", day(2))
    journals.receive("KH", "JP", day(5))  # a Thursday
    assert row(journals, "investigate-and-report").target_on == "2026-03-12"
    assert row(journals, "answer-about-sending").target_on == "2026-03-10"
    calendar = Calendar(year=2026, holidays=(day(9),), working=(day(7),))
    journals.issue("JP", "calendar.confirmed", day(6), statement=Calendar(year=2026, holidays=()))
    journals.issue("KH", "calendar.confirmed", day(6), statement=calendar)
    journals.issue("KH", "calendar.confirmed", day(6), statement=calendar.model_copy(
        update={"holidays": (day(9), day(10))}))  # fmt: skip
    assert row(journals, "investigate-and-report").target_on == "2026-03-13"


def test_a_duty_of_the_memorandum_needs_no_target() -> None:
    journals = Journals(KH.name)
    journals.issue("JP", "misconduct.informed", day(2))
    found = row(journals, "investigate-and-report")
    assert (found.source, found.target_on) == ("memorandum", None)


def minutes(journals: Journals) -> str:
    drafted = journals.issue("JP", "consultation.minuted", day(2))
    stated = AgreedMinutes(
        held_on=day(1),
        actions=(
            ActionOwed(action="a1", owner="KH", due_on=day(20)),
            ActionOwed(action="a2", owner="JP"),
        ),
    )
    journals.issue(
        "KH", "consultation.minutes-agreed", day(3), answers=(drafted,), statement=stated
    )
    return drafted


def test_agreed_minutes_give_each_owner_its_actions() -> None:
    journals = Journals(KH.name)
    minutes(journals)
    assert row(journals, "settle-minutes").status is Status.DISCHARGED
    theirs, ours = row(journals, "correct-problems"), row(journals, "correct-problems", "JP")
    assert (theirs.item, theirs.due_on, ours.item) == ("a1", "2026-03-20", "a2")


@pytest.mark.parametrize(
    ("action", "state", "status"),
    [
        ("a1", ActionState.DONE, Status.DISCHARGED),
        ("a1", ActionState.ONGOING, Status.OPEN),
        ("a2", ActionState.DONE, Status.OPEN),
    ],
)
def test_an_action_ends_when_it_is_reported_done(
    action: str, state: ActionState, status: Status
) -> None:
    journals = Journals(KH.name)
    drafted = minutes(journals)
    stated = ReportedAction(action=action, state=state)
    journals.issue("KH", "corrective-action.reported", day(9), answers=(drafted,), statement=stated)
    assert row(journals, "correct-problems").status is status


def registered(journals: Journals, direction: Direction, stands_for: str, *answers: str) -> str:
    stated = LetterDates(
        stands_for=stands_for, direction=direction, dated_on=day(2), received_on=day(6)
    )
    return journals.issue("KH", "letter.registered", day(9), statement=stated, answers=answers)


def confirmed(journals: Journals, letter: str, party: str = "JP") -> str:
    said = LetterConfirmation(outcome=LetterOutcome.CONFIRMED)
    return journals.issue(party, "letter.confirmed", day(10), answers=(letter,), statement=said)


def test_a_letter_opens_its_duty_once_the_other_side_confirms_it() -> None:
    journals = Journals(KH.name)
    letter = registered(journals, Direction.RECEIVED, "misconduct.informed")
    assert fold(KH, journals.heard).entries == ()
    confirmed(journals, letter, "KH")
    assert fold(KH, journals.heard).entries == ()
    word = confirmed(journals, letter)
    found = row(journals, "investigate-and-report")
    assert (found.since, found.kind) == ("2026-03-06", "misconduct.informed")
    journals.issue("JP", "notice.withdrawn", day(11), corrects=word)
    assert fold(KH, journals.heard).entries == ()


def test_a_letter_that_answers_discharges_once_confirmed() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "misconduct.informed", day(1))
    letter = registered(journals, Direction.SENT, "investigation.reported", told)
    assert row(journals, "investigate-and-report").status is Status.OPEN
    confirmed(journals, letter)
    found = row(journals, "investigate-and-report")
    assert (found.status, found.ended_on) == (Status.DISCHARGED, "2026-03-02")


def test_a_public_correction_is_to_be_published_like_the_notice_it_mends() -> None:
    journals = Journals(KH.name)
    corrected = example("notice.corrected")
    kind = corrected.public.now.kind  # type: ignore[attr-defined]
    public: Payload = corrected.public  # type: ignore[attr-defined]
    journals.issue("KH", kind, day(1))
    first = {r.duty for r in fold(KH, journals.heard).entries}
    mended = journals.issue("KH", "notice.corrected", day(2), public=public)
    again = {r.duty for r in fold(KH, journals.heard).entries if r.notice == mended}
    assert first == again != set()


def test_the_past_is_judged_by_the_duties_of_its_day() -> None:
    invented = profile("vs-or-2031")
    journals = Journals(invented.name)
    order = measure(MeasureType.WARNING)
    for on in (date(2031, 12, 30), date(2032, 1, 2)):
        journals.issue("VS", "accepting-organization.measure-ordered", on, public=order)
    (only,) = fold(invented, journals.heard).entries
    assert only.notice == journals.heard[1].jti


def test_rows_are_canonical_and_in_order() -> None:
    journals = Journals(KH.name)
    for number in range(1, 5):
        journals.issue("JP", "inquiry.asked", day(number))
        journals.issue("KH", "sending-organization.revoked", day(number))
    ledger = fold(KH, journals.heard)
    assert [r.key for r in ledger.entries] == sorted(r.key for r in ledger.entries)
    decoded = [decode(data) for data in ledger.rows()]
    assert [d["notice"] for d in decoded] == [r.notice for r in ledger.entries]  # type: ignore[index]


DUTIES = sorted({kind for duty in KH.duties for kind in duty.opened_by | duty.discharged_by})
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["JP", "KH"]),
        st.sampled_from(
            [*DUTIES, "notice.withdrawn", "duty.declined", "receive", "return.withdrawn"]
        ),
        st.integers(0, 30),
    ),
    max_size=25,
)


def told(steps: list[tuple[str, str, int]]) -> Journals:
    journals = Journals(KH.name)
    agreed_targets(journals, Target(duty="acknowledge-information", days=3))
    for number, (party, kind, back) in enumerate(steps):
        on = date.fromordinal(D.toordinal() + number // 3)
        before = [n.jti for n in journals.heard[-1 - back :][:1]]
        other = KH.counterpart(party).code
        if kind == "receive":
            if journals.sizes.get(other):
                journals.receive(party, other, on)
        elif kind == "notice.withdrawn":
            journals.issue(party, kind, on, corrects=before[0])
        else:
            public = measure(MeasureType.IMPROVEMENT_ORDER) if "measure" in kind else None
            journals.issue(party, kind, on, answers=tuple(before), public=public)
    return journals


@settings(deadline=None, max_examples=60)
@given(STEPS, st.randoms(use_true_random=False))
def test_no_order_of_arrival_changes_a_byte(
    steps: list[tuple[str, str, int]], chance: random.Random
) -> None:
    heard = told(steps).heard
    expected = list(fold(KH, heard).rows())
    chance.shuffle(heard)
    assert list(fold(KH, heard + heard[:3]).rows()) == expected


@settings(deadline=None, max_examples=40)
@given(STEPS, st.integers(0, 25))
def test_facts_learned_in_two_batches_settle_alike(
    steps: list[tuple[str, str, int]], cut: int
) -> None:
    heard = told(steps).heard
    facts = [
        fact
        for batch in (heard[cut:], heard[:cut])
        for notice in batch
        for fact in learn(notice, terms_for(notice, KH))
    ]
    assert settle(facts) == fold(KH, heard)


def test_opened_and_discharges_speak_of_one_notice() -> None:
    journals = Journals(KH.name)
    told = journals.issue("JP", "misconduct.informed", day(2))
    journals.issue("KH", "misconduct.acknowledged", day(3), answers=(told,))
    first, second = journals.heard
    terms = KH.on(day(2))
    assert {fact.duty for fact in opened(first, terms)} == {
        "investigate-and-report",
        "acknowledge-information",
    }
    assert discharges(first, terms) == ()
    assert [(fact.duty, fact.opening) for fact in discharges(second, terms)] == [
        ("acknowledge-information", told)
    ]


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_what_conditions_read_is_there_in_every_kind_they_speak_of(name: str) -> None:
    for duty in profile(name).duties:
        looked_at = [(duty.where, duty.opened_by), (duty.done_where, duty.discharged_by)]
        for condition, kinds in looked_at:
            for kind in kinds if condition else ():
                value: object = example(kind)
                for step in condition.field.split(".") if condition else ():
                    assert hasattr(value, step), (duty.id, kind, step)
                    value = getattr(value, step)
                assert isinstance(value, str)
        for kind in duty.opened_by if duty.each else ():
            assert "statement" in KINDS[kind].model_fields


def order(number: int, to: str, on: date) -> Done:
    leaf = f"{to[:1]}{number}".ljust(43, "A")
    return Done(leaf, Act.MEASURE_DECIDED, "JP", on, to, "improvement-order")


def orders() -> list[Done]:
    return [
        *(order(n, "supporting-organization", date(2021, 7, 27)) for n in range(8)),
        *(order(n, "accepting-organization", date(2021, 11, 26)) for n in range(4)),
    ]


def test_orders_of_2021_are_due_where_the_agreement_was_in_force_that_day() -> None:
    assert len(own_ledger(KH, live(KH, ()), orders(), ()).entries) == 12
    assert own_ledger(TJ, live(TJ, ()), orders(), ()).entries == ()


def test_a_notice_that_quotes_the_act_discharges_what_it_made_due() -> None:
    journals = Journals(KH.name)
    done = orders()[8]
    before = own_ledger(KH, live(KH, ()), [done], ()).entries
    assert [(r.status, r.due_on) for r in before] == [(Status.OPEN, "2021-11-26")]
    kind = "accepting-organization.measure-ordered"
    sent = journals.issue("JP", kind, day(2), act=done.id)
    (after,) = own_ledger(KH, live(KH, ()), [done], journals.heard).entries
    assert (after.status, after.ended_by) == (Status.DISCHARGED, sent)
    journals.issue("JP", "notice.withdrawn", day(3), corrects=sent)
    (again,) = own_ledger(KH, live(KH, ()), [done], journals.heard).entries
    assert again.status is Status.OPEN


@pytest.mark.parametrize(
    ("act", "party", "duties"),
    [
        (Act.APPROVAL_DECIDED, "KH", ["provide-approvals"]),
        (Act.APPROVAL_DECIDED, "JP", []),
        (Act.REVOCATION_DECIDED, "KH", ["notify-revocations"]),
        (Act.GUIDANCE_GIVEN, "KH", ["notify-guidance"]),
        (Act.CERTIFICATE_DECIDED, "KH", ["certify-candidates"]),
        (Act.LIST_TAKEN_IN, "JP", ["share-supporting-organizations"]),
        (Act.REPORT_RELEASED, "JP", ["share-reports"]),
        (Act.REPORT_RELEASED, "KH", ["share-reports"]),
        (Act.INFORMATION_GAINED, "KH", ["share-information"]),
        (Act.EXAM_MISCONDUCT_LEARNED, "JP", ["share-exam-misconduct"]),
    ],
)
def test_what_is_done_at_home_makes_its_own_duty_due(
    act: Act, party: str, duties: list[str]
) -> None:
    done = Done("x", act, party, D)
    assert [d.id for d in due_from(done, KH.on(D), live(KH, ()))] == duties
