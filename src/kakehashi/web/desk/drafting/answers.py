"""From what was typed to a notice, or to mistakes beside the fields where they were made.

What is typed stays as it came, name to values; nothing here changes it. Names are the paths of the
payload with dots between (`public.organization.names.0.text`); a row is there while its name with
`.here` was posted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from unicodedata import normalize

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kakehashi.core.canonical import encode
from kakehashi.core.notices import KINDS, Notice, statement_of
from kakehashi.core.notices.catalogue import ORDINARY
from kakehashi.core.notices.faults import Fault
from kakehashi.core.notices.payload import Links, Payload
from kakehashi.core.notices.snapshots import ListedRow, contents_digest
from kakehashi.core.notices.upcast import ADDED, versions_saying
from kakehashi.core.scripts import script_of
from kakehashi.web.desk.drafting.mistakes import words_of
from kakehashi.web.desk.drafting.questions import (
    File,
    Leaf,
    Question,
    Record,
    Restatement,
    Rows,
    Several,
    Sum,
    Words,
    questions_of,
    restated_questions,
)
from kakehashi.web.parts.dates import NotADate, read_date

Typed = Mapping[str, list[str]]
Location = tuple[str | int, ...]
ROW: Final = "here"
NUMBER: Final = "number"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that the draft keeps: as its uploader named it, its type, bytes and SHA-256 (hex)."""

    file_name: str
    media_type: str
    length: int
    digest: str


@dataclass(slots=True)
class Answered:
    """What came of the answers: the notice, or mistakes by the name of their field.

    Mistakes that are about no field stand under the empty name. `files` are the names under which
    the draft keeps the notice's files, in the order of their numbers. `versions` are the kinds and
    versions that the counterpart must read, each with the field because of which it must.
    """

    notice: Notice | None = None
    files: list[str] = field(default_factory=list)
    mistakes: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[tuple[str, int], str] = field(default_factory=dict)

    def note(self, name: str, words: str) -> None:
        """Note a mistake, each once."""
        noted = self.mistakes.setdefault(name, [])
        if words not in noted:
            noted.append(words)


def first(typed: Typed, name: str) -> str:
    """What was typed into a single field; empty where nothing was."""
    values = typed.get(name) or [""]
    return values[0]


def rows_of(typed: Typed, name: str) -> list[int]:
    """The numbers of the rows that stand, in order; there may be gaps."""
    wanted = re.compile(re.escape(name) + r"\.([0-9]{1,6})\." + ROW)
    return sorted(int(found[1]) for key in typed if (found := wanted.fullmatch(key)))


def answer(kind: str, typed: Typed, *, files: Mapping[str, Kept], links: Links) -> Answered:
    """Make the notice of a kind from what was typed, with every mistake there is."""
    reading = _Reading(typed, files)
    given: dict[str, Any] = {}
    for name, question in questions_of(kind).items():
        value = reading.value(question, name, (name,))
        if value is not None:
            given[name] = value
    _count_rows(kind, given)
    reading.say_versions()
    result = reading.result
    try:
        result.notice = KINDS[kind].model_validate(given | {"links": links})
    except ValidationError as error:
        reading.place(error, ())
    if result.mistakes:
        result.notice = None
    if result.notice is not None:
        newest, said = result.notice.version, statement_of(result.notice) or {}
        version = versions_saying(kind, said, newest=newest)[0]
        result.versions[kind, version] = f"statement.{ADDED.get((kind, version), '')}"
    return result


def answer_record(
    record: Record, typed: Typed, name: str
) -> tuple[Payload | None, dict[str, list[str]]]:
    """Make a payload that is no notice from what was typed under a name; None with mistakes."""
    reading = _Reading(typed, {})
    given = reading.value(record, name, ())
    try:
        made = record.payload.model_validate(given)
    except ValidationError as error:
        reading.place(error, ())
        made = None
    mistakes = reading.result.mistakes
    return (None if mistakes else made), mistakes


def _count_rows(kind: str, given: dict[str, Any]) -> None:
    """Count and digest the rows of a list, as far as they can be read."""
    declared = KINDS[kind].model_fields
    if "rows" not in declared or not isinstance(given.get("public"), dict):
        return
    rows = given.get("rows") or []
    given["public"] |= {"count": len(rows), "digest": "0" * 64}
    try:
        checked = KINDS[kind].model_validate(given)
    except ValidationError:
        return
    read: Sequence[ListedRow] = checked.rows  # type: ignore[attr-defined]  # kinds with rows have them
    numbered = (
        (row.number, encode(row.model_dump(mode="json", exclude_none=True))) for row in read
    )
    given["public"]["digest"] = contents_digest(numbered)


