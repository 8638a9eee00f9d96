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
    may,
    may_anywhere,
)
from kakehashi.core.notices.payload import Classification

HERE, ELSEWHERE = "jp-kh-2019", "jp-tj-2024"
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
