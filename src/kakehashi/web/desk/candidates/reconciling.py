"""Issued = approved: each side's certificates reckoned from its notices, without any person."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kakehashi import node
from kakehashi.accounts.permissions import Act
from kakehashi.core.notices.certificates import CertificateIssued
from kakehashi.dispatch.reckoned import Reckoned, reckoned
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.doors import officers
from kakehashi.web.parts.shapes import Banner, Code, Day, Row, Shown, Summary, Table


@officers(Act.READ, Act.AUDIT)
@never_cache
def reckoning(request: HttpRequest) -> HttpResponseBase:
    """What was approved, issued, voided and is still waiting; and what does not reconcile."""
    shown = {"sides": [_side(*one) for one in _certifying(request)]}
    return render(request, "desk/reckoning.html", showing.context(request, "candidates") | shown)


def _certifying(request: HttpRequest) -> list[tuple[str, str]]:
    """The agreements and parties whose certificates this officer may reckon."""
    found = {
        (agreement, permit.party)
        for agreement in access.agreements_in_part(request)
        for permit in node.profile(agreement).permits
        if permit.kind == CertificateIssued.kind and _may(request, agreement, permit.clause)
    }
    return sorted(found)


def _may(request: HttpRequest, agreement: str, clause: str) -> bool:
    seen = access.clauses_seen(request, agreement)
    return seen is None or clause in seen


def _side(agreement: str, party: str) -> dict[str, Any]:
    account = reckoned(agreement, party)
    return {
        "title": f"{named(node.profile(agreement).parties[party].names)} · "
        f"{showing.title_of(agreement)}",
        "banner": _verdict(account),
        "sums": _sums(account),
        "found": _found(account),
        "voided": _voided(account),
    }


def _verdict(account: Reckoned) -> Banner:
    if account.found:
        return Banner(_("It does not reconcile. What differs stands below."), "bad")
    if not account.issued and not account.approved:
        return Banner(_("Nothing was announced yet."), "neutral")
    return Banner(_("It reconciles: every approved case has its certificate or waits."), "good")


def _sums(account: Reckoned) -> Summary:
    return Summary(
        [
            Row(_("Cases approved"), account.approved),
            Row(_("Certificates issued"), account.issued),
            Row(_("Approvals withdrawn before a certificate was issued"), account.withdrawn),
            Row(_("Approved and not yet issued"), account.waiting),
            Row(_("Numbers used up without a certificate"), account.voided),
        ]
    )


def _found(account: Reckoned) -> Table:
    rows: list[list[Shown]] = [
        [Code(one.number) if one.number else "", said(one.mismatch.label), one.detail]
        for one in account.found
    ]
    columns = [_("Certificate number"), _("What differs"), _("Details")]
    return Table(_("What does not reconcile"), columns, rows, empty=_("Everything reconciles."))


def _voided(account: Reckoned) -> Table:
    rows: list[list[Shown]] = [
        [Code(one.number), said(one.why.label), Day(one.voided_on)] for one in account.void_numbers
    ]
    columns = [_("Number"), _("Reason"), _("On")]
    return Table(
        _("Numbers without a certificate"),
        columns,
        rows,
        empty=_("Every number has its certificate."),
    )
