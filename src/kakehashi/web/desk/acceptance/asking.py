"""From a discrepancy to a question: a draft filled in, for two officers to sign off as every other.

One application becomes a query about its certificate; many that are in doubt for the same reasons
become one inquiry, by numbers and without a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kakehashi.acceptance import actions, queries
from kakehashi.acceptance.models import Application, Batch, Query
from kakehashi.acceptance.queries import Opened
from kakehashi.accounts.permissions import Act
from kakehashi.core.acceptance_check import Weight
from kakehashi.desk.models import Draft, State
from kakehashi.journal.models import Entry
from kakehashi.web.desk import showing
from kakehashi.web.desk.acceptance import filling, reach, shown
from kakehashi.web.desk.drafting.beginning import begin, kinds_open
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import Link, Shown, Status, Table

QUERIED: Final = "certificate.queried"
INQUIRY: Final = "inquiry.asked"
REPORTED: Final = "exam-misconduct.reported"
ONE_BY_ONE: Final = 5
"""Up to so many applications of a group each become a query of their own."""


@dataclass(frozen=True, slots=True)
class Group:
    """Applications that are in doubt for the same reasons, as codes."""

    findings: str
    count: int
    words: list[str]


def groups_shown(request: HttpRequest, batch: Batch) -> list[Group]:
    """The groups of a batch that are not asked about yet, the largest first."""
    if not _kinds(request, batch.agreement):
        return []
    return [
        Group(codes, count, [shown.without_particulars(one) for one in filling.doubts_in(codes)])
        for codes, count in queries.doubts(batch)
    ]


def _kinds(request: HttpRequest, agreement: str) -> list[str]:
    """The kinds by which this officer may ask, the fitting one first."""
    open_kinds = kinds_open(request, agreement)
    return [kind for kind in (QUERIED, INQUIRY) if kind in open_kinds]


def may_ask(request: HttpRequest, batch: Batch, one: Opened) -> bool:
    """Whether there is something to ask about, and this officer may draft the question."""
    weights = {reason.weight for reason in one.reasons}
    return bool(weights & {Weight.ASK, Weight.FAILS}) and bool(_kinds(request, batch.agreement))


def may_report(request: HttpRequest, batch: Batch, one: Opened) -> bool:
    """Whether an exam is in doubt, and this officer may draft a report of it."""
    is_doubtful = any(reason.finding in filling.EXAM_DOUBTS for reason in one.reasons)
    return is_doubtful and REPORTED in kinds_open(request, batch.agreement)


@officers(Act.DRAFT)
@require_POST
def ask(request: HttpRequest, public_id: UUID, line: int) -> HttpResponseBase:
    """Begin the question about one application."""
    batch = reach.batch_for(request, public_id)
    (one,) = queries.opened(batch, [reach.application_for(batch, line)])
    if not may_ask(request, batch, one):
        raise Http404
    draft = _ask_one(request, batch, one)
    return redirect("desk_draft", public_id=draft.public_id)


def _ask_one(request: HttpRequest, batch: Batch, one: Opened) -> Draft:
    kind = _kinds(request, batch.agreement)[0]
    filled = filling.queried(one) if kind == QUERIED else filling.inquiry([one])
    return _begin(request, batch, kind, filled, [one.row])


def _begin(
    request: HttpRequest,
    batch: Batch,
    kind: str,
    filled: dict[str, list[str]],
    rows: Sequence[Application],
) -> Draft:
    with transaction.atomic():
        draft = begin(request, batch.agreement, kind, filled)
        actions.note_queries(
            rows,
            agreement=batch.agreement,
            kind=kind,
            draft=draft.public_id,
            by=officer_of(request).id,
            now=timezone.now(),
        )
    return draft


@officers(Act.DRAFT)
@require_POST
def ask_group(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Begin the questions about all applications of a batch that are in doubt for some reasons."""
    batch = reach.batch_for(request, public_id)
    kinds = _kinds(request, batch.agreement)
    rows = queries.in_doubt(batch, request.POST.get("findings", ""), at_most=filling.MOST_ASKED)
    if not kinds or not rows:
        raise Http404
    opened = queries.opened(batch, rows)
    if len(opened) <= ONE_BY_ONE and kinds[0] == QUERIED:
        drafts = [_ask_one(request, batch, one) for one in opened]
    elif INQUIRY in kinds:
        drafts = [_begin(request, batch, INQUIRY, filling.inquiry(opened), rows)]
    else:
        drafts = [_ask_one(request, batch, one) for one in opened[:ONE_BY_ONE]]
    said = ngettext(
        "%(count)s draft was begun. Look it through and submit it; a second officer signs it off.",
        "%(count)s drafts were begun. Look them through and submit them; a second officer signs "
        "them off.",
        len(drafts),
    )
    messages.success(request, said % {"count": len(drafts)})
    if len(drafts) == 1:
        return redirect("desk_draft", public_id=drafts[0].public_id)
    return redirect("desk_drafts")


@officers(Act.DRAFT)
@require_POST
def report_exam(request: HttpRequest, public_id: UUID, line: int) -> HttpResponseBase:
    """Begin a report of exam misconduct, with the passes that cannot be."""
    batch = reach.batch_for(request, public_id)
    (one,) = queries.opened(batch, [reach.application_for(batch, line)])
    if not may_report(request, batch, one):
        raise Http404
    draft = _begin(request, batch, REPORTED, filling.misconduct(one), [one.row])
    return redirect("desk_draft", public_id=draft.public_id)


def asked_about(row: Application) -> Table | None:
    """What was asked about an application, and where it stands; None where nothing was."""
    asked = queries.queries_of([row.pk]).get(row.pk, [])
    if not asked:
        return None
    drafts = {d.public_id: d for d in Draft.objects.filter(public_id__in=[q.draft for q in asked])}
    named = [jti for q in asked for jti in (q.jti, q.answer) if jti]
    entries = Entry.objects.filter(jti__in=named).select_related("journal")
    places = {entry.jti: entry for entry in entries}
    return shown.asked_table([(q, _state(q, drafts, places), _answer(q, places)) for q in asked])


def _state(query: Query, drafts: dict[UUID, Draft], places: dict[str, Entry]) -> Shown:
    draft = drafts.get(query.draft)
    if query.jti and query.jti in places:
        return Link(_("Issued"), _address(places[query.jti]))
    if draft is None:
        return Status(_("The draft was deleted"), "ended")
    if draft.state == State.OPEN:
        return Status(_("Being written"), "waiting")
    return Link(_("Waiting for a second officer"), reverse("desk_check", args=[draft.public_id]))


def _answer(query: Query, places: dict[str, Entry]) -> Shown:
    if not query.answer:
        return _("No answer yet") if query.jti else "—"
    entry = places.get(query.answer)
    return Link(showing.kind_title(entry.kind), _address(entry)) if entry else "—"


def _address(entry: Entry) -> str:
    journal = entry.journal
    return reverse(
        "desk_notice", args=[journal.agreement, journal.party, journal.generation, entry.index]
    )
