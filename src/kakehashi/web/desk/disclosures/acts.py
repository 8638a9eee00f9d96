"""Own decisions, compulsions by law, and handing over: one officer proposes, another decides."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.disclosure import Leave, Stay, Whom
from kakehashi.core.notices.payload import Classification
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk import actions as readings
from kakehashi.desk.disclosures import actions, gathering, sealing
from kakehashi.desk.disclosures.queries import item_entries
from kakehashi.desk.disclosures.sealing import Told
from kakehashi.desk.models import LocalDisclosure
from kakehashi.dispatch.leaving import may_leave
from kakehashi.printing import FontsMissing
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.disclosures.asking import Asked, asked_about, judged
from kakehashi.web.desk.disclosures.forms import (
    CompulsionForm,
    DecisionForm,
    HandingForm,
    RecipientForm,
)
from kakehashi.web.desk.disclosures.paper import paper_of
from kakehashi.web.desk.disclosures.words import (
    SHORT,
    WHAT,
    form_words,
    recipient_words,
    verdict_words,
)
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.shapes import Banner, Code, Day, Instant, Link, Row, Status, Summary
from kakehashi.web.parts.uploads import about, in_memory

What = LocalDisclosure.What


@officers(Act.DRAFT)
@never_cache
@in_memory
@require_POST
def propose(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> HttpResponseBase:
    """Ask what a decision, a compulsion or a handing over still needs, then put it to another."""
    asked = asked_about(request, agreement, party, generation, index)
    records = list(gathering.records_about(agreement, asked.entry.jti))
    chosen = RecipientForm(request.POST, agreement=agreement, records=records)
    if request.POST.get("what") not in What.values or not chosen.is_valid():
        raise Http404
    what = What(request.POST["what"])
    _require_drafting(request, asked)
    verdict = judged(asked, chosen, records)
    if what is What.HANDING and isinstance(verdict, Stay):
        messages.error(request, verdict_words(agreement, verdict))
        return redirect("desk_may_leave", *asked.place)
    is_answered = request.POST.get("step") == "propose"
    form = _form(what, chosen, request if is_answered else None)
    if not is_answered or not form.is_valid():
        status = 422 if is_answered else 200
        return _form_page(request, asked, chosen, what, form, status=status)
    return _proposed(request, asked, chosen, what, form)


def _require_drafting(request: HttpRequest, asked: Asked) -> None:
    if not may(officer_of(request), Act.DRAFT, Thing(asked.agreement, asked.highest)):
        raise PermissionDenied


def _form(what: What, chosen: RecipientForm, request: HttpRequest | None) -> forms.Form:
    given = request.POST if request else None
    match what:
        case What.DECISION:
            return DecisionForm(given)
        case What.COMPULSION:
            return CompulsionForm(given)
        case _:
            return HandingForm(given, request.FILES if request else None, form=chosen.item_form)


def _form_page(
    request: HttpRequest,
    asked: Asked,
    chosen: RecipientForm,
    what: What,
    form: forms.Form,
    *,
    status: int,
) -> HttpResponse:
    shown = {
        "asked": asked,
        "what": what.value,
        "title": WHAT[what],
        "kept": chosen.kept,
        "form": form,
        "place": asked.place,
        "facts": Summary(
            [
                Row(_("Notice"), _item_link(asked)),
                Row(_("Recipient"), recipient_words(asked.agreement, chosen.recipient)),
                Row(_("What"), form_words(chosen.item_form, chosen.cleaned_data["points"])),
            ]
        ),
    }
    return render(
        request,
        "desk/disclosure_form.html",
        showing.context(request, "disclosures") | shown,
        status=status,
    )


def _item_link(asked: Asked) -> Link:
    href = showing.address_of(asked.journal, asked.entry.index)
    return Link(showing.kind_title(asked.entry.kind), href)


def _proposed(
    request: HttpRequest, asked: Asked, chosen: RecipientForm, what: What, form: forms.Form
) -> HttpResponseBase:
    told, paper = _told(chosen, form.cleaned_data)
    local = actions.propose(
        agreement=asked.agreement,
        what=what,
        item=asked.entry.jti,
        told=told,
        paper=paper,
        by=officer_of(request).id,
        now=timezone.now(),
    )
    messages.success(request, _("Proposed. It counts once another officer has confirmed it."))
    return redirect("desk_disclosure", public_id=local.public_id)


def _told(chosen: RecipientForm, said: Mapping[str, Any]) -> tuple[Told, bytes | None]:
    to = chosen.recipient
    told = Told(
        whom=to.whom,
        party=to.party,
        name=to.name,
        country=to.country,
        kind=chosen.cleaned_data["sort"],
        form=chosen.item_form,
        points=chosen.cleaned_data["points"],
        purpose=said.get("purpose", ""),
        law=said.get("law", ""),
        authority=said.get("authority", ""),
        may_tell=said.get("may_tell", "yes") == "yes",
        person=said.get("person", ""),
        means=said.get("means", ""),
        language=get_language() or "en",
    )
    upload = said.get("paper")
    if not isinstance(upload, InMemoryUploadedFile):
        return told, None
    data = upload.read()
    return replace(told, file_name=about(upload, data)["file_name"].replace("/", "-")), data


@officers(Act.READ)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def local_disclosure(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """What was proposed: another officer confirms or turns it down, its proposer takes it back."""
    local, asked = _found(request, public_id)
    if request.method != "POST":
        what = f"disclosure {local.public_id}"
        readings.note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())
        return _local_page(request, local, asked)
    if request.POST.get("again") not in {"confirm", "turn-down"}:
        raise Http404
    is_mine = local.proposed_by_id == officer_of(request).id
    thing = Thing(local.agreement, Classification.CONFIDENTIAL, local.proposed_by_id)
    if not may(officer_of(request), Act.DRAFT if is_mine else Act.DECIDE, thing):
        raise PermissionDenied
    try:
        if request.POST["again"] == "confirm":
            return _confirm(request, local, asked)
        actions.turn_down(local, by=officer_of(request).id, now=timezone.now())
    except actions.OwnProposal as own:
        raise PermissionDenied from own
    except actions.MustStay:
        return redirect("desk_disclosure", public_id=public_id)
    except actions.AlreadyDecided as lost:
        messages.warning(
            request,
            _("%(name)s was faster. Nothing was changed.") % {"name": lost.local.decided_by},
        )
        return redirect("desk_disclosure", public_id=public_id)
    words = _("Taken back.") if is_mine else _("Turned down. Nothing leaves.")
    messages.success(request, words)
    return redirect("desk_disclosures")


def _found(request: HttpRequest, public_id: UUID) -> tuple[LocalDisclosure, Asked]:
    """Find a local disclosure that this officer may read, with the notice that it is about."""
    rows = LocalDisclosure.objects.select_related("proposed_by", "decided_by")
    local = rows.filter(public_id=public_id).first()
    if local is None:
        raise Http404
    access.require_reading(request, local.agreement)
    if not access.may_read_confidential(request, local.agreement):
        raise PermissionDenied
    entry = item_entries(local.agreement, (local.item,)).get(local.item)
    if entry is None:
        raise Http404
    journal = entry.journal
    asked = asked_about(request, journal.agreement, journal.party, journal.generation, entry.index)
    return local, asked


def _confirm(request: HttpRequest, local: LocalDisclosure, asked: Asked) -> HttpResponseBase:
    """Decide; a handing over is asked about at the gate once more, and its file made."""
    now, by = timezone.now(), officer_of(request).id
    told = sealing.open_all((local,)).get(local.pk)
    if told is None:
        raise Http404
    made: dict[str, Any] = {}
    if local.what == What.HANDING:
        if local.proposed_by_id == by:
            raise actions.OwnProposal
        verdict = _still(asked, told)
        if isinstance(verdict, Stay):
            words = verdict_words(asked.agreement, verdict)
            return _local_page(request, local, asked, problem=words, status=409)
        names = [str(local.proposed_by), str(access.signed_in(request))]
        own = sealing.open_file(local)
        try:
            paper = paper_of(asked, told, verdict, officers=names, own_paper=own, now=now)
        except FontsMissing as missing:
            words = _("Nothing left: this machine lacks the fonts %(families)s.")
            told_so = words % {"families": ", ".join(missing.families)}
            return _local_page(request, local, asked, problem=told_so, status=503)
        made = {"clause": verdict.clause, "basis": verdict.basis.value, "paper": paper}
        made["still"] = lambda: isinstance(_still(asked, told), Leave)
    actions.confirm(local, by=by, on=gathering.today(local.agreement, now), now=now, **made)
    messages.success(request, _("Confirmed by a second officer, and in the record."))
    return redirect("desk_disclosure", public_id=local.public_id)


def _still(asked: Asked, told: Told, *, without: str = "") -> Leave | Stay:
    return may_leave(
        asked.agreement,
        asked.envelope,
        told.recipient,
        now=timezone.now(),
        classification=asked.highest,
        form=told.item_form,
        points=told.points,
        without=without,
    )


def _local_page(
    request: HttpRequest,
    local: LocalDisclosure,
    asked: Asked,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    told = sealing.open_all((local,)).get(local.pk)
    officer = officer_of(request)
    is_open = local.state == LocalDisclosure.State.PROPOSED
    is_mine = local.proposed_by_id == officer.id
    thing = Thing(local.agreement, Classification.CONFIDENTIAL, local.proposed_by_id)
    may_decide = is_open and not is_mine and may(officer, Act.DECIDE, thing)
    verdict = _still(asked, told, without=str(local.public_id)) if told else None
    is_handing = local.what == What.HANDING
    shown = {
        "local": local,
        "title": WHAT[local.what],
        "agreement_title": showing.title_of(local.agreement),
        "problem": problem,
        "facts": Summary(_facts(local, asked, told)),
        "verdict": Banner(
            verdict_words(local.agreement, verdict),
            "good" if isinstance(verdict, Leave) else "bad",
            _("The gate today"),
        )
        if verdict and not problem
        else "",
        "may_decide": may_decide,
        "may_take_back": is_open and is_mine,
        "onward": _onward(request, local, told) if isinstance(verdict, Leave) else "",
        "has_file": is_handing and bool(local.digest) and isinstance(verdict, Leave),
    }
    return render(
        request,
        "desk/local_disclosure.html",
        showing.context(request, "disclosures") | shown,
        status=status,
    )


def _onward(request: HttpRequest, local: LocalDisclosure, told: Told | None) -> str:
    """Where the officer drafts under the other agreement what was let through to it."""
    is_done = local.what == What.HANDING and bool(local.digest)
    if told is None or not is_done or told.whom != Whom.AGREEMENT:
        return ""
    if told.name not in access.agreements_for(request, Act.DRAFT):
        return ""
    return f"{reverse('desk_start')}?{urlencode({'agreement': told.name})}"


def state_of(local: LocalDisclosure) -> Status:
    """Where a local disclosure stands."""
    match local.state:
        case LocalDisclosure.State.PROPOSED:
            return Status(_("Waiting for a second officer"), "waiting")
        case LocalDisclosure.State.CONFIRMED:
            return Status(_("Confirmed"), "good")
        case _:
            return Status(_("Turned down"), "ended")


def _facts(local: LocalDisclosure, asked: Asked, told: Told | None) -> list[Row]:
    rows = [Row(_("State"), state_of(local)), Row(_("Notice"), _item_link(asked))]
    if told is None:
        rows.append(Row(_("What was told"), _("It was erased.")))
    else:
        rows += [
            Row(_("Recipient"), recipient_words(local.agreement, told.recipient)),
            Row(_("What"), form_words(told.item_form, told.points)),
            *_answers(told, What(local.what)),
        ]
    rows.append(Row(_("Proposed"), [str(local.proposed_by), Instant(local.proposed_at)]))
    if local.decided_by and local.decided_at:
        rows.append(Row(_("Decided"), [str(local.decided_by), Instant(local.decided_at)]))
    if local.basis:
        rows.append(Row(_("Basis"), f"{SHORT[local.basis]} ({local.clause})"))
    if local.on and local.what == What.HANDING:
        rows.append(Row(_("Handed over on"), Day(local.on)))
    if local.digest:
        rows.append(Row(_("SHA-256 of the file"), Code(local.digest)))
    return rows


def _answers(told: Told, what: What) -> list[Row]:
    purpose = {
        What.HANDING: _("What exactly leaves"),
        What.COMPULSION: _("Order, and what was done against it"),
    }
    given = (
        (_("Law and provision"), told.law),
        (_("Authority that demands it"), told.authority),
        (_("Who receives it"), told.person),
        (_("How it is handed over"), told.means),
        (purpose.get(what, _("Purpose")), told.purpose),
        (_("File"), told.file_name),
    )
    rows = [Row(label, value) for label, value in given if value]
    if what is What.COMPULSION:
        words = _("Yes") if told.may_tell else _("No: the law forbids telling it")
        rows.append(Row(_("May the other side be told?"), words))
    return rows


@lets_out(Way.HANDED_OVER, gate=Gate.ASKED)
@officers(Act.READ)
@never_cache
@require_POST
def local_file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The file as it was handed over, while it still may go there."""
    local, asked = _found(request, public_id)
    told = sealing.open_all((local,)).get(local.pk)
    if told is None or local.what != What.HANDING or not local.digest:
        raise Http404
    verdict = _still(asked, told, without=str(local.public_id))
    if isinstance(verdict, Stay):
        words = verdict_words(local.agreement, verdict)
        return _local_page(request, local, asked, problem=words, status=403)
    data = sealing.open_file(local)
    if data is None:
        raise Http404
    readings.note_confidential_reading(
        f"file of disclosure {local.public_id}", by=officer_of(request).id, now=timezone.now()
    )
    return download(data, f"disclosure-{local.public_id}.zip", "application/zip")
