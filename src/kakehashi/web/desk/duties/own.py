"""Our own ledger: what was decided or learned at home and is not yet told to the other side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi import node
from kakehashi.accounts.permissions import Act as May
from kakehashi.core.agreement import Act, LedgerKind
from kakehashi.core.life import Life, live
from kakehashi.core.notices.measures import MeasureType
from kakehashi.desk.duties import home
from kakehashi.desk.duties.home import AlreadyProvided, New, NothingDue
from kakehashi.desk.models import HomeAct, OwnDuty
from kakehashi.exchange.outlook import view_now
from kakehashi.web.desk import access, showing
from kakehashi.web.desk.drafting import beginning
from kakehashi.web.desk.drafting.filling import Filled, filled_day, filled_partly
from kakehashi.web.desk.drafting.forms import QUOTED
from kakehashi.web.desk.drafting.questions import Record, questions_of
from kakehashi.web.desk.duties.board import today_at
from kakehashi.web.desk.duties.rows import duty_words, source_status
from kakehashi.web.desk.speech import said
from kakehashi.web.parts import once
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import Choice, Control, Field, error_summary, posted_date
from kakehashi.web.parts.shapes import Code, Day, Lines, Shown, Status, Table

A_PAGE: Final = 50
LONGEST: Final = 100
ACTS: Final[Mapping[Act, str | Promise]] = {
    Act.APPROVAL_DECIDED: gettext_lazy("An approval of a sending organization was decided"),
    Act.REVOCATION_DECIDED: gettext_lazy("A revocation of an approval was decided"),
    Act.GUIDANCE_GIVEN: gettext_lazy("Guidance was given, or an approval suspended or resumed"),
    Act.CERTIFICATE_DECIDED: gettext_lazy("A candidate's certificate was decided"),
    Act.MEASURE_DECIDED: gettext_lazy("A measure was ordered"),
    Act.LIST_TAKEN_IN: gettext_lazy("A list of supporting organizations was taken in"),
    Act.REPORT_RELEASED: gettext_lazy("A reporter permitted that a report is shared"),
    Act.INFORMATION_GAINED: gettext_lazy("Something was learned that is to be shared"),
    Act.EXAM_MISCONDUCT_LEARNED: gettext_lazy("Cheating in an exam or test was learned of"),
}
ORGANIZATIONS: Final[Mapping[str, str | Promise]] = {
    "accepting-organization": gettext_lazy("Accepting organization"),
    "supporting-organization": gettext_lazy("Registered supporting organization"),
}


@dataclass
class Asked:
    """What is asked of an act at home, as typed, and what is wrong with it."""

    act: str = ""
    agreements: tuple[str, ...] = ()
    day: tuple[str, str, str] = ("", "", "")
    organization: str = ""
    measure: str = ""
    reference: str = ""
    wrong: dict[str, list[str]] = field(default_factory=dict)


@officers(May.READ)
@never_cache
def own_ledger(request: HttpRequest) -> HttpResponseBase:
    """What our side decided, ordered or learned and has still to tell; then what it told."""
    agreements = access.agreements_in_part(request)
    readable = access.within(request) if agreements else Q(pk__in=[])
    waiting = list(home.own_duties(agreements, is_open=True).filter(readable)[: A_PAGE + 1])
    told = list(home.own_duties(agreements, is_open=False).filter(readable)[:A_PAGE])
    today = today_at(agreements)
    shown = {
        "may_record": bool(access.agreements_for(request, May.DRAFT)),
        "waiting": own_table(
            waiting[:A_PAGE],
            _("Still to be told to the other side"),
            today,
            _("Nothing waits to be told to the other side."),
        ),
        "more": len(waiting) > A_PAGE,
        "steps": _steps(request, waiting[:A_PAGE]),
        "told": own_table(told, _("Told lately"), today),
    }
    return render(request, "desk/own_duties.html", showing.context(request, "duties") | shown)


def own_table(duties: Sequence[OwnDuty], caption: str, today: date, empty: str = "") -> Table:
    """Duties of the own ledger as rows."""
    rows: list[list[Shown]] = [
        [
            Lines([act_words(one.act), Code(one.act.reference) if one.act.reference else ""]),
            Lines(
                [
                    f"{one.clause}: {duty_words(one.agreement, one.duty, _us(), one.since)}",
                    showing.title_of(one.agreement),
                ]
            ),
            Day(one.since),
            Day(one.due_on) if one.due_on else _("Promptly: no day is set"),
            source_status(one.source),
            _state(one, today),
        ]
        for one in duties
    ]
    columns = [
        _("Done at home"),
        _("Duty"),
        pgettext("duties", "Since"),
        _("By when"),
        pgettext("duties", "Source"),
        _("State"),
    ]
    return Table(caption, columns, rows, empty=empty)


def act_words(act: HomeAct) -> str:
    """An act at home in words, with the measure that was ordered."""
    words = str(ACTS[Act(act.act)])
    if not act.measure:
        return words
    measure = said(MeasureType(act.measure).label)
    told = {"act": words, "measure": measure, "to": ORGANIZATIONS[act.organization]}
    return _("%(act)s: %(measure)s, %(to)s") % told


def _us() -> str:
    return node.this().party


def _state(one: OwnDuty, today: date) -> Shown:
    if one.ended_on is not None:
        return Lines([Status(pgettext("duty", "Told"), "good"), Day(one.ended_on)])
    if one.due_on is not None and one.due_on < today:
        return Status(pgettext("duty", "Late"), "bad")
    return Status(pgettext("duty", "To be told"), "waiting")


def _steps(request: HttpRequest, waiting: Sequence[OwnDuty]) -> list[dict[str, Any]]:
    """For each duty the drafts that would meet it, and striking what was recorded by mistake."""
    kinds_for = {
        name: beginning.kinds_for(request, name) for name in {one.agreement for one in waiting}
    }
    return [
        {
            "title": act_words(one.act),
            "day": Day(one.since),
            "reference": one.act.reference,
            "agreement": showing.title_of(one.agreement),
            "href": reverse("desk_own_draft", args=[one.act_id, one.agreement]),
            "kinds": [(kind, showing.kind_title(kind)) for kind in kinds],
            "strike": reverse("desk_own_strike", args=[one.act_id]),
        }
        for one in waiting
        if (kinds := sorted(_kinds(one.agreement, one.duty) & kinds_for[one.agreement]))
    ]


def _kinds(agreement: str, duty: str) -> frozenset[str]:
    """The kinds that provide what an own duty asks for."""
    duties = node.profile(agreement).duties
    return frozenset(k for d in duties if (d.id, d.party) == (duty, _us()) for k in d.discharged_by)


@officers(May.DRAFT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def record_act(request: HttpRequest) -> HttpResponseBase:
    """Record what was done at home; what is due from it then stands in the own ledger."""
    agreements = access.agreements_for(request, May.DRAFT)
    if request.method != "POST":
        only = tuple(agreements) if len(agreements) == 1 else ()
        return _form_page(request, agreements, Asked(agreements=only))
    asked = Asked(
        act=request.POST.get("act", ""),
        agreements=tuple(request.POST.getlist("agreements")),
        day=posted_date(request.POST, "day"),
        organization=request.POST.get("organization", ""),
        measure=request.POST.get("measure", ""),
        reference=request.POST.get("reference", "").strip(),
    )
    if not set(asked.agreements) <= set(agreements):
        raise Http404
    new = _judged(asked, agreements)
    if new is None:
        return _form_page(request, agreements, asked, status=422)
    by, lives = officer_of(request).id, lives_now(asked.agreements)
    try:
        with transaction.atomic():
            if not (is_again := once.is_again(request)):
                home.record_act(new, lives=lives, by=by, now=timezone.now())
    except NothingDue:
        words = _("Under these agreements nothing is due from this on that day.")
        asked.wrong["act"] = [words]
        return _form_page(request, agreements, asked, status=422)
    if is_again:
        messages.warning(request, once.DONE_ONCE)
        return redirect("desk_own_duties")
    messages.success(request, _("Recorded. What is due from it stands below; draft the notice."))
    return redirect("desk_own_duties")


def lives_now(agreements: Sequence[str]) -> dict[str, Life]:
    """The life of each agreement, as its notices tell it now."""
    views = {name: view_now(name) for name in agreements}
    return {
        name: live(node.profile(name), view.life if view else ()) for name, view in views.items()
    }


def _judged(asked: Asked, agreements: Sequence[str]) -> New | None:
    if asked.act not in {act.value for act in _acts(agreements)}:
        asked.wrong["act"] = [_("Choose what was done.")]
    if not asked.agreements:
        asked.wrong["agreements"] = [_("Choose at least one agreement.")]
    day: date | None = None
    try:
        day = read_date(*asked.day)
        if day is None:
            asked.wrong["day"] = [_("Enter the day.")]
        elif day > today_at(agreements):
            asked.wrong["day"] = [_("This day lies in the future.")]
    except NotADate as mistake:
        asked.wrong["day"] = [str(mistake)]
    if asked.act == Act.MEASURE_DECIDED:
        if asked.organization not in ORGANIZATIONS:
            asked.wrong["organization"] = [_("Choose to whom it was ordered.")]
        if asked.measure not in {one.value for one in MeasureType}:
            asked.wrong["measure"] = [_("Choose the measure.")]
    if len(asked.reference) > LONGEST or not asked.reference.isprintable():
        asked.wrong["reference"] = [_("Write one line of at most 100 characters.")]
    if asked.wrong or day is None:
        return None
    is_measure = asked.act == Act.MEASURE_DECIDED
    return New(
        act=Act(asked.act),
        day=day,
        organization=asked.organization if is_measure else "",
        measure=asked.measure if is_measure else "",
        reference=asked.reference,
    )


def _acts(agreements: Sequence[str]) -> list[Act]:
    """The acts from which our side comes to owe something under these agreements."""
    known = {
        duty.opened_by_act
        for name in agreements
        for duty in node.profile(name).duties
        if duty.ledger is LedgerKind.OWN and duty.party == _us()
    }
    return [act for act in ACTS if act.value in known]


def _form_page(
    request: HttpRequest, agreements: Sequence[str], asked: Asked, *, status: int = 200
) -> HttpResponse:
    drawn = _controls(agreements, asked)
    shown = {"controls": drawn, "errors": error_summary(drawn)}
    return render(
        request, "desk/own_duty_new.html", showing.context(request, "duties") | shown, status=status
    )


def _controls(agreements: Sequence[str], asked: Asked) -> list[Control]:
    acts = [Choice(act.value, ACTS[act]) for act in _acts(agreements)]
    drawn: list[Control] = [
        Field(
            name="act",
            label=_("What was done"),
            kind="radios",
            choices=acts,
            value=asked.act,
            errors=asked.wrong.get("act", ()),
        ),
        Field(
            name="agreements",
            label=_("Agreements that it concerns"),
            kind="checkboxes",
            choices=[Choice(name, showing.title_of(name)) for name in agreements],
            value=asked.agreements,
            errors=asked.wrong.get("agreements", ()),
        ),
        Field(
            name="day",
            label=_("Day"),
            kind="date",
            hint=_("Of the decision; for what is shared, the day from which it could be."),
            value=asked.day,
            errors=asked.wrong.get("day", ()),
        ),
        Field(
            name="reference",
            label=_("Our file number"),
            hint=_("No names and nothing confidential: what was decided stands in the file."),
            value=asked.reference,
            errors=asked.wrong.get("reference", ()),
            required=False,
        ),
    ]
    return drawn + (_measure_controls(asked) if Act.MEASURE_DECIDED in _acts(agreements) else [])


def _measure_controls(asked: Asked) -> list[Control]:
    none = Choice("", "")
    measures = [Choice(one.value, said(one.label)) for one in MeasureType]
    return [
        Field(
            name="organization",
            label=_("For a measure: ordered to"),
            kind="select",
            choices=[none, *(Choice(code, words) for code, words in ORGANIZATIONS.items())],
            value=asked.organization,
            errors=asked.wrong.get("organization", ()),
            required=False,
        ),
        Field(
            name="measure",
            label=_("For a measure: which"),
            kind="select",
            choices=[none, *measures],
            value=asked.measure,
            errors=asked.wrong.get("measure", ()),
            required=False,
        ),
    ]


@officers(May.DRAFT)
@require_POST
def begin_draft(request: HttpRequest, leaf: str, agreement: str) -> HttpResponseBase:
    """Begin the notice that tells of an act: it quotes the act, and says its day and measure."""
    act = _act_for(request, leaf, agreement)
    kind = request.POST.get("kind", "")
    due = OwnDuty.objects.filter(act=act, agreement=agreement, ended_on__isnull=True)
    if not any(kind in _kinds(agreement, one.duty) for one in due):
        raise Http404
    if kind not in beginning.kinds_open(request, agreement):
        messages.warning(
            request,
            _(
                "“%(kind)s” cannot be issued now: the agreement is not in force, or the other "
                "side's node does not understand it yet. The act stays here."
            )
            % {"kind": showing.kind_title(kind)},
        )
        return redirect("desk_own_duties")
    draft = beginning.begin(request, agreement, kind, _filled(act, kind))
    return redirect("desk_draft", public_id=draft.public_id)


def _filled(act: HomeAct, kind: str) -> Filled:
    typed: Filled = {QUOTED: [act.leaf]} | filled_day("envelope.on", act.day)
    if act.measure:
        for compartment, question in questions_of(kind).items():
            if isinstance(question, Record) and "measure" in question.questions:
                typed |= filled_partly(kind, compartment, {"measure": act.measure})
    return typed


@officers(May.DRAFT)
@require_POST
def strike(request: HttpRequest, leaf: str) -> HttpResponseBase:
    """Strike an act that was recorded by mistake."""
    due = OwnDuty.objects.filter(act=leaf).values_list("agreement", flat=True)
    acts = [_act_for(request, leaf, name) for name in due]
    if not acts:
        raise Http404
    try:
        home.strike_act(acts[0], by=officer_of(request).id, now=timezone.now())
    except AlreadyProvided:
        messages.warning(request, _("A notice tells of this act already. It was not struck."))
    else:
        messages.success(request, _("Struck. The record keeps that it was entered by mistake."))
    return redirect("desk_own_duties")


def _act_for(request: HttpRequest, leaf: str, agreement: str) -> HomeAct:
    """The act of an entry, where this officer drafts under the agreement; 404 otherwise."""
    if agreement not in access.agreements_for(request, May.DRAFT):
        raise Http404
    due = OwnDuty.objects.filter(act=leaf, agreement=agreement, act__is_struck=False)
    found = due.select_related("act").first()
    if found is None:
        raise Http404
    return found.act
