"""Who may be one: proposals to be decided, a name looked up, the network around it."""

from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.desk.actions import note_confidential_reading
from kakehashi.desk.acts import note
from kakehashi.screening import proposals, proposing
from kakehashi.screening.models import Proposal
from kakehashi.screening.proposals import Shown
from kakehashi.screening.proposing import AlreadyDecided
from kakehashi.screening.reach import Reach
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.screening import words
from kakehashi.web.desk.screening.sides import TONES, name_of, reach_of, summary_of, told_of
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field, error_summary
from kakehashi.web.parts.shapes import (
    Column,
    Instant,
    Lines,
    Link,
    Pages,
    SearchBox,
    Status,
    Table,
)

ROOM: Final = "screening"
A_PAGE: Final = 25
EXPORTED: Final = 5_000


@officers(Act.READ)
@never_cache
def screening(request: HttpRequest) -> HttpResponseBase:
    """The proposals of which this officer may see both sides."""
    within = reach_of(request)
    state = request.GET.get("state", Proposal.State.OPEN)
    if state not in Proposal.State.values:
        raise Http404
    found = proposals.seen(within).filter(state=state)
    number = _page(request)
    rows = proposals.shown(list(found[(number - 1) * A_PAGE : number * A_PAGE + 1]), within)
    states = [Choice(code, words.STATES[code]) for code in Proposal.State.values]
    shown = {
        "filters": [
            Field(name="state", label=_("Show"), kind="select", choices=states, value=state)
        ],
        "table": _table(rows[:A_PAGE]),
        "pages": Pages(number, number + (len(rows) > A_PAGE), f"?state={state}&page={{page}}"),
        "box": SearchBox(
            _("A name, a telephone number, an account"), action=reverse("desk_screening_look")
        ),
        "may_export": bool(access.agreements_for(request, Act.DRAFT)),
    }
    return render(request, "desk/screening.html", showing.context(request, ROOM) | shown)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _table(rows: Sequence[Shown]) -> Table:
    cells = [
        (
            Lines(
                [
                    Link(name_of(one.one), reverse("desk_proposal", args=[one.proposal.pk])),
                    *told_of(one.one),
                ]
            ),
            Lines([name_of(one.other), *told_of(one.other)]),
            Lines([words.WHY.get(one.proposal.why, one.proposal.why)]),
            words.likeness(one.proposal),
            Status(words.STATES[one.proposal.state], TONES[one.proposal.state]),
        )
        for one in rows
    ]
    columns: list[Column | str] = [
        _("One"),
        _("May be"),
        _("Why"),
        Column(_("Likeness"), numeric=True),
        _("State"),
    ]
    return Table(_("Who may be one"), columns, cells, empty=_("Nobody waits here to be looked at."))


@officers(Act.READ)
@never_cache
def proposal(request: HttpRequest, number: int) -> HttpResponseBase:
    """One proposal with its evidence, to be confirmed or dismissed with a reason."""
    return _proposal(request, *_found(request, number))


def _found(request: HttpRequest, number: int) -> tuple[Shown, Reach]:
    within = reach_of(request)
    row = proposals.seen(within).filter(pk=number).select_related("decided_by").first()
    if row is None:
        raise Http404
    return proposals.shown([row], within)[0], within


def _proposal(
    request: HttpRequest, found: Shown, _within: Reach, *, wrong: str = ""
) -> HttpResponseBase:
    row, one, other = found.proposal, found.one, found.other
    if any(side and side.is_confidential for side in (one, other)):
        note_confidential_reading(
            f"proposal {row.pk}", by=officer_of(request).id, now=timezone.now()
        )
    told = proposals.evidence(one, other) if one and other else None
    why = words.WHY.get(row.why, row.why)
    reason = Field(
        name="reason",
        label=_("Why"),
        hint=_("What you compared. It is remembered with your name."),
        kind="textarea",
        value=request.POST.get("reason", ""),
        errors=[wrong] if wrong else [],
    )
    shown = {
        "proposal": row,
        "why": why,
        "score": words.likeness(row),
        "state": Status(words.STATES[row.state], TONES[row.state]),
        "sides": [summary_of(side) for side in (one, other) if side],
        "shared": "" if row.why == proposing.NAME else why,
        "met": [words.met(one) for one in told.met] if told else [],
        "alone": [*told.left_alone, *told.right_alone] if told else [],
        "oddities": words.flags(told.oddities) if told else [],
        "reason": reason,
        "errors": error_summary([reason]),
        "is_open": row.state == Proposal.State.OPEN,
        "may_decide": bool(access.agreements_for(request, Act.EXAMINE))
        or bool(access.agreements_for(request, Act.DRAFT)),
        "decided": Instant(row.decided_at) if row.decided_at else "",
    }
    page = showing.context(request, ROOM) | shown
    return render(request, "desk/proposal.html", page, status=422 if wrong else 200)


@officers(Act.EXAMINE, Act.DRAFT)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say whether two are one, with a reason; it is remembered and not asked again."""
    found, within = _found(request, number)
    reason = request.POST.get("reason", "").strip()
    state = request.POST.get("state", "")
    now, officer = timezone.now(), access.signed_in(request)
    if state == Proposal.State.OPEN:
        if proposing.reopen(found.proposal):
            note("screening.reopened", by=officer.pk, now=now, thing=str(number))
        return redirect("desk_proposal", number=number)
    if state not in Proposal.State.values:
        raise Http404
    if not reason:
        return _proposal(request, found, within, wrong=_("Write what you compared."))
    try:
        proposing.decide(found.proposal, Proposal.State(state), reason=reason, by=officer, now=now)
    except AlreadyDecided:
        messages.warning(request, _("A colleague was faster. Nothing was changed."))
    else:
        note("screening.decided", by=officer.pk, now=now, thing=str(number), state=state)
        messages.success(request, _("Kept. It will not be asked again."))
    return redirect("desk_proposal", number=number)
