"""Reading an entry's public record, whatever its register: places, terms, texts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kakehashi.core import entries
from kakehashi.core.standing import Content, Register
from kakehashi.registers.queries import PublicEntry
from kakehashi.web.parts import naming, shapes


def each(value: object) -> Iterator[Content]:
    """Give the records of a list in a record; nothing where there is none."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from (item for item in value if isinstance(item, Mapping))


def within(record: Content, *path: str) -> object:
    """Follow a path into a record; None where it ends early."""
    found: object = record
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def texts(record: Content, field: str) -> list[str]:
    """Give a list of texts or codes; nothing where there is none."""
    found = record.get(field)
    if isinstance(found, Sequence) and not isinstance(found, str):
        return [str(item) for item in found]
    return []


def day(written: object) -> date | None:
    """Read a day; None where there is none."""
    return date.fromisoformat(written) if isinstance(written, str) else None


def named(text: Content) -> shapes.Named:
    """Show a text or a name in its own language."""
    return shapes.Named(str(text.get("text", "")), str(text.get("lang", "und")))


def heading(entry: PublicEntry) -> shapes.Named:
    """Name an entry: its organization in its first script, or its field."""
    for name in entry.names:
        return named(name)
    if entry.register is Register.SUSPENSIONS:
        return shapes.Named(title(entry), get_language() or "en")
    return shapes.Named(entry.number, "und")


def title(entry: PublicEntry) -> str:
    """Name an entry in plain text."""
    if entry.register is Register.SUSPENSIONS:
        return naming.field_name(entry.record.get("field"), entry.since_on)
    return entry.name or entry.number


def other_names(entry: PublicEntry) -> SafeString:
    """Show the names after the first, each in its script, on lines of their own."""
    return format_html_join(
        "", "<br><small>{}</small>", ((named(name),) for name in entry.names[1:3])
    )


def line(entry: PublicEntry, href: str) -> SafeString:
    """Name an entry in a row: linked, with the next two names below."""
    return format_html('<a href="{}">{}</a>{}', href, heading(entry), other_names(entry))


def addresses(record: Content) -> Iterator[tuple[str, str]]:
    """Give each address of the organization as written, with its language."""
    described = entries.organization(record)
    for address in each(described.get("addresses")):
        yield str(address.get("text", "")), str(address.get("lang", "und"))
    written = described.get("address")
    if isinstance(written, str):
        code = described.get("postal_code")
        yield f"〒{code} {written}" if code else written, "ja"


def place(record: Content) -> str:
    """Say where the organization is, no longer than fits a row."""
    described = entries.organization(record)
    for address in (*each(described.get("addresses")), described):
        known = [str(address[part]) for part in ("locality", "region") if address.get(part)]
        if known:
            return ", ".join(dict.fromkeys(known))
    return ""
