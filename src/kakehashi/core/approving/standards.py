"""The standards by which a ministry approves, as data: read, checked, written.

A set is dated and belongs to one party under one agreement. Its texts are the ministry's own, in
its languages and English; nothing in code knows whose they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kakehashi.core.approving.papers import Paper
from kakehashi.core.notices.organizations import Ground

Texts = Mapping[str, str]
MOST: Final = 60
LONGEST: Final = 2000
_CODE: Final = re.compile(r"[a-z]+(-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_PREFIX: Final = re.compile(r"[A-Z]{2,6}")


class Flaw(StrEnum):
    """What is wrong with a set of standards."""

    NO_TEXT = "no-text"
    NO_ENGLISH = "no-english"
    TOO_LONG = "too-long"
    NO_CODE = "no-code"
    TWICE = "twice"
    NO_PAPER = "no-paper"
    NO_GROUND = "no-ground"
    NO_CATEGORY = "no-category"
    NO_NUMBER = "no-number"
    NO_PREFIX = "no-prefix"
    NONE = "none"
    TOO_MANY = "too-many"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong at a place: `standards.3.title.en`."""

    at: str
    flaw: Flaw


class StandardsRefused(Exception):
    """The set is refused, with every problem in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{one.at}: {one.flaw}" for one in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Standard:
    """One thing that an organization must fulfil.

    `evidence` says what the examiner looks at, `papers` which documents the applicant brings,
    `undertaking` what the applicant declares (empty: nothing). `category` is the letter of the
    clause on intermediaries that it mirrors, if any; `ground` what a refusal for it is called.
    """

    code: str
    title: Texts
    evidence: Texts
    ground: Ground = Ground.STANDARDS
    papers: tuple[Paper, ...] = ()
    undertaking: Texts | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class StandardSet:
    """The standards of a party, with how its approvals are numbered and how long they last.

    `prefix` and `digits` write a number (KHM000005), `months` is how long an approval is valid
    unless decided otherwise, `remind_days` how long before its end a renewal is asked for.
    """

    title: Texts
    standards: tuple[Standard, ...]
    prefix: str
    digits: int
    months: int
    remind_days: int
    is_starting: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The standards' codes in their order."""
        return tuple(one.code for one in self.standards)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Every document asked for, each once, in the order of the standards."""
        return tuple(dict.fromkeys(paper for one in self.standards for paper in one.papers))

    @property
    def undertakings(self) -> Mapping[str, Texts]:
        """What the applicant declares, by the standard's code."""
        return {one.code: one.undertaking for one in self.standards if one.undertaking}

    def number(self, serial: int) -> str:
        """Write the number of an approval."""
        return f"{self.prefix}{serial:0{self.digits}d}"

    def serial(self, number: str) -> int | None:
        """Read the serial out of a number of this set; None where it is another's."""
        found = re.fullmatch(rf"{self.prefix}([0-9]{{{self.digits},}})", number)
        return int(found[1]) if found else None


def read(said: Mapping[str, Any]) -> StandardSet:
    """Read a set from the tables of its file or its stored form.

    Raises:
        StandardsRefused: with every problem there is.

    """
    problems = [*_set_problems(said)]
    rows = said.get("standards")
    standards = rows if isinstance(rows, list) else []
    if not standards:
        problems.append(Problem("standards", Flaw.NONE))
    if len(standards) > MOST:
        problems.append(Problem("standards", Flaw.TOO_MANY))
    seen: set[object] = set()
    for index, row in enumerate(standards):
        problems += _standard_problems(row, f"standards.{index}")
        code = row.get("code") if isinstance(row, Mapping) else None
        if isinstance(code, str) and code in seen:
            problems.append(Problem(f"standards.{index}.code", Flaw.TWICE))
        seen.add(code if isinstance(code, str) else None)
    if problems:
        raise StandardsRefused(problems)
    return StandardSet(
        title=dict(said["title"]),
        standards=tuple(_standard(row) for row in standards),
        prefix=said["prefix"],
        digits=said["digits"],
        months=said["months"],
        remind_days=said["remind-days"],
        is_starting=bool(said.get("starting", False)),
    )


