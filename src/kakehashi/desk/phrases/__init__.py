"""Standard questions and answers in the languages of the desks, as data.

A notice carries only the code, so that each reader reads its own language. One file for each sort
of matter; a table is named by the code's type and its value, and holds a text for each language.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("en", "ja", "km", "tg", "ru")
"""Every phrase has a text in each of these."""


def phrase(english: str, language: str) -> str:
    """Give a standard question or answer in a language; empty where it is none of these."""
    return _in(language).get(english, "") if language != "en" else ""


def phrases() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Give every phrase: the code's type, its value, and the texts by language."""
    for text in _texts():
        for type_name, codes in tomllib.loads(text).items():
            for code, texts in codes.items():
                yield type_name, code, texts


@cache
def _in(language: str) -> Mapping[str, str]:
    found = {texts["en"]: texts[language] for _, _, texts in phrases() if language in texts}
    return MappingProxyType(found)


def _texts() -> list[str]:
    shipped = sorted(files(__name__).iterdir(), key=lambda file: file.name)
    return [file.read_text(encoding="utf-8") for file in shipped if file.name.endswith(".toml")]
