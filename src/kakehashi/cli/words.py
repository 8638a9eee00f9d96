"""Words of the command line, also where no node and so no settings exist yet.

They stand in the same catalogues as the pages; the language is the terminal's (LANGUAGE, LC_ALL,
LC_MESSAGES, LANG), English where it is none of ours.
"""

import gettext as catalogues
import sys
from functools import cache
from pathlib import Path

import kakehashi


@cache
def _catalogue() -> catalogues.NullTranslations:
    locale = Path(kakehashi.__file__).parent / "locale"
    return catalogues.translation("django", locale, fallback=True)


def gettext(text: str) -> str:
    """Give a text in the terminal's language."""
    return _catalogue().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Give the form of a text that fits a number, in the terminal's language."""
    return _catalogue().ngettext(one, many, count)


def complain(text: str) -> None:
    """Say on the error stream what was wrong; what a command prints stays clean for pipes."""
    print(text, file=sys.stderr)
