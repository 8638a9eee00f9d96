"""Letters on paper in the registers: marked, each once, in one order, and mended like notices."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from kakehashi.core.heard import Heard
from kakehashi.core.papers import in_effect
from kakehashi.core.standing import Register, Status, What
from kakehashi.registers import actions, queries
from kakehashi.registers.models import Change
from tests.registers import make, papers

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 1)


def effect(seq: int, meant: Heard, at: int, *, dated: date = date(2019, 7, 1)) -> Heard:
    letter = papers.letter(seq, meant, dated=dated)
    answer, receipt = papers.confirmed(seq, letter), papers.received(at)
    found = in_effect(letter, answer, receipt, may_issue=lambda *_: True)
    assert found is not None
    return found


def withdrawn(seq: int, *, party: str = "KH") -> Heard:
    """Somebody takes the letter of index 1 back."""
    said = {"why": "never-decided"}
    letter = make.jti("KH", 1)
    return make.heard("notice.withdrawn", seq, party=party, public=said, corrects=letter)


def apply(*batch: Heard) -> None:
    edition = actions.serving_edition(make.AGREEMENT)
    actions.apply(batch, edition=edition, through=make.through(*batch))


def entry(today: date = TODAY) -> queries.PublicEntry:
    found = queries.entry(
        make.AGREEMENT, Register.SENDING, "KHM900001", publisher="JP", today=today
    )
    assert found is not None
    return found


def test_a_confirmed_letter_makes_an_entry_that_is_marked_as_paper() -> None:
    apply(effect(1, make.approved(0), 4))
    assert entry().status is Status.APPROVED
    (change,) = Change.objects.all()
    assert change.letter == make.jti("KH", 1)
    assert change.decided_on == date(2019, 7, 1)


def test_a_signed_notice_after_it_goes_on_from_there() -> None:
    apply(effect(1, make.approved(0), 4), make.revoked(5))
    assert entry().status is Status.REVOKED
    assert [c.letter for c in Change.objects.order_by("place")] == [make.jti("KH", 1), ""]


def test_letters_that_take_effect_together_stand_in_the_order_of_their_days() -> None:
    approved = effect(2, make.approved(0), 6, dated=date(2019, 7, 1))
    suspended = effect(1, make.suspended(0), 6, dated=date(2020, 3, 1))
    apply(papers.received(6), approved, suspended)
    assert entry(date(2020, 2, 1)).status is Status.APPROVED
    assert entry(date(2020, 4, 1)).status is Status.SUSPENDED
    before = list(queries.state_rows(make.AGREEMENT))
    rebuilt = iter([((papers.received(6), approved, suspended), make.through(suspended)), None])
    actions.rebuild(make.AGREEMENT, lambda _at: next(rebuilt))
    assert list(queries.state_rows(make.AGREEMENT)) == before


def test_a_letter_confirmed_twice_counts_once() -> None:
    first = effect(1, make.approved(0), 4)
    again = replace(first, seq=8)
    apply(first, make.revoked(6), again)
    assert entry().status is Status.REVOKED
    assert Change.objects.filter(what=What.APPROVED).count() == 1


def test_a_letter_taken_back_before_it_took_effect_never_does() -> None:
    withdrawn = make.heard(
        "notice.withdrawn", 3, public={"why": "never-decided"}, corrects=make.jti("KH", 1)
    )
    apply(withdrawn, effect(1, make.approved(0), 4))
    assert not Change.objects.filter(what=What.APPROVED).exists()


def test_a_letter_taken_back_later_leaves_its_entry_as_withdrawn() -> None:
    withdrawn = make.heard(
        "notice.withdrawn", 6, public={"why": "never-decided"}, corrects=make.jti("KH", 1)
    )
    apply(effect(1, make.approved(0), 4), withdrawn)
    assert entry().status is Status.WITHDRAWN


def test_the_other_sides_withdrawal_takes_nothing_from_the_entry() -> None:
    apply(effect(1, make.approved(0), 4), withdrawn(6, party="JP"))
    assert entry().status is Status.APPROVED


def test_whatever_of_the_other_side_comes_first_the_registers_are_the_same() -> None:
    ours = [make.measure(1), make.measure(2)]
    theirs = [effect(1, make.approved(0), 4), make.suspended(5)]
    states = set()
    for order in permutations([(ours, "JP"), (theirs, "KH")]):
        edition = actions.open_edition(make.AGREEMENT)
        for batch, _ in order:
            actions.apply(batch, edition=edition, through=make.through(*batch))
        states.add(tuple(sorted(queries.state_rows(make.AGREEMENT, of=edition))))
    assert len(states) == 1
