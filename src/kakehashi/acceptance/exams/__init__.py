"""The exams that there are: those of the package, and of the node's home; one per field besides."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kakehashi import node
from kakehashi.core.acceptance_check.facts import Exam
from kakehashi.core.notices.exams import ExamKind

FOLDER: Final = "exams"


class ExamsRefused(ValueError):
    """A file of exams says something that no exam is; the message names file and entry."""


def known() -> Mapping[str, Exam]:
    """All exams by id; an entry of the node's home stands before the package's of its id."""
    found = dict(_shipped())
    for file in sorted((node.home() / FOLDER).glob("*.toml")):
        try:
            found |= {one.id: one for one in _read(file.stem, tomllib.loads(file.read_text()))}
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ExamsRefused(f"{file.stem}: {error}") from error
    return found


@cache
def _shipped() -> Mapping[str, Exam]:
    text = files(__name__).joinpath("known.toml").read_text(encoding="utf-8")
    return {one.id: one for one in _read("known", tomllib.loads(text))}


def _read(name: str, said: Mapping[str, Any]) -> Iterator[Exam]:
    for entry in said.get("exams", ()):
        try:
            yield Exam(
                id=str(entry["id"]),
                kind=ExamKind(entry["kind"]),
                since_on=date.fromisoformat(entry["since"].isoformat()),
                field=str(entry.get("field", "")),
                least_age=entry.get("least-age"),
                names={str(k): str(v) for k, v in entry["names"].items()},
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ExamsRefused(f"{name}: {entry}: {error}") from error
