"""A notice as bytes and back: one canonical JSON text for each compartment."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, get_args, overload

from pydantic import BaseModel, TypeAdapter

from kakehashi.core.canonical import NotCanonical, decode, encode
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.kinds import KINDS
from kakehashi.core.notices.notice import COMPARTMENTS, RESTRICTED, Family, Notice
from kakehashi.core.notices.payload import Classification, Links, Payload
from kakehashi.core.notices.upcast import UPCASTERS, Raw, Upcasters, upcast
from kakehashi.core.notices.values import Attachment


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into one part: canonical JSON, or for a list its rows, one text each."""

    role: str
    classification: Classification
    data: bytes = b""
    rows: tuple[bytes, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Payload]):
    """A list's rows as they stand in its part, each read when it is asked for.

    A list of many thousand rows is so never in memory as objects all at once.
    """

    texts: tuple[bytes, ...]
    row: TypeAdapter[Payload] = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Payload: ...
    @overload
    def __getitem__(self, at: slice) -> "Rows": ...
    def __getitem__(self, at: int | slice) -> "Payload | Rows":
        if isinstance(at, slice):
            return Rows(self.texts[at], self.row)
        return self.row.validate_json(self.texts[at], strict=True)


@dataclass(frozen=True, slots=True)
class Compartments:
    """A notice as far as it can still be read; None is what its kind has not or was erased."""

    kind: str
    version: int
    statement: Payload | None = None
    links: Links | None = None
    public: Payload | None = None
    particulars: Payload | None = None
    restricted: Payload | None = None
    confidential: Payload | None = None
    rows: Sequence[Payload] | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A kind or version that this release does not know: kept and shown as it came."""

    kind: str
    version: int
    statement: Mapping[str, object] | None = None
    parts: Mapping[str, bytes] = field(default_factory=dict)
    rows: tuple[bytes, ...] | None = None


def statement_of(notice: Notice) -> dict[str, object] | None:
    """What stands in the envelope itself, as JSON values; None for a kind without statement."""
    statement = vars(notice).get("statement")
    return None if statement is None else _json(statement)


def contents(notice: Notice, *, but: str = "") -> tuple[Content, ...]:
    """The parts of a notice (all `but` one) in their fixed order; statement and files aside."""
    made: list[Content] = []
    filled = vars(notice)
    for role, classification in COMPARTMENTS.items():
        value = filled.get(role)
        if (
            classification is None
            or value is None
            or role == but
            or (role == "links" and _needs_none(notice, notice.links))
        ):
            continue
        if role == "rows":
            rows = tuple(encode(_json(row)) for row in value)
            made.append(Content(role, classification, rows=rows))
        else:
            made.append(Content(role, classification, encode(_json(value))))
    return tuple(made)


def links_of(notice: Notice, links: Links) -> Content | None:
    """The part with these links, if a notice of the kind has one."""
    return None if _needs_none(notice, links) else _links_content(links)


@lru_cache(maxsize=64)
def _links_content(links: Links) -> Content:
    """Write links, which are often the same: none, or the act that a batch quotes."""
    return Content("links", RESTRICTED, encode(_json(links)))


def _needs_none(notice: Notice, links: Links) -> bool:
    """Whether the part for links can be left out: between nodes, where it would be empty.

    Elsewhere it is always there, so that its absence tells nothing.
    """
    return notice.family is Family.PROTOCOL and links == Links()


def attachments(notice: Notice) -> tuple[tuple[Attachment, Classification], ...]:
    """The files that a notice names, by their numbers, each with the class it is kept in.

    Raises:
        ValueError: the numbers are not 1, 2, 3 …

    """
    filled = vars(notice)
    found = [
        (attachment, classification)
        for role, classification in COMPARTMENTS.items()
        if classification is not None and role not in {"links", "rows"}
        for attachment in _files(filled.get(role))
    ]
    found.sort(key=lambda item: item[0].number)
    if [attachment.number for attachment, _ in found] != list(range(1, len(found) + 1)):
        raise fault(Fault.ATTACHMENT_NUMBERS)
    return tuple(found)


def _files(value: object) -> Iterator[Attachment]:
    if isinstance(value, Attachment):
        yield value
    elif isinstance(value, BaseModel | tuple):
        for item in vars(value).values() if isinstance(value, BaseModel) else value:
            if isinstance(item, BaseModel | tuple):
                yield from _files(item)


def read(
    kind: str,
    version: int,
    *,
    statement: Mapping[str, object] | None = None,
    parts: Mapping[str, bytes],
    rows: Sequence[bytes] | None = None,
    is_judged: bool = False,
    kinds: Mapping[str, type[Notice]] = KINDS,
    upcasters: Upcasters = UPCASTERS,
) -> Compartments | Unknown:
    """Read what is there of a notice; `parts` by role, `rows` a list's rows.

    `is_judged` says that it was read before and judged to count: whether it stands in its one
    form is not asked again.

    Raises:
        NotCanonical: a part is no canonical JSON.
        pydantic.ValidationError: content that its kind does not have; paths begin within
            the compartment.

    """
    known = kinds.get(kind)
    is_old = known is not None and version != known.version
    if known is None or (is_old and not _leads_up(kind, version, known.version, upcasters)):
        return Unknown(kind, version, statement, parts, None if rows is None else tuple(rows))
    if is_old:
        raw = Raw(
            statement,
            {role: _object(data) for role, data in parts.items()},
            None if rows is None else tuple(_object(row) for row in rows),
        )
        return _read_old(known, version, raw, upcasters)
    types, payload = _types(known), _typed if is_judged else _payload
    given: dict[str, Any] = {role: payload(types, role, data) for role, data in parts.items()}
    if statement is not None:
        given["statement"] = _typed(types, "statement", encode(statement))
    if rows is not None:
        given["rows"] = _rows(types, rows, () if is_judged else rows)
    return Compartments(kind, known.version, **given)


def versions_read(
    kind: str, *, kinds: Mapping[str, type[Notice]] = KINDS, upcasters: Upcasters = UPCASTERS
) -> tuple[int, ...]:
    """The payload versions of a kind that this release reads: its own, and those leading to it."""
    newest = kinds[kind].version
    earlier = (old for old in range(1, newest) if _leads_up(kind, old, newest, upcasters))
    return (*earlier, newest)


def whole(read_back: Compartments, *, kinds: Mapping[str, type[Notice]] = KINDS) -> Notice:
    """The notice again, where nothing of it was erased.

    Raises:
        pydantic.ValidationError: something that its kind needs is no longer there.

    """
    known = kinds[read_back.kind]
    given = {role: getattr(read_back, role) for role in COMPARTMENTS if role in known.model_fields}
    if read_back.rows is not None:
        given["rows"] = tuple(read_back.rows)
    return known.model_validate({r: v for r, v in given.items() if v is not None})


def _json(value: Payload) -> dict[str, object]:
    return value.model_dump(mode="json", exclude_none=True)


def _leads_up(kind: str, version: int, to: int, upcasters: Upcasters) -> bool:
    return version < to and all((kind, step) in upcasters for step in range(version, to))


def _read_old(known: type[Notice], version: int, raw: Raw, upcasters: Upcasters) -> Compartments:
    now = upcast(known.kind, version, raw, to=known.version, upcasters=upcasters) or raw
    types = _types(known)
    given: dict[str, Any] = {
        role: _typed(types, role, encode(content)) for role, content in now.parts.items()
    }
    if now.statement is not None:
        given["statement"] = _typed(types, "statement", encode(now.statement))
    if now.rows is not None:
        rows = tuple(map(encode, now.rows))
        given["rows"] = _rows(types, rows, rows)
    return Compartments(known.kind, known.version, **given)


def _object(data: bytes) -> Mapping[str, object]:
    value = decode(data)
    if not isinstance(value, dict):
        raise NotCanonical("a part is an object")
    return value


@lru_cache(maxsize=256)
def _types(kind: type[Notice]) -> Mapping[str, TypeAdapter[Payload]]:
    return {role: TypeAdapter(payload_of(kind, role)) for role in kind.model_fields}


def payload_of(kind: type[Notice], role: str) -> type[Payload]:
    """The type of a kind's compartment, and for `rows` of one row."""
    annotation = kind.model_fields[role].annotation
    for choice in (annotation, *get_args(annotation)):
        if isinstance(choice, type) and issubclass(choice, Payload):
            return choice
    raise TypeError(f"{kind.kind}: {role} is no payload")


def _payload(types: Mapping[str, TypeAdapter[Payload]], role: str, data: bytes) -> Payload:
    value = decode(data)
    if b":null" in data and _has_null(value):
        raise NotCanonical("what is absent is left out, never null")
    return _typed(types, role, data)


def _rows(
    types: Mapping[str, TypeAdapter[Payload]], rows: Sequence[bytes], judged: Iterable[bytes]
) -> Rows:
    """Keep rows as they stand, after judging these of them."""
    for row in judged:
        _payload(types, "rows", row)
    return Rows(tuple(rows), _type(types, "rows"))


def _has_null(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_null(member) for member in value.values())
    if isinstance(value, list):
        return any(_has_null(item) for item in value)
    return value is None


def _typed(types: Mapping[str, TypeAdapter[Payload]], role: str, data: bytes) -> Payload:
    return _type(types, role).validate_json(data, strict=True)


def _type(types: Mapping[str, TypeAdapter[Payload]], role: str) -> TypeAdapter[Payload]:
    adapter = types.get(role)
    if adapter is None:
        raise NotCanonical(f"this kind has no {role}")
    return adapter
