"""Officers and contact points: who is there, who is away, and who may decide about whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts import queries
from kakehashi.accounts.models import Absence, Officer, RoleChange
from kakehashi.accounts.permissions import Act, RoleKind
from kakehashi.accounts.sessions import open_sessions
from kakehashi.accounts.trust import ChangeRefused
from kakehashi.desk import officers as offices
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting.offering import sides_now
from kakehashi.web.desk.notices import queries as notices
from kakehashi.web.desk.people import contacts
from kakehashi.web.desk.people.sessions import session_table
from kakehashi.web.desk.speech import ROLES, named
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Instant, Link, Row, Shown, Status, Summary, Table

REFUSED: Mapping[str, str | Promise] = {
    "held": gettext_lazy("This officer holds the role already."),
    "not-held": gettext_lazy("This officer does not hold the role."),
    "closed": gettext_lazy("This account is closed."),
    "waiting": gettext_lazy("A change of this role waits for confirmation already."),
    "own": gettext_lazy(
        "A second administrator confirms it: neither who asked for it nor whom it is about."
    ),
    "ended": gettext_lazy("Somebody was faster: this was confirmed, refused or ended already."),
}


@officers(Act.READ)
@never_cache
def people(request: HttpRequest) -> HttpResponseBase:
    """Contact points of both sides, own officers with their roles, who is away."""
    shown: dict[str, Any] = {"absence_address": reverse("desk_absence")}
    agreements = access.readable_agreements(request)
    if agreements:
        shown |= _under(request, access.chosen_agreement(request, agreements))
    shown["agreement_field"] = showing.agreement_choice(agreements, shown.get("agreement", ""))
    shown["several"] = len(agreements) > 1
    return render(request, "desk/people.html", showing.context(request, "people") | shown)


def _under(request: HttpRequest, agreement: str) -> dict[str, Any]:
    now = timezone.now()
    administers = agreement in access.agreements_for(request, Act.ADMINISTER)
    known = list(_officers_under(agreement))
    away = list(_absences(agreement))
    return {
        "agreement": agreement,
        "agreement_title": showing.title_of(agreement),
        "sides": contacts.sides(notices.box(agreement), sides_now(agreement, now).today),
        "officers": _officer_table(agreement, known, away, with_links=administers),
        "absences": [_away(request, one, administers=administers) for one in away],
        "changes": [_waiting(request, one) for one in _changes(agreement)] if administers else [],
        "may_draft": agreement in access.agreements_for(request, Act.DRAFT),
    }


def _officers_under(agreement: str) -> Iterable[Officer]:
    found = Officer.objects.filter(is_active=True, roles__agreement=agreement).distinct()
    return found.prefetch_related("roles").order_by("display_name", "pk")


def _absences(agreement: str) -> Iterable[Absence]:
    found = Absence.objects.filter(agreement=agreement, ended_at=None, until_at__gt=timezone.now())
    return found.select_related("officer", "deputy", "confirmed_by").order_by("from_at", "pk")[:100]


def _changes(agreement: str) -> Iterable[RoleChange]:
    found = RoleChange.objects.filter(agreement=agreement, state=RoleChange.State.WAITING)
    return found.select_related("officer", "asked_by").order_by("asked_at", "pk")[:100]


def unit_name(agreement: str, unit: str) -> str:
    """What a unit of our side is called: an office, an admitted body, or as it was entered."""
    party = node.profile(agreement).parties[node.this().party]
    known = party.offices.get(unit) or party.bodies.get(unit)
    return named(known.names) if known else unit or "–"


def role_names(one: Officer, agreement: str) -> str:
    """An officer's own roles under an agreement, in their order."""
    held = {role.kind for role in one.roles.all() if role.agreement == agreement}
    return ", ".join(str(ROLES[kind]) for kind in RoleKind if kind.value in held)


def _officer_table(
    agreement: str, known: Sequence[Officer], away: Sequence[Absence], *, with_links: bool
) -> Table:
    now = timezone.now()
    absent = {one.officer_id: one for one in away if one.from_at <= now}
    rows: list[list[Shown]] = [
        [
            Link(str(one), reverse("desk_officer", args=[one.username]))
            if with_links
            else str(one),
            unit_name(agreement, one.unit_id),
            role_names(one, agreement),
            _presence(absent.get(one.pk)),
        ]
        for one in known
    ]
    columns = [_("Officer"), _("Unit"), _("Roles"), _("Here")]
    return Table(_("Officers of our side"), columns, rows, empty=_("Nobody yet."))


def _name(one: Officer, *, with_link: bool) -> Shown:
    where = reverse("desk_officer", args=[one.username])
    return Link(str(one), where) if with_link else str(one)


def _presence(away: Absence | None) -> Shown:
    if away is None:
        return Status(_("Here"), "good")
    if away.deputy is None:
        return Status(_("Away"), "waiting")
    if away.confirmed_by_id is None:
        return Status(_("Away; the deputy is not confirmed yet"), "warning")
    return Status(_("Away; deputy: %(name)s") % {"name": away.deputy}, "waiting")


def _away(request: HttpRequest, one: Absence, *, administers: bool) -> dict[str, Any]:
    me = access.signed_in(request).pk
    rows = [
        Row(_("From"), Instant(one.from_at)),
        Row(_("Until"), Instant(one.until_at)),
        Row(_("Deputy"), [str(one.deputy), _presence(one)] if one.deputy else _("None")),
    ]
    waits = one.deputy_id is not None and one.confirmed_by_id is None
    return {
        "id": one.pk,
        "summary": Summary(rows, str(one.officer)),
        "may_confirm": administers and waits and me not in {one.officer_id, one.deputy_id},
        "may_end": administers or me == one.officer_id,
    }


