import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.duties import fold
from kakehashi.core.ledger import Status
from kakehashi.core.notices.letters import (
    Direction,
    LetterConfirmation,
    LetterDates,
    LetterOutcome,
)
from kakehashi.core.notices.targets import Target, Targets
from tests.core.hearing import Journals
from tests.core.shelf import Shelf
from tests.core.telling import KH, STEPS, Step, facts_of, told

CUTS = st.lists(st.integers(0, 40), max_size=8).map(sorted)


@settings(deadline=None, max_examples=150)
@given(STEPS, CUTS, st.randoms(use_true_random=False))
def test_any_split_and_any_order_ends_in_the_ledger_of_all_at_once(
    steps: list[Step], cuts: list[int], chance: random.Random
) -> None:
    heard = told(steps).heard
    expected = fold(KH, heard)
    chance.shuffle(heard)
    shelf = Shelf()
    for first, end in zip([0, *cuts], [*cuts, len(heard)], strict=True):
        shelf.take(facts_of(heard[first:end]))
    assert shelf.ledger == expected


@settings(deadline=None, max_examples=60)
@given(STEPS)
def test_after_every_single_notice_the_ledger_is_that_of_all_so_far(steps: list[Step]) -> None:
    heard = told(steps).heard
    shelf = Shelf()
    for count, notice in enumerate(heard, 1):
        shelf.take(facts_of([notice]))
        assert shelf.ledger == fold(KH, heard[:count])


@settings(deadline=None, max_examples=60)
@given(STEPS, CUTS)
def test_what_is_told_twice_changes_nothing(steps: list[Step], cuts: list[int]) -> None:
    facts = facts_of(told(steps).heard)
    shelf = Shelf()
    shelf.take(facts)
    before = shelf.ledger
    for cut in cuts:
        shelf.take(facts[cut : cut + 5])
    assert shelf.ledger == before


def test_targets_agreed_later_bring_the_duties_that_began_under_them() -> None:
    journals = Journals(KH.name)
    on = date(2026, 1, 5)
    told_of = journals.issue("JP", "misconduct.informed", date(2026, 3, 2))
    shelf = Shelf()
    shelf.take(facts_of(journals.heard))
    assert [row.duty for row in shelf.made] == ["investigate-and-report"]
    stated = Targets(targets=(Target(duty="acknowledge-information", days=7),))
    proposal = journals.issue("JP", "targets.proposed", on, statement=stated, effective_on=on)
    journals.issue(
        "KH", "targets.agreed", on, answers=(proposal,), statement=stated, effective_on=on
    )
    shelf.take(facts_of(journals.heard[1:]))
    agreed = {row.duty: row for row in shelf.made}["acknowledge-information"]
    assert (agreed.notice, agreed.status, agreed.since) == (told_of, Status.OPEN, None)


def test_a_letter_counts_and_ceases_to_count_notice_by_notice() -> None:
    journals = Journals(KH.name)
    on = date(2026, 3, 2)
    opening = journals.issue("JP", "misconduct.informed", on)
    dates = LetterDates(stands_for="investigation.reported", direction=Direction.SENT, dated_on=on)
    letter = journals.issue("KH", "letter.registered", on, statement=dates, answers=(opening,))
    said = LetterConfirmation(outcome=LetterOutcome.CONFIRMED)
    word = journals.issue("JP", "letter.confirmed", on, answers=(letter,), statement=said)
    journals.issue("JP", "notice.withdrawn", on, corrects=word)
    shelf = Shelf()
    found = []
    for notice in journals.heard:
        shelf.take(facts_of([notice]))
        found.append(shelf.made[0].status)
    assert found == [Status.OPEN, Status.OPEN, Status.DISCHARGED, Status.OPEN]
