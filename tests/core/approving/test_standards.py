"""Standards as data: what is shipped is read, and what is wrong is named where it is."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi import node
from kakehashi.core.approving.standards import Flaw, StandardsRefused, read, written
from tests.core.approving.test_asks import SET

FILES = sorted(node.SHIPPED.glob("*/standards.toml"))


@pytest.mark.parametrize("file", FILES, ids=[file.parent.name for file in FILES])
def test_a_shipped_set_mirrors_every_category_and_says_what_it_is(file: Any) -> None:
    made = read(tomllib.loads(file.read_text(encoding="utf-8")))
    assert made.is_starting
    assert {one.category for one in made.standards} == {"", "a", "b", "c", "d", "e"}
    assert all(one.undertaking for one in made.standards if one.category)
    assert read(written(made)) == made


def test_numbers_are_written_and_read_back() -> None:
    assert SET.number(5) == "KHM000005"
    assert SET.serial("KHM000005") == 5
    assert SET.serial("KHM1234567") == 1234567
    assert SET.serial("TJK000005") is None
    assert SET.serial("KHM00000x") is None


@pytest.mark.parametrize(
    ("change", "at", "flaw"),
    [
        ({"prefix": "kh"}, "prefix", Flaw.NO_PREFIX),
        ({"digits": 0}, "digits", Flaw.NO_NUMBER),
        ({"months": True}, "months", Flaw.NO_NUMBER),
        ({"standards": []}, "standards", Flaw.NONE),
        ({"title": {"ja": "基準"}}, "title.en", Flaw.NO_ENGLISH),
        ({"more": 1}, "more", Flaw.UNKNOWN),
    ],
)
def test_what_is_wrong_with_a_set_is_named(change: dict[str, Any], at: str, flaw: Flaw) -> None:
    with pytest.raises(StandardsRefused) as refused:
        read(written(SET) | change)
    assert (at, flaw) in [(one.at, one.flaw) for one in refused.value.problems]


@pytest.mark.parametrize(
    ("change", "name", "flaw"),
    [
        ({"code": "No Code"}, "code", Flaw.NO_CODE),
        ({"code": "no-deposit"}, "code", Flaw.TWICE),
        ({"title": {"en": " "}}, "title.en", Flaw.NO_TEXT),
        ({"evidence": {"en": "x" * 2001}}, "evidence.en", Flaw.TOO_LONG),
        ({"papers": ["poem"]}, "papers", Flaw.NO_PAPER),
        ({"ground": "mood"}, "ground", Flaw.NO_GROUND),
        ({"category": "f"}, "category", Flaw.NO_CATEGORY),
    ],
)
def test_what_is_wrong_with_a_standard_is_named(
    change: dict[str, Any], name: str, flaw: Flaw
) -> None:
    said = written(SET)
    said["standards"][0] |= change
    with pytest.raises(StandardsRefused) as refused:
        read(said)
    assert name in {one.at.split(".", 2)[-1] for one in refused.value.problems}
    assert flaw in {one.flaw for one in refused.value.problems}


@pytest.mark.parametrize("name", ["code", "title", "papers", "ground", "category"])
@pytest.mark.parametrize("odd", [None, 7, [[]], {"x": []}, [{"en": 1}]])
def test_no_odd_value_breaks_the_reading(name: str, odd: Any) -> None:
    said = written(SET)
    said["standards"][0] |= {name: odd}
    with pytest.raises(StandardsRefused):
        read(said)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


@given(said=st.dictionaries(st.sampled_from(["title", "standards", "prefix", "x"]), json_like))
def test_whatever_a_file_says_is_refused_in_words_and_nothing_breaks(said: dict[str, Any]) -> None:
    with pytest.raises(StandardsRefused):
        read(said)
