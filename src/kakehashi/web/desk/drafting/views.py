"""The pages on which notices are drafted: all drafts, a new one, its form, its files."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.accounts.permissions import Act, may
from kakehashi.core.notices import KINDS
from kakehashi.core.notices.disclosure import ErasureDone
from kakehashi.core.notices.payload import Classification
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk import actions, queries, sealing
from kakehashi.desk.models import Concurrence, Draft, State
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import forms, pausing
from kakehashi.web.desk.drafting.beginning import begin, erasing
from kakehashi.web.desk.drafting.checking import too_late
from kakehashi.web.desk.drafting.offering import kinds_to_draft, sides_now
from kakehashi.web.desk.paging import paged
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.uploads import in_memory

A_PAGE: Final = 25


@officers(Act.DRAFT, Act.DECIDE)
@never_cache
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Drafts of mine, and those of others that wait for a second officer."""
    mine = queries.drafts_of(officer_of(request).id, access.agreements_in_part(request))
    waiting = queries.waiting_for_sign_off(
        access.agreements_in_part(request, Act.DECIDE), not_by=officer_of(request).id
    ).filter(access.drafts_within(request, Act.DECIDE))
    to_sign, waiting_pages = paged(
        request, waiting, "waiting", _("Waiting for my sign-off"), size=A_PAGE
    )
    own, own_pages = paged(request, mine, "mine", _("My drafts"), size=A_PAGE)
    shown = {
        "mine": showing.draft_table(own),
        "mine_pages": own_pages,
        "waiting": showing.waiting_table(to_sign),
        "waiting_pages": waiting_pages,
        "pauses": pausing.to_release(request),
        "left_open": [
            (draft, showing.kind_title(draft.kind), showing.title_of(draft.agreement))
            for draft in access.drafts_to_take_over(request)
        ],
    }
    return render(request, "desk/drafts.html", showing.context(request, "drafts") | shown)


