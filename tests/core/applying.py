"""An application that meets everything, and what the records say of it.

A test changes what it is about.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from kakehashi.core.acceptance_check import Finding, Judgment, Reason, judge
from kakehashi.core.acceptance_check.facts import (
    Application,
    Claims,
    Exam,
    Facts,
    Fee,
    Known,
    Money,
    Organization,
    Paper,
    Pass,
    Person,
    Reading,
    Stage,
    State,
)
from kakehashi.core.notices.exams import ExamKind
from kakehashi.core.standing import Status
from tests.core.hearing import profile

ISSUED, APPLIED, TODAY = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)
APPROVED = Stage(Status.APPROVED, date(2025, 4, 1), date(2025, 4, 2))
HERS = Person(("Sok Dara", "សុខ ដារ៉ា"), date(2001, 2, 3), "N1234567")
CLAIMS = Claims(
    number="KH-0000001",
    organization="KHM000001",
    field="nursing-care",
    latin_name="SOK DARA",
    issued_on=ISSUED,
    valid_until_on=date(2027, 3, 31),
    born_on=date(2001, 2, 3),
    passport_last_four="4567",
)
VALID = Known(State.VALID, as_of=TODAY, is_fresh=True)
PAPER = Paper(Reading.VERIFIED, CLAIMS, VALID, announced=True)
JFT = Exam("jft-basic", ExamKind.LANGUAGE, date(2019, 4, 1), least_age=15)
HOURS = Pass(ExamKind.LANGUAGE, "jft-basic", "JFT-77", date(2025, 11, 3), place="Phnom Penh")


def application(**changes: Any) -> Application:
    made = Application(
        person=HERS,
        applied_on=APPLIED,
        reference="A-1",
        field="nursing-care",
        organization="KHM000001",
        number="KH-0000001",
        code="KKC1:…",
    )
    return replace(made, **changes)


def facts(**changes: Any) -> Facts:
    made = Facts(
        today=TODAY,
        paper=PAPER,
        organization=Organization("KHM000001", (APPROVED,)),
        exams={JFT.id: JFT},
    )
    return replace(made, **changes)


def stage(status: Status, on: date, *, decided_on: date | None = None) -> Stage:
    return Stage(status, on, decided_on or on)


def with_stages(*stages: Stage, until: date | None = None) -> Organization:
    return Organization("KHM000001", (APPROVED, *stages), until)


def judged(
    one: Application | None = None, records: Facts | None = None, *, under: str = "jp-kh-2019"
) -> Judgment:
    applied = one or application()
    return judge(applied, records or facts(), profile(under).on(applied.applied_on))


def findings(judgment: Judgment) -> list[Finding]:
    return [reason.finding for reason in judgment.reasons]


def found(judgment: Judgment, finding: Finding) -> Reason:
    (reason,) = [one for one in judgment.reasons if one.finding is finding]
    return reason


def fees(*amounts: str) -> tuple[Fee, ...]:
    return tuple(Fee(money(one), purpose="training", has_basis=True) for one in amounts)


def money(text: str) -> Money:
    amount, currency = text.split()
    return Money(Decimal(amount), currency)


def clauses(reasons: Iterable[Reason]) -> set[str]:
    return {one.clause for one in reasons}
