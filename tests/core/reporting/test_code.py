"""A report's code: said, typed back as people type, and noticed where it is mistyped."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.core.proquints import NotWords, spell, unspell
from kakehashi.core.reporting.code import CHANCE, NotACode, WayBack, code_of, read_code, way_back

CHANCES = st.binary(min_size=CHANCE, max_size=CHANCE)
CYRILLIC = str.maketrans("bdfghjklmnprstvzaiou", "бдфгҳҷклмнпрствзаиоу")


@given(CHANCES)
def test_a_code_is_five_words_that_read_back(chance: bytes) -> None:
    code = code_of(chance)
    assert [len(word) for word in code.split("-")] == [5] * 5
    assert read_code(code) == chance


@given(CHANCES, st.sampled_from([" ", "", "  -  ", ". ", "\n", "・", "1 "]))
def test_a_code_is_read_however_it_is_spaced_and_written(chance: bytes, between: str) -> None:
    words = code_of(chance).split("-")
    assert read_code(between.join(words).upper()) == chance
    assert read_code(between.join(words).translate(CYRILLIC)) == chance
    wide = "".join(chr(ord(one) + 0xFEE0) for one in "".join(words))
    assert read_code(wide) == chance


@given(CHANCES, st.integers(0, 24), st.sampled_from("bdfghjklmnprstvzaiou"))
def test_one_wrong_letter_is_noticed_nearly_always(chance: bytes, at: int, letter: str) -> None:
    letters = code_of(chance).replace("-", "")
    typed = letters[:at] + letter + letters[at + 1 :]
    try:
        read = read_code(typed)
    except NotACode:
        return
    # One in 256 passes the check: it is then another code, and no report is found under it.
    assert (read == chance) is (typed == letters)


@pytest.mark.parametrize(
    "typed", ["", "   ", "សួស្តី", "lusab", "lusab-babad-gutih-tugad", "x" * 100_000, "\0" * 25]
)
def test_what_is_no_code_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(NotACode) as refused:
        read_code(typed)
    assert not refused.value.is_mistyped


@given(st.binary(max_size=40).filter(lambda data: len(data) % 2 == 0 and data))
def test_words_carry_their_bytes(data: bytes) -> None:
    assert unspell(" ".join(spell(data))) == data


@given(st.text(max_size=60))
def test_any_text_is_words_or_refused(text: str) -> None:
    with suppress(NotWords):
        assert spell(unspell(text))


@settings(max_examples=2, deadline=None)
@given(CHANCES)
def test_a_code_opens_one_report_of_one_node(chance: bytes) -> None:
    here, there = (way_back(chance, node_name=name) for name in ("a.example", "b.example"))
    assert here.locator != there.locator
    assert len({here.locator, here.private, here.public, here.secret, here.mark(b"x")}) == 5


@given(st.binary(min_size=32, max_size=32))
def test_marks_tell_things_apart(secret: bytes) -> None:
    way = WayBack(secret)
    assert way.mark(b"ab", b"c") != way.mark(b"a", b"bc")