def written(made: StandardSet) -> dict[str, Any]:
    """Write a set as the tables that `read` takes."""
    told: dict[str, Any] = {
        "title": dict(made.title),
        "prefix": made.prefix,
        "digits": made.digits,
        "months": made.months,
        "remind-days": made.remind_days,
        "standards": [_written(one) for one in made.standards],
    }
    return told | ({"starting": True} if made.is_starting else {})


def _written(one: Standard) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": one.code,
        "title": dict(one.title),
        "evidence": dict(one.evidence),
        "ground": one.ground.value,
        "papers": [paper.value for paper in one.papers],
    }
    if one.undertaking:
        told["undertaking"] = dict(one.undertaking)
    return told | ({"category": one.category} if one.category else {})


def _standard(row: Mapping[str, Any]) -> Standard:
    return Standard(
        code=row["code"],
        title=dict(row["title"]),
        evidence=dict(row["evidence"]),
        ground=Ground(row.get("ground", Ground.STANDARDS)),
        papers=tuple(Paper(one) for one in row.get("papers", ())),
        undertaking=dict(row["undertaking"]) if row.get("undertaking") else None,
        category=row.get("category", ""),
    )


_BOUNDS: Final = {"digits": (1, 9), "months": (1, 600), "remind-days": (1, 730)}
_OF_A_SET: Final = frozenset({"title", "prefix", "starting", "standards", *_BOUNDS})
_PAPERS: Final = tuple(one.value for one in Paper)
_GROUNDS: Final = tuple(one.value for one in Ground)
_CATEGORIES: Final = ("", *"abcde")
_OF_ONE: Final = frozenset(
    {"code", "title", "evidence", "ground", "papers", "undertaking", "category"}
)


def _set_problems(said: Mapping[str, Any]) -> Iterator[Problem]:
    yield from (Problem(str(name), Flaw.UNKNOWN) for name in said if name not in _OF_A_SET)
    yield from _text_problems(said.get("title"), "title")
    prefix = said.get("prefix")
    if not isinstance(prefix, str) or not _PREFIX.fullmatch(prefix):
        yield Problem("prefix", Flaw.NO_PREFIX)
    for name, (least, most) in _BOUNDS.items():
        value = said.get(name)
        if type(value) is not int or not least <= value <= most:
            yield Problem(name, Flaw.NO_NUMBER)


def _standard_problems(row: object, at: str) -> Iterator[Problem]:
    if not isinstance(row, Mapping):
        yield Problem(at, Flaw.NO_TEXT)
        return
    yield from (Problem(f"{at}.{name}", Flaw.UNKNOWN) for name in row if name not in _OF_ONE)
    code = row.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code) or len(code) > 30:
        yield Problem(f"{at}.code", Flaw.NO_CODE)
    yield from _text_problems(row.get("title"), f"{at}.title")
    yield from _text_problems(row.get("evidence"), f"{at}.evidence")
    if row.get("undertaking"):
        yield from _text_problems(row["undertaking"], f"{at}.undertaking")
    papers = row.get("papers", ())
    if not isinstance(papers, list | tuple) or not all(one in _PAPERS for one in papers):
        yield Problem(f"{at}.papers", Flaw.NO_PAPER)
    if row.get("ground", Ground.STANDARDS.value) not in _GROUNDS:
        yield Problem(f"{at}.ground", Flaw.NO_GROUND)
    if row.get("category", "") not in _CATEGORIES:
        yield Problem(f"{at}.category", Flaw.NO_CATEGORY)


def _text_problems(said: object, at: str) -> Iterator[Problem]:
    if not isinstance(said, Mapping) or not said:
        yield Problem(at, Flaw.NO_TEXT)
        return
    if "en" not in said:
        yield Problem(f"{at}.en", Flaw.NO_ENGLISH)
    for language, text in said.items():
        place = f"{at}.{language}"
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            yield Problem(place, Flaw.UNKNOWN)
        elif not isinstance(text, str) or not text.strip():
            yield Problem(place, Flaw.NO_TEXT)
        elif len(text) > LONGEST:
            yield Problem(place, Flaw.TOO_LONG)
