"""What a form asks: a tree of questions read off the type of a notice, once per kind.

A question knows its label, its help and its bounds, and nothing of what was typed or of how it is
drawn. Every notice of the catalogue is made of these few sorts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from kakehashi.core.notices import KINDS, Notice, Payload
from kakehashi.core.notices.catalogue import ORDINARY
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.money import Money, RoughMoney
from kakehashi.core.notices.notice import COMPARTMENTS
from kakehashi.core.notices.payload import Links, NoticeId
from kakehashi.core.notices.restated import Restated, payload_type
from kakehashi.core.notices.snapshots import Snapshot
from kakehashi.core.notices.text import Language, Paragraphs, Script, Text
from kakehashi.core.notices.values import (
    Attachment,
    Clause,
    Country,
    Email,
    FieldCode,
    Hour,
    KindName,
    Month,
    OfficeId,
    PartyCode,
    TimeZone,
    WebAddress,
)

Sort = Literal[
    "text",
    "paragraphs",
    "code",
    "yes-no",
    "tick",
    "day",
    "whole",
    "language",
    "script",
    "country",
    "office",
    "field",
    "notice",
    "party",
    "clause",
    "kind",
    "month",
    "hour",
    "zone",
    "email",
    "web",
]

MANY: Final = 200_000
TICKED: Final = frozenset(("code", "field", "clause"))
"""Of which several are ticked from a list; all others are written one to a line."""
COMPUTED: Final = frozenset(("number", "file_name", "media_type", "length", "digest"))
"""What is read off an uploaded file and never asked."""
COUNTED: Final = frozenset(("count", "digest"))
"""What is read off the rows of a list and never asked."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What every question has; `default` is what stands there before anybody answers."""

    label: str = ""
    hint: str = ""
    required: bool = True
    default: str = ""


@dataclass(frozen=True, kw_only=True)
class Leaf(Asked):
    """One value; `codes` where it is one of some, `longest` in characters."""

    sort: Sort
    codes: type[Code] | None = None
    longest: int | None = None


@dataclass(frozen=True, kw_only=True)
class Several(Asked):
    """Several plain values: ticked from a list, or written one to a line."""

    each: Leaf
    least: int = 0
    most: int = MANY


@dataclass(frozen=True, kw_only=True)
class Words(Asked):
    """Free text with its language, and translations as aids."""

    longest: int | None = None


@dataclass(frozen=True, kw_only=True)
class Sum(Asked):
    """Money."""


@dataclass(frozen=True, kw_only=True)
class File(Asked):
    """An uploaded file."""


@dataclass(frozen=True, kw_only=True)
class Record(Asked):
    """Questions that belong together; `payload` is the type they make."""

    payload: type[Payload]
    questions: Mapping[str, "Question"]


@dataclass(frozen=True, kw_only=True)
class Rows(Asked):
    """The same question several times."""

    each: "Question"
    least: int = 0
    most: int = MANY


@dataclass(frozen=True, kw_only=True)
class Restatement(Asked):
    """A compartment of another kind, as it stands or should have stood in a notice of that kind."""

    compartment: str
    payload: type[Restated]


Question = Leaf | Several | Words | Sum | File | Record | Rows | Restatement


def _pattern(alias: object) -> str:
    """The pattern by which a named type of text is told from the others."""
    return next(str(m.pattern) for m in get_args(alias) if getattr(m, "pattern", None))


_SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        _pattern(Paragraphs): "paragraphs",
        _pattern(Language): "language",
        _pattern(Script): "script",
        _pattern(Country): "country",
        _pattern(OfficeId): "office",
        _pattern(FieldCode): "field",
        _pattern(NoticeId): "notice",
        _pattern(PartyCode): "party",
        _pattern(Clause): "clause",
        _pattern(KindName): "kind",
        _pattern(Month): "month",
        _pattern(Hour): "hour",
        _pattern(TimeZone): "zone",
        _pattern(Email): "email",
        _pattern(WebAddress): "web",
    }
)


@lru_cache(maxsize=256)
def questions_of(kind: str) -> Mapping[str, Question]:
    """The questions of a kind by compartment, links aside; KeyError where it is not known."""
    notice: type[Notice] = KINDS[kind]
    asked: dict[str, Question] = {}
    for name in COMPARTMENTS:
        if name == "links" or name not in notice.model_fields:
            continue
        question = _question(notice.model_fields[name])
        if name == "public" and "rows" in notice.model_fields:
            question = _without(question, COUNTED)
        asked[name] = question
    return MappingProxyType(asked)


@lru_cache(maxsize=64)
def record_of(payload: type[Payload]) -> Record:
    """Give the questions of a payload that is no notice, such as a candidate's case."""
    return _record(payload, Asked())


