"""May this go to them? The gate's verdict on a notice, and the step that it asks for next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act, Thing, may
from kakehashi.core.disclosure import Basis, Leave, Record, Remedy, Stay, Whom, Why
from kakehashi.core.envelope import Envelope
from kakehashi.core.notices.payload import Classification, Payload
from kakehashi.core.parts import PartRole
from kakehashi.desk import actions
from kakehashi.desk.disclosures import gathering
from kakehashi.desk.disclosures.opening import opened
from kakehashi.desk.models import LocalDisclosure
from kakehashi.dispatch.leaving import may_leave
from kakehashi.journal import queries as journals
from kakehashi.journal.contents import envelope_of
from kakehashi.journal.models import Entry, Journal
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.disclosures import drafts
from kakehashi.web.desk.disclosures.forms import RecipientForm, on_record
from kakehashi.web.desk.disclosures.words import (
    REMEDIES,
    recipient_words,
    verdict_words,
    why_words,
)
from kakehashi.web.desk.drafting.beginning import begin
from kakehashi.web.desk.notices.addressing import addressed
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.shapes import Banner, Code, Row, Status, Summary, Table

LEVELS: Final = (Classification.PUBLIC, Classification.RESTRICTED, Classification.CONFIDENTIAL)
DRAFTS: Final = {
    Remedy.REQUEST_CONSENT: "disclosure.requested",
    Remedy.ISSUE_NOTICE: "disclosure.notified",
    Remedy.TELL_COUNTERPART: "disclosure.compelled",
}
ACTS: Final = {
    Remedy.DECIDE_WITH_TWO: LocalDisclosure.What.DECISION,
    Remedy.NAME_LAW: LocalDisclosure.What.COMPULSION,
}
INSIDE: Final = (Basis.PUBLIC, Basis.CIRCLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """The notice that is asked about; `highest` is the class of its most guarded part.

    How it stands to other notices never goes along, so that part is not counted.
    """

    journal: Journal
    entry: Entry
    envelope: Envelope
    highest: Classification

    @property
    def agreement(self) -> str:
        """The agreement it stands under."""
        return self.journal.agreement

    @property
    def place(self) -> list[str | int]:
        """What its addresses are made of."""
        return [self.agreement, self.journal.party, self.journal.generation, self.entry.index]


def asked_about(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> Asked:
    """Find a notice that this officer may ask about; 404, or 403 for want of the role."""
    access.require_reading(request, agreement)
    _inside, journal, entry = addressed(request, agreement, party, generation, index)
    envelope = envelope_of(entry)
    if envelope is None:
        raise Http404
    classes = {one.classification for one in envelope.parts if one.role != PartRole.LINKS}
    highest = max({envelope.classification, *classes}, key=LEVELS.index)
    if highest is Classification.CONFIDENTIAL and not access.may_read_confidential(
        request, agreement
    ):
        raise PermissionDenied
    return Asked(journal, entry, envelope, highest)


def judged(asked: Asked, form: RecipientForm, records: Sequence[Record]) -> Leave | Stay:
    """Ask the gate about the whole notice, every part of it counted."""
    return may_leave(
        asked.agreement,
        asked.envelope,
        form.recipient,
        now=timezone.now(),
        classification=asked.highest,
        form=form.item_form,
        points=form.cleaned_data["points"],
        records=records,
    )


@officers(Act.READ)
@never_cache
def may_it_leave(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> HttpResponseBase:
    """Choose a recipient; the verdict comes in words with its clause and the next step.

    Asked by POST, since a name may be confidential and addresses are logged; nothing is changed.
    """
    asked = asked_about(request, agreement, party, generation, index)
    records = list(gathering.records_about(agreement, asked.entry.jti))
    given = request.POST if request.method == "POST" else None
    form = RecipientForm(given, agreement=agreement, records=records)
    verdict = judged(asked, form, records) if given is not None and form.is_valid() else None
    if asked.highest is Classification.CONFIDENTIAL:
        _note_reading(request, asked)
    return _asking_page(request, asked, form, records, verdict)


def _note_reading(request: HttpRequest, asked: Asked) -> None:
    what = f"disclosure of {asked.journal.origin}#{asked.entry.index}"
    actions.note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())


def _asking_page(
    request: HttpRequest,
    asked: Asked,
    form: RecipientForm,
    records: Sequence[Record],
    verdict: Leave | Stay | None,
) -> HttpResponse:
    is_wrong = form.is_bound and not form.is_valid()
    shown = {
        "asked": asked,
        "title": showing.kind_title(asked.entry.kind),
        "agreement_title": showing.title_of(asked.agreement),
        "notice_href": showing.address_of(asked.journal, asked.entry.index),
        "facts": _facts(asked),
        "form": form,
        "verdict": _verdict(asked, form, verdict) if verdict else "",
        "steps": _steps(request, asked, verdict) if verdict else [],
        "kept": form.kept if verdict else {},
        "known": _known(asked, records),
        "place": asked.place,
    }
    return render(
        request,
        "desk/may_leave.html",
        showing.context(request, "disclosures") | shown,
        status=422 if is_wrong else 200,
    )


def _facts(asked: Asked) -> Summary:
    profile = node.profile(asked.agreement)
    rule = profile.on(gathering.today(asked.agreement, timezone.now())).rule("disclosure")
    rules = {
        "consent": _("Only with the other side's written consent"),
        "notice": _("Only after written notice to the other side"),
    }
    rows = [
        Row(_("Reference"), Code(asked.entry.jti)),
        Row(_("Class of its most guarded part"), showing.class_status(asked.highest)),
        Row(_("Clause"), asked.envelope.clause),
    ]
    if rule is not None and isinstance(rule.value, str):
        row = Row(_("Rule for the other side's confidential information"), rules[rule.value])
        rows.append(row)
    return Summary(rows)


def _verdict(asked: Asked, form: RecipientForm, verdict: Leave | Stay) -> Banner:
    title = recipient_words(asked.agreement, form.recipient)
    words = verdict_words(asked.agreement, verdict)
    if isinstance(verdict, Stay):
        return Banner(f"{words} {REMEDIES[verdict.remedy]}", "bad", title)
    return Banner(words, "good", title)


@dataclass(frozen=True, slots=True)
class NextStep:
    """A button: which address it posts to, with which value of which name, and its words."""

    href: str
    name: str
    value: str
    words: str
    is_first: bool = False


def _steps(request: HttpRequest, asked: Asked, verdict: Leave | Stay) -> list[NextStep]:
    """What this officer can do next; a law may compel where everything else is refused."""
    if not may(officer_of(request), Act.DRAFT, Thing(asked.agreement, asked.highest)):
        return []
    draft = reverse("desk_disclosure_draft", args=asked.place)
    act = reverse("desk_disclosure_propose", args=asked.place)
    handing = LocalDisclosure.What.HANDING
    if isinstance(verdict, Leave):
        if verdict.basis in INSIDE:
            return []
        return [NextStep(act, "what", handing, _("Record handing over"), is_first=True)]
    found = []
    if kind := DRAFTS.get(verdict.remedy):
        words = _("Draft: %(kind_title)s") % {"kind_title": showing.kind_title(kind)}
        found.append(NextStep(draft, "kind", kind, words, is_first=True))
    if verdict.remedy is Remedy.SEND_LETTER:
        words = _("Draft: %(kind_title)s") % {"kind_title": showing.kind_title("letter.registered")}
        found.append(NextStep(draft, "kind", "letter.registered", words, is_first=True))
    if what := ACTS.get(verdict.remedy):
        found.append(NextStep(act, "what", what, _("Propose the decision"), is_first=True))
    if verdict.why is not Why.RESTRICTED and verdict.remedy is not Remedy.NAME_LAW:
        compelled = LocalDisclosure.What.COMPULSION
        found.append(NextStep(act, "what", compelled, _("A law compels it")))
    return found


def _known(asked: Asked, records: Sequence[Record]) -> Table | str:
    """Where the notice may go already, and where it was refused."""
    rows = []
    for to in on_record(records):
        verdict = may_leave(
            asked.agreement,
            asked.envelope,
            to,
            now=timezone.now(),
            classification=asked.highest,
            records=records,
        )
        if to.whom is Whom.OTHER or isinstance(verdict, Leave):
            rows.append((recipient_words(asked.agreement, to), *_standing(asked, verdict)))
    columns = [_("Recipient"), _("The whole of it"), _("Why")]
    return Table(_("Who is named on record"), columns, rows) if rows else ""


def _standing(asked: Asked, verdict: Leave | Stay) -> tuple[Status, str]:
    if isinstance(verdict, Leave):
        return Status(_("May go"), "good"), verdict_words(asked.agreement, verdict)
    return Status(_("Must stay"), "bad"), why_words(asked.agreement, verdict)


@officers(Act.DRAFT)
@require_POST
def draft(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> HttpResponseBase:
    """Begin the draft that the verdict asks for, with item and recipient in place."""
    asked = asked_about(request, agreement, party, generation, index)
    records = list(gathering.records_about(agreement, asked.entry.jti))
    form = RecipientForm(request.POST, agreement=agreement, records=records)
    kind = request.POST.get("kind", "")
    if not form.is_valid():
        return _asking_page(request, asked, form, records, None)
    if kind == "letter.registered":
        typed = _letter(asked, form, records)
    elif kind in DRAFTS.values():
        typed = drafts.begun(
            kind,
            agreement=agreement,
            item=asked.entry.jti,
            to=form.recipient,
            sort=form.cleaned_data["sort"],
            form=form.item_form,
            points=form.cleaned_data["points"],
        )
    else:
        raise Http404
    begun = begin(request, agreement, kind, typed)
    return redirect("desk_draft", public_id=begun.public_id)


def _letter(asked: Asked, form: RecipientForm, records: Sequence[Record]) -> dict[str, list[str]]:
    """Find the notice whose letter is missing: the latest that names this recipient."""
    lacking = [
        record.source
        for record in records
        if record.recipient.is_same(form.recipient)
        and getattr(record, "letter_received_on", asked) is None
    ]
    found = journals.entries_by_jti(max(lacking, default="")).select_related("journal").first()
    if found is None:
        raise Http404
    return drafts.letter_of(
        found.kind, jti=found.jti, is_ours=found.journal.party == node.this().party
    )


def _confidential(asked: Asked) -> Payload | None:
    found = opened((asked.entry,)).get((asked.journal.pk, asked.entry.index))
    return found[1].confidential if found else None


@officers(Act.DRAFT)
@require_POST
def answer(
    request: HttpRequest, agreement: str, party: str, generation: int, index: int
) -> HttpResponseBase:
    """Begin the answer to a request, or the withdrawal of a consent, from what it says."""
    asked = asked_about(request, agreement, party, generation, index)
    kind = request.POST.get("kind", "")
    if kind not in {"disclosure.consented", "disclosure.refused", "disclosure.consent-withdrawn"}:
        raise Http404
    typed = drafts.answering(
        kind,
        _confidential(asked),
        jti=asked.entry.jti,
        today=gathering.today(agreement, timezone.now()),
    )
    begun = begin(request, agreement, kind, typed)
    return redirect("desk_draft", public_id=begun.public_id)
