"""What an officer decides by an answer: that it settles the doubts, or confirms them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.acceptance import actions, queries
from kakehashi.acceptance.models import Application, Batch
from kakehashi.acceptance.queries import Opened
from kakehashi.acceptance.sealing import seal_of
from kakehashi.accounts.permissions import Act
from kakehashi.core.acceptance_check import Reason, Weight
from kakehashi.exchange.waking import Half, wake
from kakehashi.web.desk.acceptance import reach
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Instant, Row, Summary

LONGEST_REASON: Final = 2_000
SETTLES, CONFIRMS = "settles", "confirms"


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the page of an application shows of rulings: a form where one may be made, the last."""

    fields: Sequence[Field]
    last: Summary | None


def shown(request: HttpRequest, batch: Batch, one: Opened) -> Ruled:
    """Give the form where an answer is at hand and a doubt still stands, and what was ruled."""
    may_rule = batch.agreement in reach.agreements(request, (Act.DECIDE,))
    is_open = may_rule and bool(_doubts(one)) and bool(_answer(one.row))
    return Ruled(_fields() if is_open else (), _last(batch, one.row))


def _doubts(one: Opened) -> list[Reason]:
    return [reason for reason in one.reasons if reason.weight is Weight.ASK]


def _answer(row: Application) -> str:
    """The latest answer about an application, "" where there is none."""
    asked = queries.queries_of([row.pk]).get(row.pk, [])
    return max((query.answer for query in asked), default="")


def _last(batch: Batch, row: Application) -> Summary | None:
    found = queries.rulings([row.pk]).get(row.pk)
    if found is None:
        return None
    settled = _("The answer settles the doubts")
    said = settled if found.is_settled else _("The answer confirms the doubts: does not meet")
    return Summary(
        [
            Row(_("Decision"), said),
            Row(_("Reason"), queries.ruling_reason(found, row, seal_of(batch)) or "—"),
            Row(_("Officer"), [str(found.ruled_by), Instant(found.ruled_at)]),
        ],
        _("Decided by the answer"),
    )


def _fields() -> list[Field]:
    return [
        Field(
            name="ruling",
            label=_("What the answer comes to"),
            kind="radios",
            choices=[
                Choice(SETTLES, _("The answer settles the doubts")),
                Choice(CONFIRMS, _("The answer confirms the doubts: does not meet")),
            ],
        ),
        Field(name="reason", label=_("Reason"), kind="textarea", rows=3),
    ]


@officers(Act.DECIDE)
@require_POST
def rule(request: HttpRequest, public_id: UUID, line: int) -> HttpResponseBase:
    """Decide about the doubts of one application; it is judged anew at once."""
    batch = reach.batch_for(request, public_id, (Act.DECIDE,))
    (one,) = queries.opened(batch, [reach.application_for(batch, line)])
    doubts, answer = _doubts(one), _answer(one.row)
    if not doubts or not answer:
        raise Http404
    chosen, reason = request.POST.get("ruling", ""), request.POST.get("reason", "").strip()
    back = redirect("desk_acceptance_application", public_id=public_id, line=line)
    if chosen not in {SETTLES, CONFIRMS} or not reason:
        messages.error(request, _("Choose what the answer comes to, and say why in a sentence."))
        return back
    is_kept = actions.rule(
        one.row,
        seal_of(batch),
        is_settled=chosen == SETTLES,
        doubts=doubts,
        answer=answer,
        reason=reason[:LONGEST_REASON],
        by=officer_of(request).id,
        now=timezone.now(),
    )
    if is_kept:
        wake(Half.FOLLOWS)
        messages.success(request, _("Decided. The application is judged anew with it."))
    else:
        messages.error(request, _("It is being checked just now. Look again in a moment."))
    return back
