"""Two programmes under one agreement: from the day of the second one, fees are capped."""

from datetime import date
from decimal import Decimal

from kakehashi.core.acceptance_check import Finding, Judgment, Verdict, judge
from kakehashi.core.acceptance_check.facts import Facts
from kakehashi.core.agreement import load
from kakehashi.core.notices import KIND_FACTS
from tests.core.applying import application, facts, fees, findings, found, money
from tests.core.hearing import profile_text

BEGINS = date(2027, 4, 1)
CAP = """
[[rules]]
name = "fee-cap"
clause = "4(1)"
value = { months = 2, of = "monthly-wage", above = "does-not-meet", not-recorded = "ask" }
from = 2027-04-01
"""
PROFILE = load(profile_text("jp-kh-2019") + CAP, kinds=KIND_FACTS)


def judged(on: date, *amounts: str, records: Facts | None = None) -> Judgment:
    one = application(
        applied_on=on, code="", fees=fees(*amounts), wage=money("200000 JPY"), field="agriculture"
    )
    return judge(one, records or facts(paper=None, today=on), PROFILE.on(on))


def test_before_the_second_programme_nothing_is_said_of_a_cap() -> None:
    before = judged(date(2027, 3, 31), "900000 JPY")
    assert not {f for f in findings(before) if f.startswith("fees-")}


def test_from_its_first_day_two_months_of_wage_are_the_most() -> None:
    assert Finding.FEES_WITHIN in findings(judged(BEGINS, "250000 JPY", "150000 JPY"))
    above = judged(BEGINS, "250000 JPY", "150001 JPY")
    assert above.verdict is Verdict.DOES_NOT_MEET
    assert found(above, Finding.FEES_ABOVE).clause == "4(1)"


def test_a_fee_in_dollars_is_asked_about_until_somebody_knows_the_rate() -> None:
    assert Finding.FEES_NOT_COMPARABLE in findings(judged(BEGINS, "3000 USD"))
    rated = facts(paper=None, today=BEGINS, rates={("USD", "JPY"): Decimal("150.25")})
    assert found(judged(BEGINS, "3000 USD", records=rated), Finding.FEES_ABOVE).said["total"] == (
        "450750.00"
    )
