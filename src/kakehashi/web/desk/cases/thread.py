"""The thread of a case: each notice with its receipt, its readers, its content and its files.

A fixed number of queries, however long the thread is. What is confidential is opened only when it
is asked for, and only for who may read it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from pydantic import BaseModel

from kakehashi import node
from kakehashi.core.notices import Compartments
from kakehashi.core.notices.notice import COMPARTMENTS
from kakehashi.core.notices.payload import Classification
from kakehashi.core.notices.values import Attachment
from kakehashi.core.parts import PartRole
from kakehashi.desk import queries as marks
from kakehashi.desk.cases import queries
from kakehashi.desk.models import Case, Dealing
from kakehashi.desk.queries import Reader
from kakehashi.journal.contents import Place, contents_at
from kakehashi.journal.models import Entry
from kakehashi.registers.models import Edition, Receipt
from kakehashi.web.desk import showing
from kakehashi.web.desk.cases import listing, words
from kakehashi.web.desk.cases.listing import notice_address
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.notices.queries import Box
from kakehashi.web.desk.notices.reading import Book
from kakehashi.web.parts.shapes import (
    Day,
    Happening,
    Instant,
    Link,
    Shown,
    Status,
    Summary,
    Table,
    Timeline,
    Tone,
)

SHOWN: Final = 40
"""Notices of a thread on its page, the latest."""

Key = tuple[str, int]
"""A notice: its author and its place in the author's journal."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one notice says, under its title: a section for each compartment."""

    title: Shown
    when: Shown
    sections: list[Summary]


@dataclass(frozen=True, slots=True)
class Read:
    """The notices of a case as their reader sees them.

    `is_open` says that confidential parts were opened; `closed` counts the notices that have some
    which were not; `older` those of the thread that are not on the page.
    """

    thread: queries.Thread
    dealings: list[Dealing]
    rows: Mapping[Key, Entry]
    contents: Mapping[Place, Compartments]
    receipts: Mapping[Key, datetime]
    readers: Mapping[Place, list[Reader]]
    is_open: bool
    closed: int
    older: int


def read(
    case: Case,
    inside: Box,
    *,
    clauses: frozenset[str] | None,
    opens_confidential: bool,
    most: int = SHOWN,
) -> Read:
    """Read a case's thread: nine queries. `clauses` are those that may be read; None: all."""
    thread = queries.thread(case)
    readable = [d for d in thread.dealings if clauses is None or d.clause in clauses]
    dealings = readable[-most:]
    rows = _entries(inside, dealings)
    roles = [*notices.IN_LISTS, PartRole.PARTICULARS]
    if opens_confidential:
        roles.append(PartRole.CONFIDENTIAL)
    found = contents_at(list(rows.values()), roles)
    theirs = [(row.journal_id, row.index) for row in rows.values()]
    closed = [d for d in dealings if d.classification == Classification.CONFIDENTIAL]
    return Read(
        thread=thread,
        dealings=dealings,
        rows=rows,
        contents={at: c for at, c in found.items() if isinstance(c, Compartments)},
        receipts=_receipts(case, dealings),
        readers=marks.readers((*inside.ours, *inside.theirs), theirs),
        is_open=opens_confidential,
        closed=0 if opens_confidential else len(closed),
        older=len(readable) - len(dealings),
    )


def _entries(inside: Box, dealings: Sequence[Dealing]) -> dict[Key, Entry]:
    every = {journal.pk: journal for journal in (*inside.ours, *inside.theirs)}
    places = {(d.party, d.generation, d.seq): (d.party, d.place) for d in dealings}
    found = Entry.objects.filter(journal__in=every, jti__in=[d.jti for d in dealings])
    rows = {}
    for row in found:
        journal = every[row.journal_id]
        if key := places.get((journal.party, journal.generation, row.index)):
            rows[key] = row
    return rows


def _receipts(case: Case, dealings: Sequence[Dealing]) -> dict[Key, datetime]:
    """When the other side's receipt first covered each notice: two queries."""
    edition = Edition.objects.filter(agreement=case.agreement, state=Edition.State.SERVING).first()
    if edition is None or not dealings:
        return {}
    covering: QuerySet[Receipt] = (
        Receipt.objects.filter(edition=edition, until_place__gt=OuterRef("place"))
        .exclude(party=OuterRef("party"))
        .order_by("until_place", "place")
    )
    found = (
        Dealing.objects.filter(edition=case.edition_id, jti__in=[d.jti for d in dealings])
        .annotate(held_at=Subquery(covering.values("held_at")[:1]))
        .exclude(held_at=None)
        .values_list("party", "place", F("held_at"))
    )
    return {(party, at): datetime.fromtimestamp(held, UTC) for party, at, held in found}


