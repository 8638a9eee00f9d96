"""Checking a draft: its drafter before submitting, a second officer before signing off."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kakehashi.accounts.permissions import Act, may
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.disclosure import ErasureDone
from kakehashi.core.notices.payload import Classification
from kakehashi.desk import actions, sealing
from kakehashi.desk.concurrences import NotConcurred
from kakehashi.desk.models import Draft, State
from kakehashi.desk.volume import TooMany, pause
from kakehashi.exchange.issuing import IssueRefused
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import concurring, forms
from kakehashi.web.desk.drafting.signing import sign_off, words_of_refusal, words_of_volume
from kakehashi.web.desk.speech import said
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Field


@officers(Act.DRAFT, Act.DECIDE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Check the answers: the drafter before submitting, the second officer before signing off."""
    draft = access.draft_for(request, public_id, Act.READ)
    if draft.state == State.ISSUED:
        return redirect(showing.address_of_issued(draft))
    content = sealing.open_content(draft)
    if draft.state == State.OPEN:
        return _check_own(request, draft, content)
    if request.method == "POST":
        return _decide(request, draft)
    return _check_page(request, draft, content.said or {})


def _check_own(request: HttpRequest, draft: Draft, content: sealing.Content) -> HttpResponseBase:
    form = forms.DraftForm(draft, content, now=timezone.now(), language=get_language() or "en")
    form.judge()
    if form.mistakes:
        return redirect("desk_draft", public_id=draft.public_id)
    if request.method == "POST":
        try:
            actions.submit_draft(
                draft,
                said=form.said,
                classification=form.guard,
                revision=forms.revision_of(request.POST),
                by=officer_of(request).id,
                now=timezone.now(),
            )
        except actions.NotAsItWas:
            messages.warning(
                request, _("This draft was changed in another window meanwhile. Check it again.")
            )
            return redirect("desk_check", public_id=draft.public_id)
        messages.success(request, _("Submitted. Another officer now checks it and signs it off."))
        return redirect("desk_drafts")
    return _check_page(request, draft, form.said)


def _check_page(
    request: HttpRequest,
    draft: Draft,
    told: Mapping[str, Any],
    *,
    problem: str = "",
    reason: str = "",
    reason_wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    officer = officer_of(request)
    if draft.classification == Classification.CONFIDENTIAL and request.method != "POST":
        actions.note_confidential_reading(
            f"draft {draft.public_id}", by=officer.id, now=timezone.now()
        )
    is_mine = draft.drafted_by_id == officer.id
    shown = {
        "draft": draft,
        "title": said(KINDS[draft.kind].title),
        "agreement_title": showing.title_of(draft.agreement),
        "sections": showing.sections(draft, told),
        "erases": draft.kind == ErasureDone.kind,
        "is_mine": is_mine,
        "is_open": draft.state == State.OPEN,
        "may_decide": not is_mine and may(officer, Act.DECIDE, access.thing_of(draft)),
        "problem": problem,
        "reason_field": Field(
            name="reason",
            label=_("Why it goes back"),
            kind="textarea",
            value=reason,
            errors=[reason_wrong] if reason_wrong else (),
        ),
    }
    shown |= concurring.shown_on(request, draft)
    return render(
        request, "desk/check.html", showing.context(request, "drafts") | shown, status=status
    )


def _decide(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """Sign off or send back; the drafter may only take it back."""
    what = request.POST.get("again", "")
    if what == "take-back":
        return _take_back(request, draft)
    if not may(officer_of(request), Act.DECIDE, access.thing_of(draft)):
        raise PermissionDenied
    return _send_back(request, draft) if what == "send-back" else _sign_off(request, draft)


def _sign_off(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    revision = forms.revision_of(request.POST)
    try:
        issued = sign_off(draft, revision=revision, by=officer_of(request).id, now=timezone.now())
    except actions.OwnDraft as own:
        raise PermissionDenied from own
    except actions.NotAsItWas as lost:
        return too_late(request, lost.draft)
    except TooMany as stopped:
        pause(draft, stopped.threshold, by=officer_of(request).id, now=timezone.now())
        told = sealing.open_content(draft).said or {}
        words = words_of_volume(stopped.threshold)
        return _check_page(request, draft, told, problem=words, status=409)
    except (IssueRefused, NotConcurred) as refusal:
        told = sealing.open_content(draft).said or {}
        words = (
            concurring.words_of_missing(draft, refusal.missing)
            if isinstance(refusal, NotConcurred)
            else words_of_refusal(refusal)
        )
        return _check_page(request, draft, told, problem=words, status=409)
    messages.success(
        request,
        _("Signed off and issued. It goes to the other side now; this page says when it is held."),
    )
    return redirect(showing.address_of_issued(Draft.objects.get(jti=issued.jti)))


def too_late(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """Say politely what somebody else did first."""
    if draft.state == State.ISSUED:
        messages.warning(
            request,
            _("%(name)s signed this off a moment ago. It was issued once, and nothing else.")
            % {"name": draft.signed_by},
        )
        return redirect(showing.address_of_issued(draft))
    if draft.state == State.SUBMITTED:
        messages.warning(request, _("This draft was changed meanwhile. Check it again."))
        return redirect("desk_check", public_id=draft.public_id)
    messages.warning(
        request, _("This draft went back to its drafter meanwhile. Nothing was issued.")
    )
    return redirect("desk_drafts")


def _send_back(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    reason = request.POST.get("reason", "").strip()
    if not reason or len(reason) > 2000:
        told = sealing.open_content(draft).said or {}
        words = _("Say in a few words what is to be changed.")
        return _check_page(request, draft, told, reason=reason, reason_wrong=words, status=422)
    try:
        actions.send_back(
            draft,
            reason=reason,
            revision=forms.revision_of(request.POST),
            by=officer_of(request).id,
            now=timezone.now(),
        )
    except actions.NotAsItWas as lost:
        return too_late(request, lost.draft)
    messages.success(request, _("Sent back. Its drafter sees your reason."))
    return redirect("desk_drafts")


def _take_back(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    if draft.drafted_by_id != officer_of(request).id:
        raise PermissionDenied
    try:
        actions.take_back(draft, by=officer_of(request).id, now=timezone.now())
    except actions.NotAsItWas as lost:
        return too_late(request, lost.draft)
    return redirect("desk_draft", public_id=draft.public_id)
