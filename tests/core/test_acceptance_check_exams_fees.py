from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.acceptance_check import Finding, Judgment, Verdict, judge
from kakehashi.core.acceptance_check.facts import Facts, Fee, Money, OtherPass
from kakehashi.core.notices.exams import ExamKind
from tests.core.applying import (
    APPLIED,
    HOURS,
    JFT,
    TODAY,
    application,
    facts,
    fees,
    findings,
    found,
    judged,
    money,
)
from tests.core.hearing import profile

CAPPED = profile("vs-or-2031")
BEFORE, SINCE = date(2031, 12, 31), date(2032, 1, 1)


def test_a_pass_that_can_be_is_told_and_asks_nothing() -> None:
    judgment = judged(application(exams=(HOURS,)))
    assert judgment.verdict is Verdict.MEETS
    assert found(judgment, Finding.EXAM_PASSED).clause == "7"


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"passed_on": JFT.since_on - timedelta(days=1)}, Finding.EXAM_BEFORE_IT_EXISTED),
        ({"passed_on": APPLIED + timedelta(days=1)}, Finding.EXAM_AHEAD),
        ({"passed_on": TODAY + timedelta(days=1)}, Finding.EXAM_AHEAD),
        ({"number": ""}, Finding.EXAM_INCOMPLETE),
        ({"passed_on": None}, Finding.EXAM_INCOMPLETE),
        ({"kind": ExamKind.SKILL, "field": "agriculture"}, Finding.EXAM_OTHER_FIELD),
    ],
)
def test_a_pass_that_cannot_be_is_asked_about(changes: dict[str, object], finding: Finding) -> None:
    judgment = judged(application(exams=(replace(HOURS, **changes),)))  # type: ignore[arg-type]  # one of its fields
    assert judgment.verdict is Verdict.ASK
    assert found(judgment, finding).clause == "7"


@pytest.mark.parametrize("passed_on", [date(2000, 1, 1), date(2016, 2, 2)])
def test_nobody_passes_before_birth_or_before_the_least_age(passed_on: date) -> None:
    early = replace(JFT, since_on=date(1984, 1, 1))
    one = application(exams=(replace(HOURS, passed_on=passed_on),))
    judgment = judged(one, facts(exams={JFT.id: early}))
    assert Finding.EXAM_TOO_YOUNG in findings(judgment)


def test_one_number_of_two_persons_is_asked_about() -> None:
    other = OtherPass("B-1", HOURS.exam, HOURS.number, None, "", is_same_person=False)
    judgment = judged(application(exams=(HOURS,)), facts(other_passes=(other,)))
    assert found(judgment, Finding.EXAM_NUMBER_TAKEN).said["where"] == "B-1"
    same = replace(other, is_same_person=True)
    again = judged(application(exams=(HOURS,)), facts(other_passes=(same,)))
    assert again.verdict is Verdict.MEETS


def test_two_passes_on_one_day_in_two_places_are_asked_about() -> None:
    there = replace(HOURS, exam="skill", number="S-1", kind=ExamKind.SKILL, place="Siem Reap")
    assert Finding.EXAM_TWO_PLACES in findings(judged(application(exams=(HOURS, there))))
    assert judged(application(exams=(HOURS, replace(there, place=HOURS.place)))).verdict is (
        Verdict.MEETS
    )
    elsewhere = OtherPass("B-1", "x", "y", HOURS.passed_on, "Siem Reap", is_same_person=True)
    assert Finding.EXAM_TWO_PLACES in findings(
        judged(application(exams=(HOURS,)), facts(other_passes=(elsewhere,)))
    )


def test_a_fee_without_a_basis_is_asked_about_under_its_clause() -> None:
    fee = Fee(money("300 USD"), purpose="deposit", payee="Tonle Bright", has_basis=False)
    judgment = judged(application(fees=(fee,)))
    reason = found(judgment, Finding.FEE_WITHOUT_BASIS)
    assert (judgment.verdict, reason.clause) == (Verdict.ASK, "4(1)")
    assert reason.said["amount"] == "300"