def _waiting(request: HttpRequest, one: RoleChange) -> dict[str, Any]:
    rows = [
        Row(_("Change"), _("Grant") if one.is_grant else _("Withdraw")),
        Row(_("Role"), str(ROLES[RoleKind(one.kind)])),
        Row(_("Asked by"), [str(one.asked_by), Instant(one.asked_at)]),
    ]
    me = access.signed_in(request).pk
    return {
        "id": one.pk,
        "summary": Summary(rows, str(one.officer)),
        "may_confirm": me not in {one.asked_by_id, one.officer_id},
    }


def officer_for(request: HttpRequest, username: str) -> tuple[Officer, list[str]]:
    """The officer of a name with the agreements under which this administrator sees them.

    404 where the two share none.
    """
    mine = access.agreements_for(request, Act.ADMINISTER)
    found = Officer.objects.filter(username=username).prefetch_related("roles").first()
    if found is None or not mine:
        raise Http404
    theirs = {role.agreement for role in found.roles.all()}
    if theirs and not theirs & set(mine):
        raise Http404
    return found, mine


@officers(Act.ADMINISTER)
@never_cache
def officer(request: HttpRequest, username: str) -> HttpResponseBase:
    """One officer: unit, roles, sessions; where an administrator asks for a change."""
    one, mine = officer_for(request, username)
    now = timezone.now()
    facts = queries.facts(one, now=now)
    rows = [
        Row(_("Name to sign in with"), one.username),
        Row(_("Unit"), unit_name(mine[0], one.unit_id)),
        Row(_("Account"), _account(is_active=one.is_active, is_admitted=facts.is_admitted)),
        *(Row(showing.title_of(name), role_names(one, name) or "–") for name in mine),
    ]
    shown = {
        "one": one,
        "summary": Summary(rows),
        "fields": _change_fields(mine),
        "sessions": session_table(open_sessions([one.pk], now=now)),
        "may_close": _may_close(request, one, mine),
    }
    return render(request, "desk/officer.html", showing.context(request, "people") | shown)


def _account(*, is_active: bool, is_admitted: bool) -> Status:
    if not is_active:
        return Status(pgettext("account", "Closed"), "ended")
    if not is_admitted:
        return Status(_("Not enrolled yet"), "waiting")
    return Status(_("Enrolled"), "good")


def _may_close(request: HttpRequest, one: Officer, mine: Sequence[str]) -> bool:
    """Whoever administers every agreement that somebody works under may close their account."""
    theirs = {role.agreement for role in one.roles.all()}
    return one.is_active and theirs <= set(mine) and one.pk != access.signed_in(request).pk


def _change_fields(agreements: Sequence[str]) -> list[Field]:
    return [
        showing.agreement_choice(agreements),
        Field(
            name="role",
            label=_("Role"),
            kind="select",
            choices=[Choice(kind.value, str(words)) for kind, words in ROLES.items()],
        ),
        Field(
            name="change",
            label=_("Change"),
            kind="radios",
            choices=[Choice("grant", _("Grant")), Choice("withdraw", _("Withdraw"))],
            value="grant",
        ),
    ]


@officers(Act.ADMINISTER)
@require_POST
def ask_change(request: HttpRequest, username: str) -> HttpResponseBase:
    """Ask that a role be granted or withdrawn; another administrator confirms it."""
    one, mine = officer_for(request, username)
    agreement = access.named_agreement(request.POST.get("agreement", ""), mine)
    said, change = request.POST.get("role", ""), request.POST.get("change", "")
    if said not in set(RoleKind) or change not in {"grant", "withdraw"}:
        raise Http404
    by, now = access.signed_in(request), timezone.now()
    try:
        offices.ask_role_change(
            one, agreement, RoleKind(said), is_grant=change == "grant", by=by, now=now
        )
    except ChangeRefused as refusal:
        messages.warning(request, str(REFUSED[refusal.reason]))
    else:
        messages.success(request, _("Asked. It counts once another administrator confirms it."))
    return redirect("desk_officer", username=one.username)


@officers(Act.ADMINISTER)
@require_POST
def end_change(request: HttpRequest, change: int) -> HttpResponseBase:
    """Confirm a change of roles, or refuse it."""
    mine = access.agreements_for(request, Act.ADMINISTER)
    found = RoleChange.objects.filter(pk=change, agreement__in=mine)
    one = found.select_related("officer").first()
    if one is None:
        raise Http404
    by, now = access.signed_in(request), timezone.now()
    end = offices.confirm_role_change
    if request.POST.get("again") != "confirm":
        end = offices.refuse_role_change
    try:
        end(one, by=by, now=now)
    except ChangeRefused as refusal:
        messages.warning(request, str(REFUSED[refusal.reason]))
    else:
        messages.success(request, _("Done, and on record."))
    return redirect(f"{reverse('desk_people')}?agreement={one.agreement}")


@officers(Act.ADMINISTER)
@require_POST
def close(request: HttpRequest, username: str) -> HttpResponseBase:
    """Close an account; its sessions end with it."""
    one, mine = officer_for(request, username)
    if not _may_close(request, one, mine):
        raise Http404
    offices.close_account(one, by=access.signed_in(request), now=timezone.now())
    messages.success(request, _("The account is closed and its sessions have ended."))
    return redirect("desk_people")


@officers(Act.ADMINISTER)
@require_POST
def end_sessions(request: HttpRequest, username: str) -> HttpResponseBase:
    """End every session of an officer."""
    one, _mine = officer_for(request, username)
    offices.end_sessions(one, by=access.signed_in(request), now=timezone.now())
    messages.success(request, _("The sessions have ended."))
    return redirect("desk_officer", username=one.username)
