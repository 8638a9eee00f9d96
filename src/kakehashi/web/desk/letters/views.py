"""Letters on paper: registered with their scan, confirmed by the other side, until then our own."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.notices import Classification, Compartments
from kakehashi.core.notices.letters import Direction, LetterOutcome
from kakehashi.desk import letters as shelves
from kakehashi.desk.letters import Registered, Shelf
from kakehashi.journal.contents import Place, contents_at
from kakehashi.journal.models import Entry
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting.beginning import begin
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.letters.form import LetterForm
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.notices.queries import Box
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import error_summary
from kakehashi.web.parts.shapes import Day, Link, Pages, Shown, Status, Table, Tone

A_PAGE = 25


@officers(Act.READ)
@never_cache
def letters(request: HttpRequest) -> HttpResponseBase:
    """The letters of one agreement: to be confirmed by us, by the other side, known to both."""
    agreements = access.readable_agreements(request)
    inside = notices.box(access.chosen_agreement(request, agreements))
    tables = [
        _table(inside, shelf, list(_on(inside, shelf)[:A_PAGE]))
        for shelf in (Shelf.OURS, Shelf.THEIRS)
    ]
    number = _page(request)
    known = list(_on(inside, Shelf.KNOWN)[(number - 1) * A_PAGE : number * A_PAGE + 1])
    tables.append(_table(inside, Shelf.KNOWN, known[:A_PAGE]))
    address = f"?agreement={inside.agreement}&page={{page}}"
    shown = {
        "tables": tables,
        "pages": Pages(number, number + (len(known) > A_PAGE), address),
        "agreement": inside.agreement,
        "agreement_title": showing.title_of(inside.agreement),
        "filters": [showing.agreement_choice(agreements, inside.agreement)]
        if agreements[1:]
        else [],
        "may_draft": inside.agreement in access.agreements_for(request, Act.DRAFT),
    }
    return render(request, "desk/letters.html", showing.context(request, "letters") | shown)


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponseBase:
    """Register a letter: what is known of it, then the draft where its scan is added."""
    agreements = access.agreements_for(request, Act.DRAFT)
    agreement = access.chosen_agreement(request, agreements)
    now = timezone.now()
    sides = sides_now(agreement, now)
    form = LetterForm(agreement, request.POST, sides.today, _classes(request, agreement))
    if request.method == "POST" and (filled := form.judge()) is not None:
        draft = begin(request, agreement, shelves.REGISTERED, filled)
        return redirect("desk_draft", public_id=draft.public_id)
    fields = form.fields()
    shown = {
        "fields": fields,
        "errors": error_summary(fields),
        "agreement_title": showing.title_of(agreement),
        "others": [
            Link(showing.title_of(name), f"?agreement={name}")
            for name in agreements
            if name != agreement
        ],
        "address": f"{reverse('desk_letter_register')}?agreement={agreement}",
    }
    status = 422 if form.mistakes else 200
    page = showing.context(request, "letters") | shown
    return render(request, "desk/letter_register.html", page, status=status)


def _classes(request: HttpRequest, agreement: str) -> tuple[Classification, ...]:
    confidential = access.may_read_confidential(request, agreement)
    allowed = sides_now(agreement, timezone.now()).classes(shelves.REGISTERED)
    return tuple(c for c in allowed if confidential or c is not Classification.CONFIDENTIAL)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _on(inside: Box, shelf: Shelf) -> QuerySet[Entry]:
    return shelves.letters(inside.agreement, inside.ours, inside.theirs, shelf)


def _table(inside: Box, shelf: Shelf, entries: Sequence[Entry]) -> Table:
    captions = {
        Shelf.OURS: (_("Waiting for our confirmation"), _("No letter waits for us to confirm.")),
        Shelf.THEIRS: (
            _("Waiting for the other side's confirmation: counted by us only"),
            _("No letter waits for the other side to confirm."),
        ),
        Shelf.KNOWN: (
            _("Answered by the other side"),
            _("No letter has been answered by the other side yet."),
        ),
    }
    caption, empty = captions[shelf]
    numbers = _file_numbers(entries)
    every = {journal.pk: journal for journal in (*inside.ours, *inside.theirs)}
    rows = []
    for one in shelves.registered(inside.agreement, entries):
        place = (one.entry.journal_id, one.entry.index)
        by = every[one.entry.journal_id].party
        title = Link(_meaning(one), showing.address_of_entry(one.entry, every))
        dates = (_day(one.facts.get("dated_on")), _received(one))
        rows.append(
            (title, numbers.get(place, "–"), _way(inside, one, by), *dates, _state(shelf, one))
        )
    columns = [
        pgettext("letter", "Letter"),
        _("File number"),
        _("Which way"),
        _("Dated"),
        _("Received"),
        _("State"),
    ]
    return Table(caption, columns, rows, empty=empty)


def _meaning(one: Registered) -> str:
    kind = one.facts.get("stands_for")
    return showing.kind_title(str(kind)) if kind else _("A letter of no kind of the agreement")


def _way(inside: Box, one: Registered, by: str) -> str:
    profile = node.profile(inside.agreement)
    writer = profile.parties[by]
    if one.facts.get("direction") == Direction.RECEIVED.value:
        writer = profile.counterpart(by)
    reader = profile.counterpart(writer.code)
    return _("%(writer)s to %(reader)s") % {
        "writer": named(writer.names),
        "reader": named(reader.names),
    }


def _received(one: Registered) -> Shown:
    days = [one.facts.get("received_on"), one.answer.received_on if one.answer else None]
    known = sorted(str(day) for day in days if day)
    return _day(known[0]) if known else "–"


def _day(written: object) -> Shown:
    return Day(date.fromisoformat(written)) if isinstance(written, str) else "–"


def _state(shelf: Shelf, one: Registered) -> Status:
    if one.answer is None:
        ours = shelf is Shelf.OURS
        return Status(
            _("Confirm it, or say what is otherwise") if ours else _("Not yet"), "waiting"
        )
    tones: dict[str, Tone] = {"confirmed": "good", "otherwise": "warning", "unknown": "bad"}
    label = next((o.label for o in LetterOutcome if o.value == one.answer.outcome), "")
    return Status(said(label) or one.answer.outcome, tones.get(one.answer.outcome, "neutral"))


def _file_numbers(entries: Sequence[Entry]) -> Mapping[Place, str]:
    found: dict[Place, str] = {}
    for place, content in contents_at(entries, notices.IN_LISTS).items():
        if isinstance(content, Compartments):
            letter = content.public or content.restricted
            found[place] = str(getattr(letter, "file_number", "") or "–")
    return found
