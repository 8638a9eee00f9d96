"""A notice as its reader sees it: every field with its label, whatever its kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel

from kakehashi.core.notices import KINDS, Payload
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.fields import CODES
from kakehashi.core.notices.money import Money, RoughMoney
from kakehashi.core.notices.persons import Actor
from kakehashi.core.notices.restated import Restated
from kakehashi.core.notices.text import Name, OrganizationName, Text, TranslatedBy
from kakehashi.core.notices.values import Attachment
from kakehashi.web.desk.notices.coded import CODED
from kakehashi.web.desk.speech import said
from kakehashi.web.parts import shapes
from kakehashi.web.parts.dates import month_in_words
from kakehashi.web.parts.shapes import Amount, Day, Instant, Link, Named, Row, Shown

MOST_ROWS: Final = 25


@dataclass(frozen=True)
class Book:
    """What a reader can be led to: notices by reference, files by their numbers.

    `titles` are the words for the notices of which more than the reference is known.
    `actors` are those who are said to have acted, to whom a payment points by its place.
    """

    notices: Mapping[str, str]
    files: Mapping[int, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    actors: tuple[Actor, ...] = ()


NOWHERE = Book({}, {})


def rows(payload: BaseModel, book: Book = NOWHERE, *, above: str = "") -> Iterator[Row]:
    """Give every field of a payload that says something, nested ones under their path."""
    fields = type(payload).model_fields
    if "actors" in fields:
        book = replace(book, actors=getattr(payload, "actors"))  # noqa: B009 - just looked at
    lang = getattr(payload, "lang", None) if "text" in fields else None
    for name, info in fields.items():
        value = getattr(payload, name)
        if lang and name in {"lang", "script"}:
            continue
        label = said(info.title or name)
        key = _("%(above)s › %(label)s") % {"above": above, "label": label} if above else label
        if lang and name == "text":
            yield Row(key, Named(value, lang))
        elif name.endswith("_at") and isinstance(value, int):
            yield Row(key, moment(value))
        elif name.endswith("_month") and isinstance(value, str):
            yield Row(key, month_in_words(value))
        elif said_codes := _coded(name, value):
            yield Row(key, said_codes)
        elif name == "payee" and isinstance(value, int):
            yield Row(key, _paid(value, book))
        else:
            yield from _rows(value, key, book)


def _coded(name: str, value: object) -> list[Shown]:
    """A field of codes, each in words; nothing where a field is of something else."""
    codes = (value,) if isinstance(value, str) else value
    if name not in CODED or not isinstance(codes, tuple):
        return []
    return [CODED[name](code) for code in codes if isinstance(code, str)]


def _rows(value: Any, key: str, book: Book) -> Iterator[Row]:  # noqa: ANN401 - a payload's own
    if value is None or value == ():
        return
    if isinstance(value, tuple):
        yield from _listed(value, key, book)
    elif isinstance(value, Attachment):
        yield Row(key, _file(value, book))
        for row in rows(value, book, above=key):
            if str(row.key).rpartition(" › ")[2] not in _computed_labels():
                yield row
    elif isinstance(value, Restated):
        yield Row(key, said(KINDS[value.kind].title))
        yield from rows(value.content, book, above=key)
    elif isinstance(value, BaseModel) and one(value) is None:
        yield from rows(value, book, above=key)
    else:
        yield Row(key, _one_or_plain(value, book))


def _paid(place: int, book: Book) -> Shown:
    """Name whom a payment went to; by the number under which the page shows them without a name."""
    names = book.actors[place].names if place < len(book.actors) else ()
    if names:
        return Named(names[0].text, names[0].lang)
    return _("Number %(number)s of those who are said to have acted") % {"number": place + 1}


def _computed_labels() -> set[str]:
    fields = Attachment.model_fields
    return {said(fields[n].title or "") for n in fields if n != "description"}


def _listed(value: tuple[Any, ...], key: str, book: Book) -> Iterator[Row]:
    if all(not isinstance(item, BaseModel) or one(item) is not None for item in value):
        shown = [line for item in value for line in _one_or_plain(item, book)]
        yield Row(key, shown)
        return
    for position, item in enumerate(value[:MOST_ROWS], 1):
        numbered = _("%(label)s %(position)s") % {"label": key, "position": position}
        yield from _rows(item, numbered if len(value) > 1 else key, book)
    if len(value) > MOST_ROWS:
        more = _("%(count)s more are not shown here.") % {"count": len(value) - MOST_ROWS}
        yield Row(key, more)


def _one_or_plain(value: Any, book: Book) -> list[Shown]:  # noqa: ANN401 - a payload's own
    if isinstance(value, BaseModel):
        return one(value) or []
    return [_plain(value, book)]


def _plain(value: Any, book: Book) -> Shown:  # noqa: ANN401 - a payload's own
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case Code():
            return said(value.label)
        case date():
            return Day(value)
        case int():
            return value
        case str() if value in book.notices:
            unnamed = _("Notice %(reference)s") % {"reference": value}
            return Link(book.titles.get(value, unnamed), book.notices[value])
        case str() if value in CODES:
            return said(CODES[value][-1].name_en)
        case _:
            return str(value)


def one(value: BaseModel) -> list[Shown] | None:
    """Show a payload that reads as one thing: a text, a name, money; None for all others."""
    match value:
        case Text():
            return written(value)
        case OrganizationName():
            return [Named(value.text, value.lang), said(value.use.label)]
        case Name():
            return [Named(value.text, value.lang)]
        case Money() | RoughMoney():
            return [Amount(value.amount, value.currency)]
        case _:
            return None


def written(value: Text) -> list[Shown]:
    """Show a text as it was written, and beneath it the translations that help its reader."""
    shown: list[Shown] = [Named(line, value.lang) for line in value.text.splitlines() if line]
    for aid in value.aids or ():
        by_person = aid.made_by is TranslatedBy.PERSON
        shown.append(
            _("Translation by a person, as an aid:")
            if by_person
            else _("Translation by a machine, as an aid:")
        )
        shown += [Named(line, aid.lang) for line in aid.text.splitlines() if line]
    return shown


def _file(value: Attachment, book: Book) -> Shown:
    size = max(1, value.length // 1024)
    text = _("%(name)s (%(size)s kB)") % {"name": value.file_name, "size": size}
    where = book.files.get(value.number)
    return Link(text, where) if where else text


def moment(seconds: int) -> shapes.Shown:
    """Show seconds since the epoch as a moment."""
    return Instant(datetime.fromtimestamp(seconds, UTC))


def subject(payloads: Iterator[Payload | None]) -> Shown:
    """Say in a line what a notice is about: a name in the reader's language, or a number."""
    for payload in payloads:
        if payload is None:
            continue
        names = list(_names(payload, 2))
        if names:
            wanted = get_language() or "en"
            by_language = {name.lang: name for name in reversed(names)}
            chosen = by_language.get(wanted) or by_language.get("en") or names[0]
            return Named(chosen.text, chosen.lang)
        if number := _number(payload):
            return number
    return ""


def _number(payload: Payload) -> str:
    """The number that a payload is about, or the first of many and how many."""
    for name in ("number", "file_number"):
        if isinstance(number := getattr(payload, name, None), str):
            return number
    certificates = getattr(payload, "certificates", ())
    numbers = getattr(payload, "numbers", ()) or [one.number for one in certificates]
    if len(numbers) < 2:
        return "".join(numbers)
    return _("%(first)s and %(more)d more") % {"first": numbers[0], "more": len(numbers) - 1}


def _names(payload: BaseModel, depth: int) -> Iterator[Name]:
    for name in type(payload).model_fields:
        value = getattr(payload, name)
        items = value if isinstance(value, tuple) else (value,)
        for item in items[:5]:
            if isinstance(item, Name):
                yield item
            elif depth and isinstance(item, BaseModel) and not isinstance(item, Text):
                yield from _names(item, depth - 1)
