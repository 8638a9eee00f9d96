"""Cyrillic in Latin letters: Russian, Tajik and their neighbours, one spelling to compare by.

The many ways of writing one letter (kh, h; zh, j; yu, iu, ju) meet in `sounds`; here each letter
gets the commonest, and ё, which is often written е, and the Tajik ҷ, often ч, get two.
"""

from functools import lru_cache
from typing import Final

_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ё": "yo",
    "ғ": "gh", "ӣ": "i", "қ": "q", "ӯ": "u", "ҳ": "h", "ҷ": "j",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u", "ң": "ng", "ө": "o", "ү": "u", "ә": "a",
    "һ": "h", "ҝ": "g", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ђ": "dj",
}  # fmt: skip
_SECOND: Final = {"ё": "e", "ҷ": "ch"}


@lru_cache(maxsize=16_384)
def romanize(word: str) -> tuple[str, ...]:
    """Give a Cyrillic word in Latin letters; a second spelling where a letter has two."""
    first = "".join(_LETTERS.get(letter, letter) for letter in word)
    if not any(letter in word for letter in _SECOND):
        return (first,)
    second = "".join(_SECOND.get(letter, _LETTERS.get(letter, letter)) for letter in word)
    return (first, second)
