"""The pages on which signatories concur in a draft, and letters in which they did are entered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act, may
from kakehashi.core.notices import KINDS
from kakehashi.desk import concurrences
from kakehashi.desk.concurrences import ConcurrenceRefused, Letter
from kakehashi.desk.models import Concurrence, Draft, State
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import forms
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Control, Field, error_summary, posted_date
from kakehashi.web.parts.shapes import Day, Instant, Link, Row, Shown, Status, Summary
from kakehashi.web.parts.uploads import LARGEST, in_memory

LONGEST_NUMBER = 100


def office_name(draft: Draft, office: str) -> str:
    """What an office of our side is called under a draft's agreement."""
    return named(node.profile(draft.agreement).parties[node.this().party].offices[office].names)


def shown_on(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    """What the page of a draft says of concurrence; nothing where it needs none."""
    now = timezone.now()
    asked = concurrences.asked_for(draft, now=now)
    if not asked or draft.state != State.SUBMITTED:
        return {}
    found = concurrences.given(draft, revision=draft.revision)
    missing = [one for one in asked if one not in found]
    mine = concurrences.speaks_for(access.signed_in(request), draft, now=now)
    speaks = mine in missing and may(officer_of(request), Act.DECIDE, access.thing_of(draft))
    return {
        "concurrence": _summary(draft, asked, found),
        "missing": ", ".join(office_name(draft, one) for one in missing),
        "concurs_for": office_name(draft, mine) if mine and speaks else "",
        "letter_address": reverse("desk_concurrence_letter", args=[draft.public_id]),
    }


def _summary(draft: Draft, asked: tuple[str, ...], found: dict[str, Concurrence]) -> Summary:
    rows = [Row(office_name(draft, one), _given(draft, found.get(one))) for one in asked]
    return Summary(rows, _("Concurrence of the signatories"))


def _given(draft: Draft, one: Concurrence | None) -> list[Shown]:
    if one is None:
        return [Status(_("Not yet"), "waiting")]
    by: list[Shown] = [
        Status(_("Concurs"), "good"),
        Instant(one.recorded_at),
        str(one.recorded_by),
    ]
    if one.letter_on is None:
        return by
    scan = reverse("desk_draft_file", args=[draft.public_id, one.scan])
    letter = Link(_("Letter %(number)s") % {"number": one.letter_number}, scan)
    return [*by, letter, Day(one.letter_on)]


def given_rows(draft: Draft) -> Summary | str:
    """Who concurred in what is issued by now; an empty text where nobody was asked."""
    found = concurrences.given_before_issue(draft)
    rows = [Row(office_name(draft, name), _given(draft, one)) for name, one in found.items()]
    return Summary(rows, _("Concurrence of the signatories")) if rows else ""


def words_of_missing(draft: Draft, missing: tuple[str, ...]) -> str:
    """Say whose concurrence is missing, and that nothing was issued."""
    offices = ", ".join(office_name(draft, one) for one in missing)
    return _(
        "Nothing was issued: these signatories have not concurred yet: %(offices)s. An officer of "
        "each concurs on this page, or a letter of theirs is entered."
    ) % {"offices": offices}


_REFUSED: Mapping[str, str | Promise] = {
    "own": gettext_lazy("You drafted this yourself; another officer of your office concurs."),
    "unit": gettext_lazy("Your office is none of the signatories that are asked."),
    "unasked": gettext_lazy("This office is not asked to concur."),
    "changed": gettext_lazy("The draft was changed meanwhile. Look at it again."),
    "twice": gettext_lazy("This signatory has concurred already."),
}


@officers(Act.DECIDE)
@require_POST
def concur(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Concur in a draft in the name of the signatory to which the officer belongs."""
    draft = access.draft_for(request, public_id, Act.DECIDE)
    revision, by = forms.revision_of(request.POST), access.signed_in(request)
    try:
        concurrences.concur(draft, revision=revision, by=by, now=timezone.now())
    except ConcurrenceRefused as refusal:
        messages.warning(request, str(_REFUSED[refusal.reason]))
    else:
        messages.success(request, _("Your office concurs. It is on record."))
    return redirect("desk_check", public_id=draft.public_id)


@dataclass
class Typed:
    """A letter as it was typed, and what is wrong with it."""

    signatory: str = ""
    number: str = ""
    day: tuple[str, str, str] = ("", "", "")
    wrong: dict[str, list[str]] = field(default_factory=dict)


@officers(Act.DRAFT, Act.DECIDE)
@never_cache
@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Enter a letter in which a signatory concurs."""
    draft = access.draft_for(request, public_id, Act.READ)
    thing, officer = access.thing_of(draft), officer_of(request)
    mine = may(officer, Act.DRAFT, thing) and draft.drafted_by_id == officer.id
    if not (mine or may(officer, Act.DECIDE, thing)):
        raise PermissionDenied
    asked = concurrences.asked_for(draft, now=timezone.now())
    if not asked or draft.state != State.SUBMITTED:
        raise Http404
    if request.method != "POST":
        return _letter_page(request, draft, asked, Typed())
    return _enter(request, draft, asked)


def _enter(request: HttpRequest, draft: Draft, asked: tuple[str, ...]) -> HttpResponseBase:
    typed = Typed(
        request.POST.get("signatory", ""),
        request.POST.get("number", "").strip(),
        posted_date(request.POST, "on"),
    )
    on, scan = _judged(request, typed, asked)
    if typed.wrong or on is None or scan is None:
        return _letter_page(request, draft, asked, typed, status=422)
    try:
        concurrences.concur_by_letter(
            draft,
            typed.signatory,
            letter=Letter(typed.number, on, scan),
            revision=forms.revision_of(request.POST),
            by=access.signed_in(request),
            now=timezone.now(),
        )
    except ConcurrenceRefused as refusal:
        typed.wrong["signatory"] = [str(_REFUSED[refusal.reason])]
        return _letter_page(request, draft, asked, typed, status=409)
    messages.success(request, _("The letter is on record."))
    return redirect("desk_check", public_id=draft.public_id)


def _judged(
    request: HttpRequest, typed: Typed, asked: tuple[str, ...]
) -> tuple[date | None, bytes | None]:
    chosen = request.FILES.get("scan")
    if typed.signatory not in asked:
        typed.wrong["signatory"] = [_("Choose the signatory that wrote the letter.")]
    if not typed.number or len(typed.number) > LONGEST_NUMBER:
        typed.wrong["number"] = [_("Enter the file number, at most 100 characters.")]
    on = None
    try:
        on = read_date(*typed.day)
    except NotADate as mistake:
        typed.wrong["on"] = [str(mistake)]
    else:
        if on is None or on > timezone.now().date():
            typed.wrong["on"] = [_("Enter the date of the letter; it is not in the future.")]
    if not isinstance(chosen, InMemoryUploadedFile):
        typed.wrong["scan"] = [_("Choose the scan of the letter.")]
        return on, None
    if (chosen.size or 0) > LARGEST:
        typed.wrong["scan"] = [_("This file is larger than 16 MB. Choose a smaller one.")]
        return on, None
    return on, chosen.read()


def _letter_page(
    request: HttpRequest, draft: Draft, asked: tuple[str, ...], typed: Typed, *, status: int = 200
) -> HttpResponse:
    found = concurrences.given(draft, revision=draft.revision)
    choices = [Choice(one, office_name(draft, one)) for one in asked if one not in found]
    drawn: list[Control] = [
        Field(
            name="signatory",
            label=_("Signatory"),
            kind="select",
            choices=[Choice("", ""), *choices],
            value=typed.signatory,
            errors=typed.wrong.get("signatory", ()),
        ),
        Field(
            name="number",
            label=_("File number"),
            value=typed.number,
            width="20",
            errors=typed.wrong.get("number", ()),
        ),
        Field(
            name="on",
            label=_("Date of the letter"),
            kind="date",
            value=typed.day,
            errors=typed.wrong.get("on", ()),
        ),
        Field(
            name="scan",
            label=_("Scan"),
            kind="file",
            hint=_("PDF, PNG or JPEG, at most 16 MB"),
            accept=".pdf,.png,.jpg,.jpeg",
            errors=typed.wrong.get("scan", ()),
        ),
    ]
    shown = {
        "draft": draft,
        "title": said(KINDS[draft.kind].title),
        "controls": drawn,
        "errors": error_summary(drawn),
    }
    page = showing.context(request, "drafts") | shown
    return render(request, "desk/concurrence_letter.html", page, status=status)
