"""The rows of a list notice, made of the rows of a spreadsheet.

Each cell that reads differently after cleaning stands raw beside the clean one; persons stand
apart, so that they can end. Names are as given, with the script they are written in.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter, ValidationError

from kakehashi.core import cells
from kakehashi.core.layout import Layout
from kakehashi.core.listing import Finding, Flaw, Listing, ListRefused, Row, Value
from kakehashi.core.notices.measures import SupportingOrganizationRow
from kakehashi.core.notices.organizations import SendingOrganizationRow
from kakehashi.core.notices.snapshots import ListedRow
from kakehashi.core.notices.values import Phone
from kakehashi.core.scripts import language_of, script_of

PERSONS: Final = frozenset({"representative"})
"""Fields about persons: never in a row, which is public for ever."""

_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]"
)
_PHONE: Final = TypeAdapter[str](Phone)


@dataclass(frozen=True, slots=True)
class Person:
    """A representative of one row, counted from 0."""

    row: int
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadList:
    """A spreadsheet as the rows of a notice, in its order; `persons` stand apart."""

    layout: str
    kind: str
    rows: tuple[ListedRow, ...]
    persons: tuple[Person, ...]
    noticed: tuple[Finding, ...]
    missing: tuple[str, ...]


def list_rows(listing: Listing, layout: Layout, *, country: str) -> ReadList:
    """Make a listing's rows those of the layout's notice; `country` is that of the register.

    Raises:
        ListRefused: a cell holds what no notice may (naming each), or no notice has such rows.
    """
    make = _MAKERS.get(layout.kind)
    if make is None:
        raise ListRefused([Finding(Flaw.NOT_A_LIST, value=layout.kind)])
    rows: list[ListedRow] = []
    persons: list[Person] = []
    problems: list[Finding] = []
    noticed = list(listing.noticed)
    headings = {column.field: column.headings[0] for column in layout.columns}
    for row in listing.rows.values():
        try:
            rows.append(make(row, country))
        except ValidationError as error:
            problems += _problems(error, row, headings)
            continue
        if unread := _unread_phone(row):
            noticed.append(Finding(Flaw.NOT_CLEANED, row.line, headings["phone"], unread[:80]))
        if representative := _text(row, "representative"):
            persons.append(Person(len(rows) - 1, name_of(representative)))
    if problems:
        raise ListRefused(problems)
    return ReadList(
        layout.id, layout.kind, tuple(rows), tuple(persons), tuple(noticed), listing.missing
    )


def _problems(error: ValidationError, row: Row, headings: Mapping[str, str]) -> Iterator[Finding]:
    fields = {"names": "name", "organization": "name", "planned_start_on": "starts_on"}
    for one in error.errors(include_url=False, include_context=False):
        where = str(one["loc"][0]) if one["loc"] else ""
        heading = headings.get(where) or headings.get(fields.get(where, ""), where)
        yield Finding(Flaw.NOT_ALLOWED, row.line, heading, str(one["input"])[:80])


def name_of(text: str) -> dict[str, str]:
    """Make a name of a text: in the language its script is most used for here."""
    return {"text": text, "lang": language_of(text), "script": script_of(text)}


def _text(row: Row, name: str) -> str | None:
    value = row.values.get(name)
    return value if isinstance(value, str) else None


def _given(**values: object) -> dict[str, object]:
    return {name: value for name, value in values.items() if value not in (None, (), [], {})}


def _raw(row: Row, *, without: Iterable[str] = ()) -> list[dict[str, str]]:
    """Give the cells that had to be cleaned, as they stood, as far as a notice may carry them."""
    left_out = PERSONS.union(without)
    raw = {f: _REFUSED.sub(" ", t.replace("\r\n", "\n")) for f, t in row.raw.items()}
    return [
        {"column": field.replace("_", "-"), "text": text}
        for field, text in raw.items()
        if field not in left_out and text.strip()
    ]


def _phones(row: Row) -> tuple[str, ...]:
    found = cells.pieces(_text(row, "phone") or "")
    return found if all(map(_is_phone, found)) else ()


def _unread_phone(row: Row) -> str:
    written = _text(row, "phone") or ""
    return written if written and not _phones(row) else ""


def _is_phone(text: str) -> bool:
    try:
        _PHONE.validate_python(text)
    except ValidationError:
        return False
    return True


def _languages_text(row: Row) -> str | None:
    written = row.raw.get("languages")
    return _REFUSED.sub(" ", cells.trim(written))[:1000] if written else None


def _supporting(row: Row, country: str) -> ListedRow:  # noqa: ARG001 - every maker is told the country
    kana = _text(row, "kana")
    raw = _raw(row, without=("languages",))
    if unread := _unread_phone(row):
        raw.append({"column": "phone", "text": unread})
    names = [name_of(_text(row, "name") or "")]
    if kana:
        names.append({"text": kana, "lang": "ja", "script": "Hrkt"})
    offices = _text(row, "offices")
    return SupportingOrganizationRow.model_validate(
        _given(
            number=row.number,
            registered_on=_text(row, "registered_on"),
            valid_until_on=_text(row, "valid_until"),
            names=names,
            postal_code=_text(row, "postal_code"),
            address=_text(row, "address"),
            region=_text(row, "prefecture"),
            locality=_text(row, "city"),
            phones=_phones(row),
            offices=cells.pieces(offices) if offices else (),
            optional_support=row.values.get("optional_support"),
            planned_start_on=_text(row, "starts_on"),
            languages=_tags(row.values.get("languages")),
            languages_text=_languages_text(row),
            remarks=_text(row, "remarks"),
            raw=_once(raw),
        )
    )


def _tags(value: Value) -> Sequence[str]:
    return value if isinstance(value, tuple) else ()


def _once(raw: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    return list({cell["column"]: cell for cell in raw}.values())


def _sending(row: Row, country: str) -> ListedRow:
    names: list[dict[str, str]] = [name_of(_text(row, "name") or "") | {"use": "official"}]
    for field, use in (("native_name", "transliterated"), ("trade_name", "trade")):
        if written := _text(row, field):
            names.append(name_of(written) | {"use": use})
    address = _text(row, "address")
    approved_on, remarks = _text(row, "approved_on"), _text(row, "remarks")
    validity = _given(from_on=approved_on, until_on=_text(row, "valid_until"))
    language = name_of(address or remarks or "")["lang"]
    return SendingOrganizationRow.model_validate(
        _given(
            number=row.number,
            organization=_given(
                names=names,
                addresses=[{"text": address, "lang": language, "country": country}]
                if address
                else (),
                phones=_phones(row),
            ),
            approval={"validity": validity} if approved_on else None,
            status="approved",
            since_on=approved_on,
            remarks=[{"lang": language, "text": remarks}] if remarks else (),
            raw=_once(_raw(row)),
        )
    )


_MAKERS: Final[Mapping[str, Callable[[Row, str], ListedRow]]] = {
    "supporting-organization.list-shared": _supporting,
    "sending-organization.list-shared": _sending,
}
