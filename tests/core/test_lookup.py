"""A name is found however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.lookup import fold, fold_fields, index_terms, likeness, pairs, words


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("株式会社ジョイエンタープライズ", "ジヨイ エンタ-プライズ"),
        ("ＭＰＷ協同組合", "mpw"),
        ("ｱｰﾊﾞﾝ協同組合", "あーばん"),
        ("Asian Human Support(Cambodia)CO.,LTD.", "HUMAN support cambodia co ltd"),
        ("Công ty Cổ phần Đầu tư", "cong ty co phan dau tu"),
        ("Ҷамъияти Роҳнамо", "чамъияти рохнамо"),
        ("Ҷамъияти Роҳнамо", "ҶАМЪИЯТИ РОҲНАМО"),
        ("ក្រុមហ៊ុន សេវាការងារ", "សេវាការងារ"),
        ("ក្រុម\u200bហ៊ុន", "ក្រុមហ៊ុន"),
        ("19登-000001", "１９登－０００００１"),
        ("東京都千代田区霞が関1-1-1", "霞ガ関 1-1"),
    ],
)
def test_what_was_typed_is_found_in_what_is_stored(stored: str, typed: str) -> None:
    folded = fold_fields([stored])
    assert words(typed)
    assert all(word in folded for word in words(typed))


def test_khmer_vowels_and_signs_make_a_difference() -> None:
    assert fold("កា") != fold("កី")


def test_a_match_never_runs_from_one_field_into_the_next() -> None:
    assert fold("bc") not in fold_fields(["ab", "cd"])


def test_punctuation_alone_is_no_query() -> None:
    assert words(" … 。(%_'\"*) ") == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_piece_of_a_stored_text_is_reached_by_the_index(first: str, second: str) -> None:
    folded = fold_fields([first, second])
    terms = set(index_terms(folded))
    for field in folded.split():
        for start in range(len(field)):
            piece = field[start : start + 3]
            wanted = pairs(piece)
            assert set(wanted) <= terms
            assert any(term.startswith(piece[0]) for term in terms)


@given(st.text())
def test_terms_hold_letters_digits_and_marks_only(text: str) -> None:
    for term in index_terms(fold_fields([text])):
        assert not set(term) & set(" '\"*&|!():<>\\%_\0")


def test_likeness_is_one_for_the_same_and_nought_for_nothing_in_common() -> None:
    assert likeness("mekong", "mekong") == 1
    assert likeness("mekong", "фирдав") == 0
    assert likeness("mekongbridge", "mekongbrigde") > 0.6
