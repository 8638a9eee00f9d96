"""What both programs are asked: labelled pairs, and names to be found among very many.

Read from the folder of published lists; haystacks are filled up by recombining the words of the
names that are there, with a seed, so that every run asks the same.
"""

import csv
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

SEED = 20260701
SMALL = 20_000
LETTERS = 8
"""A name in which two slips are made has this many letters at least: of fewer nothing is left."""
TYPED = 300
SCRIPTS = {
    "Khmer persons": ("kh_person", "kh_public"),
    "Khmer places": ("kh_place",),
    "Cyrillic persons": ("ru_person",),
    "Tajik persons": ("tj_person",),
    "Cyrillic organizations": ("ru_org",),
    "Japanese persons": ("jp_person",),
    "Japanese organizations": ("jp_org",),
}


@dataclass(frozen=True, slots=True)
class Pair:
    group: str
    schema: str
    left: str
    right: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Hunt:
    """Names to be found: `asked` are (what is typed, the place of the right one in `names`)."""

    title: str
    schema: str
    names: list[str]
    asked: list[tuple[str, int]]


def pairs(folder: Path) -> list[Pair]:
    with (folder / "pairs.csv").open(encoding="utf-8") as opened:
        return [
            Pair(row["group"], row["schema"], row["name1"], row["name2"], row["label"] == "1")
            for row in csv.DictReader(opened)
        ]


def organization_names(folder: Path) -> list[str]:
    with (folder / "organization-names.csv").open(encoding="utf-8") as opened:
        return list(dict.fromkeys(row["name"] for row in csv.DictReader(opened)))


def recombined(names: Sequence[str], count: int, chance: random.Random) -> list[str]:
    """Fill up to `count` names with words of the names, in their places, none twice."""
    split = [name.split() for name in names]
    words = [word for some in split for word in some]
    lengths = [len(some) for some in split]
    made = dict.fromkeys(names)
    for _ in range(count * 4):
        if len(made) >= count:
            break
        made[" ".join(chance.choice(words) for _ in range(chance.choice(lengths)))] = None
    return list(made)[:count]


def across_scripts(labelled: Sequence[Pair]) -> list[Hunt]:
    """Names in one script to be found among Latin ones."""
    hunts = []
    latin = [pair.right for pair in labelled if pair.is_same]
    for title, groups in SCRIPTS.items():
        chance = random.Random(SEED)
        same = [pair for pair in labelled if pair.is_same and pair.group in groups]
        own = list(dict.fromkeys(pair.right for pair in same))
        hay = recombined(own, SMALL, chance)
        if len(hay) < SMALL:
            hay = list(dict.fromkeys([*hay, *recombined(latin, 2 * SMALL, chance)]))[:SMALL]
        places = {name: place for place, name in enumerate(hay)}
        asked = [(pair.left, places[pair.right]) for pair in same]
        hunts.append(Hunt(title, same[0].schema, hay, asked))
    return hunts


def with_slips(names: Sequence[str], size: int) -> Hunt:
    """Names in which two slips were made, to be found among very many."""
    chance = random.Random(SEED + size)
    hay = recombined(names, size, chance)
    places = [
        place
        for place in chance.sample(range(len(hay)), min(len(hay), TYPED * 4))
        if sum(letter.isalpha() for letter in hay[place]) >= LETTERS
    ][:TYPED]
    asked = [(slipped(slipped(hay[place], chance), chance), place) for place in places]
    return Hunt(f"two typos, {size:,} names", "Organization", hay, asked)


def slipped(name: str, chance: random.Random) -> str:
    """Make one slip of the pen: a letter wrong, missing, too many, or two changed about."""
    letters = list(name)
    places = [place for place, letter in enumerate(letters) if letter.isalnum()]
    place = chance.choice(places)
    other = chance.choice("abcdefghijklmnopqrstuvwxyz")
    match chance.randrange(4):
        case 0:
            letters[place] = other
        case 1:
            del letters[place]
        case 2:
            letters.insert(place, other)
        case _ if place + 1 < len(letters):
            letters[place : place + 2] = letters[place + 1], letters[place]
        case _:
            letters[place] = other
    return "".join(letters)


def as_told(labelled: Sequence[Pair], hunts: Sequence[Hunt]) -> dict[str, Any]:
    """Write the questions for another program."""
    return {"pairs": [asdict(one) for one in labelled], "hunts": [asdict(one) for one in hunts]}
