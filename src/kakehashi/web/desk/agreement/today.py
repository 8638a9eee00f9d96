"""The agreement today: since when it is in force, what binds whom, what changed when, what is next.

Terms are the profile's of today; the days come from the notices that record written instruments.
"""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.core.amendment import consents
from kakehashi.core.heard import Heard
from kakehashi.core.next_steps import Step
from kakehashi.core.notices.life import NewProfile
from kakehashi.core.notices.targets import Targets
from kakehashi.exchange import versions
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.agreement import shown as agreement_shown
from kakehashi.web.desk.agreement import tables
from kakehashi.web.desk.agreement.life import Today, read_all, read_today
from kakehashi.web.desk.drafting.answers import ROW
from kakehashi.web.desk.drafting.beginning import begin, kinds_open
from kakehashi.web.desk.drafting.filling import Filled, filled_day, filled_part
from kakehashi.web.desk.notices import hearing
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.shapes import Link, Table


@officers(Act.READ)
@never_cache
def agreements(request: HttpRequest) -> HttpResponseBase:
    """The agreements that this officer reads, each with where it stands today."""
    rows = []
    names = access.readable_agreements(request)
    for name, found in zip(names, read_all(names, now=timezone.now()), strict=True):
        link = Link(showing.title_of(name), reverse("desk_agreement", args=[name]))
        state = agreement_shown.stage_status(found.life.stage(found.today))
        since = agreement_shown.in_force(found.life)
        rows.append((link, state, since[0], agreement_shown.waiting(found)))
    columns = [_("Agreement"), _("Today"), _("In force since"), _("Waits for an answer")]
    table = Table(_("Agreements"), columns, rows, hidden_caption=True)
    shown = {"table": table}
    return render(request, "desk/agreements.html", showing.context(request, "agreements") | shown)


@officers(Act.READ)
@never_cache
def today(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """One agreement as it stands today."""
    access.require_reading(request, agreement)
    found = read_today(agreement, now=timezone.now())
    open_to_me = kinds_open(request, agreement)
    steps = [step for step in found.steps if step.kind in open_to_me]
    shown = {
        "agreement": agreement,
        "title": showing.title_of(agreement),
        "banner": agreement_shown.version_banner(versions.agreed(agreement)),
        "summary": agreement_shown.summary(found),
        "steps": [agreement_shown.step_shown(found, step) for step in steps],
        "amendments": tables.amendments_table(found),
        "closed": tables.closed_table(found),
        "targets": tables.targets_table(found),
        "timeline": agreement_shown.timeline(found),
        "clauses": agreement_shown.clauses(found),
        "disputes": tables.disputes_table(found),
        "public_page": reverse("portal-agreement", args=[agreement]),
    }
    return render(request, "desk/agreement.html", showing.context(request, "agreements") | shown)


@officers(Act.DRAFT)
@require_POST
def begin_step(request: HttpRequest, agreement: str) -> HttpResponseBase:
    """Begin the draft of a step, with what it answers and what is known of it filled in."""
    access.require_reading(request, agreement)
    found = read_today(agreement, now=timezone.now())
    asked = (request.POST.get("kind", ""), request.POST.get("about", ""))
    step = next((s for s in found.steps if (s.kind, s.about) == asked), None)
    if step is None:
        raise Http404
    draft = begin(request, agreement, step.kind, prefilled(found, step))
    return redirect("desk_draft", public_id=draft.public_id)


def prefilled(found: Today, step: Step) -> Filled:
    """What is known of a step before its form is asked: links, days, digests, targets."""
    if not step.about:
        return {}
    filled: Filled = {"links.refers" if step.refers else "links.answers": [step.about]}
    about = hearing.by_id(found.every).get(step.about)
    if about is None:
        return filled
    match step.kind:
        case "amendment.consented":
            return filled | _consent(found, about.heard)
        case "targets.agreed" if isinstance(about.heard.statement, Targets):
            filled |= filled_part(step.kind, "statement", about.heard.statement)
            return filled | _same_day(about.heard)
        case "residence-handling.informed" | "acceptance.resumed":
            field = getattr(about.heard.public, "field", "")
            room = "public" if step.kind == "acceptance.resumed" else "restricted"
            return filled | {f"{room}.field": [field]}
        case _:
            return filled


def _consent(found: Today, proposal: Heard) -> Filled:
    """A consent to just what was proposed, by those of our signatories who have not consented."""
    filled = _same_day(proposal)
    if isinstance(proposal.statement, NewProfile):
        filled["statement.profile"] = [proposal.statement.profile]
    every = {one.proposal: one for one in consents(found.profile, found.heard)}
    for row, name in enumerate(dict(every[proposal.jti].missing)[found.party]):
        filled[f"statement.signatories.{row}.{ROW}"] = ["1"]
        filled[f"statement.signatories.{row}.signatory"] = [name]
    return filled


def _same_day(notice: Heard) -> Filled:
    day = notice.effective_on
    return filled_day("envelope.effective_on", day) if day else {}
