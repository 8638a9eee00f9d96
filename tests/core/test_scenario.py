import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.scenario import Scenario, ScenariosRefused, play, read
from tests.core.hearing import FOLDERS, profile

KH = profile("jp-kh-2019")


def scenario(when: str, *then: str, given: tuple[str, ...] = ()) -> str:
    lines = [
        "[[scenario]]",
        'title = "t"',
        'clause = "3"',
        f"given = {list(given)!r}",
        f'when = "{when}"',
        f"then = {list(then)!r}",
    ]
    return "\n".join(lines)


def only(text: str) -> Scenario:
    (found,) = read(text)
    return found


def missed(when: str, *then: str, given: tuple[str, ...] = ()) -> tuple[str, ...]:
    return play(only(scenario(when, *then, given=given)), KH)


def faults(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ScenariosRefused) as caught:
        read(text)
    return [(fault.line, fault.what) for fault in caught.value.faults]


def test_what_does_not_hold_is_said_with_what_was_found() -> None:
    assert missed("JP issues inquiry.asked", "permitted under clause 6(5)") == (
        "permitted under clause 6(5) (found: permitted under clause 5(7))",
    )
    assert missed("one looks", "KH owes 'answer-about-sending'", "KH owes nothing") == (
        "KH owes 'answer-about-sending'",
    )


@pytest.mark.parametrize(
    "then",
    [
        "KH owes 'answer-about-sending' under 5(1)",
        "KH owes 'answer-about-sending' as agreed",
        "KH owes 'answer-about-sending' since 2026-03-03",
        "KH owes 'answer-about-sending' until 2026-03-30",
        "KH owes at home 'answer-about-sending'",
        "KH does not owe 'answer-about-sending'",
        "JP owes 'answer-about-sending'",
        "KH owes nothing",
        "the duty 'answer-about-sending' of KH is discharged",
        "the agreement is signed",
        "the agreement ends on 2030-01-01",
        "the agreement is in force from 2019-03-25",
        "the rule 'disclosure' is 'notice'",
        "the rule 'disclosure' is 'consent' under 4(1)",
        "the rule 'unwritten' is 'consent'",
        "the rule 'commencement' about 'stated' is 'true'",
        "the contact point of JP is 'moj'",
        "KH signs through 'moj'",
    ],
)
def test_each_expectation_can_fail(then: str) -> None:
    steps = ("on 2026-03-02, JP issues inquiry.asked", "on 2026-03-04, it arrives")
    assert missed("one looks", then, given=steps) == (then,)


def test_a_given_that_the_agreement_refuses_fails_the_scenario() -> None:
    assert missed("one looks", "KH owes nothing", given=("KH issues misconduct.informed",)) == (
        "given: KH issues misconduct.informed: refused: KH may not issue it",
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("JP discloses it to the public", "nothing was issued"),
        ("it arrives", "nothing was issued"),
        ("JP withdraws 'the letter'", "no notice is called 'the letter'"),
        ("KH takes its consent back", "nothing was issued"),
        ("the agreement commences", "this agreement commences with its signature"),
        ("JP records dream-dreamt", "dream-dreamt is no act"),
        ("XX registers a letter sent of inquiry.asked", "XX is no party"),
        ("JP issues inquiry.asked with measure 'warning'", "inquiry.asked with measure 'warning'"),
    ],
)
def test_a_step_that_cannot_happen_is_said(when: str, words: str) -> None:
    assert missed(when, "KH owes nothing") == (words,)


@pytest.mark.parametrize(
    "sentence",
    [
        "JP whispers",
        "",
        "on 2026-13-01, it arrives",
        "JP issues inquiry.asked loudly",
        "JP issues inquiry.asked (secret)",
        "JP discloses it to somebody",
        "both sides agree on many days for 'x'",
    ],
)
def test_an_unknown_sentence_is_refused_with_its_line(sentence: str) -> None:
    assert [line for line, _ in faults(scenario(sentence, "KH owes nothing"))] == [5]
    text = scenario("one looks", "KH owes nothing", given=("one looks", sentence))
    assert [line for line, _ in faults(text)] == [4]


@pytest.mark.parametrize("then", ["refused: because", "permitted", "KH is happy", ""])
def test_an_unknown_expectation_is_refused_with_its_line(then: str) -> None:
    assert faults(scenario("one looks", then)) == [(6, f"unknown sentence: {then}")]


def test_every_unknown_sentence_is_told_at_once() -> None:
    text = scenario("x", "y", given=("z",)) + "\n" + scenario("one looks", "w")
    assert faults(text) == [
        (6, "unknown sentence: y"),
        (4, "unknown sentence: z"),
        (5, "unknown sentence: x"),
        (12, "unknown sentence: w"),
    ]


def test_an_unknown_key_and_broken_toml_are_refused() -> None:
    text = scenario("one looks", "KH owes nothing")
    assert faults(text + "\nwhy = 1")[0][0] == 7
    assert faults(text + '\nwhy = "')[0][0] == 7
    assert faults("") != []
    assert faults("scenario = 3") != []


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(sorted(FOLDERS)),
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(["'", '"', " it", "KH ", "(", ")", "2026-02-30", "\\", "]", ", "]),
)
def test_damaged_scenarios_are_refused_or_played_never_crashed_on(
    name: str, place: float, column: float, scrap: str
) -> None:
    lines = (FOLDERS[name] / "scenarios.toml").read_text(encoding="utf-8").split("\n")
    index = int(place * len(lines))
    at = int(column * (len(lines[index]) + 1))
    lines[index] = lines[index][:at] + scrap + lines[index][at:]
    try:
        scenarios = read("\n".join(lines))
    except ScenariosRefused:
        return
    for one in scenarios:
        play(one, profile(name))
