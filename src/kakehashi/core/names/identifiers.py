"""Values that point at one person or organization: matched exactly, once written in one form."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

import phonenumbers

from kakehashi.core.lookup import fold
from kakehashi.core.names.cleaning import Script, script_of

SHARED_BY_MANY: Final = 12
"""A value that more bear than this (a call centre, a landmark) joins nobody."""
_LONGEST: Final = 300


class Mark(StrEnum):
    """The kinds of values that are matched exactly."""

    PHONE = "phone"
    ACCOUNT = "account"
    HANDLE = "handle"
    EMAIL = "email"
    ADDRESS = "address"
    LICENCE = "licence"


class Identifier(NamedTuple):
    """A kind of value, and the value in its one form."""

    mark: Mark
    value: str


def identifier(mark: Mark, written: str, *, region: str = "") -> Identifier | None:
    """Bring a value to its one form; None where nothing is left that could point at anybody.

    `region` (ISO 3166-1 alpha-2) is where a telephone number without a country code was written.
    """
    text = unicodedata.normalize("NFKC", written[:_LONGEST])
    value = _FORMS[mark](text, region)
    return Identifier(mark, value) if value else None


def _phone(text: str, region: str) -> str:
    digits = _digits(text)
    try:
        number = phonenumbers.parse(digits, region or None)
    except phonenumbers.NumberParseException:
        bare = digits.lstrip("+")
        return bare if len(bare) >= 7 else ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _digits(text: str) -> str:
    """Keep the digits, of whatever script, and a plus sign in front."""
    digits = "".join(
        str(unicodedata.digit(c)) for c in text if unicodedata.digit(c, None) is not None
    )
    return ("+" if text.strip().startswith(("+", "(+")) else "") + digits


def _account(text: str, _: str) -> str:
    value = "".join(c for c in text.upper() if c.isalnum())
    value = "".join(str(unicodedata.digit(c, c)) for c in value)
    return value if sum(c.isdigit() for c in value) >= 5 else ""


_HOSTS: Final = re.compile(
    r"^(?:https?://)?(?:www\.|m\.|web\.)?"
    r"(?:facebook\.com|fb\.com|fb\.me|t\.me|telegram\.me|instagram\.com|tiktok\.com|line\.me|vk\.com)/"
    r"(?:@|~|profile\.php\?id=|ti/p/)?"
)


def _handle(text: str, _: str) -> str:
    value = _HOSTS.sub("", text.strip().lower()).split("?")[0].strip("/").lstrip("@").strip()
    return value if len(value) >= 3 else ""


def _email(text: str, _: str) -> str:
    value = text.strip().lower().removeprefix("mailto:")
    name, at, host = value.partition("@")
    return f"{name.split('+')[0]}@{host}" if at and name and "." in host else ""


_STREETS: Final[Mapping[str, str]] = {
    "street": "st", "str": "st", "road": "rd", "avenue": "ave", "boulevard": "blvd", "blvd": "blvd",
    "ул": "улица", "пр": "проспект", "просп": "проспект", "хиёб": "хиёбон", "no": "",
    "building": "bldg",
}  # fmt: skip
_BLOCKS: Final = re.compile("丁目|番地|番|号")
_NUMBERS: Final = str.maketrans("一二三四五六七八九", "123456789")


def _address(text: str, _: str) -> str:
    text = text.lower()
    if any(script_of(c) is Script.KANJI for c in text):
        text = re.sub("([一二三四五六七八九])(?=丁目)", lambda m: m[0].translate(_NUMBERS), text)
        text = _BLOCKS.sub("-", text)
        text = re.sub(r"[-‐‑‒–—−ー]+(?=\d|\s|$|\D)", lambda _: "-", text)
    words = re.findall(r"[^\W_]+", text)
    folded = (fold(_STREETS.get(word, word)) for word in words)
    value = " ".join(word for word in folded if word)
    return value if len(value) >= 8 and any(c.isdigit() for c in value) else ""


def _licence(text: str, _: str) -> str:
    value = fold(text)
    return value if len(value) >= 4 and any(c.isdigit() for c in value) else ""


_FORMS: Final[Mapping[Mark, Callable[[str, str], str]]] = {
    Mark.PHONE: _phone,
    Mark.ACCOUNT: _account,
    Mark.HANDLE: _handle,
    Mark.EMAIL: _email,
    Mark.ADDRESS: _address,
    Mark.LICENCE: _licence,
}