class _Reading:
    """One pass over a form: values out, and for every place in them the field it came from."""

    def __init__(self, typed: Typed, files: Mapping[str, Kept]) -> None:
        self.typed, self.files = typed, files
        self.result = Answered()
        self.names: dict[Location, str] = {(): ""}
        self._judged: set[Location] = set()
        self._restated: list[tuple[str, str, dict[str, Any]]] = []

    def value(self, question: Question, name: str, at: Location) -> Any:  # noqa: ANN401 - JSON
        """The JSON value of a question; None where nothing was answered."""
        self.names[at] = name
        match question:
            case Leaf():
                return self._leaf(question, name)
            case Several():
                return self._several(question, name, at)
            case Words():
                return self._words(name, at)
            case Sum():
                return self._sum(name, at)
            case File():
                return None
            case Record():
                return self._record(question, name, at)
            case Rows():
                return self._rows(question, name, at)
            case Restatement():
                return self._restatement(question, name, at)

    def place(self, error: ValidationError, under: Location) -> None:
        """Put what the types say beside the fields that it is about."""
        every = error.errors(include_url=False)
        for found in every:
            if found["type"] == "too_short" and _is_of_its_rows(found["loc"], every):
                continue
            at: Location = (*under, *found["loc"])
            if at in self._judged or any(at[:n] in self._judged for n in range(len(at))):
                continue
            if found["type"] == Fault.CORRECTS_NOTHING:
                at = ("links", "corrects")
                self.names[at] = "links.corrects"
            while at not in self.names:
                at = at[:-1]
            name = self.names[at]
            if name not in self.result.mistakes:
                self.result.note(name, words_of(found))

    def say_versions(self) -> None:
        """Write what is restated in the earliest version that says all of it, in every part."""
        stated = {
            one["kind"]: one["content"] for _name, at, one in self._restated if at == "statement"
        }
        for name, _at, one in self._restated:
            kind = one["kind"]
            newest, said = ORDINARY[kind].version, stated.get(kind, {})
            one["version"] = versions_saying(kind, said, newest=newest)[0]
            self.result.versions[kind, one["version"]] = name

    def _leaf(self, leaf: Leaf, name: str) -> Any:  # noqa: ANN401 - JSON
        if leaf.sort == "day":
            return self._day(name)
        if leaf.sort == "tick":
            return True if first(self.typed, name) else False if leaf.default else None
        text = first(self.typed, name)
        if leaf.sort != "paragraphs" or not text.strip():
            text = text.strip()
        if leaf.sort == "script" and not text:
            text = self._guessed_script(name) if leaf.required else ""
        return self._plain(leaf, text) if text else None

    def _plain(self, leaf: Leaf, text: str) -> Any:  # noqa: ANN401 - JSON
        match leaf.sort:
            case "whole":
                return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text
            case "yes-no":
                return {"yes": True, "no": False}.get(text, text)
            case "country":
                return text.upper()
            case "hour":
                return normalize("NFKC", text).rjust(len("00:00"), "0")
            case _:
                return text

    def _guessed_script(self, name: str) -> str:
        return script_of(first(self.typed, name.removesuffix(".script") + ".text"))

    def _day(self, name: str) -> str | None:
        typed = (first(self.typed, f"{name}-{unit}") for unit in ("year", "month", "day"))
        try:
            day = read_date(*typed)
        except NotADate as mistake:
            self.result.note(name, str(mistake))
            return None
        return None if day is None else day.isoformat()

    def _several(self, question: Several, name: str, at: Location) -> list[Any] | None:
        lines = [line for value in self.typed.get(name, ()) for line in value.splitlines()]
        kept = [text for line in lines if (text := line.strip())]
        for position in range(len(kept)):
            self.names[*at, position] = name
        return [self._plain(question.each, text) for text in kept] or None

    def _words(self, name: str, at: Location) -> dict[str, Any] | None:
        text = first(self.typed, name).replace("\r\n", "\n").strip("\n")
        aids = self._aids(f"{name}.aids", (*at, "aids"))
        if not text.strip() and not aids:
            return None
        self.names |= {(*at, "text"): name, (*at, "lang"): name}
        made: dict[str, Any] = {"lang": first(self.typed, f"{name}-lang")}
        if text.strip():
            made["text"] = text
        return made | ({"aids": aids} if aids else {})

    def _aids(self, name: str, at: Location) -> list[dict[str, Any]]:
        made = []
        for position, row in enumerate(rows_of(self.typed, name)):
            path, place = f"{name}.{row}", (*at, position)
            self.names |= {
                place: path,
                (*place, "text"): f"{path}.text",
                (*place, "lang"): f"{path}.text",
                (*place, "made_by"): f"{path}.made_by",
            }
            text = first(self.typed, f"{path}.text").replace("\r\n", "\n").strip("\n")
            aid = {"lang": first(self.typed, f"{path}.text-lang")}
            aid |= {"text": text} if text.strip() else {}
            aid |= {"made_by": by} if (by := first(self.typed, f"{path}.made_by")) else {}
            made.append(aid)
        return made

    def _sum(self, name: str, at: Location) -> dict[str, str] | None:
        amount = first(self.typed, f"{name}-amount").replace(",", "").replace(" ", "")
        self.names |= {(*at, "amount"): name, (*at, "currency"): name}
        if not amount:
            return None
        return {"amount": amount, "currency": first(self.typed, f"{name}-currency")}

    def _record(self, record: Record, name: str, at: Location) -> dict[str, Any] | None:
        if not record.required and len(at) > 0 and not self._is_open(name):
            return None
        path = name if record.required else f"{name}.0"
        return self._fields(record, path, at)

    def _is_open(self, name: str) -> bool:
        """Whether an optional record was added: it stands as a list of at most one row."""
        return f"{name}.0.{ROW}" in self.typed

    def _fields(self, record: Record, path: str, at: Location) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if "file" in record.questions and isinstance(record.questions["file"], File):
            made |= self._file(f"{path}.file", at)
        for field_name, question in record.questions.items():
            place = (*at, field_name)
            value = self.value(question, f"{path}.{field_name}", place)
            if value is not None:
                made[field_name] = value
        return made

    def _file(self, name: str, at: Location) -> dict[str, Any]:
        for computed in ("number", "file_name", "media_type", "length", "digest"):
            self.names[*at, computed] = name
        kept_as = first(self.typed, name)
        kept = self.files.get(kept_as)
        if kept is None:
            self.result.note(name, _("Choose the file."))
            return {}
        self.result.files.append(kept_as)
        return {
            "number": len(self.result.files),
            "file_name": kept.file_name,
            "media_type": kept.media_type,
            "length": kept.length,
            "digest": kept.digest,
        }

    def _rows(self, question: Rows, name: str, at: Location) -> list[Any] | None:
        made = []
        for position, row in enumerate(rows_of(self.typed, name)):
            path, place = f"{name}.{row}", (*at, position)
            each = question.each
            if isinstance(each, Record):
                self.names[place] = path
                made.append(self._fields(each, path, place))
            else:
                made.append(self.value(each, path, place) or {})
        return made or None

    def _restatement(self, question: Restatement, name: str, at: Location) -> dict[str, Any] | None:
        path = name if question.required else f"{name}.0"
        if not question.required and not self._is_open(name):
            return None
        self.names |= {(*at, part): f"{path}.kind" for part in ("kind", "version", "content")}
        kind = first(self.typed, f"{path}.kind")
        record = restated_questions(kind, question.compartment)
        if record is None:
            return {"kind": kind} if kind else {}
        place = (*at, "content")
        made = self._fields(record, f"{path}.content", place)
        self.names[place] = f"{path}.kind"
        try:
            record.payload.model_validate(made)
        except ValidationError as error:
            self.place(error, place)
        self._judged.add(place)
        restated = {"kind": kind, "version": ORDINARY[kind].version, "content": made}
        self._restated.append((f"{path}.kind", question.compartment, restated))
        return restated


