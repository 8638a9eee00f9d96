"""One application at the desk: what it says, what was found, and what this officer may do now."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kakehashi.accounts.permissions import Act
from kakehashi.approvals import queries, sealing, standards
from kakehashi.approvals.examining import facts_of
from kakehashi.approvals.models import Application
from kakehashi.approvals.sealing import Content
from kakehashi.core.approving.course import (
    Bar,
    Facts,
    Purpose,
    State,
    bar_to_decide,
    bar_to_examine,
    bar_to_take_up,
)
from kakehashi.core.approving.entry import Terms, display_name
from kakehashi.core.approving.standards import StandardSet
from kakehashi.core.notices.organizations import Ground
from kakehashi.core.ways_out import Gate, Way, lets_out
from kakehashi.desk.actions import note_confidential_reading
from kakehashi.dispatch.arriving import application_source
from kakehashi.printing import FontsMissing
from kakehashi.web.desk import showing
from kakehashi.web.desk.approvals import reaching
from kakehashi.web.desk.approvals.deciding import decision_controls
from kakehashi.web.desk.approvals.words import BARS
from kakehashi.web.desk.notices.printing import as_pdf, without_fonts
from kakehashi.web.desk.screening.proposed import proposed_table
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.applications.certificate import certificate_pdf
from kakehashi.web.parts.applications.summary import summaries
from kakehashi.web.parts.applications.terms import terms_summary
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.downloads import download
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import (
    Day,
    Happening,
    Instant,
    Lines,
    Named,
    Row,
    Shown,
    Status,
    Summary,
    Table,
    Timeline,
)


@officers(*reaching.ACTS)
@never_cache
@require_safe
def application(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Show an application; that it was opened goes into the own record."""
    found = reaching.application_for(request, public_id)
    what = f"{found.agreement}/application/{public_id}"
    note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())
    return application_page(request, found)


