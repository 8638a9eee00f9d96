"""What an application asks: nothing typed breaks it, and what is complete makes a notice."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.approving import entry
from kakehashi.core.approving.asks import (
    BY_NAME,
    STEPS,
    Sort,
    Wrong,
    chosen,
    mistakes_in,
    money,
    wrong_with,
)
from kakehashi.core.approving.completeness import How, check, progress, undertaking
from kakehashi.core.approving.papers import Paper
from kakehashi.core.approving.standards import Standard, StandardSet
from kakehashi.core.notices.organizations import Changed
from tests.approvals.answers import answers, declared

SET = StandardSet(
    title={"en": "Standards"},
    standards=(
        Standard("exists", {"en": "It exists."}, {"en": "The register."}, papers=(Paper.STATUTES,)),
        Standard(
            "no-deposit", {"en": "No deposit."}, {"en": "Contracts."}, undertaking={"en": "None."}
        ),
    ),
    prefix="KHM",
    digits=6,
    months=36,
    remind_days=90,
)
COMPLETE = answers() | declared(SET)
PLACES = [(step, ask) for step in STEPS for ask in step.asks]


@pytest.mark.parametrize(("step", "ask"), PLACES, ids=[f"{s.name}.{a.name}" for s, a in PLACES])
@given(typed=st.text(max_size=400))
def test_whatever_is_typed_is_judged_and_nothing_breaks(step: Any, ask: Any, typed: str) -> None:
    wrong = wrong_with(step, ask, typed)
    assert wrong is None or wrong in Wrong
    if not typed.strip():
        assert (wrong is Wrong.MISSING) == ask.required


@given(
    place=st.sampled_from(PLACES),
    typed=st.text(max_size=60),
)
def test_what_was_found_complete_always_makes_an_entry(place: Any, typed: str) -> None:
    step, ask = place
    said = {name: [dict(row) for row in rows] for name, rows in COMPLETE.items()}
    said[step.name][0][ask.name] = typed
    if check(said, {Paper.STATUTES}, SET).is_complete:
        assert entry.organization(said, number="KHM000001").names
        assert entry.representatives(said).representatives


def test_a_complete_application_is_complete() -> None:
    assert check(COMPLETE, {Paper.STATUTES}, SET).mistakes == ()


@given(left_out=st.sampled_from(PLACES))
def test_each_answer_that_is_left_out_is_missed_where_it_belongs(left_out: Any) -> None:
    step, ask = left_out
    said = {name: [dict(row) for row in rows] for name, rows in COMPLETE.items()}
    del said[step.name][0][ask.name]
    found = [(one.step, one.row, one.name) for one in check(said, {Paper.STATUTES}, SET).mistakes]
    assert found == ([(step.name, 0, ask.name)] if ask.required else [])


def test_papers_and_undertakings_are_those_of_the_standards() -> None:
    found = check(answers(), (), SET).mistakes
    assert [(one.step, one.name) for one in found] == [
        ("papers", "statutes"),
        ("declaration", undertaking("no-deposit")),
        ("declaration", "name"),
        ("declaration", "position"),
    ]


def test_every_step_says_how_far_it_is() -> None:
    said: dict[str, Any] = {"names": COMPLETE["names"], "contact": [{"phone": "12"}]}
    found = progress(said, (), SET)
    assert found["names"] is How.DONE
    assert found["contact"] is How.PARTLY
    assert found["papers"] is How.EMPTY


def test_too_many_rows_are_refused() -> None:
    rows = [answers()["names"][0]] * 11
    assert [one.wrong for one in mistakes_in(BY_NAME["names"], rows)] == [Wrong.TOO_MANY]


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("600 USD", "600"),
        ("1,250.50 USD", "1250.50"),
        ("1 250 KHR", "1250"),
        ("0 JPY", "0"),
        ("600", None),
        ("USD", None),
        ("-5 USD", None),
        ("600 XXX", None),
        ("1e5 USD", None),
    ],
)
def test_amounts_have_a_currency(typed: str, amount: str | None) -> None:
    made = money(typed)
    assert (made.amount if made else None) == amount


def test_every_sort_of_question_is_asked_somewhere() -> None:
    assert {ask.sort for _, ask in PLACES} == set(Sort)


def test_choices_are_kept_once() -> None:
    assert chosen("km\nja\nkm\n") == ("km", "ja")


def test_what_changes_in_an_entry_is_named() -> None:
    before = {
        "organization": {"names": [1], "phones": ["1"]},
        "approval": {"validity": {"from_on": "2026-01-01"}, "fees": [1]},
    }
    after = {
        "organization": {"names": [2], "phones": ["1"]},
        "approval": {"validity": {"from_on": "2027-01-01"}, "fees": [2]},
    }
    assert entry.changes(before, after) == (Changed.NAMES, Changed.VALIDITY, Changed.OTHER)
    assert entry.changes(before, before) == (Changed.OTHER,)
