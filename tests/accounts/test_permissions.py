"""Who may do what: every role with every act, and the rules that stand above roles."""

import dataclasses
from itertools import product

import pytest

from kakehashi.accounts.permissions import (
    NEEDED,
    Act,
    OfficerFacts,
    RoleKind,
    Thing,
    Why,
    judge,
    may,
    may_anywhere,
    may_stand_in,
)
from kakehashi.core.notices.payload import Classification

HERE, ELSEWHERE = "jp-kh-2019", "jp-tj-2024"

pytestmark = pytest.mark.once

SECRET = Thing(HERE, Classification.CONFIDENTIAL)


def officer(*kinds: RoleKind, agreement: str = HERE, number: int = 1) -> OfficerFacts:
    roles = frozenset((agreement, kind) for kind in kinds)
    return OfficerFacts(number, is_active=True, is_admitted=True, roles=roles)


@pytest.mark.parametrize(("kind", "act"), [*product(RoleKind, Act)])
def test_a_role_allows_its_acts_and_no_others(kind: RoleKind, act: Act) -> None:
    assert may(officer(kind), act, Thing(HERE)) == (kind in NEEDED[act])


@pytest.mark.parametrize(("kind", "act"), [*product(RoleKind, Act)])
def test_a_role_under_one_agreement_opens_nothing_under_another(kind: RoleKind, act: Act) -> None:
    assert not may(officer(kind, agreement=ELSEWHERE), act, Thing(HERE))


@pytest.mark.parametrize("act", Act)
def test_what_is_confidential_takes_a_role_of_its_own(act: Act) -> None:
    everything_else = set(RoleKind) - {RoleKind.READS_CONFIDENTIAL}
    assert not may(officer(*everything_else), act, SECRET)
    assert may(officer(*RoleKind), act, SECRET)


def test_nobody_decides_what_they_drafted() -> None:
    both = officer(RoleKind.DRAFTS, RoleKind.DECIDES, number=7)
    assert not may(both, Act.DECIDE, Thing(HERE, drafted_by=7))
    assert may(both, Act.DECIDE, Thing(HERE, drafted_by=8))


CLOSED = dataclasses.replace(officer(*RoleKind), is_active=False)
UNENROLLED = dataclasses.replace(officer(*RoleKind), is_admitted=False)


@pytest.mark.parametrize("barred", [CLOSED, UNENROLLED])
def test_a_closed_or_unenrolled_officer_may_nothing(barred: OfficerFacts) -> None:
    assert not any(may(barred, act, Thing(HERE)) for act in Act)
    assert not may_anywhere(barred)


def test_a_room_opens_to_who_may_act_there_under_some_agreement() -> None:
    assert may_anywhere(officer(RoleKind.AUDITS, agreement=ELSEWHERE), Act.AUDIT)
    assert not may_anywhere(officer(RoleKind.AUDITS), Act.DRAFT)
    assert may_anywhere(officer())


EXAMS, RETURNS = frozenset({"7"}), frozenset({"8"})
MINISTRY = dataclasses.replace(officer(*RoleKind), limits=frozenset({(HERE, EXAMS)}))


@pytest.mark.parametrize("act", Act)
def test_who_is_limited_to_a_clause_does_nothing_outside_it(act: Act) -> None:
    assert may(MINISTRY, act, Thing(HERE, clauses=EXAMS))
    for clauses in (RETURNS, EXAMS | RETURNS, frozenset[str]()):
        assert not may(MINISTRY, act, Thing(HERE, clauses=clauses))


def test_a_limit_holds_under_its_own_agreement() -> None:
    elsewhere = dataclasses.replace(MINISTRY, roles=frozenset({(ELSEWHERE, RoleKind.DRAFTS)}))
    assert may(elsewhere, Act.DRAFT, Thing(ELSEWHERE))


@pytest.mark.parametrize(
    ("who", "act", "thing", "why"),
    [
        (CLOSED, Act.READ, Thing(HERE), Why.CLOSED),
        (UNENROLLED, Act.READ, Thing(HERE), Why.NO_FACTOR),
        (officer(RoleKind.DRAFTS), Act.DECIDE, Thing(HERE), Why.NO_ROLE),
        (MINISTRY, Act.READ, Thing(HERE, clauses=RETURNS), Why.OTHER_CLAUSES),
        (officer(RoleKind.DRAFTS), Act.READ, SECRET, Why.CONFIDENTIAL),
        (officer(RoleKind.DECIDES), Act.DECIDE, Thing(HERE, drafted_by=1), Why.OWN_DRAFT),
        (officer(RoleKind.DECIDES), Act.DECIDE, Thing(HERE, drafted_by=2), Why.ALLOWED),
    ],
)
def test_a_refusal_says_why(who: OfficerFacts, act: Act, thing: Thing, why: Why) -> None:
    assert judge(who, act, thing) is why


def test_a_deputy_reaches_no_further_than_whom_they_stand_in_for() -> None:
    assert may_stand_in(lender=None, deputy=EXAMS)
    assert may_stand_in(lender=EXAMS, deputy=EXAMS)
    assert not may_stand_in(lender=EXAMS, deputy=None)
    assert not may_stand_in(lender=EXAMS, deputy=RETURNS)
