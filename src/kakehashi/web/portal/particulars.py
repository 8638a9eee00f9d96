"""What an entry says of itself, as questions and answers: terms, fees, places, fields, orders."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kakehashi.core import entries
from kakehashi.core.notices.acceptance import Channel
from kakehashi.core.notices.measures import MeasuredRole, MeasureGround, MeasureType, Scope
from kakehashi.core.notices.organizations import FeeFor, Ground, OfficeKind
from kakehashi.core.notices.text import NameUse
from kakehashi.core.notices.values import Register as Numbering
from kakehashi.core.standing import Content, Register
from kakehashi.registers.queries import PublicEntry
from kakehashi.web.parts import dates, naming
from kakehashi.web.parts.shapes import Amount, Code, Day, Named, Row, Shown
from kakehashi.web.portal import words
from kakehashi.web.portal.records import addresses, day, each, named, texts, within

GROUNDS = (Ground, MeasureGround)


def particulars(entry: PublicEntry) -> tuple[Row, ...]:
    """Give what the entry states, in the order in which people ask."""
    rows = [
        Row(_("Number"), Code(str(entry.record.get("number", entry.number))))
        if entry.register in {Register.SENDING, Register.SUPPORTING}
        else None,
        *_of_register(entry),
        *_names(entry),
        *_numbers(entry),
        *_places(entry.record),
    ]
    return tuple(row for row in rows if row)


def _of_register(entry: PublicEntry) -> Iterator[Row | None]:
    match entry.register:
        case Register.SENDING:
            yield from _approval(entry)
        case Register.SUPPORTING:
            yield from _registration(entry.record)
        case Register.MEASURES:
            yield from _measure(entry.record)
        case Register.SUSPENSIONS:
            yield from _suspension(entry.record)


def period(said: object) -> Shown | None:
    """Show from when until when something holds."""
    if not isinstance(said, dict):
        return None
    first, last = day(said.get("from_on")), day(said.get("until_on"))
    if first is None:
        return None
    if last is None:
        return _("From %(first)s until further notice") % {"first": dates.in_words(first)}
    return _("%(first)s to %(last)s") % {
        "first": dates.in_words(first),
        "last": dates.in_words(last),
    }


def _approval(entry: PublicEntry) -> Iterator[Row | None]:
    approval = entry.record.get("approval")
    terms: Content = approval if isinstance(approval, dict) else {}
    yield _row(_("Valid"), period(terms.get("validity")))
    yield Row(_("What it may charge"), _fees(terms))
    fields = texts(terms, "fields")
    yield Row(_("Fields"), _fields(fields) if fields else _("Every field"))
    capacity = terms.get("capacity")
    yield _row(_("Persons it may send in a year"), str(capacity) if capacity else None)
    yield _row(_("Conditions"), [named(text) for text in each(terms.get("conditions"))])
    formerly = entry.record.get("formerly")
    yield _row(_("Number before"), Code(str(formerly)) if formerly else None)


def _fees(terms: Content) -> list[Shown]:
    """Show each fee that is permitted; where none is stated, say so and not that it is free."""
    stated = [_fee(fee) for fee in each(terms.get("fees"))]
    return [*stated] or [
        _("The entry does not state it. Ask for every sum in writing, with what it is for.")
    ]


def _fee(fee: Content) -> SafeString:
    most = fee.get("at_most")
    sum_: Content = most if isinstance(most, dict) else {}
    amount = Amount(str(sum_.get("amount", "0")), str(sum_.get("currency", "")))
    what = words.labelled((FeeFor,), fee.get("charged_for"))
    remarks = fee.get("remarks")
    more = format_html("<br>{}", named(remarks)) if isinstance(remarks, dict) else ""
    return format_html(
        _("{what}: at most {amount}") + "{more}", what=what, amount=amount, more=more
    )


def _fields(codes: list[str]) -> list[Shown]:
    return [naming.field_name(code, date.max) for code in codes]


def _registration(record: Content) -> Iterator[Row | None]:
    yield _on(_("Registered"), record.get("registered_on"))
    yield _on(_("Valid until"), record.get("valid_until_on"))
    yield _row(_("Telephone"), texts(record, "phones"))
    yield _row(_("Languages"), [words.language_name(tag) for tag in texts(record, "languages")])
    yield _in_japanese(_("Languages as written"), record.get("languages_text"))
    yield _row(_("Offices"), [Named(office, "ja") for office in texts(record, "offices")])
    yield _in_japanese(_("Remarks"), record.get("remarks"))


def _measure(record: Content) -> Iterator[Row | None]:
    yield Row(_("Measure"), words.labelled((MeasureType,), record.get("measure")))
    yield _text(_("In words"), record.get("measure_text"))
    role = within(record, "organization", "role")
    yield _row(_("The organization is"), words.labelled((MeasuredRole,), role) if role else None)
    yield _row(
        _("Ordered by"), [body for one in each(record.get("authorities")) for body in _body(one)]
    )
    yield _row(_("Number of the order"), _code(record.get("reference")))
    yield _row(_("Grounds"), grounds(record))
    yield _text(_("Grounds in words"), record.get("grounds_text"))
    yield _row(_("Legal basis"), laws(record))
    yield _row(_("Period"), period(record.get("period")))
    yield _on(_("To be improved by"), record.get("improve_by_on"))
    scope = record.get("scope")
    yield _row(_("Scope"), words.labelled((Scope,), scope) if scope else None)
    fields = texts(entries.organization(record), "fields")
    yield _row(_("Fields"), _fields(fields))
    yield _on(_("Published by its author"), record.get("published_on"))
    source = record.get("source")
    yield _row(_("Source"), str(source) if source else None)


def _suspension(record: Content) -> Iterator[Row | None]:
    yield Row(_("Field"), naming.field_name(record.get("field"), date.max))
    yield _text(_("Part of the field"), record.get("part"))
    yield Row(_("Way into the field"), words.labelled((Channel,), record.get("channel")))
    yield _on(_("Expected until"), record.get("expected_until_on"))
    yield _text(_("Exceptions"), record.get("exceptions"))
    yield _text(_("Explanation"), record.get("explanation"))
    yield _row(_("Legal basis"), laws(record))


def grounds(record: Content) -> list[Shown]:
    """Say the grounds of a decision."""
    return [words.labelled(GROUNDS, code) for code in texts(record, "grounds")]


def laws(record: Content) -> list[Shown]:
    """Name the provisions of law behind a decision."""
    found: list[Shown] = []
    for basis in each(record.get("legal_basis")):
        law = basis.get("law")
        provision = str(basis.get("provision", ""))
        shown = named(law) if isinstance(law, dict) else ""
        found.append(format_html("{} {}", shown, provision))
    return found


def _body(body: Content) -> list[Shown]:
    return [named(name) for name in each(body.get("names"))]


def further_names(entry: PublicEntry) -> list[SafeString]:
    """Show the names after the first, each with what it is and in which language."""
    return [
        format_html(
            "{} <small>({}, {})</small>",
            named(name),
            words.labelled((NameUse,), name.get("use", NameUse.OFFICIAL)),
            words.language_name(str(name.get("lang", "und"))),
        )
        for name in entry.names[1:]
    ]


def _names(entry: PublicEntry) -> Iterator[Row | None]:
    yield _row(_("Names it had before"), [Named(name, "und") for name in entry.former])


def _numbers(entry: PublicEntry) -> Iterator[Row | None]:
    for identifier in each(entries.organization(entry.record).get("identifiers")):
        number = str(identifier.get("number", ""))
        if number != entry.number:
            yield Row(words.labelled((Numbering,), identifier.get("scheme")), Code(number))


def _places(record: Content) -> Iterator[Row | None]:
    described = entries.organization(record)
    yield _row(_("Address"), [Named(*address) for address in addresses(record)])
    if described is not record:
        yield _row(_("Telephone"), texts(described, "phones"))
        yield _row(_("E-mail"), _code(described.get("email")))
        yield _row(_("Website"), _code(described.get("website")))
        yield _row(_("Offices"), [_office(office) for office in each(described.get("offices"))])
        spoken = texts(described, "languages")
        yield _row(_("Languages spoken"), [words.language_name(tag) for tag in spoken])


def _office(office: Content) -> SafeString:
    address = office.get("address")
    where = Named(str(address["text"]), str(address["lang"])) if isinstance(address, dict) else ""
    names = [named(name) for name in each(office.get("names"))][:1]
    kind = words.labelled((OfficeKind,), office.get("kind"))
    return format_html("{}<br>{} {}", kind, names[0] if names else "", where)


def _row(key: str, value: Shown | Sequence[Shown] | None) -> Row | None:
    return Row(key, value) if value else None


def _on(key: str, written: object) -> Row | None:
    on = day(written)
    return Row(key, Day(on)) if on else None


def _text(key: str, said: object) -> Row | None:
    return Row(key, named(said)) if isinstance(said, dict) else None


def _in_japanese(key: str, said: object) -> Row | None:
    return Row(key, Named(said, "ja")) if isinstance(said, str) else None


def _code(said: object) -> Code | None:
    return Code(said) if isinstance(said, str) else None
