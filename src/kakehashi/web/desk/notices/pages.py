"""Pages put together: the cards of the desk's home, the inbox's table, a notice's page."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi import node
from kakehashi.core.envelope import Envelope
from kakehashi.core.notices import KIND_FACTS, KINDS, Compartments, Unknown
from kakehashi.core.notices.disclosure import ErasureDone
from kakehashi.core.notices.payload import Classification, Links, Payload
from kakehashi.core.notices.values import Attachment
from kakehashi.core.parts import PartRole
from kakehashi.desk import queries
from kakehashi.journal import queries as journals
from kakehashi.journal.contents import compartments, envelope_of
from kakehashi.journal.models import Entry, Journal
from kakehashi.journal.queries import Presence
from kakehashi.web.desk import showing
from kakehashi.web.desk.drafting.signing import words_of_reason
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.notices.coded import party_name
from kakehashi.web.desk.notices.queries import Box, Opened
from kakehashi.web.desk.notices.reading import Book
from kakehashi.web.desk.speech import decider, named
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.shapes import (
    Banner,
    Code,
    Day,
    Happening,
    Instant,
    Link,
    Part,
    Row,
    Shown,
    Status,
    Summary,
    Table,
    Timeline,
)

ON_PAPER: Final = "letter.registered"
InboxRow = tuple[Shown, Shown, Shown, Shown, Shown, list[str], bool]


def inbox_table(rows: Sequence[InboxRow]) -> Table:
    """What was received; a notice not opened yet says so."""
    shown = [
        (
            title,
            about,
            classification,
            received,
            verdict,
            _readers(readers) if is_read else Status(_("Not opened by you"), "waiting"),
        )
        for title, about, classification, received, verdict, readers, is_read in rows
    ]
    columns = [
        _("Notice"),
        _("About"),
        _("Class"),
        _("Received"),
        _("State"),
        _("Read by"),
    ]
    return Table(_("Received"), columns, shown, empty=_("No notice has arrived as you ask."))


def _readers(names: Sequence[str]) -> str:
    return ", ".join(names)


def notice_page(
    inside: Box,
    journal: Journal,
    entry: Entry,
    opened: Sequence[Opened],
    *,
    clauses: frozenset[str] | None = None,
) -> dict[str, Any]:
    """What a notice's page shows, in order.

    `clauses` are those that the officer may read; None where all.
    """
    place = (journal.pk, entry.index)
    of = inside.ours if journal.is_ours else inside.theirs
    by = inside.theirs if journal.is_ours else inside.ours
    envelope = envelope_of(entry)
    verdict = notices.verdicts(of, [place])[place]
    parts = {one.part.role: one.data for one in opened if one.data is not None}
    content = compartments(envelope, parts)
    links = content.links if isinstance(content, Compartments) else None
    book = _book(inside, journal, entry, links, opened)
    return {
        "title": showing.kind_title(entry.kind),
        "agreement_title": showing.title_of(journal.agreement),
        "is_ours": journal.is_ours,
        "notes": _notes(journal, entry, verdict),
        "facts": _facts(journal, entry, envelope),
        "sections": _sections(entry, content, opened, book, parts),
        "history": _history(inside, journal, entry, of, by),
        "named": _named(links, book),
        "naming": _naming(inside, entry, clauses),
        "readers": queries.readers(of, [place]).get(place, ()),
        "draft": queries.draft_of(journal.agreement, journal.generation, entry.index)
        if journal.is_ours
        else None,
        "answer_kinds": _answer_kinds(journal, entry),
        "is_erasable": any(
            one.data is not None and one.part.classification == Classification.CONFIDENTIAL
            for one in opened
        )
        and _may_be_ours(journal.agreement, ErasureDone.kind),
    }


def _notes(journal: Journal, entry: Entry, verdict: notices.Verdict) -> list[Banner]:
    found = []
    if verdict.reason:
        reason = words_of_reason(verdict.reason)
        text = _("This notice was set aside and has no effect: %(reason)s.") % {"reason": reason}
        if verdict.detail:
            text = _("%(text)s Detail: %(detail)s") % {"text": text, "detail": verdict.detail}
        found.append(Banner(text, "warning"))
    elif not verdict.is_judged and not journal.is_ours:
        found.append(Banner(_("This notice is held and still being read."), "neutral"))
    if entry.kind == ON_PAPER and not verdict.reason:
        words = _("On paper, unsigned: it counts once the other side confirms it.")
        found.append(Banner(words, "waiting"))
    if not showing.is_known(entry.kind, entry.version):
        words = _(
            "This node does not know this kind or version (%(kind)s, version %(version)s). It is "
            "kept and acknowledged, and shown below as it came. A newer release may read it."
        )
        found.append(Banner(words % {"kind": entry.kind, "version": entry.version}, "warning"))
    return found


def _facts(journal: Journal, entry: Entry, envelope: Envelope | None) -> Summary:
    profile = node.profile(journal.agreement)
    author = profile.parties.get(journal.party)
    rows = [
        Row(pgettext("author", "From"), named(author.names) if author else journal.party),
        Row(_("Reference"), Code(entry.jti) if entry.jti else _("Not readable")),
        Row(_("Class"), showing.class_status(entry.classification)),
    ]
    if envelope is None:
        return Summary(rows, _("Envelope"))
    clause = profile.clauses.get(envelope.clause)
    rows.append(Row(_("Clause"), f"{envelope.clause} {named(clause.title) if clause else ''}"))
    if envelope.decided is not None:
        on = envelope.decided
        day = Day(on.latest, not_later_than=on.on is None)
        rows.append(Row(_("Decided"), day))
    if envelope.by is not None:
        offices = author.offices if author else {}
        by = decider(offices, envelope.by.office, envelope.by.role)
        rows.append(Row(_("Decided by"), by))
    if envelope.effective_on is not None:
        rows.append(Row(_("Takes effect on"), Day(envelope.effective_on)))
    if envelope.entered_later:
        rows.append(Row(_("Entered later"), _("Yes: a past dealing, for the record")))
    rows.append(Row(_("Issued"), reading.moment(envelope.issued_at)))
    return Summary(rows, _("Envelope"))


def _sections(
    entry: Entry,
    content: Compartments | Unknown | None,
    opened: Sequence[Opened],
    book: Book,
    parts: dict[str, bytes],
) -> list[Part]:
    shown: list[Part] = []
    if isinstance(content, Compartments):
        shown += _known_sections(content, book)
    else:
        shown += [
            Summary([Row(role, Code(data[:20_000].decode(errors="replace")))], _("As it came"))
            for role, data in parts.items()
        ]
    files = 0
    for one in opened:
        is_file = one.part.role == PartRole.ATTACHMENT
        files += is_file
        title = (
            _("File %(number)s") % {"number": files}
            if is_file
            else showing.compartment_title(entry.kind, one.part.role)
        )
        if words := _why_not_shown(one):
            shown.append(Banner(words, "neutral", title))
    return shown


def _known_sections(content: Compartments, book: Book) -> list[Part]:
    shown: list[Part] = []
    for role in ("statement", "public", "particulars", "restricted", "confidential"):
        payload: Payload | None = getattr(content, role)
        rows = [] if payload is None else list(reading.rows(payload, book))
        if rows:
            shown.append(Summary(rows, showing.compartment_title(content.kind, role)))
    for position, row in enumerate((content.rows or ())[: reading.MOST_ROWS], 1):
        title = _("Row %(position)s of %(count)s") % {
            "position": position,
            "count": len(content.rows or ()),
        }
        shown.append(Summary(list(reading.rows(row, book)), title))
    return shown


def _why_not_shown(one: Opened) -> str:
    if one.is_closed:
        return _("Confidential: only officers with that role may read this part.")
    match one.part.presence:
        case Presence.ERASED:
            return _("This part was erased. The journal still proves that it was sent.")
        case Presence.EXCUSED:
            return _("Its author no longer has this part, and has signed a notice that says so.")
        case Presence.MISSING:
            return _("This part has not arrived yet. The node asks for it by itself.")
        case _:
            pass
    if one.data is None and one.part.role != PartRole.ATTACHMENT:
        return _("This part is here and cannot be opened. Tell the administrator.")
    return ""


def _book(
    inside: Box, journal: Journal, entry: Entry, links: Links | None, opened: Sequence[Opened]
) -> Book:
    wanted = [] if links is None else [*links.answers, *links.refers]
    wanted += [jti for jti in (links.case, links.corrects) if jti] if links else []
    every = {one.pk: one for one in (*inside.ours, *inside.theirs)}
    known = notices.entries_of(inside, wanted)
    where = {jti: showing.address_of_entry(row, every) for jti, row in known.items()}
    titles = {jti: _title(row) for jti, row in known.items()}
    held = [one for one in opened if one.part.role == PartRole.ATTACHMENT]
    base = [journal.agreement, journal.party, journal.generation, entry.index]
    files = {
        number: reverse("desk_attachment", args=[*base, number])
        for number, one in enumerate(held, 1)
        if one.part.presence is Presence.HELD and not one.is_closed
    }
    return Book(where, files, titles)


def _title(entry: Entry) -> str:
    told = {"sort": showing.kind_title(entry.kind), "day": in_words(entry.held_at.date())}
    return _("%(sort)s of %(day)s") % told


def _named(links: Links | None, book: Book) -> Summary | str:
    if links is None:
        return ""
    shown = links.model_copy(update={"act": None})
    rows = list(reading.rows(shown, book))
    return Summary(rows, _("It names")) if rows else ""


def _naming(inside: Box, entry: Entry, clauses: frozenset[str] | None) -> Table | str:
    every = {journal.pk: journal for journal in (*inside.ours, *inside.theirs)}
    how = {
        "answers": _("Answers this notice"),
        "corrects": _("Corrects or withdraws it"),
        "refers": _("Refers to it"),
    }
    rows = [
        (
            Link(showing.kind_title(row.kind), showing.address_of_entry(row, every)),
            party_name(every[row.journal_id].party),
            how[why],
            Instant(row.held_at),
        )
        for row, why in notices.answered_by(inside, entry)
        if clauses is None or notices.clause_of(row) in clauses
    ]
    columns = [_("Notice"), pgettext("author", "From"), _("How"), _("On record since")]
    return Table(_("Later notices that name it"), columns, rows) if rows else ""


def _history(
    inside: Box, journal: Journal, entry: Entry, of: Sequence[Journal], by: Sequence[Journal]
) -> Timeline:
    place = (journal.pk, entry.index)
    steps = [
        Happening(reading.moment(entry.iat), _("Issued"), tone="neutral"),
    ]
    if not journal.is_ours:
        steps.append(Happening(Instant(entry.held_at), _("Held by this node"), tone="neutral"))
    elif cosigned := journals.cosignature(journal, entry.index + 1):
        steps.append(
            Happening(
                Instant(cosigned.at),
                _("Held by the other side, which has countersigned the journal"),
                tone="good",
            )
        )
    if receipt := notices.receipts(of, by, [place]).get(place):
        received = _("Received (receipt on record)")
        steps.append(Happening(Instant(receipt.at), received, tone="good"))
    else:
        steps.append(Happening(_("Not yet"), _("No receipt on record"), tone="waiting"))
    if journal.is_ours:
        aside = notices.set_aside_by(inside.theirs, inside.ours, [entry.index]).get(place)
        if aside:
            title = _("Set aside by the other side")
            steps.append(Happening("", title, words_of_reason(aside), tone="bad"))
    steps.sort(key=_when)
    return Timeline(steps, _("What happened to it"))


def _when(step: Happening) -> datetime:
    """What has no moment comes last."""
    return step.when.at if isinstance(step.when, Instant) else datetime.max.replace(tzinfo=UTC)


def _may_be_ours(agreement: str, kind: str) -> bool:
    """Say whether our side may issue a kind under an agreement."""
    permits, us = node.profile(agreement).permits, node.this().party
    return any((one.kind, one.party) == (kind, us) for one in permits)


def _answer_kinds(journal: Journal, entry: Entry) -> list[tuple[str, str]]:
    """Which of our kinds may answer this notice, for the buttons on its page."""
    if journal.is_ours:
        mends = ("notice.corrected", "notice.withdrawn")
        return [(kind, showing.kind_title(kind)) for kind in mends]
    ours = {
        permit.kind
        for permit in node.profile(journal.agreement).permits
        if permit.party == node.this().party
    }
    return [
        (kind, showing.kind_title(kind))
        for kind, facts in KIND_FACTS.items()
        if kind in ours and entry.kind in (*facts.answers.required, *facts.answers.allowed)
        if not KINDS[kind].automatic
    ]


def file_facts(journal: Journal, index: int, number: int) -> tuple[str, str]:
    """How a notice names its file, and of what type it says it is; a plain name where it cannot."""
    entry = Entry.objects.filter(journal=journal, index=index).first()
    opened = notices.opened_parts(journal, index, may_read_confidential=True)
    parts = {one.part.role: one.data for one in opened if one.data is not None}
    content = compartments(envelope_of(entry) if entry else None, parts)
    if isinstance(content, Compartments):
        for role in ("public", "particulars", "restricted", "confidential"):
            for found in _files(getattr(content, role)):
                if found.number == number:
                    return found.file_name, found.media_type
    return f"file-{number}", "application/octet-stream"


def _files(value: object) -> list[Attachment]:
    if isinstance(value, Attachment):
        return [value]
    if isinstance(value, Payload):
        return [f for name in type(value).model_fields for f in _files(getattr(value, name))]
    if isinstance(value, tuple):
        return [f for item in value for f in _files(item)]
    return []
