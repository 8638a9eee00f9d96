"""One duty: what it says, and the notices that meet it, decline it, lift it or remind of it."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi import node
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.agreement import Duty
from kakehashi.core.notices import AUTOMATIC_KINDS, KIND_FACTS
from kakehashi.desk.duties import queries
from kakehashi.desk.models import DutyRow
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import beginning
from kakehashi.web.desk.drafting.filling import Filled
from kakehashi.web.desk.duties.board import today_at
from kakehashi.web.desk.duties.rows import duty_table, duty_words
from kakehashi.web.parts.doors import officer_of, officers

REMINDERS = frozenset({"inquiry.reminded"})
"""Kinds by which a side asks again for what the other owes."""


@officers(Act.READ)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, agreement: str, notice: str, name: str) -> HttpResponseBase:
    """A duty with what may be drafted on it; posted, the draft begins with its links filled."""
    rows = _rows(request, agreement, notice, name)
    kinds = _kinds(agreement, rows) & beginning.kinds_open(request, agreement)
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in kinds:
            raise Http404
        draft = beginning.begin(request, agreement, kind, _filled(rows[0], kind))
        return redirect("desk_draft", public_id=draft.public_id)
    first = rows[0]
    title = duty_words(agreement, first.duty, first.party, first.opened_on)
    today = today_at([agreement])
    shown = {
        "title": f"{first.clause}: {title}",
        "agreement_title": showing.title_of(agreement),
        "table": duty_table(
            [(agreement, row) for row in rows], caption=_("This duty"), today=today, empty=""
        ),
        "kinds": [(kind, showing.kind_title(kind)) for kind in sorted(kinds)],
    }
    return render(request, "desk/duty.html", showing.context(request, "duties") | shown)


def _rows(request: HttpRequest, agreement: str, notice: str, name: str) -> list[DutyRow]:
    """The rows of a duty that a notice opened; 404 where this officer may not know of it."""
    if agreement not in access.agreements_in_part(request):
        raise Http404
    rows = [row for row in queries.rows_of(agreement, [notice]) if row.duty == name]
    clauses = frozenset(row.clause for row in rows)
    if not rows or not may(officer_of(request), Act.READ, Thing(agreement, clauses=clauses)):
        raise Http404
    return rows


def _kinds(agreement: str, rows: Sequence[DutyRow]) -> frozenset[str]:
    """The kinds by which our side can still do something about a duty."""
    us = node.this().party
    found: set[str] = set()
    for row in rows:
        if row.ended_on is not None:
            continue
        for one in node.profile(agreement).duties:
            if (one.id, one.party) == (row.duty, row.party):
                found |= _ours(one) if row.party == us else _theirs(one, row.kind)
    return frozenset(found - AUTOMATIC_KINDS)


def _ours(duty: Duty) -> frozenset[str]:
    return duty.discharged_by | duty.declined_by


def _theirs(duty: Duty, opened_by: str) -> frozenset[str]:
    reminders = {kind for kind in REMINDERS if opened_by in KIND_FACTS[kind].refers.required}
    return duty.lifted_by | reminders


def _filled(row: DutyRow, kind: str) -> Filled:
    """Name the notice that opened the duty in the way that the kind names others."""
    answers = KIND_FACTS[kind].answers
    is_answer = answers.any_kind or row.kind in {*answers.required, *answers.allowed}
    return {"links.answers" if is_answer else "links.refers": [row.notice]}
