"""Which notices belong to one case, what comes next, and which of them are odd."""

from collections.abc import Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.cases import Move, Seat, Standing, seats, standing_alone
from kakehashi.core.course import Course, follow, in_order
from kakehashi.core.matters import MATTERS, Family, Opens, StepCode
from kakehashi.core.notices import KINDS
from tests.core.dealing import SIDES, Dealings, invented


def seated(moves: Sequence[Move]) -> dict[str, tuple[Seat, ...]]:
    """The cases of every notice that counts, found one by one."""
    by_id = {move.jti: move for move in moves if move.counts}
    kinds = {jti: move.kind for jti, move in by_id.items()}

    def of(jti: str) -> tuple[Seat, ...]:
        return seats(by_id[jti], kinds, of)

    return {jti: of(jti) for jti in by_id}


def courses(dealings: Dealings) -> dict[str, Course]:
    moves = dealings.moves()
    found: dict[Seat, list[Move]] = {}
    kinds: Mapping[str, str] = {move.jti: move.kind for move in moves if move.counts}
    seats_of = seated(moves)
    for move in moves:
        for seat in seats(move, kinds, seats_of.__getitem__):
            found.setdefault(seat, []).append(move)
    return {
        seat.case: follow(seat.case, seat.family, thread, SIDES) for seat, thread in found.items()
    }


def standing(course: Course, dealings: Dealings, jti: str) -> Standing:
    move = next(move for move in dealings.moves() if move.jti == jti)
    return course.standings[move.author, move.place]


def test_every_kind_says_what_it_does_to_a_case() -> None:
    assert set(MATTERS) == set(KINDS)


def test_every_family_has_a_kind_that_opens_it() -> None:
    opening = {m.family for m in MATTERS.values() if m.opens is not Opens.NEVER}
    assert opening == set(Family)


def test_what_goes_on_or_ends_a_case_can_be_linked_to_one() -> None:
    for kind, matter in MATTERS.items():
        if matter.family and matter.opens is Opens.NEVER:
            assert KINDS[kind].answers.is_required or KINDS[kind].refers.is_required, kind


def test_an_inquiry_waits_for_the_side_that_was_asked_until_it_answers() -> None:
    dealings = Dealings()
    asked = dealings.write("JP", "inquiry.asked")
    dealings.deliver("KH")
    assert courses(dealings)[asked].step.owes == "KH"
    dealings.write("KH", "inquiry.partly-answered", answers=[asked])
    course = courses(dealings)[asked]
    assert (course.step.code, course.step.owes) == (StepCode.ANSWER_REST, "KH")
    dealings.write("KH", "inquiry.answered", answers=[asked])
    course = courses(dealings)[asked]
    assert (course.step.code, course.step.owes) == (StepCode.CLOSED, "")
    assert course.closed_at == course.last_at


def test_a_second_answer_is_kept_and_said_to_be_one() -> None:
    dealings = Dealings()
    asked = dealings.write("JP", "inquiry.asked")
    dealings.deliver("KH")
    first = dealings.write("KH", "inquiry.answered", answers=[asked])
    second = dealings.write("KH", "inquiry.answered", answers=[asked])
    course = courses(dealings)[asked]
    assert standing(course, dealings, first) is Standing.ORDINARY
    assert standing(course, dealings, second) is Standing.ANSWERED_TWICE


def test_a_reminder_after_the_answer_was_seen_comes_after_the_closing() -> None:
    dealings = Dealings()
    asked = dealings.write("JP", "inquiry.asked")
    dealings.deliver("KH")
    dealings.write("KH", "inquiry.answered", answers=[asked])
    crossing = dealings.write("JP", "inquiry.reminded", refers=[asked])
    dealings.deliver("JP")
    late = dealings.write("JP", "inquiry.reminded", refers=[asked])
    course = courses(dealings)[asked]
    assert standing(course, dealings, crossing) is Standing.ORDINARY
    assert standing(course, dealings, late) is Standing.AFTER_CLOSING
    assert course.step.code is StepCode.CLOSED


def test_a_withdrawn_answer_leaves_the_inquiry_open() -> None:
    dealings = Dealings()
    asked = dealings.write("JP", "inquiry.asked")
    dealings.deliver("KH")
    answered = dealings.write("KH", "inquiry.answered", answers=[asked])
    dealings.write("KH", "notice.withdrawn", corrects=answered)
    again = dealings.write("KH", "inquiry.answered", answers=[asked])
    course = courses(dealings)[asked]
    assert course.step.code is StepCode.CLOSED
    assert standing(course, dealings, again) is Standing.ORDINARY
    dealings.write("KH", "notice.withdrawn", corrects=again)
    assert courses(dealings)[asked].closed_at is None


def test_a_withdrawn_question_ends_its_case() -> None:
    dealings = Dealings()
    asked = dealings.write("JP", "inquiry.asked")
    dealings.write("JP", "notice.withdrawn", corrects=asked)
    course = courses(dealings)[asked]
    assert course.step.code is StepCode.WITHDRAWN
    assert course.closed_at == course.last_at


def test_misconduct_runs_from_information_by_a_measure_to_the_report() -> None:
    dealings = Dealings()
    informed = dealings.write("JP", "misconduct.informed")
    dealings.deliver("KH")
    dealings.write("KH", "misconduct.acknowledged", answers=[informed])
    assert courses(dealings)[informed].step.code is StepCode.INVESTIGATE
    dealings.write("KH", "sending-organization.revoked", answers=[informed])
    assert courses(dealings)[informed].step.code is StepCode.REPORT_RESULTS
    dealings.write("KH", "investigation.reported", answers=[informed])
    late = dealings.write("KH", "sending-organization.guided", answers=[informed])
    course = courses(dealings)[informed]
    assert course.closed_at is not None
    assert standing(course, dealings, late) is Standing.ORDINARY


