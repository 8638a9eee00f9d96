"""Texts and their translations: no language has a gap, and none loses what it must carry."""

import re

import pytest
from babel.messages.catalog import Message

from catalogues import LANGUAGES, LOCALE, is_translated, marked_texts, read_catalogue
from kakehashi.desk.phrases import phrases

PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]|\{\w*(?::[^}]*)?\}|</?\w+>|`[^`]+`")


def texts(language: str) -> list[Message]:
    catalogue = read_catalogue(LOCALE / language / "LC_MESSAGES" / "django.po", language)
    return [message for message in catalogue if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translated form beside the English one that it stands for; the last English for more."""
    said = [message.id] if isinstance(message.id, str) else list(message.id)
    given = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [(said[min(n, len(said) - 1)], text) for n, text in enumerate(given) if text]


def test_every_marked_text_is_in_every_catalogue() -> None:
    marked = {(message.id, message.context) for message in marked_texts() if message.id}
    for language in LANGUAGES:
        known = {(message.id, message.context) for message in texts(language)}
        assert sorted(map(str, marked - known)) == [], language


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_a_gap(language: str) -> None:
    assert [message.id for message in texts(language) if not is_translated(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_as_many_forms_as_its_language(language: str) -> None:
    catalogue = read_catalogue(LOCALE / language / "LC_MESSAGES" / "django.po", language)
    found = [
        message.id
        for message in texts(language)
        if isinstance(message.id, tuple) and len(message.string or ()) != catalogue.num_plurals
    ]
    assert found == []


@pytest.mark.parametrize("language", ["tg", "ru"])
def test_no_word_mixes_cyrillic_and_latin_letters(language: str) -> None:
    """A Latin letter that looks Cyrillic is read right, and found by no search."""
    assert [
        word
        for message in texts(language)
        for _, text in forms(message)
        for word in re.findall(r"\w+", PLACEHOLDER.sub(" ", text))
        if re.search(r"[A-Za-z]", word) and re.search(r"[Ѐ-ӿ]", word)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert [message.id for message in texts(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_carry_what_the_english_carries(language: str) -> None:
    found = [
        (english, text)
        for message in texts(language)
        for english, text in forms(message)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(text))
        # A plural may leave its number out where the language counts in words.
        and not (isinstance(message.id, tuple) and language != "ja")
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_begin_and_end_as_the_english_does(language: str) -> None:
    found = [
        (english, text)
        for message in texts(language)
        for english, text in forms(message)
        if (english[:1].isspace(), english[-1:].isspace())
        != (text[:1].isspace(), text[-1:].isspace())
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_standard_phrase_reads_as_the_form_that_offers_it(language: str) -> None:
    """What an officer chooses, and what the other side reads, is one text, in every language."""
    catalogue = {message.id: message.string for message in texts(language) if not message.context}
    found = [
        (said["en"], said[language], catalogue[said["en"]])
        for _type, _code, said in phrases()
        if said[language] != catalogue.get(said["en"], said[language])
        # An act here; on the pages the state of an organization, a word of another gender.
        and not (language == "ru" and said["en"] in ("Suspended", "Revoked"))
    ]
    assert found == []