@officers(Act.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Choose the agreement and the kind of notice; then its form opens."""
    agreements = access.agreements_in_part(request, Act.DRAFT)
    asked = request.POST if request.method == "POST" else request.GET
    agreement = asked.get("agreement", agreements[0] if len(agreements) == 1 else "")
    if agreement and agreement not in agreements:
        raise Http404
    kinds = _kinds(request, agreement) if agreement else []
    kind = asked.get("kind", "")
    if request.method == "POST" and kind:
        if kind not in kinds:
            raise Http404
        known = {
            f"links.{link}": [jti]
            for link in ("answers", "corrects")
            if (jti := request.POST.get(link))
        }
        if kind == ErasureDone.kind and (jti := request.POST.get("erases")):
            known |= erasing(jti)
        draft = begin(request, agreement, kind, known)
        return redirect("desk_draft", public_id=draft.public_id)
    shown = {
        "agreement": agreement,
        "title_of": named(sides_now(agreement, timezone.now()).profile.title) if agreement else "",
        "agreements": [(name, showing.title_of(name)) for name in agreements],
        "families": showing.families(kinds),
        "about": {name: asked[name] for name in ("answers", "corrects") if asked.get(name)},
    }
    return render(request, "desk/start.html", showing.context(request, "drafts") | shown)


def _kinds(request: HttpRequest, agreement: str) -> list[str]:
    confidential = access.may_read_confidential(request, agreement)
    kinds = kinds_to_draft(agreement, now=timezone.now(), may_read_confidential=confidential)
    return [k for k in kinds if access.is_kind_within(request, Act.DRAFT, agreement, k)]


@officers(Act.DRAFT)
@never_cache
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Fill in the form. Every button keeps what was typed first."""
    draft = access.draft_for(request, public_id, Act.DRAFT)
    if draft.state != State.OPEN:
        return redirect("desk_check", public_id=draft.public_id)
    content = sealing.open_content(draft)
    if forms.FILE in content.typed:
        return redirect("desk_list", public_id=draft.public_id)
    form = forms.DraftForm(
        draft,
        content,
        now=timezone.now(),
        language=get_language() or "en",
        office=access.signed_in(request).unit_id,
        may_read_confidential=access.may_read_confidential(request, draft.agreement),
        only_kinds=access.kinds_seen(request, draft.agreement),
    )
    if request.method == "POST":
        return _posted(request, draft, form)
    return _form_page(request, draft, form)


def _posted(request: HttpRequest, draft: Draft, form: forms.DraftForm) -> HttpResponseBase:
    again = request.POST.get("again", "")
    form.take(request.POST, request.FILES)
    jump = form.change_rows(again)
    if not _may_hold(request, draft, form.guard):
        raise PermissionDenied
    try:
        draft = actions.keep_draft(
            draft,
            content=form.content,
            classification=form.guard,
            revision=forms.revision_of(request.POST),
            by=officer_of(request).id,
            now=timezone.now(),
            new_files=form.new_files,
        )
    except actions.NotAsItWas as lost:
        return _lost(request, lost.draft, form)
    if form.too_large:
        form.judge_files()
        return _form_page(request, draft, form, status=422)
    if again == "check":
        return _checked(request, draft, form)
    if again == "later":
        messages.success(request, _("Your draft is kept. You can come back to it at any time."))
        return redirect("desk_drafts")
    return redirect(reverse("desk_draft", args=[draft.public_id]) + (f"#id_{jump}" if jump else ""))


def _may_hold(request: HttpRequest, draft: Draft, classification: str) -> bool:
    thing = replace(access.thing_of(draft), classification=Classification(classification))
    return may(officer_of(request), Act.DRAFT, thing)


def _lost(request: HttpRequest, now_is: Draft, form: forms.DraftForm) -> HttpResponseBase:
    """Say what happened meanwhile; what was typed stays on the page where it still can be kept."""
    if now_is.state != State.OPEN:
        messages.warning(
            request,
            _("This draft was submitted in another window meanwhile. Nothing was changed."),
        )
        return redirect("desk_check", public_id=now_is.public_id)
    messages.warning(
        request,
        _(
            "This draft was changed in another window meanwhile. What you typed here stands below "
            "and is not kept yet: press a button to keep it in place of the other. Choose new "
            "files again."
        ),
    )
    return _form_page(request, now_is, form, status=409)


def _checked(request: HttpRequest, draft: Draft, form: forms.DraftForm) -> HttpResponseBase:
    form.judge()
    if form.mistakes:
        return _form_page(request, draft, form, status=422)
    return redirect("desk_check", public_id=draft.public_id)


def _form_page(
    request: HttpRequest, draft: Draft, form: forms.DraftForm, *, status: int = 200
) -> HttpResponse:
    drawn = form.controls()
    shown = {
        "draft": draft,
        "title": said(KINDS[draft.kind].title),
        "description": said(KINDS[draft.kind].description),
        "agreement_title": showing.title_of(draft.agreement),
        "controls": drawn,
        "errors": form.summary(drawn),
        "reason": form.content.reason if draft.is_sent_back else "",
    }
    return render(
        request, "desk/draft.html", showing.context(request, "drafts") | shown, status=status
    )


@officers(Act.DRAFT)
@require_POST
def take_over(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Go on with a draft of an officer who is away, as their deputy."""
    draft = next(
        (one for one in access.drafts_to_take_over(request) if one.public_id == public_id), None
    )
    if draft is None:
        raise Http404
    try:
        actions.take_over(draft, by=officer_of(request).id, now=timezone.now())
    except actions.NotAsItWas:
        messages.warning(
            request, _("This draft was submitted or taken over meanwhile. Nothing was changed.")
        )
        return redirect("desk_drafts")
    messages.success(
        request, _("The draft is yours now. Who began it is still named, and cannot sign it off.")
    )
    return redirect("desk_draft", public_id=public_id)


@officers(Act.DRAFT)
@require_POST
def delete(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Delete a draft of mine with everything in it."""
    draft = access.draft_for(request, public_id, Act.DRAFT)
    try:
        actions.delete_draft(draft, by=officer_of(request).id, now=timezone.now())
    except actions.NotAsItWas as lost:
        return too_late(request, lost.draft)
    messages.success(request, _("The draft was deleted, and the key to what it held."))
    return redirect("desk_drafts")


@lets_out(Way.ATTACHMENT, gate=Gate.CIRCLE)
@officers(Act.DRAFT, Act.DECIDE)
@never_cache
def draft_file(request: HttpRequest, public_id: UUID, name: str) -> HttpResponseBase:
    """A file of a draft."""
    draft = access.draft_for(request, public_id, Act.READ)
    if Concurrence.objects.filter(draft=draft, scan=name).exclude(scan="").exists():
        return download(sealing.open_file(draft, name), "letter", "")
    try:
        about = sealing.open_content(draft).files[name]
        data = sealing.open_file(draft, name)
    except (KeyError, sealing.Gone):
        raise Http404 from None
    return download(data, about["file_name"], about["media_type"])
