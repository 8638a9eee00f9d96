"""Standard questions and answers are there in every language, for every code."""

from collections import defaultdict

import pytest
from django.utils import translation

from kakehashi.core.notices import KINDS
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.schema import code_types
from kakehashi.desk.phrases import LANGUAGES, phrase, phrases
from kakehashi.web.desk.speech import said

CODES: dict[str, type[Code]] = {
    codes.__name__: codes for kind in KINDS.values() for codes in code_types(kind)
}
NEEDED = ("Template", "Reply", "WhyNot", "Outcome", "ExamReply", "ReturnReply", "CertificateState")


def test_each_phrase_has_a_text_in_every_language_and_says_what_its_code_says() -> None:
    for type_name, code, texts in phrases():
        assert tuple(texts) == LANGUAGES, (type_name, code)
        assert all(text.strip() == text != "" for text in texts.values()), (type_name, code)
        assert CODES[type_name](code).label == texts["en"], (type_name, code)


def test_no_code_of_a_type_that_has_phrases_is_without_one() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for type_name, code, _texts in phrases():
        found[type_name].add(code)
    assert set(NEEDED) <= set(found)
    for type_name, codes in found.items():
        assert codes == set(CODES[type_name]), type_name


def test_one_english_text_is_not_said_in_two_ways() -> None:
    said_so: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _type, _code, texts in phrases():
        for language in LANGUAGES:
            said_so[texts["en"], language].add(texts[language])
    assert not {english for english, every in said_so.items() if len(every) > 1}


@pytest.mark.parametrize(
    ("language", "words"),
    [("km", "ទេ"), ("tg", "Не"), ("ru", "Нет"), ("ja", "いいえ"), ("en", "No")],
)
def test_an_answer_is_read_in_the_language_of_its_reader(language: str, words: str) -> None:
    with translation.override(language):
        assert said("No") == words


def test_what_is_no_standard_phrase_has_none() -> None:
    assert phrase("Anything else", "km") == ""