@lru_cache(maxsize=512)
def restated_questions(kind: str, compartment: str) -> Record | None:
    """The questions of an ordinary kind's compartment; None where it has none."""
    payload = payload_type(kind, compartment)
    return None if payload is None else _record(payload, Asked())


@lru_cache(maxsize=8)
def kinds_with(compartment: str) -> tuple[str, ...]:
    """The ordinary kinds that have a compartment."""
    return tuple(kind for kind in ORDINARY if payload_type(kind, compartment) is not None)


def _question(info: FieldInfo) -> Question:
    asked = Asked(
        label=info.title or "",
        hint=info.description or "",
        required=info.is_required(),
        default=_default(info),
    )
    return _of(info.annotation, list(info.metadata), asked)


def _default(info: FieldInfo) -> str:
    if info.is_required() or info.default in (None, PydanticUndefined) or info.default == ():
        return ""
    return str(info.default) if isinstance(info.default, str | int) else ""


def _of(annotation: Any, metadata: list[Any], asked: Asked) -> Question:  # noqa: ANN401 - a type
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _of(inner, [*_flat(more), *metadata], asked)
    if origin in (Union, UnionType):
        inner = next(choice for choice in get_args(annotation) if choice is not NoneType)
        return _of(inner, metadata, replace(asked, required=False))
    if origin is tuple:
        return _many(get_args(annotation)[0], metadata, asked)
    if origin is Literal:
        return Leaf(sort="tick", **vars(asked))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _record_like(annotation, asked)
    return _leaf(annotation, metadata, asked)


def _flat(metadata: list[Any]) -> Iterator[Any]:
    for item in metadata:
        if isinstance(item, FieldInfo):
            yield from item.metadata
        else:
            yield item


def _bound(metadata: list[Any], name: str) -> Any:  # noqa: ANN401 - whatever bounds it
    return next((v for m in metadata if (v := getattr(m, name, None)) is not None), None)


def _many(each: Any, metadata: list[Any], asked: Asked) -> Question:  # noqa: ANN401 - a type
    least, most = _bound(metadata, "min_length") or 0, _bound(metadata, "max_length") or MANY
    question = _of(each, [], Asked())
    common = vars(replace(asked, required=least > 0 and asked.required))
    if isinstance(question, Leaf):
        return Several(each=question, least=least, most=most, **common)
    return Rows(each=question, least=least if asked.required else 0, most=most, **common)


def _record_like(payload: type[BaseModel], asked: Asked) -> Question:
    if issubclass(payload, Text):
        return Words(**vars(asked), longest=20_000)
    if issubclass(payload, Money | RoughMoney):
        if payload is RoughMoney:
            hint = payload.model_fields["amount"].description or ""
            asked = replace(asked, hint=asked.hint or hint)
        return Sum(**vars(asked))
    if issubclass(payload, Restated):
        return Restatement(compartment=payload.compartment, payload=payload, **vars(asked))
    if issubclass(payload, Payload):
        return _record(payload, asked)
    raise TypeError(f"no question asks for a {payload.__name__}")


def _record(payload: type[Payload], asked: Asked) -> Record:
    fields = {name: _question(info) for name, info in payload.model_fields.items()}
    if issubclass(payload, Attachment):
        kept = {name: question for name, question in fields.items() if name not in COMPUTED}
        fields = {"file": File(label=payload.model_fields["file_name"].title or ""), **kept}
    return Record(payload=payload, questions=MappingProxyType(fields), **vars(asked))


def _without(question: Question, names: frozenset[str]) -> Question:
    if not isinstance(question, Record) or not issubclass(question.payload, Snapshot):
        return question
    kept = {name: q for name, q in question.questions.items() if name not in names}
    return replace(question, questions=MappingProxyType(kept))


def _leaf(annotation: Any, metadata: list[Any], asked: Asked) -> Leaf:  # noqa: ANN401 - a type
    longest = _bound(metadata, "max_length")
    if annotation is bool:
        return Leaf(sort="tick" if asked.default else "yes-no", **vars(asked))
    if annotation is int:
        return Leaf(sort="whole", **vars(asked))
    if annotation is date:
        return Leaf(sort="day", **vars(asked))
    if isinstance(annotation, type) and issubclass(annotation, Code):
        return Leaf(sort="code", codes=annotation, **vars(asked))
    if annotation is str:
        sort = _SORTS.get(_bound(metadata, "pattern") or "", "text")
        return Leaf(sort=sort, longest=longest, **vars(asked))
    raise TypeError(f"no question asks for {annotation!r}")


LINKS: Final[Mapping[str, Asked]] = MappingProxyType(
    {
        name: Asked(label=info.title or "", hint=info.description or "", required=False)
        for name, info in Links.model_fields.items()
        if name != "act"
    }
)
"""The links of every kind; the officer's own act is never asked, it is recorded."""
