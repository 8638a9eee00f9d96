"""From a profile's text to a profile, or to every reason why not."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kakehashi.core.agreement.build import build
from kakehashi.core.agreement.consistency import faults
from kakehashi.core.agreement.kinds import KindFacts
from kakehashi.core.agreement.lines import Lines, NotToml, Path, line_of, read_toml
from kakehashi.core.agreement.problems import Problem, ProfileRefused, Reason
from kakehashi.core.agreement.profile import Profile
from kakehashi.core.agreement.tables import ProfileTable
from kakehashi.core.canonical import encode

MAX_CHARACTERS = 1_000_000
LANGUAGE = re.compile(r"[a-z]{2,3}")


def load(text: str, *, kinds: Mapping[str, KindFacts]) -> Profile:
    """Read a profile from TOML; `kinds` is the catalogue of notices it may speak of.

    Raises:
        ProfileRefused: with every problem found, each with its line.

    """
    try:
        return _loaded(text, kinds)
    except RecursionError:
        raise _refused(1, Reason.TOO_DEEP) from None


def _loaded(text: str, kinds: Mapping[str, KindFacts]) -> Profile:
    values, lines = _parse(text)
    try:
        table = ProfileTable.model_validate(values)
    except ValidationError as error:
        raise ProfileRefused(
            _in_order(_shape_problem(detail, lines) for detail in error.errors())
        ) from None
    problems = _in_order(
        Problem(line_of(lines, path), dotted(path), reason, facts)
        for path, reason, facts in faults(table, kinds, lines)
    )
    if problems:
        raise ProfileRefused(problems)
    return build(table, kinds, digest(values))


def digest(values: Mapping[str, object]) -> str:
    """Give the SHA-256 (hex) of a profile's parsed values as canonical JSON, dates as ISO texts.

    Comments, order of keys and layout do not count, nor do texts for people (tables by language):
    mending a translation is no amendment. Every other value counts.
    """
    return hashlib.sha256(encode(_with_iso_dates(_without_texts(values)))).hexdigest()


def _without_texts(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _without_texts(v) for name, v in value.items() if not _is_text(v)}
    if isinstance(value, list):
        return [_without_texts(item) for item in value]
    return value


def _is_text(value: object) -> bool:
    """Say whether a value is a text for people: a table by language, English among them."""
    return (
        isinstance(value, Mapping)
        and "en" in value
        and all(LANGUAGE.fullmatch(name) and isinstance(v, str) for name, v in value.items())
    )


def dotted(path: Path) -> str:
    """Write a path for people: `duties[3].clause`."""
    written = ""
    for step in path:
        written += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return written.removeprefix(".") or "."


def _parse(text: str) -> tuple[dict[str, object], Lines]:
    if len(text) > MAX_CHARACTERS:
        raise _refused(1, Reason.TOO_LARGE, most=str(MAX_CHARACTERS))
    try:
        return read_toml(text)
    except NotToml as error:
        raise _refused(error.line, Reason.NOT_TOML, detail=error.detail) from None


def _refused(line: int, reason: Reason, **facts: str) -> ProfileRefused:
    return ProfileRefused((Problem(line, ".", reason, facts),))


def _in_order(problems: Iterator[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems))


def _shape_problem(detail: ErrorDetails, lines: Mapping[Path, int]) -> Problem:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    line, where = line_of(lines, path), dotted(path)
    match detail["type"]:
        case "extra_forbidden":
            return Problem(line, where, Reason.UNKNOWN_KEY, {"key": str(path[-1])})
        case "missing":
            key = str(path[-1])
            is_clause = key in {"clause", "clauses"} and len(path) > 1
            reason = Reason.WITHOUT_CLAUSE if is_clause else Reason.MISSING_KEY
            return Problem(line, where, reason, {"key": key})
        case _:
            return Problem(line, where, Reason.WRONG_VALUE, {"expected": _expected(detail)})


def _expected(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if "expected" in context:
        return str(context["expected"])
    if "pattern" in context:
        return str(context["pattern"])
    if "min_length" in context:
        return "[…]"
    kind = detail["type"].partition("_")[0]
    shapes = {"string": "text", "list": "[…]", "model": "{…}", "dict": "{…}", "date": "YYYY-MM-DD"}
    return shapes.get(kind, kind)


def _with_iso_dates(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _with_iso_dates(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_iso_dates(item) for item in value]
    return value
