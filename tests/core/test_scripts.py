"""The script of a name, and the language that it is most used for here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.core.notices.text import Name
from kakehashi.core.scripts import language_of, script_of


@pytest.mark.parametrize(
    ("name", "script", "language"),
    [
        ("Mekong Anakot", "Latn", "en"),
        ("Ｍｅｋｏｎｇ", "Latn", "en"),
        ("ABC株式会社", "Jpan", "ja"),
        ("株式会社ABC", "Jpan", "ja"),
        ("ひかり生活支援", "Jpan", "ja"),
        ("ﾋｶﾘ", "Jpan", "ja"),
        ("LLC «Роҳи нав»", "Cyrl", "tg"),
        ("មេគង្គ Co., Ltd.", "Khmr", "km"),
        ("ສາຍນໍ້າ", "Laoo", "lo"),
        ("123 – 45", "Zyyy", "und"),
        ("", "Zyyy", "und"),
    ],
)
def test_any_script_wins_over_latin_and_japanese_over_all(
    name: str, script: str, language: str
) -> None:
    assert (script_of(name), language_of(name)) == (script, language)


@given(st.text(min_size=1, max_size=40))
def test_what_is_guessed_is_what_a_notice_may_say_of_a_name(text: str) -> None:
    given_name = {"text": "A name", "lang": language_of(text), "script": script_of(text)}
    assert Name.model_validate(given_name).script == script_of(text)