def timeline(case: Case, found: Read) -> Timeline:
    """Show the thread, the first notice on top."""
    return Timeline([_happening(case, found, one) for one in found.dealings], _("Notices"))


def _happening(case: Case, found: Read, dealing: Dealing) -> Happening:
    standing = found.thread.standing(dealing)
    odd = words.odd_words(standing)
    is_ours = dealing.party == node.this().party
    tone: Tone = "warning" if odd else ("good" if is_ours else "neutral")
    return Happening(
        when=Instant(_at(dealing.issued_at)),
        title=Link(showing.kind_title(dealing.kind), notice_address(case.agreement, dealing)),
        detail=_lines(_details(found, dealing, odd)),
        by=listing.party_name(case.agreement, dealing.party),
        tone=tone,
    )


def _details(
    found: Read, dealing: Dealing, odd: tuple[words.Words, words.Words] | None
) -> Iterator[Shown]:
    row = found.rows.get((dealing.party, dealing.place))
    place = (row.journal_id, row.index) if row else None
    if odd:
        yield Status(odd[0], "bad" if dealing.is_set_aside else "warning")
        yield odd[1]
    if place and place in found.contents and (about := listing.about(found.contents[place])):
        yield about
    yield showing.class_status(dealing.classification)
    if dealing.counts_as != dealing.kind:
        yield _("Stands for: %(kind)s") % {"kind": showing.kind_title(dealing.counts_as)}
    if dealing.decided_on:
        yield format_html(_("Decided {}"), Day(dealing.decided_on))
    if dealing.entered_later:
        yield Status(_("Entered later"), "neutral")
    received = found.receipts.get((dealing.party, dealing.place))
    yield (
        format_html(_("Received {}"), Instant(received))
        if received
        else Status(_("No receipt yet"), "waiting")
    )
    if names := [reader.name for reader in found.readers.get(place, ())] if place else []:
        yield _("Opened by %(names)s") % {"names": ", ".join(names)}


def _lines(lines: Iterator[Shown]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def contents(case: Case, found: Read) -> list[Content]:
    """Show what each notice says, as far as it was opened."""
    known = {d.jti: notice_address(case.agreement, d) for d in found.dealings}
    shown = []
    for dealing in found.dealings:
        row = found.rows.get((dealing.party, dealing.place))
        said = found.contents.get((row.journal_id, row.index)) if row else None
        if said is None:
            continue
        book = Book(known, files_of(case.agreement, dealing, said))
        sections = [
            Summary(rows, showing.compartment_title(dealing.kind, role))
            for role in COMPARTMENTS
            if role not in {"links", "rows"}
            and isinstance(payload := getattr(said, role, None), BaseModel)
            and (rows := list(reading.rows(payload, book)))
        ]
        if sections:
            title = showing.kind_title(dealing.kind)
            shown.append(Content(title, Instant(_at(dealing.issued_at)), sections))
    return shown


def files_of(agreement: str, dealing: Dealing, said: Compartments) -> dict[int, str]:
    """Where the files of a notice are to be had, by their numbers."""
    place = [agreement, dealing.party, dealing.generation, dealing.seq]
    return {
        one.number: reverse("desk_attachment", args=[*place, one.number])
        for role in COMPARTMENTS
        for one in attachments(getattr(said, role, None))
    }


def attachments(value: Any) -> Iterator[Attachment]:  # noqa: ANN401 - a payload's own
    """Give the files that a content names, however deep."""
    if isinstance(value, Attachment):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from attachments(item)
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from attachments(getattr(value, name))


def documents(case: Case, found: Read) -> Table:
    """Show every file of the thread, as far as it was opened, with the notice it came with."""
    rows: list[tuple[Shown, ...]] = []
    for dealing in found.dealings:
        row = found.rows.get((dealing.party, dealing.place))
        said = found.contents.get((row.journal_id, row.index)) if row else None
        if said is None:
            continue
        where = files_of(case.agreement, dealing, said)
        for role in COMPARTMENTS:
            for one in attachments(getattr(said, role, None)):
                size = _("%(size)s kB") % {"size": max(1, one.length // 1024)}
                kind = Link(
                    showing.kind_title(dealing.kind),
                    notice_address(case.agreement, dealing),
                )
                rows.append((Link(one.file_name, where[one.number]), size, kind))
    columns = [_("File"), _("Size"), _("Notice")]
    return Table(_("Documents"), columns, rows, hidden_caption=True, empty=_("No files."))
