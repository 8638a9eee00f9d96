"""Words as they were given: lines, paragraphs, languages, scripts and names.

Nothing is normalized. Refused everywhere: control characters, lone surrogates, line and
paragraph separators, and the characters that turn the direction of writing about.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.payload import Payload

_TURNING = r"\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF"
_IN_LINES = r"\u0000-\u001F\u007F-\u009F" + _TURNING
_IN_PARAGRAPHS = r"\u0000-\u0008\u000B-\u001F\u007F-\u009F" + _TURNING


def _pattern(refused: str) -> str:
    return rf"^[^{refused}]*[^{refused}\s][^{refused}]*$"


LINE = _pattern(_IN_LINES)
PARAGRAPHS = _pattern(_IN_PARAGRAPHS)

Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=LINE)]
LongLine = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=LINE)]
Reference = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=LINE)]
Paragraphs = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=PARAGRAPHS)]

Language = Annotated[
    str,
    StringConstraints(
        max_length=35,
        pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[a-z0-9]{5,8})*$",
    ),
]
"""A BCP 47 tag in its canonical case: `en`, `ja`, `km`, `tg`, `tg-Cyrl`, `und`."""

Script = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")]
"""An ISO 15924 code: `Latn`, `Khmr`, `Cyrl`, `Jpan`."""


class TranslatedBy(Code):
    """Who made a translation."""

    PERSON = "person", "A person"
    MACHINE = "machine", "A machine"


class Translation(Payload):
    """A translation: an aid to the reader, never the text that counts."""

    lang: Language = Field(title="Language")
    text: Paragraphs = Field(title="Translation")
    made_by: TranslatedBy = Field(title="Translated by")


class Text(Payload):
    """Free text in the language it was written in; translations are marked as aids."""

    lang: Language = Field(title="Language")
    text: Paragraphs = Field(title="Text")
    aids: tuple[Translation, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=10,
        title="Translations as aids",
        description="They help the reader. Only the text itself counts.",
    )


class Name(Payload):
    """A name exactly as given, with its language and script."""

    text: Line = Field(title="Name")
    lang: Language = Field(title="Language")
    script: Script = Field(title="Script")


class NameUse(Code):
    """What a name of an organization is."""

    OFFICIAL = "official", "Official name"
    PUBLISHED = "as-published", "Name as published elsewhere"
    TRADE = "trade", "Trade name"
    SHORT = "short", "Short name"
    TRANSLITERATED = "transliterated", "In another script"
    TRANSLATED = "translated", "In another language"
    FORMER = "former", "Former name"


class OrganizationName(Name):
    """One of an organization's names."""

    use: NameUse = Field(default=NameUse.OFFICIAL, title="Kind of name")


Names = Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]
OrganizationNames = Annotated[tuple[OrganizationName, ...], Field(min_length=1, max_length=20)]
Remarks = Annotated[tuple[Text, ...], Field(max_length=20)]
