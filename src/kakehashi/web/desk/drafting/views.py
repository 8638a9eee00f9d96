"""The pages on which a notice is drafted, checked, and signed off by a second officer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
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
from kakehashi.core.notices import KIND_FACTS, KINDS
from kakehashi.core.notices.payload import Classification
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk import actions, queries, sealing
from kakehashi.desk.concurrences import NotConcurred
from kakehashi.desk.models import Concurrence, Draft, State
from kakehashi.desk.volume import AlreadyReleased, TooMany, pause, pauses, release
from kakehashi.exchange.issuing import IssueRefused
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import concurring, forms
from kakehashi.web.desk.drafting.answers import opened
from kakehashi.web.desk.drafting.offering import kinds_to_draft, sides_now
from kakehashi.web.desk.drafting.questions import questions_of
from kakehashi.web.desk.drafting.signing import sign_off, words_of_refusal, words_of_volume
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.fields import Field
from kakehashi.web.parts.uploads import in_memory


@officers(Act.DRAFT, Act.DECIDE)
@never_cache
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Drafts of mine, and those of others that wait for a second officer."""
    mine = queries.drafts_of(officer_of(request).id, access.agreements_in_part(request))
    waiting = queries.waiting_for_sign_off(
        access.agreements_in_part(request, Act.DECIDE), not_by=officer_of(request).id
    ).filter(access.drafts_within(request, Act.DECIDE))
    shown = {
        "mine": showing.draft_table(mine),
        "waiting": showing.waiting_table(waiting),
        "pauses": pauses(access.agreements_for(request, Act.DECIDE), not_of=officer_of(request).id),
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
        draft = _begin(request, agreement, kind)
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


def _begin(request: HttpRequest, agreement: str, kind: str) -> Draft:
    typed = {
        name: ["1"]
        for compartment, question in questions_of(kind).items()
        for name in opened(question, compartment)
    }
    for link in ("answers", "corrects"):
        if jti := request.POST.get(link):
            typed[f"links.{link}"] = [jti]
    classes = sides_now(agreement, timezone.now()).classes(kind)
    return actions.open_draft(
        agreement=agreement,
        kind=kind,
        version=KIND_FACTS[kind].version,
        classification=forms.guard(kind, typed, classes),
        typed=typed,
        by=officer_of(request).id,
        now=timezone.now(),
    )


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
        return _too_late(request, lost.draft)
    except TooMany as stopped:
        pause(draft.agreement, stopped.threshold, by=officer_of(request).id, now=timezone.now())
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


def _too_late(request: HttpRequest, draft: Draft) -> HttpResponseBase:
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
        return _too_late(request, lost.draft)
    messages.success(request, _("Sent back. Its drafter sees your reason."))
    return redirect("desk_drafts")


def _take_back(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    if draft.drafted_by_id != officer_of(request).id:
        raise PermissionDenied
    try:
        actions.take_back(draft, by=officer_of(request).id, now=timezone.now())
    except actions.NotAsItWas as lost:
        return _too_late(request, lost.draft)
    return redirect("desk_draft", public_id=draft.public_id)


@officers(Act.DECIDE)
@require_POST
def let_go_on(request: HttpRequest, number: int) -> HttpResponseBase:
    """Let another officer sign off further notices after unusually many."""
    mine = officer_of(request).id
    found = pauses(access.agreements_for(request, Act.DECIDE), not_of=mine).filter(pk=number)
    waiting = found.first()
    if waiting is None:
        raise Http404
    try:
        release(waiting, by=mine, now=timezone.now())
    except AlreadyReleased:
        messages.warning(request, _("Another officer was faster. Nothing was changed."))
        return redirect("desk_drafts")
    messages.success(
        request, _("%(name)s can sign off further notices.") % {"name": waiting.officer}
    )
    return redirect("desk_drafts")


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
        return _too_late(request, lost.draft)
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