def _is_of_its_rows(at: Location, every: Iterable[ErrorDetails]) -> bool:
    """Whether rows are there and have mistakes of their own, which makes them count as none."""
    return any(one["loc"][: len(at)] == at and len(one["loc"]) > len(at) for one in every)


def opened(question: Question, name: str) -> Iterator[tuple[str, str]]:
    """Say what a form begins with: the rows that are needed, the boxes that are ticked."""
    match question:
        case Record():
            if question.required:
                yield from _opened_within(question, name)
        case Rows(least=least):
            for row in range(least):
                yield from opened_row(question.each, f"{name}.{row}", row + 1)
        case Leaf(sort="tick", default="True"):
            yield name, "1"
        case _:
            return


def opened_row(each: Question, path: str, number: int) -> Iterator[tuple[str, str]]:
    """Say what a row begins with: its number, where it bears one, may be changed."""
    yield f"{path}.{ROW}", "1"
    yield from _opened_within(each, path)
    asked = each.questions.get(NUMBER) if isinstance(each, Record) else None
    if isinstance(asked, Leaf) and asked.sort == "whole":
        yield f"{path}.{NUMBER}", str(number)


def _opened_within(question: Question, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(question, Record):
        for field_name, inner in question.questions.items():
            yield from opened(inner, f"{path}.{field_name}")