def capped(
    on: date, *amounts: str, wage: str = "100000 ISK", records: Facts | None = None
) -> Judgment:
    one = application(
        applied_on=on,
        field="fishery",
        fees=fees(*amounts),
        wage=money(wage) if wage else None,
        exams=(replace(HOURS, passed_on=on),),
    )
    known = records or facts(paper=None, today=on)
    return judge(one, known, CAPPED.on(on))


def test_the_cap_is_that_of_the_day_of_the_application() -> None:
    assert Finding.FEES_WITHIN in findings(capped(BEFORE, "300000 ISK"))
    above = capped(SINCE, "150000 ISK", "50000.01 ISK")
    reason = found(above, Finding.FEES_ABOVE)
    assert (above.verdict, reason.clause) == (Verdict.DOES_NOT_MEET, "C")
    assert (reason.said["total"], reason.said["most"]) == ("200000.01", "200000")
    assert Finding.FEES_WITHIN in findings(capped(SINCE, "200000 ISK"))


def test_a_currency_without_a_rate_is_asked_about_unless_the_rest_is_too_much_already() -> None:
    unsure = capped(SINCE, "10 EUR", "100 ISK")
    assert found(unsure, Finding.FEES_NOT_COMPARABLE).said["foreign"] == "EUR"
    assert Finding.FEES_ABOVE in findings(capped(SINCE, "10 EUR", "200001 ISK"))
    rated = facts(paper=None, today=SINCE, rates={("EUR", "ISK"): Decimal(150)})
    assert Finding.FEES_WITHIN in findings(capped(SINCE, "10 EUR", records=rated))
    assert Finding.FEES_ABOVE in findings(capped(SINCE, "1500 EUR", records=rated))


def test_fees_without_a_wage_and_no_record_of_fees_are_asked_about() -> None:
    assert Finding.WAGE_MISSING in findings(capped(SINCE, "1 ISK", wage=""))
    nothing = application(applied_on=SINCE, field="fishery", fees=None)
    judgment = judge(nothing, facts(paper=None, today=SINCE), CAPPED.on(SINCE))
    assert Finding.FEES_NOT_RECORDED in findings(judgment)


def test_what_the_cap_leaves_out_and_what_others_pay_does_not_count() -> None:
    travel = Fee(money("900000 ISK"), purpose="travel")
    employer = Fee(money("900000 ISK"), payer="employer")
    one = application(
        applied_on=SINCE, field="fishery", fees=(travel, employer), wage=money("100000 ISK")
    )
    judgment = judge(one, facts(paper=None, today=SINCE), CAPPED.on(SINCE))
    assert Finding.FEES_WITHIN in findings(judgment)


@given(
    amounts=st.lists(
        st.tuples(
            st.decimals(0, 10**6, places=2, allow_nan=False), st.sampled_from(["ISK", "EUR"])
        ),
        min_size=1,
        max_size=6,
    ),
    wage=st.decimals(1, 10**6, places=2, allow_nan=False),
)
def test_fees_are_never_within_the_cap_while_any_amount_is_unknown(
    amounts: list[tuple[Decimal, str]], wage: Decimal
) -> None:
    stated = tuple(Fee(Money(amount, currency)) for amount, currency in amounts)
    one = application(
        applied_on=SINCE, field="fishery", fees=stated, wage=Money(wage, "ISK"), exams=()
    )
    judgment = judge(one, facts(paper=None, today=SINCE), CAPPED.on(SINCE))
    has_unknown = any(currency == "EUR" for _, currency in amounts)
    is_above = sum(a for a, currency in amounts if currency == "ISK") > 2 * wage
    within = Finding.FEES_WITHIN in findings(judgment)
    assert within is (not has_unknown and not is_above)
    assert (Finding.FEES_ABOVE in findings(judgment)) is is_above
