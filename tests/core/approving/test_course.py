"""Who may do what to an application when: exhaustively, since the facts are few."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.approving.course import (
    Bar,
    Facts,
    Rule,
    State,
    Verdict,
    bar_to_decide,
    bar_to_examine,
    bar_to_recommend,
    bar_to_submit,
    bar_to_take_up,
)
from kakehashi.core.approving.renewal import Ending, last_day, renewal
from tests.core.approving.test_asks import SET

EXAMINER, DECIDER, OTHER = 1, 2, 3
MET = dict.fromkeys(SET.codes, Verdict.MET)

states = st.sampled_from(list(State))
verdicts = st.dictionaries(st.sampled_from(SET.codes), st.sampled_from(list(Verdict)))
facts = st.builds(
    Facts,
    state=states,
    standards=st.just(SET),
    rule=st.sampled_from(list(Rule)),
    examiner=st.sampled_from([None, EXAMINER, DECIDER]),
    declared=st.dictionaries(st.sampled_from([EXAMINER, DECIDER, OTHER]), st.booleans()),
    findings=verdicts,
    is_examined=st.booleans(),
    recommends=st.sampled_from([None, True, False]),
    open_visits=st.integers(0, 2),
)


@given(known=facts, officer=st.sampled_from([EXAMINER, DECIDER, OTHER]))
def test_who_decides_is_another_without_a_conflict(known: Facts, officer: int) -> None:
    if bar_to_decide(known, officer) is None:
        declared = known.declared or {}
        assert known.state is State.RECOMMENDED
        assert officer != known.examiner
        assert declared[officer] is False
        if known.recommends:
            assert set(known.findings or {}) == set(SET.codes)
            assert Verdict.NOT_MET not in (known.findings or {}).values()
        if known.recommends and known.rule is Rule.BEFORE_APPROVAL:
            assert known.is_examined
            assert known.examiner is not None
            assert declared[known.examiner] is False


@given(known=facts, officer=st.sampled_from([EXAMINER, DECIDER, OTHER]))
def test_who_examines_took_it_up_and_has_no_conflict(known: Facts, officer: int) -> None:
    if bar_to_examine(known, officer) is None:
        assert known.examiner == officer
        assert (known.declared or {})[officer] is False
    if bar_to_take_up(known, officer) is None:
        assert known.examiner is None
        assert (known.declared or {})[officer] is False


@given(known=facts, ends=st.tuples(st.booleans(), st.booleans()))
def test_no_recommendation_leaves_a_visit_or_a_standard_open(
    known: Facts, ends: tuple[bool, bool]
) -> None:
    approve, has_grounds = ends
    if bar_to_recommend(known, EXAMINER, approve=approve, has_grounds=has_grounds) is None:
        assert known.state is State.SUBMITTED
        assert known.open_visits == 0
        assert approve or has_grounds
        if approve:
            assert not known.unfound
            assert not known.unmet


def decided(**changes: object) -> Facts:
    plain: dict[str, object] = {
        "state": State.RECOMMENDED,
        "standards": SET,
        "examiner": EXAMINER,
        "declared": {EXAMINER: False, DECIDER: False},
        "findings": MET,
        "is_examined": True,
        "recommends": True,
    }
    return Facts(**(plain | changes))  # type: ignore[arg-type]  # members of the facts


@pytest.mark.parametrize(
    ("changes", "bar"),
    [
        ({}, None),
        ({"state": State.APPROVED}, Bar.NOT_NOW),
        ({"examiner": DECIDER}, Bar.EXAMINED_IT),
        ({"declared": {EXAMINER: False}}, Bar.UNDECLARED),
        ({"declared": {EXAMINER: False, DECIDER: True}}, Bar.CONFLICT),
        ({"declared": {EXAMINER: True, DECIDER: False}}, Bar.EXAMINER_CONFLICT),
        ({"is_examined": False}, Bar.NOT_EXAMINED),
        ({"is_examined": False, "rule": Rule.STANDARDS_ONLY}, None),
        ({"findings": {}}, Bar.FINDINGS_MISSING),
        ({"findings": MET | {"exists": Verdict.NOT_MET}}, Bar.STANDARD_NOT_MET),
        ({"findings": MET | {"exists": Verdict.NOT_APPLICABLE}}, None),
        ({"recommends": False, "findings": {}}, None),
    ],
)
def test_why_a_decision_is_barred(changes: dict[str, object], bar: Bar | None) -> None:
    assert bar_to_decide(decided(**changes), DECIDER) is bar


def test_only_the_applicants_turn_lets_anything_be_submitted() -> None:
    for state, is_complete in product(State, (True, False)):
        bar = bar_to_submit(Facts(state=state, standards=SET), is_complete=is_complete)
        is_theirs = state in {State.DRAFT, State.ASKED}
        assert (bar is None) == (is_theirs and is_complete)


@pytest.mark.parametrize(
    ("from_on", "months", "last"),
    [
        (date(2026, 4, 1), 12, date(2027, 3, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2026, 12, 15), 36, date(2029, 12, 14)),
    ],
)
def test_months_end_on_the_day_before(from_on: date, months: int, last: date) -> None:
    assert last_day(from_on, months) == last


@given(from_on=st.dates(date(2000, 1, 1), date(2090, 1, 1)), months=st.integers(1, 120))
def test_the_last_day_lies_after_the_first_and_within_the_months(
    from_on: date, months: int
) -> None:
    days = (last_day(from_on, months) - from_on).days
    assert 27 <= days + 1 <= months * 31


@given(
    until=st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2040, 1, 1))),
    today=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    days=st.integers(1, 400),
)
def test_an_end_is_far_then_near_then_over(until: date | None, today: date, days: int) -> None:
    found = renewal(until, today=today, remind_days=days)
    if until is None:
        assert found.ending is Ending.NONE
    elif until < today:
        assert found.ending is Ending.OVER
    else:
        assert (found.ending is Ending.NEAR) == ((until - today).days <= days)
