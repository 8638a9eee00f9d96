"""The desk: what was received, what was issued, and each notice's page."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.notices import KINDS, Compartments
from kakehashi.core.notices.payload import Classification
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk import actions, queries
from kakehashi.journal import queries as journals
from kakehashi.journal.contents import Place, contents_at
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.cases import links as case_links
from kakehashi.web.desk.drafting import concurring
from kakehashi.web.desk.drafting.signing import words_of_reason
from kakehashi.web.desk.notices import pages, reading
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices.addressing import addressed
from kakehashi.web.desk.notices.queries import Box, Receipt, Verdict
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Instant, Link, Pages, Shown, Status, Table

A_PAGE: Final = 25
FILTERS: Final = ("agreement", "kind", "unread", "automatic")


@officers(Act.READ)
@never_cache
def inbox(request: HttpRequest) -> HttpResponseBase:
    """What the counterpart sent under one agreement."""
    agreements = access.agreements_in_part(request)
    inside = notices.box(access.chosen_agreement(request, agreements))
    found = _asked(request, inside, inside.theirs)
    if request.GET.get("unread"):
        found = queries.unread(found, officer_of(request).id)
    rows, number, last = _page_of(request, found)
    places = [(row.journal_id, row.index) for row in rows]
    verdicts = notices.verdicts(inside.theirs, places)
    receipts = notices.receipts(inside.theirs, inside.ours, places)
    readers = queries.readers(inside.theirs, places)
    subjects = _subjects(rows)
    me = officer_of(request).id
    table = [
        (
            *_opening(row, inside, subjects),
            showing.class_status(row.classification),
            _received(row, receipts.get(place)),
            _verdict(verdicts[place]),
            [reader.name for reader in readers.get(place, ())],
            any(reader.officer_id == me for reader in readers.get(place, ())),
        )
        for row, place in zip(rows, places, strict=True)
    ]
    shown = {
        "table": pages.inbox_table(table),
        "pages": Pages(number, last, _page_address(request)),
        "filters": _filters(request, agreements, inside.agreement, in_inbox=True),
        "agreement_title": showing.title_of(inside.agreement),
    }
    return render(request, "desk/inbox.html", showing.context(request, "inbox") | shown)


@officers(Act.READ)
@never_cache
def outbox(request: HttpRequest) -> HttpResponseBase:
    """What we issued under one agreement, and what became of it."""
    agreements = access.agreements_in_part(request)
    inside = notices.box(access.chosen_agreement(request, agreements))
    found = _asked(request, inside, inside.ours)
    rows, number, last = _page_of(request, found)
    places = [(row.journal_id, row.index) for row in rows]
    held = {journal.pk: journals.cosigned_size(journal) for journal in inside.ours}
    receipts = notices.receipts(inside.ours, inside.theirs, places)
    asides = notices.set_aside_by(inside.theirs, inside.ours, [row.index for row in rows])
    subjects = _subjects(rows)
    table = [
        (
            *_opening(row, inside, subjects),
            showing.class_status(row.classification),
            Instant(row.held_at),
            _held_there(row, held),
            _receipt(receipts.get(place), asides.get(place)),
        )
        for row, place in zip(rows, places, strict=True)
    ]
    columns = [
        _("Notice"),
        _("About"),
        _("Class"),
        _("Issued"),
        _("Held by the other side"),
        _("Received"),
    ]
    shown = {
        "table": Table(_("Issued by us"), columns, table, empty=_("Nothing was issued yet.")),
        "pages": Pages(number, last, _page_address(request)),
        "filters": _filters(request, agreements, inside.agreement, in_inbox=False),
        "agreement_title": showing.title_of(inside.agreement),
    }
    return render(request, "desk/outbox.html", showing.context(request, "outbox") | shown)


@officers(Act.READ)
@never_cache
def notice(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> HttpResponseBase:
    """One notice with all that this officer may see of it."""
    inside, journal, entry = addressed(request, agreement, party, generation, index)
    sees_confidential = access.may_read_confidential(request, agreement)
    opened = notices.opened_parts(journal, index, may_read_confidential=sees_confidential)
    read_confidential = any(
        one.data is not None and one.part.classification == Classification.CONFIDENTIAL
        for one in opened
    )
    now = timezone.now()
    by = officer_of(request).id
    if request.method == "GET" and (not journal.is_ours or read_confidential):
        actions.mark_read(journal, index, by=by, is_confidential=read_confidential, now=now)
        actions.record_readings(now=now)
    clauses = access.clauses_seen(request, agreement)
    shown = pages.notice_page(inside, journal, entry, opened, clauses=clauses)
    shown["notes"] += case_links.of_notice(request, agreement, party, generation, index)
    shown["concurrence"] = concurring.given_rows(shown["draft"]) if shown["draft"] else ""
    may_draft = agreement in access.agreements_in_part(request, Act.DRAFT)
    room = "outbox" if journal.is_ours else "inbox"
    shown |= {"may_draft": may_draft, "entry": entry, "agreement": agreement}
    shown["print_address"] = reverse("desk_notice_pdf", args=[agreement, party, generation, index])
    return render(request, "desk/notice.html", showing.context(request, room) | shown)


@lets_out(Way.ATTACHMENT, gate=Gate.CIRCLE)
@officers(Act.READ)
@never_cache
def attachment(  # noqa: PLR0917 - the parts of its address
    request: HttpRequest, agreement: str, party: str, generation: int, index: int, number: int
) -> HttpResponseBase:
    """A file of a notice, where this officer may see it."""
    _inside, journal, _entry = addressed(request, agreement, party, generation, index)
    found = notices.attachment(journal, index, number)
    if found is None:
        raise Http404
    part, data = found
    if part.classification == Classification.CONFIDENTIAL:
        if not access.may_read_confidential(request, agreement):
            raise PermissionDenied
        actions.note_confidential_reading(
            f"{journal.origin}#{index}.{part.number}",
            by=officer_of(request).id,
            now=timezone.now(),
        )
    name, media = pages.file_facts(journal, index, number)
    return download(data, name, media)


def _asked(request: HttpRequest, inside: Box, of: Sequence[Journal]) -> QuerySet[Entry]:
    """The notices of journals that the address asks for, as far as this officer may see them."""
    return notices.entries(
        of,
        kind=_asked_kind(request),
        with_automatic=bool(request.GET.get("automatic")),
        only=access.entries_within(request, inside.agreement),
    )


def _asked_kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise Http404
    return kind


def _page_of(request: HttpRequest, found: QuerySet[Entry]) -> tuple[list[Entry], int, int]:
    """One page of entries, its number, and the last page's: two queries."""
    last = max(1, -(-found.count() // A_PAGE))
    asked = request.GET.get("page", "1")
    number = min(max(int(asked), 1), last) if asked.isascii() and asked.isdigit() else 1
    return list(found[(number - 1) * A_PAGE : number * A_PAGE]), number, last


def _page_address(request: HttpRequest) -> str:
    kept = {name: value for name in FILTERS if (value := request.GET.get(name))}
    return f"?{urlencode(kept)}&page={{page}}" if kept else "?page={page}"


def _filters(
    request: HttpRequest, agreements: Sequence[str], chosen: str, *, in_inbox: bool
) -> list[Field]:
    party = node.profile(chosen).counterpart(node.this().party).code
    author = party if in_inbox else node.this().party
    open_kinds = {permit.kind for permit in node.profile(chosen).permits if permit.party == author}
    kinds = [Choice(kind, showing.kind_title(kind)) for kind in KINDS if kind in open_kinds]
    fields = [
        showing.agreement_choice(agreements, chosen),
        Field(
            name="kind",
            label=_("Kind of notice"),
            kind="select",
            choices=[Choice("", _("All kinds")), *kinds],
            value=request.GET.get("kind", ""),
        ),
    ]
    if in_inbox:
        fields.append(
            Field(
                name="unread",
                label=_("Only what I have not opened"),
                kind="checkbox",
                value=request.GET.get("unread", ""),
            )
        )
    fields.append(
        Field(
            name="automatic",
            label=_("Also what the nodes write by themselves"),
            kind="checkbox",
            value=request.GET.get("automatic", ""),
        )
    )
    return fields


def _subjects(rows: Sequence[Entry]) -> dict[Place, Shown]:
    found: dict[Place, Shown] = {}
    for place, content in contents_at(rows, notices.IN_LISTS).items():
        if isinstance(content, Compartments):
            payloads = (content.public, content.restricted, content.statement)
            found[place] = reading.subject(iter(payloads))
    return found


def _opening(row: Entry, inside: Box, subjects: Mapping[Place, Shown]) -> tuple[Shown, Shown]:
    every = {journal.pk: journal for journal in (*inside.ours, *inside.theirs)}
    title = showing.kind_title(row.kind)
    place = (row.journal_id, row.index)
    return Link(title, showing.address_of_entry(row, every)), subjects.get(place, "") or "–"


def _received(row: Entry, receipt: Receipt | None) -> Instant:
    """When it was received: in law once that is on record, until then when it came."""
    return Instant(receipt.at if receipt else row.held_at)


def _verdict(verdict: Verdict) -> Shown:
    if not verdict.is_judged:
        return Status(_("Being read"), "waiting")
    if verdict.reason:
        return Status(
            _("Set aside: %(reason)s") % {"reason": words_of_reason(verdict.reason)}, "warning"
        )
    return Status(pgettext("notice", "Counts"), "good")


def _held_there(row: Entry, held: Mapping[int, int]) -> Status:
    if row.index < held.get(row.journal_id, 0):
        return Status(pgettext("notice", "Held"), "good")
    return Status(_("On its way"), "waiting")


def _receipt(receipt: Receipt | None, aside: str | None) -> Shown:
    if aside:
        return Status(_("Set aside: %(reason)s") % {"reason": words_of_reason(aside)}, "bad")
    return Instant(receipt.at) if receipt else Status(_("No receipt yet"), "waiting")
