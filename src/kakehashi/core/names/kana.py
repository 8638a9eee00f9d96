"""Kana in Hepburn letters; what foreign words become in katakana and back meets in `sounds`."""

from functools import lru_cache
from typing import Final

_ROWS: Final = (
    ("あいうえお", "a i u e o"),
    ("かきくけこ", "ka ki ku ke ko"),
    ("がぎぐげご", "ga gi gu ge go"),
    ("さしすせそ", "sa shi su se so"),
    ("ざじずぜぞ", "za ji zu ze zo"),
    ("たちつてと", "ta chi tsu te to"),
    ("だぢづでど", "da ji zu de do"),
    ("なにぬねの", "na ni nu ne no"),
    ("はひふへほ", "ha hi fu he ho"),
    ("ばびぶべぼ", "ba bi bu be bo"),
    ("ぱぴぷぺぽ", "pa pi pu pe po"),
    ("まみむめも", "ma mi mu me mo"),
    ("やゆよ", "ya yu yo"),
    ("らりるれろ", "ra ri ru re ro"),
    ("わゐゑをん", "wa i e o n"),
    ("ぁぃぅぇぉゃゅょゎゔゕゖ", "a i u e o ya yu yo wa vu ka ke"),
)
_KANA: Final = {
    sign: said for signs, row in _ROWS for sign, said in zip(signs, row.split(), strict=True)
}
_SMALL_VOWELS: Final = dict(zip("ぁぃぅぇぉ", "aiueo", strict=True))
_SMALL_Y: Final = dict(zip("ゃゅょ", "auo", strict=True))
_VOWELS: Final = "aiueo"


def is_kana(character: str) -> bool:
    """Say whether a character is kana or the sign of a long vowel."""
    return "\u3041" <= character <= "\u30ff"


@lru_cache(maxsize=16_384)
def romanize(text: str) -> str:
    """Write kana in Hepburn letters, long vowels doubled; what is no kana is left out."""
    written: list[str] = []
    doubled = False
    for sign in text:
        kana = chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign
        if kana == "っ":
            doubled = True
            continue
        if kana == "ー":
            if written and written[-1][-1:] in _VOWELS:
                written.append(written[-1][-1])
            continue
        if kana in _SMALL_Y and written and written[-1].endswith("i"):
            written[-1] = _with_y(written[-1][:-1], _SMALL_Y[kana])
            continue
        if kana in _SMALL_VOWELS and written and written[-1][-1:] in _VOWELS and written[-1][:-1]:
            written[-1] = _with_small(written[-1], _SMALL_VOWELS[kana])
            continue
        said = _KANA.get(kana, "")
        if said:
            written.append((said[0] if doubled and said[0] not in _VOWELS else "") + said)
        doubled = False
    return "".join(written)


def _with_y(onset: str, vowel: str) -> str:
    return onset + vowel if onset.endswith(("sh", "ch", "j")) else f"{onset}y{vowel}"


def _with_small(said: str, vowel: str) -> str:
    """Join a small vowel: fa, ti, che, vi, and w before what follows u alone."""
    onset = said[:-1]
    return {"ts": "ts", "f": "f", "v": "v"}.get(onset, onset) + vowel
