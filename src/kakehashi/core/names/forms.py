"""Words that say what kind of body it is and not which one: legal forms, and words of business.

A legal form is taken out before names are compared; a word of business (industry, trading,
institute) stays, counts little, and meets its translation. Both in all four scripts.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from kakehashi.core.names.cleaning import UNSPACED, Script, script_of
from kakehashi.core.names.form_words import BUSINESS, LEGAL
from kakehashi.core.names.sounds import plain

_LITTLE: Final = """
of and the for in at on de la le les des du von der und el del di named after
имени ба номи им и на по в во для ва дар
"""
LITTLE: Final = frozenset(_LITTLE.split())
"""Words that join others and say nothing by themselves."""

_WEAK: Final = """
co sa ag ab nv oy bv ao lp ип ао npo ngo spa k kk s a l p r im им inc ooo c
"""
WEAK: Final = frozenset(_WEAK.split())
"""Spellings so short that they are legal forms only where they end a name or begin it."""


@lru_cache(maxsize=1)
def _legal() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Give the legal forms of words by their first word, the longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for code, spellings in _rows(LEGAL):
        for spelling in spellings:
            words = tuple(plain(word) if _is_latin(word) else word for word in spelling.split())
            if words and not _is_unspaced(spelling):
                by_first.setdefault(words[0], []).append((words, code))
    return {
        first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()
    }


@lru_cache(maxsize=1)
def _legal_unspaced() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    """Give the legal forms written without spaces; only those of several letters inside a word."""
    forms = {
        spelling.strip("()"): code
        for code, spellings in _rows(LEGAL)
        for spelling in spellings
        if _is_unspaced(spelling)
    }
    long = sorted((form for form in forms if len(form) > 1), key=len, reverse=True)
    either = "|".join(map(re.escape, long))
    return forms, re.compile(f"(?:{either})$"), re.compile(f"(?:{either})")


@lru_cache(maxsize=1)
def _business() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Give the words of business by their stem, and those written without spaces, longest first."""
    by_stem: dict[str, str] = {}
    unspaced: list[tuple[str, str]] = []
    for code, spellings in _rows(BUSINESS):
        for spelling in spellings:
            if _is_unspaced(spelling):
                unspaced.append((spelling, code))
            elif " " not in spelling:
                by_stem.setdefault(stem(plain(spelling) if _is_latin(spelling) else spelling), code)
    return by_stem, tuple(sorted(unspaced, key=lambda row: -len(row[0])))


def _rows(table: str) -> Iterable[tuple[str, list[str]]]:
    for line in table.replace("\n  ", "").splitlines():
        words, _, said = line.partition("|=")
        code, *spellings = words.split("|")
        yield code, [code, *spellings, *said.split()]


def _is_latin(word: str) -> bool:
    return script_of(word[0]) is Script.LATIN


def _is_unspaced(spelling: str) -> bool:
    return script_of(spelling.strip("()")[0]) in UNSPACED or spelling.endswith("法人")


_ENDED: Final = """
ского ской ский ская ское ого ему ыми ами ная ный ное ные ных ной ии ия ий ый ая ое ые ых ой ом ам
ов ев ы и а я о е у ю ь й
"""
_ENDINGS: Final = tuple(_ENDED.split())
_SHORTEST_STEM: Final = 4


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Take off what bends a word: a Russian ending, an English plural."""
    if script_of(word[0]) is Script.CYRILLIC:
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                return word[: -len(ending)]
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_STEM:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > _SHORTEST_STEM else word


def business(word: str) -> str:
    """Give the code of a word of business, or nothing; Latin words are plain."""
    return _business()[0].get(stem(word), "")


def without_legal(words: list[tuple[str, Script]]) -> tuple[list[tuple[str, Script]], list[str]]:
    """Take legal forms out of a name's words (Latin ones plain); a name is never left empty."""
    codes: list[str] = []
    kept: list[tuple[str, Script]] = []
    at = 0
    while at < len(words):
        word, script = words[at]
        if script in UNSPACED:
            left, taken = _unwrapped(word)
            codes += taken
            kept += [(left, script)] if left else []
            at += 1
            continue
        length, code = _form_at(words, at)
        if length:
            codes.append(code)
        else:
            kept.append(words[at])
        at += length or 1
    if kept:
        return kept, codes
    return words, []


def _form_at(words: list[tuple[str, Script]], at: int) -> tuple[int, str]:
    for form, code in _legal().get(words[at][0], ()):
        end = at + len(form)
        if tuple(word for word, _ in words[at:end]) != form:
            continue
        is_weak = all(word in WEAK for word in form)
        if is_weak and len(words) - len(form) < 1:
            continue
        if is_weak and at > 0 and end < len(words) and not _form_at(words, end)[0]:
            continue
        return len(form), code
    return (1, near) if (near := _nearly_legal(words[at][0])) else (0, "")


_LONG_LEGAL: Final = {
    "corporation": "corporation", "incorporated": "corporation", "limited": "limited company",
    "company": "limited company", "корпорация": "corporation", "компания": "limited company",
}  # fmt: skip


@lru_cache(maxsize=16_384)
def _nearly_legal(word: str) -> str:
    """Give the long legal form that a word is but for a slip of the pen, or two in a long one."""
    if len(word) < 6 or business(word):
        return ""
    for form, code in _LONG_LEGAL.items():
        slips = 2 if len(form) > 9 else 1
        if Levenshtein.distance(word, form, score_cutoff=slips) <= slips:
            return code
    return ""


@lru_cache(maxsize=16_384)
def _unwrapped(word: str) -> tuple[str, tuple[str, ...]]:
    """Take legal forms off both ends of a word without spaces: what is left, and their codes."""
    forms, at_end, at_start = _legal_unspaced()
    codes: list[str] = []
    if word in forms:
        return "", (forms[word],)
    while word:
        if found := at_start.match(word):
            word = word[found.end() :]
        elif found := at_end.search(word):
            word = word[: found.start()]
        else:
            break
        codes.append(forms[found.group()])
    return word, tuple(codes)


@lru_cache(maxsize=16_384)
def split_business(word: str) -> tuple[tuple[str, str], ...]:
    """Split words of business off both ends of a word without spaces: (piece, code or nothing)."""
    codes, at_end, at_start = _unspaced_business()
    front: list[tuple[str, str]] = []
    back: list[tuple[str, str]] = []
    while True:
        if (found := at_end.search(word)) and found.start():
            back.insert(0, (found.group(), codes[found.group()]))
            word = word[: found.start()]
        elif (found := at_start.match(word)) and found.end() < len(word):
            front.append((found.group(), codes[found.group()]))
            word = word[found.end() :]
        else:
            return (*front, (word, ""), *back)


@lru_cache(maxsize=1)
def _unspaced_business() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str]]:
    codes = {piece: code for piece, code in reversed(_business()[1]) if len(piece) > 1}
    either = "|".join(re.escape(piece) for piece in sorted(codes, key=len, reverse=True))
    return codes, re.compile(f"(?:{either})$"), re.compile(f"(?:{either})")
