"""In which script (ISO 15924) a name is written, and the language that it is most used for here.

`core.names` tells scripts apart for comparing, letter by letter; this is what a notice says of a
name as a whole.
"""

import unicodedata
from functools import lru_cache
from typing import Final

UNKNOWN: Final = "Zyyy"
_SCRIPTS: Final = {
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "CJK": "Jpan",
    "KHMER": "Khmr",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "THAI": "Thai",
    "HANGUL": "Kore",
    "MYANMAR": "Mymr",
    "LAO": "Laoo",
    "LATIN": "Latn",
}
_LANGUAGES: Final = {
    "Latn": "en",
    "Jpan": "ja",
    "Khmr": "km",
    "Cyrl": "tg",
    "Arab": "fa",
    "Thai": "th",
    "Kore": "ko",
    "Mymr": "my",
    "Laoo": "lo",
}


def script_of(text: str) -> str:
    """Guess the script of a name by its letters; without any that is known, `UNKNOWN`.

    Latin letters stand in names of every script ("ABC株式会社"), so any other script wins over
    them, the Japanese one over all, and else the first that there is.
    """
    found = dict.fromkeys(script for letter in text if (script := _script(letter)))
    if "Jpan" in found:
        return "Jpan"
    others = [script for script in found if script != "Latn"]
    return next(iter(others), "Latn" if found else UNKNOWN)


def language_of(text: str) -> str:
    """Guess the language of a name: that which its script is most used for here, or `und`."""
    return _LANGUAGES.get(script_of(text), "und")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    if not letter.isalpha():
        return ""
    name = unicodedata.name(letter, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
    return _SCRIPTS.get(name.partition(" ")[0], "")
