"""When a letter on paper takes effect, and as what."""

from dataclasses import replace
from datetime import date

import pytest

from kakehashi.core.heard import Heard
from kakehashi.core.papers import in_effect
from kakehashi.core.projection import facts
from kakehashi.core.standing import Step, What
from tests.registers import make, papers


def anything(kind: str, party: str) -> bool:
    return bool(kind and party)


def test_a_letter_that_its_sender_registered_takes_effect_with_its_receipt_of_the_answer() -> None:
    letter = papers.letter(3, make.approved(0))
    answer = papers.confirmed(5, letter)
    receipt = papers.received(7)
    meant = in_effect(letter, answer, receipt, may_issue=anything)
    assert meant is not None
    assert (meant.party, meant.seq, meant.jti) == ("KH", 7, letter.jti)
    assert in_effect(letter, answer, answer, may_issue=anything) is None


def test_a_letter_that_its_reader_registered_takes_effect_where_its_sender_confirms() -> None:
    letter = papers.letter(3, make.approved(0), party="JP", direction="received")
    answer = papers.confirmed(5, letter, party="KH")
    meant = in_effect(letter, answer, answer, may_issue=anything)
    assert meant is not None
    assert (meant.party, meant.seq, meant.jti) == ("KH", 5, answer.jti)
    receipt = papers.received(7, party="JP")
    assert in_effect(letter, answer, receipt, may_issue=anything) is None


def test_it_counts_from_the_day_that_the_letter_bears_and_is_marked_as_paper() -> None:
    letter = papers.letter(3, make.approved(0), dated=date(2019, 7, 1))
    meant = in_effect(letter, papers.confirmed(5, letter), papers.received(7), may_issue=anything)
    assert meant is not None
    (step,) = facts(meant)
    assert isinstance(step, Step)
    assert (step.what, step.on, step.said.letter) == (
        What.APPROVED,
        date(2019, 7, 1),
        letter.jti,
    )


def test_nobody_confirms_their_own_letter() -> None:
    letter = papers.letter(3, make.approved(0))
    answer = papers.confirmed(5, letter, party="KH")
    assert in_effect(letter, answer, answer, may_issue=anything) is None
    assert in_effect(letter, answer, papers.received(7), may_issue=anything) is None


def test_what_a_side_may_not_issue_its_letter_does_not_say_either() -> None:
    letter = papers.letter(3, make.approved(0))
    answer, receipt = papers.confirmed(5, letter), papers.received(7)
    only_japan = {("sending-organization.approved", "JP")}
    meant = in_effect(letter, answer, receipt, may_issue=lambda *permit: permit in only_japan)
    assert meant is None


@pytest.mark.parametrize("kind", ["notice.withdrawn", "entries.received"])
def test_a_letter_takes_steps_and_nothing_else(kind: str) -> None:
    of = make.heard(kind, 4, corrects=make.jti("KH", 1)) if "notice" in kind else papers.received(4)
    assert all(isinstance(fact, Step) for fact in facts(_as_letter(of)))


def _as_letter(heard: Heard) -> Heard:
    return replace(heard, letter=make.jti("KH", 9))
