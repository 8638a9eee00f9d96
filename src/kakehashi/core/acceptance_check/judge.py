"""Judging one application: every question that the agreement asks, and every reason it finds."""

from collections.abc import Iterable, Iterator

from kakehashi.core.acceptance_check import certificate, exams, fees, organization, person
from kakehashi.core.acceptance_check import field as fields
from kakehashi.core.acceptance_check.asked import (
    CERTIFICATE,
    EXAMS,
    FEE_BASIS,
    FEE_CAP,
    FIELD,
    ORGANIZATION,
    PERSON,
    asked_by,
)
from kakehashi.core.acceptance_check.facts import Application, Facts
from kakehashi.core.acceptance_check.reasons import Finding, Judgment, Reason, Weight, weigh
from kakehashi.core.acceptance_check.ruling import ruled
from kakehashi.core.agreement import Terms


def judge(
    application: Application, facts: Facts, terms: Terms, *, beside: Iterable[Reason] = ()
) -> Judgment:
    """Say whether an application meets what the agreement asks, with every reason.

    `terms` are those of the day of the application, `beside` what was found of its row among
    others. What was not read for certain keeps an application from meeting, and what is certain
    all the same still weighs.
    """
    return weigh([*beside, *ruled(_reasons(application, facts, terms), facts)])


def _reasons(application: Application, facts: Facts, terms: Terms) -> Iterator[Reason]:
    if application.shifted:
        by = {"by": f"{application.shifted:+d}"}
        yield Reason(Finding.ROW_SHIFTED, Weight.CORRECT, "", by)
    for column, text in application.unread.items():
        said = {"column": column, "text": text}
        yield Reason(Finding.CELL_UNREADABLE, Weight.CORRECT, "", said)
    asked = asked_by(terms)
    if CERTIFICATE in asked:
        yield from certificate.reasons(application, facts, asked[CERTIFICATE])
    if ORGANIZATION in asked:
        yield from organization.reasons(application, facts, asked[ORGANIZATION])
    if FIELD in asked:
        yield from fields.reasons(application, facts, asked[FIELD])
    if PERSON in asked:
        yield from person.reasons(application, facts, asked[PERSON])
    if EXAMS in asked:
        yield from exams.reasons(application, facts, asked[EXAMS])
    if FEE_BASIS in asked:
        yield from fees.basis(application, asked[FEE_BASIS])
    if FEE_CAP in asked:
        yield from fees.cap(application, facts, asked[FEE_CAP])