def test_one_report_may_end_two_cases() -> None:
    dealings = Dealings()
    both = [dealings.write("JP", "misconduct.informed") for _ in range(2)]
    dealings.deliver("KH")
    dealings.write("KH", "investigation.reported", answers=both)
    assert [courses(dealings)[case].step.code for case in both] == [StepCode.CLOSED] * 2


def test_an_approval_outside_any_case_belongs_to_none() -> None:
    dealings = Dealings()
    dealings.write("KH", "sending-organization.revoked")
    assert courses(dealings) == {}


def test_a_case_named_by_its_first_notice_takes_in_what_names_it() -> None:
    dealings = Dealings()
    informed = dealings.write("JP", "misconduct.informed")
    dealings.deliver("KH")
    dealings.write("KH", "information.shared", case=informed)
    found = courses(dealings)
    assert set(found) == {informed}
    assert found[informed].step.code is StepCode.INVESTIGATE


def test_two_that_name_each_other_as_the_case_open_one_each() -> None:
    dealings = Dealings()
    first = dealings.write("JP", "information.shared", case=invented_id(1))
    second = dealings.write("JP", "information.shared", case=first)
    assert set(courses(dealings)) == {first, second}


def invented_id(number: int) -> str:
    dealings = Dealings()
    for _ in range(number):
        dealings.write("JP", "information.shared")
    return dealings.write("JP", "information.shared")


def test_what_names_nothing_known_is_said_to() -> None:
    dealings = Dealings()
    dealings.write_in_vain("KH", "inquiry.answered", answers=[invented_id(9)])
    (move,) = dealings.moves()
    assert seats(move, {}, lambda _: ()) == ()
    assert standing_alone(move, {}) is Standing.ANSWERS_NOTHING_KNOWN


def test_what_is_set_aside_stands_in_its_case_and_moves_nothing() -> None:
    dealings = Dealings()
    asked = dealings.write("JP", "inquiry.asked")
    aside = dealings.write_in_vain(
        "KH", "inquiry.answered", reason="not-permitted", answers=[asked]
    )
    course = courses(dealings)[asked]
    assert course.step.code is StepCode.ANSWER
    assert standing(course, dealings, aside) is Standing.SET_ASIDE


def test_a_letter_counts_once_the_other_side_confirmed_it() -> None:
    dealings = Dealings()
    stated = {"stands_for": "inquiry.asked", "direction": "sent", "dated_on": "2026-05-01"}
    letter = dealings.write("JP", "letter.registered", statement=stated)
    step = courses(dealings)[letter].step
    assert (step.code, step.owes) == (StepCode.CONFIRM_LETTER, "KH")
    dealings.deliver("KH")
    dealings.write("KH", "letter.confirmed", statement={"outcome": "confirmed"}, answers=[letter])
    course = courses(dealings)[letter]
    assert course.family is Family.INQUIRY
    assert (course.step.code, course.step.owes) == (StepCode.ANSWER, "KH")


def test_an_amendment_waits_until_both_sides_consented() -> None:
    dealings = Dealings()
    proposed = dealings.write("KH", "amendment.proposed")
    dealings.deliver("JP")
    dealings.write("JP", "amendment.consented", answers=[proposed])
    assert courses(dealings)[proposed].step.owes == "KH"
    dealings.write("KH", "amendment.consented", answers=[proposed])
    assert courses(dealings)[proposed].step.code is StepCode.CLOSED


def test_a_consultation_lasts_until_its_last_action_is_done() -> None:
    dealings = Dealings()
    minuted = dealings.write("JP", "consultation.minuted")
    dealings.deliver("KH")
    owed = [{"action": "a1", "owner": "KH"}, {"action": "a2", "owner": "JP"}]
    agreed = dealings.write(
        "KH",
        "consultation.minutes-agreed",
        statement={"held_on": "2026-06-01", "actions": owed},
        answers=[minuted],
    )
    assert courses(dealings)[minuted].step.code is StepCode.CORRECT_PROBLEMS
    for party, action in (("KH", "a1"), ("JP", "a2")):
        dealings.deliver(party)
        stated = {"action": action, "state": "done"}
        dealings.write(party, "corrective-action.reported", statement=stated, answers=[agreed])
    assert courses(dealings)[minuted].closed_at is not None


@pytest.mark.parametrize("kind", sorted(k for k, m in MATTERS.items() if m.opens is Opens.ALWAYS))
def test_what_opens_a_case_belongs_to_its_own(kind: str) -> None:
    dealings = Dealings()
    opened = dealings.write("JP", kind)
    found = courses(dealings)[opened]
    assert found.family is MATTERS[kind].family
    assert found.opening.jti == opened


@given(st.integers(0, 10**6), st.integers(1, 40), st.randoms(use_true_random=False))
def test_a_course_does_not_depend_on_the_order_in_which_its_notices_are_told(
    seed: int, count: int, chance: Random
) -> None:
    dealings = invented(seed, count)
    before = courses(dealings)
    chance.shuffle(dealings.written)
    assert courses(dealings) == before


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_one_order_keeps_both_journals_and_all_that_was_seen(seed: int, count: int) -> None:
    ordered = in_order(invented(seed, count).moves())
    for index, move in enumerate(ordered):
        assert not any(move.knew(later) for later in ordered[index + 1 :])
