"""Whatever was typed, a report is read; what cannot be meant is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.notices.intermediaries import Category
from kakehashi.core.reporting.likeness import ALIKE, groups, share, sketch
from kakehashi.core.reporting.steps import FIELDS, Place, Step, TooLong, clean, kept
from kakehashi.core.reporting.told import MayKnow, Part, Permission, says_something, told

ANSWERS = st.dictionaries(
    st.sampled_from([str(Place(step)) for step in Step]) | st.text(max_size=8),
    st.dictionaries(
        st.sampled_from([name for fields in FIELDS.values() for name in fields]),
        st.lists(st.text(max_size=20), max_size=3),
    ),
)
KHMER = "គាត់បានយកលិខិតឆ្លងដែនរបស់ខ្ញុំ ហើយសុំប្រាក់កក់បីពាន់ដុល្លារ"


@given(ANSWERS)
def test_whatever_was_typed_is_read(answers: dict[str, dict[str, list[str]]]) -> None:
    assert told(answers).permission.may_know in MayKnow
    assert isinstance(says_something(answers), bool)


def test_what_was_told_stands_in_its_place() -> None:
    read = told(
        {
            "what": {"what": ["e", "a", "zz"]},
            "story": {"story": [KHMER]},
            "who.1": {"name": ["សុខ សុភា"], "role": ["broker"], "contact": ["012 345 678"]},
            "who.3": {"name": ["Sok Sophea"], "role": ["king"]},
            "money.2": {"amount": ["3,000"], "currency": ["USD"], "state": ["paid"]},
        }
    )
    assert read.categories == (Category.PROPERTY, Category.FEES)
    assert [one.name for one in read.people] == ["សុខ សុភា", "Sok Sophea"]
    assert [one.part for one in read.people] == [Part.BROKER, None]
    assert read.sums[0].is_paid
    assert read.sums[0].has_receipt is None
    assert KHMER in read.words


@pytest.mark.parametrize("said", [{}, {"know": ["everybody"]}, {"know": []}, {"files": ["true"]}])
def test_what_is_not_plainly_permitted_is_not(said: dict[str, list[str]]) -> None:
    assert told({"know": said}).permission == Permission(MayKnow.OFFICE, False, False)  # noqa: FBT003 - as stored


def test_a_report_without_a_word_says_nothing() -> None:
    assert not says_something({"whom": {"whom": ["self"]}, "know": {"know": ["office"]}})
    assert says_something({"what": {"what": ["a"]}})
    assert says_something({"who.2": {"name": ["x"]}})


def test_what_turns_a_line_about_is_left_out_and_what_khmer_needs_is_not() -> None:
    assert clean("a\u202eb\u2066c\x00d\ufeff\U000e0041") == "abcd"
    assert clean("ភាសា\u200bខ្មែរ\u200c") == "ភាសា\u200bខ្មែរ\u200c"
    assert clean("one\r\ntwo\rthree") == "one\ntwo\nthree"


def test_a_name_of_a_hundred_thousand_letters_is_too_long_and_says_so() -> None:
    with pytest.raises(TooLong) as refused:
        kept(Step.WHO, {"name": ["x" * 100_000]})
    assert (refused.value.field, refused.value.length, refused.value.most) == ("name", 100_000, 300)


def test_only_what_was_asked_is_kept() -> None:
    assert kept(Step.WHO, {"name": [" x "], "evil": ["y"], "role": [""]}) == {"name": ["x"]}


@pytest.mark.parametrize("name", ["who", "who.0", "who.10", "who.x", "what.1", "x", "", "who.²"])
def test_a_place_that_is_none_is_not_found(name: str) -> None:
    assert Place.named(name) is None


def test_places_read_back_from_their_names() -> None:
    for place in (Place(Step.WHO, 9), Place(Step.STORY), Place(Step.MONEY)):
        assert Place.named(str(place)) == place


def test_the_same_story_with_other_numbers_is_alike_and_another_one_is_not() -> None:
    texts = {f"{n}": f"Broker Chan took my passport and {n} dollars in Takeo" for n in range(50)}
    texts["buried"] = "The agency in Phnom Penh asked a deposit of my mother and threatened her"
    texts["khmer"], texts["khmer too"] = KHMER, KHMER + " នៅតាកែវ"
    found = groups({name: sketch(words) for name, words in texts.items()})
    assert [len(group) for group in found] == [50, 2, 1]
    assert found[-1] == ["buried"]
    assert sorted(found[1]) == ["khmer", "khmer too"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_of_both_alike(one: str, other: str) -> None:
    a, b = sketch(one), sketch(other)
    assert share(a, b) == share(b, a)
    assert not a or share(a, sketch(one)) == 1.0 >= ALIKE
