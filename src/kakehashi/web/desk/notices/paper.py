"""Notices as letters: what their pages show, in one language, as shapes for printing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from html import unescape
from typing import Any

from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi import node
from kakehashi.core.agreement.profile import Party
from kakehashi.core.envelope import Envelope
from kakehashi.core.notices.payload import Classification
from kakehashi.journal.contents import envelope_of
from kakehashi.journal.models import Entry, Journal
from kakehashi.printing import Grid, Letter, Letterhead, Line, Lines, Prose, Words
from kakehashi.printing.paper import Block
from kakehashi.web.desk.speech import named
from kakehashi.web.parts import shapes
from kakehashi.web.parts.dates import in_words, zone
from kakehashi.web.parts.shapes import Part, Row, Shown, Summary, Table


def languages() -> list[str]:
    """The languages that a letter is printed in: English, and the reader's where it is another."""
    return list(dict.fromkeys(("en", translation.get_language() or "en")))


def here(text: object) -> Words:
    """Words in the language that is spoken now."""
    return Words(str(text), translation.get_language() or "en")


def words_of(shown: Shown) -> list[Words]:
    """Write what a page shows as words on paper."""
    match shown:
        case shapes.Named(text=text, lang=lang):
            return [Words(text, lang)]
        case shapes.Link(text=text, lang=lang):
            return [Words(str(text), lang) if lang else here(text)]
        case shapes.Day() | shapes.Instant():
            return [here(_when(shown))]
        case shapes.Amount(currency=currency):
            return [Words(f"{shown.grouped} {currency}")]
        case shapes.Code(text=text):
            return [Words(text, mono=True)]
        case shapes.Banner(text=text, title=title):
            return [here(f"{title}: {text}" if title else text)]
        case shapes.Lines(lines=lines):
            return [words for line in lines for words in words_of(line)]
        case SafeString():
            return [here(line) for line in _plain(shown)]
        case str() | Promise() | int() | shapes.Status():
            return [here(shown.word if isinstance(shown, shapes.Status) else shown)]
        case _:
            raise TypeError(type(shown))


def _when(shown: shapes.Day | shapes.Instant) -> str:
    if isinstance(shown, shapes.Instant):
        return moment(shown.at)
    day = in_words(shown.on)
    return _("not later than %(day)s") % {"day": day} if shown.not_later_than else day


def _plain(markup: SafeString) -> list[str]:
    """Read markup of ours as text: a line for each block."""
    lines = unescape(strip_tags(markup.replace("</p>", "</p>\n"))).splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


def moment(at: datetime) -> str:
    """Write a moment in the node's zone, which it names."""
    local = timezone.localtime(at)
    return f"{in_words(local.date())} {local:%H:%M} {zone(at)}"


def line_of(row: Row) -> Line:
    """Write a row of a summary as a line."""
    return Line(here(row.key), [one for value in row.values for one in words_of(value)])


def blocks_of(parts: Iterable[Part]) -> list[Block]:
    """Write sections of a page as blocks."""
    return [block for part in parts if (block := _block(part)) is not None]


def _block(part: Part) -> Block | None:
    match part:
        case Summary(rows=rows, title=title):
            return Lines(here(title), [line_of(row) for row in rows])
        case Table(caption=caption):
            columns = [here(column.label) for column in part.headed]
            cells = [[_joined(cell) for cell in row] for row in part.rows]
            return Grid(here(caption), columns, cells, here(part.empty))
        case shapes.Banner(text=text, title=title) if not isinstance(text, Part):
            return Prose(here(title), [here(text)])
        case _:
            return None


def _joined(cell: Shown) -> Words:
    found = words_of(cell)
    return found[0] if found else Words("")


def letterhead(party: Party, office: str | None) -> Letterhead:
    """Name a party and an office of it, below those that it belongs to."""
    return Letterhead(here(named(party.names)), offices_above(party, office))


def offices_above(party: Party, office: str | None) -> list[Words]:
    """Name an office after those that it belongs to, the highest first."""
    chain: list[Words] = []
    while office is not None and (known := party.offices.get(office)) is not None:
        chain.insert(0, here(named(known.names)))
        office = known.within
    return chain


def contact_office(agreement: str, party: str, day: date) -> str | None:
    """The office through which a party is reached under an agreement on a day."""
    point = node.profile(agreement).on(day).contact_points.get(party)
    return point.office if point else None


def letter_of(journal: Journal, entry: Entry, shown: Mapping[str, Any], *, printed: str) -> Letter:
    """Write a notice as a letter in the language spoken now.

    `shown` is what its page shows; `printed` stands at the foot.
    """
    envelope = envelope_of(entry)
    profile = node.profile(journal.agreement)
    author = profile.parties[journal.party]
    reader = profile.counterpart(journal.party)
    day = _dated(entry, envelope)
    office = envelope.by.office if envelope and envelope.by else None
    at_reader = contact_office(journal.agreement, reader.code, day)
    return Letter(
        lang=translation.get_language() or "en",
        head=letterhead(author, office or contact_office(journal.agreement, author.code, day)),
        addressee=[here(named(reader.names)), *offices_above(reader, at_reader)[-1:]],
        dated=here(in_words(day)),
        subject=here(shown["title"]),
        opening=[
            Line(here(_("Agreement")), [here(shown["agreement_title"])]),
            *(line_of(row) for row in shown["facts"].rows),
        ],
        blocks=blocks_of([*shown["sections"], *_others(shown)]),
        signed=_signed(journal, entry),
        foot=here(f"{entry.jti} · {printed}"),
        marks=_marks(journal, entry, envelope, shown["notes"]),
        words={"unprintable": _("In no font of this machine:")},
    )


def _others(shown: Mapping[str, Any]) -> list[Part]:
    return [one for name in ("named", "naming") if isinstance(one := shown[name], Part)]


def _dated(entry: Entry, envelope: Envelope | None) -> date:
    if envelope and envelope.decided:
        return envelope.decided.latest
    return timezone.localtime(datetime.fromtimestamp(entry.iat, UTC)).date()


def _signed(journal: Journal, entry: Entry) -> list[Words]:
    said = _(
        "This paper shows a signed notice. The notice itself, with its signature, is entry "
        "%(number)s of the journal %(origin)s. SHA-256 of the entry:"
    )
    place = {"number": entry.index + 1, "origin": journal.origin}
    digest = Words(sha256(bytes(entry.token)).hexdigest(), mono=True)
    return [here(said % place), digest]


def _marks(
    journal: Journal, entry: Entry, envelope: Envelope | None, notes: Sequence[shapes.Banner]
) -> list[Words]:
    found = []
    if node.this().identity.demo:
        found.append(here(_("Demonstration: every organization and person here is invented.")))
    if entry.classification == Classification.CONFIDENTIAL:
        found.append(here(confidential_mark(journal.agreement)))
    elif entry.classification == Classification.RESTRICTED:
        found.append(here(_("Restricted: for the offices of both sides only.")))
    if envelope and envelope.entered_later:
        found.append(here(_("Entered later: a past dealing, for the record.")))
    return found + [one for note in notes for one in words_of(note)]


def confidential_mark(agreement: str) -> str:
    """Say of a paper that it is confidential, and under which clause."""
    rule = node.profile(agreement).on(timezone.localdate()).rule("disclosure")
    words = pgettext("printed", "Confidential (clause %(clause)s). Not to be passed on.")
    return words % {"clause": rule.clause if rule else "–"}