def application_page(
    request: HttpRequest,
    found: Application,
    *,
    problem: str = "",
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw an application, with what went wrong just now on top."""
    content, made = queries.content_of(found), _standards(found)
    facts = facts_of(found, today=reaching.today_of(found.agreement))
    name, lang = display_name(content.said)
    shown: dict[str, Any] = {
        "application": found,
        "name": Named(name, lang),
        "purpose": words.PURPOSES[Purpose(found.purpose)],
        "agreement_title": showing.title_of(found.agreement),
        "state": words.state_status(found.state),
        "problem": problem,
        "erased": words.erased_banner(found.erased_at),
        "facts": _facts_table(found),
        "known": proposed_table(request, application_source(found), is_screened=found.is_screened),
        "findings": findings_table(found, made),
        "visits": visits_summary(found),
        "recommended": recommended(found),
        "summaries": summaries(content.said, papers_of(found, content), made),
        "timeline": _timeline(found),
        "certificate": reverse("desk_application_certificate", args=[found.public_id])
        if found.state == State.APPROVED
        else "",
        "organization": reverse("desk_organization", args=[found.agreement, found.number])
        if found.number
        else "",
    }
    shown |= _what_now(request, found, facts, wrong or {})
    return render(
        request,
        "desk/application.html",
        showing.context(request, "approvals") | shown,
        status=status,
    )


def _standards(found: Application) -> StandardSet:
    if found.standards is None:
        raise Http404
    return standards.set_of(found.standards)


def _what_now(
    request: HttpRequest, found: Application, facts: Facts, wrong: dict[str, str]
) -> dict[str, Any]:
    """What this officer may do now, and why not what the role would let them."""
    me = officer_of(request).id
    examines = reaching.may_act(request, found.agreement, Act.EXAMINE)
    decides = reaching.may_act(request, found.agreement, Act.DECIDE)
    declared = (facts.declared or {}).get(me)
    to_take_up, to_examine = bar_to_take_up(facts, me), bar_to_examine(facts, me)
    to_decide = bar_to_decide(facts, me)
    waits = facts.state is State.RECOMMENDED
    is_open = facts.state in {State.SUBMITTED, State.ASKED, State.RECOMMENDED}
    return {
        "is_open": is_open,
        "declared": declared,
        "may_declare": is_open and (examines or decides) and declared is None,
        "may_declare_conflict": is_open and (examines or decides) and declared is False,
        "may_take_up": examines and to_take_up is None,
        "may_examine": examines and to_examine is None,
        "may_ask": examines and to_examine is None and facts.state is State.SUBMITTED,
        "may_end": examines and to_examine is None and facts.state is State.SUBMITTED,
        "may_decide": decides and to_decide is None,
        "may_send_back": decides and waits and to_decide in {None, *SENT_BACK_FOR},
        "why_not": BARS[to_decide] if decides and waits and to_decide else "",
        "decision": decision_controls(request, found, wrong),
        "ask_field": Field(
            name="ask",
            label=_("What the applicant is to add or explain"),
            kind="textarea",
            errors=[wrong["ask"]] if "ask" in wrong else (),
        ),
        "back_field": Field(
            name="back",
            label=_("Why it goes back"),
            kind="textarea",
            errors=[wrong["back"]] if "back" in wrong else (),
        ),
        "conflict_field": Field(
            name="conflict",
            label=_("Do you, your family or your friends have an interest in this organization?"),
            kind="radios",
            choices=[
                Choice("no", _("No, I have none.")),
                Choice("yes", _("Yes: another officer must do this.")),
            ],
            errors=[wrong["conflict"]] if "conflict" in wrong else (),
        ),
        "conflict_words": Field(
            name="conflict-words",
            label=_("Which interest"),
            hint=_("Only those who may see this application read it."),
            required=False,
        ),
        "visit_controls": visit_controls(wrong),
    }


SENT_BACK_FOR = (
    Bar.EXAMINER_CONFLICT,
    Bar.FINDINGS_MISSING,
    Bar.STANDARD_NOT_MET,
    Bar.NOT_EXAMINED,
)


def visit_controls(wrong: dict[str, str]) -> list[Field]:
    """Ask for the day and the purpose of a visit."""
    return [
        Field(
            name="planned",
            label=pgettext("of a visit", "Planned for"),
            kind="date",
            value=("", "", ""),
            errors=[wrong["planned"]] if "planned" in wrong else (),
        ),
        Field(
            name="visit-purpose",
            label=_("What is to be looked at"),
            kind="textarea",
            rows=2,
            errors=[wrong["visit-purpose"]] if "visit-purpose" in wrong else (),
        ),
    ]


def _facts_table(found: Application) -> Summary:
    rows = [
        Row(_("File number"), str(found.serial)),
        Row(_("Applicant"), f"{found.applicant.name}, {found.applicant.email}"),
        Row(_("Submitted"), Instant(found.submitted_at) if found.submitted_at else "–"),
        Row(_("Examiner"), str(found.examiner) if found.examiner else _("Nobody yet")),
    ]
    if found.decided_on:
        rows += [
            Row(_("Decided on"), Day(found.decided_on)),
            Row(_("Decided by"), str(found.decided_by)),
        ]
    if found.number or found.about:
        rows.append(Row(_("Approval number"), found.number or found.about))
    declared = [
        Lines(
            [
                str(one.officer),
                Status(_("Conflict of interest"), "bad")
                if one.has_conflict
                else Status(_("No conflict of interest"), "good"),
            ]
        )
        for one in found.declarations.select_related("officer").order_by("at")
    ]
    return Summary([*rows, Row(_("Declared"), declared)] if declared else rows)


def findings_table(found: Application, made: StandardSet) -> Table:
    """What was found of each standard, on which evidence, by whom."""
    told = queries.findings(found)
    rows: list[list[Shown]] = []
    for one in made.standards:
        finding = told.get(one.code)
        rows.append(
            [
                words.text(one.title),
                words.verdict_status(finding.finding.verdict)
                if finding
                else Status(_("Not found yet"), "neutral"),
                Named(finding.evidence, "und") if finding and finding.evidence else "–",
                Lines([str(finding.finding.officer), Instant(finding.finding.at)])
                if finding
                else "–",
            ]
        )
    columns = [_("Standard"), _("Finding"), _("Evidence"), pgettext("who", "By")]
    return Table(_("Findings"), columns, rows)


def visits_summary(found: Application) -> list[dict[str, Any]]:
    """The visits of an application."""
    return visit_rows(queries.visits(found.visits.all()))


def visit_rows(told: list[queries.VisitTold]) -> list[dict[str, Any]]:
    """Visits with what they say and whether they can be ended."""
    states = {
        "planned": (_("Planned"), "waiting"),
        "done": (_("Made"), "good"),
        "called-off": (_("Called off"), "ended"),
    }
    rows = []
    for one in told:
        word, tone = states[one.visit.state]
        if one.visit.found_wanting:
            word, tone = _("Something is to be put right"), "warning"
        lines = [
            Row(pgettext("of a visit", "Planned for"), Day(one.visit.planned_on)),
            Row(_("State"), Status(word, tone)),  # type: ignore[arg-type]  # one of the tones
            Row(_("What is to be looked at"), Named(one.purpose, "und")),
        ]
        if one.visit.done_on:
            lines += [
                Row(_("Made on"), Day(one.visit.done_on)),
                Row(_("What was found"), Named(one.found, "und")),
                Row(pgettext("who", "By"), str(one.visit.ended_by)),
            ]
        is_open = one.visit.state == "planned"
        href = reverse("desk_visit", args=[one.visit.public_id]) if is_open else ""
        rows.append({"summary": Summary(lines), "href": href})
    return rows


def recommended(found: Application) -> Summary | str:
    """What the examination ended with: terms of an approval, or grounds of a refusal."""
    if found.recommends is None or found.erased_at is not None:
        return ""
    told = sealing.open_told(found.public_id, sealing.TERMS)
    if found.recommends:
        title = _("Recommended: approve on these terms")
        return Summary([*terms_summary(Terms.read(told["terms"]))], title)
    grounds = Lines([words.label(Ground(code)) for code in told["grounds"]])
    rows = [
        Row(_("Grounds"), grounds),
        Row(_("Grounds in words"), Named(told["words"], told["language"])),
    ]
    return Summary(rows, _("Recommended: refuse"))


def papers_of(found: Application, content: Content) -> dict[str, tuple[str, str]]:
    """The documents of an application by their addresses at the desk."""
    return {
        reverse("desk_application_paper", args=[found.public_id, kept_as]): (
            kept.paper,
            kept.file_name,
        )
        for kept_as, kept in content.papers.items()
    }


def _timeline(found: Application) -> Timeline:
    return Timeline(
        [
            Happening(
                Instant(one.step.at),
                words.HAPPENED[one.step.what],
                Named(one.words, "und") if one.words else "",
                str(one.step.officer) if one.step.officer else _("Applicant"),
            )
            for one in queries.steps(found)
        ]
    )


@lets_out(Way.ATTACHMENT, gate=Gate.CIRCLE)
@officers(*reaching.ACTS)
@never_cache
@require_safe
def paper(request: HttpRequest, public_id: UUID, kept_as: str) -> HttpResponseBase:
    """Give an officer a document of an application; that it was opened goes into the record."""
    found = reaching.application_for(request, public_id)
    kept = queries.content_of(found).papers.get(kept_as)
    if kept is None:
        raise Http404
    try:
        data = sealing.open_part(found.public_id, sealing.file_part(kept_as))
    except sealing.Gone as gone:
        raise Http404 from gone
    what = f"{found.agreement}/application/{public_id}/{kept_as}"
    note_confidential_reading(what, by=officer_of(request).id, now=timezone.now())
    return download(data, kept.file_name, kept.media_type)


@lets_out(Way.PRINT, gate=Gate.CIRCLE)
@officers(*reaching.ACTS)
@never_cache
@require_safe
def certificate(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Give the certificate of an approval as a PDF."""
    found = reaching.application_for(request, public_id)
    if found.state != State.APPROVED:
        raise Http404
    try:
        made = certificate_pdf(found)
    except FontsMissing as missing:
        return without_fonts(request, missing)
    return as_pdf(made, f"{found.number}.pdf")
