"""What an officer decides by an answer: that it settles the doubts, or confirms them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kakehashi.acceptance import actions, queries
from kakehashi.acceptance.models import Application, Batch
from kakehashi.acceptance.queries import Opened
from kakehashi.acceptance.sealing import seal_of
from kakehashi.accounts.permissions import Act
from kakehashi.core.acceptance_check import Reason, Weight
from kakehashi.exchange.waking import Half, wake
from kakehashi.web.desk.acceptance import reach
from kakehashi.web.parts.doors import officer_of
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
    return Ruled(_fields(request.POST) if is_open else (), _last(batch, one.row))


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


def _fields(post: Mapping[str, str]) -> list[Field]:
    """The form; one that was refused comes back with what was typed and what is missing."""
    chosen, reason = _typed(post)
    return [
        Field(
            name="ruling",
            label=_("What the answer comes to"),
            kind="radios",
            choices=[
                Choice(SETTLES, _("The answer settles the doubts")),
                Choice(CONFIRMS, _("The answer confirms the doubts: does not meet")),
            ],
            value=chosen,
            errors=[_("Choose what the answer comes to.")] if post and not chosen else [],
        ),
        Field(
            name="reason",
            label=_("Reason"),
            kind="textarea",
            rows=3,
            value=reason,
            errors=[_("Say why in a sentence.")] if post and not reason else [],
        ),
    ]


def _typed(post: Mapping[str, str]) -> tuple[str, str]:
    """What was chosen and the reason that was given, each empty where it is none."""
    chosen = post.get("ruling", "")
    reason = post.get("reason", "").strip()[:LONGEST_REASON]
    return (chosen if chosen in {SETTLES, CONFIRMS} else ""), reason


def decide(request: HttpRequest, batch: Batch, one: Opened) -> bool:
    """Decide about the doubts of one application, which is judged anew; False with a mistake."""
    doubts, answer = _doubts(one), _answer(one.row)
    if not doubts or not answer:
        raise Http404
    chosen, reason = _typed(request.POST)
    if not chosen or not reason:
        return False
    is_kept = actions.rule(
        one.row,
        seal_of(batch),
        is_settled=chosen == SETTLES,
        doubts=doubts,
        answer=answer,
        reason=reason,
        by=officer_of(request).id,
        now=timezone.now(),
    )
    if is_kept:
        wake(Half.FOLLOWS)
        messages.success(request, _("Decided. The application is judged anew with it."))
    else:
        messages.error(request, _("It is being checked just now. Look again in a moment."))
    return True
