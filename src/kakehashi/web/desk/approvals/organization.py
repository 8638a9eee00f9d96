"""The file of an approved organization: its entry, its applications, supervision, measures.

Guidance, suspension, resumption and revocation are notices: a draft begins here with what is
known, is signed off by a second officer, and is found here again by the organization's number.
"""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.approvals import queries, visiting
from kakehashi.approvals.models import Visit
from kakehashi.core import entries
from kakehashi.core.notices.organizations import Approval, Organization
from kakehashi.core.standing import Register, Status
from kakehashi.registers import queries as registers
from kakehashi.registers.queries import PublicEntry
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.approvals.application import visit_controls, visit_rows
from kakehashi.web.desk.approvals.queue import application_table
from kakehashi.web.desk.approvals.visits import read_plan
from kakehashi.web.desk.drafting import beginning
from kakehashi.web.desk.drafting.filling import Filled, filled_partly
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Field, error_summary
from kakehashi.web.parts.shapes import Day, Link, Named, Row, Shown, Summary, Table
from kakehashi.web.parts.shapes import Status as Word

MEASURES: Final = (
    ("sending-organization.guided", "confidential"),
    ("sending-organization.suspended", "public"),
    ("sending-organization.resumed", "public"),
    ("sending-organization.revoked", "public"),
    ("sending-organization.amended", "public"),
)
"""What may be drafted about an approved organization, and where its number stands in it."""


@officers(*reaching.ACTS)
@never_cache
@require_GET
def find(request: HttpRequest) -> HttpResponseBase:
    """Lead to the file of the number that was typed."""
    agreement = reaching.named_agreement(request, request.GET.get("agreement", ""))
    number = request.GET.get("number", "").strip()
    if not number or _entry(agreement, number) is None:
        messages.warning(request, _("The register has no such number."))
        return redirect("desk_approvals")
    return redirect("desk_organization", agreement=agreement, number=number)


@officers(*reaching.ACTS)
@never_cache
@require_http_methods(["GET", "HEAD"])
def organization(request: HttpRequest, agreement: str, number: str) -> HttpResponseBase:
    """Everything about one approved organization on one page."""
    reaching.named_agreement(request, agreement)
    return organization_page(request, agreement, number)


def organization_page(
    request: HttpRequest,
    agreement: str,
    number: str,
    *,
    wrong: dict[str, str] | None = None,
) -> HttpResponse:
    """Draw an organization's file."""
    entry = _entry(agreement, number)
    if entry is None:
        raise Http404
    party = node.this().party
    plan: list[Field] = visit_controls(wrong or {})
    rows = queries.visits(Visit.objects.filter(agreement=agreement, number=number))
    shown: dict[str, Any] = {
        "agreement": agreement,
        "number": number,
        "name": Named(entry.name, "und"),
        "agreement_title": showing.title_of(agreement),
        "summary": _summary(entry),
        "applications": application_table(
            queries.named(queries.file_of(agreement, number)),
            _("Applications"),
            _("No application is behind this entry: it came from a list, a letter or a draft."),
        ),
        "history": _history_table(agreement, registers.history(entry, publisher=party)),
        "visits": visit_rows(rows),
        "visit_controls": plan,
        "errors": error_summary(plan) if wrong else "",
        "may_plan": reaching.may_act(request, agreement, Act.EXAMINE),
        "measures": [
            (kind, showing.kind_title(kind))
            for kind, _part in MEASURES
            if kind in beginning.kinds_open(request, agreement) and _fits(kind, entry.status)
        ],
        "guided": f"{reverse('desk_search')}?{urlencode({'q': number})}",
        "public": reverse("portal-entry", args=[agreement, Register.SENDING, number]),
    }
    return render(
        request,
        "desk/organization.html",
        showing.context(request, "approvals") | shown,
        status=422 if wrong else 200,
    )


def _fits(kind: str, status: Status) -> bool:
    """Say whether a measure makes sense where the entry stands."""
    match kind:
        case "sending-organization.resumed":
            return status is Status.SUSPENDED
        case "sending-organization.suspended":
            return status in {Status.APPROVED, Status.RESUMED}
        case _:
            return status is not Status.REVOKED


def _entry(agreement: str, number: str) -> PublicEntry | None:
    if "\0" in number:
        return None
    return registers.entry(
        agreement,
        Register.SENDING,
        number,
        publisher=node.this().party,
        today=reaching.today_of(agreement),
    )


def _summary(entry: PublicEntry) -> Summary:
    rows = [
        Row(_("Approval number"), entry.number),
        Row(_("State"), status_word(entry.status)),
        Row(pgettext("duties", "Since"), Day(entry.since_on)),
    ]
    if entry.valid_until:
        rows.append(Row(_("Last day"), Day(entry.valid_until)))
    return Summary(rows)


def status_word(status: Status) -> Word:
    """Where an entry stands, as a word with its colour."""
    words: dict[Status, Word] = {
        Status.APPROVED: Word(pgettext("application", "Approved"), "good"),
        Status.RESUMED: Word(pgettext("entry", "Resumed"), "good"),
        Status.SUSPENDED: Word(pgettext("entry", "Suspended"), "warning"),
        Status.REVOKED: Word(pgettext("entry", "Revoked"), "bad"),
        Status.EXPIRED: Word(pgettext("entry", "Expired"), "ended"),
        Status.NOT_YET: Word(pgettext("entry", "Not yet valid"), "waiting"),
    }
    return words.get(status) or Word(status.value, "neutral")


def _history_table(agreement: str, history: tuple[registers.PublicChange, ...]) -> Table:
    rows: list[list[Shown]] = [
        [
            Link(
                showing.kind_title(step.kind),
                reverse("desk_notice", args=[agreement, step.party, step.generation, step.seq]),
            ),
            Day(step.decided_on) if step.decided_on else "–",
            Day(step.from_on),
            Day(step.until_on) if step.until_on else "–",
        ]
        for step in reversed(history)
    ]
    columns = [
        _("Notice"),
        _("Decided"),
        pgettext("of a measure", "From"),
        pgettext("of a measure", "Until"),
    ]
    return Table(_("What the register says happened"), columns, rows)


@officers(Act.EXAMINE)
@require_POST
def plan_visit(request: HttpRequest, agreement: str, number: str) -> HttpResponseBase:
    """Plan a visit to an approved organization."""
    reaching.named_agreement(request, agreement)
    reaching.require_act(request, agreement, Act.EXAMINE)
    if _entry(agreement, number) is None:
        raise Http404
    day, purpose, wrong = read_plan(request)
    if wrong or day is None:
        return organization_page(request, agreement, number, wrong=wrong)
    visiting.plan(
        agreement=agreement,
        number=number,
        on=day,
        purpose=purpose,
        by=officer_of(request).id,
        now=timezone.now(),
    )
    messages.success(request, _("The visit is planned."))
    return redirect("desk_organization", agreement=agreement, number=number)


@officers(Act.DRAFT)
@require_POST
def begin_measure(request: HttpRequest, agreement: str, number: str) -> HttpResponseBase:
    """Begin the draft of guidance or of a measure, with the number and names filled in."""
    reaching.named_agreement(request, agreement)
    reaching.require_act(request, agreement, Act.DRAFT)
    kind, entry = request.POST.get("kind", ""), _entry(agreement, number)
    part = dict(MEASURES).get(kind)
    if part is None or entry is None or not _fits(kind, entry.status):
        raise Http404
    draft = beginning.begin(request, agreement, kind, _filled(kind, part, entry))
    return redirect("desk_draft", public_id=draft.public_id)


def _filled(kind: str, part: str, entry: PublicEntry) -> Filled:
    described = entries.organization(entry.record)
    told: dict[str, Any] = {"number": entry.number}
    names = Organization.model_validate({"names": list(entry.names)}).names
    if kind == "sending-organization.amended":
        told |= {
            "organization": Organization.model_validate(described),
            "approval": Approval.model_validate(entry.record.get("approval")),
        }
    else:
        told["names"] = names
    filled = filled_partly(kind, part, told)
    if kind == "sending-organization.resumed":
        history = registers.history(entry, publisher=node.this().party)
        suspended = [one for one in history if one.kind == "sending-organization.suspended"]
        if suspended:
            filled |= {"links.refers": [suspended[-1].jti]}
    return filled
