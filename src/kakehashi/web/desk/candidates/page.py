"""The page of a candidate's case: what it says, what was done when by whom, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi.accounts.permissions import Act, may
from kakehashi.certificates import keys, queries, sealing
from kakehashi.certificates.models import (
    CandidateCase,
    CaseState,
    Certificate,
    Ending,
    EndingState,
    EndingWhat,
    State,
    StepDone,
)
from kakehashi.certificates.procedures import procedure
from kakehashi.core.certificate.case import CandidateCase as Content
from kakehashi.core.certificate.case import Fee, Payer
from kakehashi.core.certificate.procedure import Step
from kakehashi.core.notices.certificates import CertificateEndWhy
from kakehashi.core.notices.money import Money
from kakehashi.core.standing import Status as Standing
from kakehashi.dispatch.arriving import case_source
from kakehashi.dispatch.certifying import sender_status
from kakehashi.web.desk import showing
from kakehashi.web.desk.candidates import fields, permits, words
from kakehashi.web.desk.notices import reading
from kakehashi.web.desk.screening.proposed import proposed_table
from kakehashi.web.desk.speech import named, said
from kakehashi.web.parts import naming
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.doors import officer_of
from kakehashi.web.parts.fields import Field
from kakehashi.web.parts.shapes import (
    Amount,
    Banner,
    Code,
    Column,
    Day,
    Instant,
    Lines,
    Link,
    Row,
    Shown,
    Status,
    Summary,
    Table,
    Task,
    Tasks,
    Words,
)

MOST_LINKED: Final = 5
BORNE: Final = frozenset({Payer.CANDIDATE, Payer.RELATIVE})
"""What weighs on the candidate: her own payments and those of her relatives."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with its content, its steps and its certificates, opened for an officer."""

    case: CandidateCase
    content: Content
    done: tuple[StepDone, ...]
    certificates: tuple[Certificate, ...]
    endings: tuple[Ending, ...]

    @property
    def missing(self) -> tuple[Step, ...]:
        """The steps that are still to be done."""
        known = [one.step for one in self.done]
        return procedure(self.case.agreement).missing(self.case.route, known)

    @property
    def seen(self) -> str:
        """What a form says that it was drawn from, so that a later change is noticed."""
        return str(self.case.revision)


def opened(case: CandidateCase) -> Opened:
    """Open a case; Gone where its content was erased."""
    certificates = tuple(case.certificates.order_by("-sequence"))
    endings = Ending.objects.filter(
        certificate__in=certificates, state=EndingState.PROPOSED
    ).select_related("proposed_by")
    return Opened(
        case,
        sealing.open_content(case),
        tuple(case.steps.select_related("done_by").order_by("noted_at", "pk")),
        certificates,
        tuple(endings),
    )


def shown(request: HttpRequest, here: Opened, *, now: datetime) -> dict[str, Any]:
    """Give the page its facts."""
    officer, case = officer_of(request), here.case
    whole = permits.thing_of(case.agreement)
    proposed = permits.thing_of(case.agreement, drafted_by=case.proposed_by_id)
    may_draft = may(officer, Act.DRAFT, whole)
    return {
        "case": case,
        "seen": here.seen,
        "title": here.content.candidate.latin_name,
        "banners": [*_barred(case, now), *_banners(here)],
        "facts": _facts(here),
        "known": proposed_table(request, case_source(case), is_screened=case.is_screened),
        "sections": list(_sections(here.content)),
        "fees": fee_table(here.content),
        "totals": fee_totals(here.content.fees, here.content.terms.wage.monthly),
        "exams": _exam_table(here.content),
        "steps": _tasks(here),
        "certificates": _certificate_table(here),
        "live": next((one for one in here.certificates if one.state != State.VOID), None),
        "endings": _endings(request, here),
        "endable": _endable(here) if may_draft else (),
        "may_draft": may_draft,
        "may_decide": case.state == CaseState.PROPOSED and may(officer, Act.DECIDE, proposed),
        "is_own": case.state == CaseState.PROPOSED and case.proposed_by_id == officer.id,
        "is_open": case.state == CaseState.OPEN,
        "may_withdraw_approval": case.state == CaseState.APPROVED
        and may(officer, Act.DECIDE, whole),
        "pressed": request.POST.get("act", ""),
        "withdrawal_fields": _typed(request, fields.of_withdrawal(), "withdraw-approval"),
        "is_closable": case.state in {CaseState.OPEN, CaseState.PROPOSED},
        "is_reopenable": _is_reopenable(here),
        "is_complete": not here.missing,
        "printable": [one for one in here.certificates if one.state == State.VALID],
        "may_print": may_draft or may(officer, Act.DECIDE, whole),
        "step_fields": _typed(
            request, fields.of_step(case, today=keys.today(case.agreement, now)), "step"
        ),
        "decision_fields": _typed(request, fields.of_decision(), "send-back", "refuse"),
        "closing_fields": _typed(request, fields.of_closing(), "withdraw"),
        "ending_fields": _typed(request, fields.of_ending(_endable(here)), "propose-ending"),
    }


def _typed(request: HttpRequest, form: list[Field], *acts: str) -> list[Field]:
    """Give a form as it was typed, where one of its acts was refused; else as it begins."""
    return fields.as_typed(form, request.POST) if request.POST.get("act") in acts else form


def _steps(case: CandidateCase) -> tuple[Step, ...]:
    return procedure(case.agreement).of(case.route)


def _is_reopenable(here: Opened) -> bool:
    ended = {CaseState.CERTIFIED, CaseState.REFUSED, CaseState.WITHDRAWN}
    live = {State.VALID, State.SUSPENDED}
    return here.case.state in ended and not any(one.state in live for one in here.certificates)


def is_barred(case: CandidateCase, *, now: datetime) -> bool:
    """Whether no certificate can be issued on a case, its organization not being approved today."""
    day = keys.today(case.agreement, now)
    return sender_status(case.agreement, case.organization, day) is not Standing.APPROVED


def _barred(case: CandidateCase, now: datetime) -> Sequence[Banner]:
    waits = {CaseState.OPEN, CaseState.PROPOSED, CaseState.APPROVED}
    if case.state not in waits or not is_barred(case, now=now):
        return []
    text = _(
        "The organization %(number)s is not approved today. As long as this is so, no certificate "
        "is issued on this case."
    )
    return [Banner(text % {"number": case.organization}, "warning")]


def _banners(here: Opened) -> Sequence[Banner]:
    found = []
    case = here.case
    if others := list(queries.others_of_the_person(case, here.content)[:MOST_LINKED]):
        text = _("The same person has further cases:")
        found.append(Banner(Lines([text, *(_linked(one) for one in others)]), "warning"))
    for number, used in queries.proofs_used_elsewhere(case, here.content).items():
        text = _("The exam proof %(number)s stands in a case of another person as well:")
        links = [_linked(one) for one in used[:MOST_LINKED]]
        found.append(Banner(Lines([text % {"number": number}, *links]), "bad"))
    reason = _reason(here)
    if reason and case.state in {CaseState.OPEN, CaseState.REFUSED, CaseState.WITHDRAWN}:
        found.append(Banner(reason, "neutral", _("Why it was given back or closed")))
    return found


def _linked(case: CandidateCase) -> Link:
    return Link(str(case.public_id)[:8], reverse("desk_candidate", args=[case.public_id]))


def _reason(here: Opened) -> str:
    try:
        return sealing.open_part(here.case, sealing.REASON).decode()
    except sealing.Gone:
        return ""


def _facts(here: Opened) -> Summary:
    case, content = here.case, here.content
    rows = [
        Row(_("State"), words.case_status(case.state)),
        Row(_("Agreement"), showing.title_of(case.agreement)),
        Row(
            _("Sending organization"),
            Link(case.organization, reverse("portal-number", args=[case.organization])),
        ),
        Row(_("Field"), naming.field_name(case.field, content.valid_until_on)),
        Row(_("Route"), said(content.route.label)),
        Row(_("Certificate valid until"), Day(content.valid_until_on)),
        Row(_("Opened"), [Instant(case.opened_at), str(case.opened_by)]),
    ]
    if case.proposed_by is not None and case.proposed_at is not None:
        rows.append(Row(_("Proposed"), [Instant(case.proposed_at), str(case.proposed_by)]))
    if case.decided_by is not None and case.decided_at is not None:
        rows.append(Row(_("Decided"), [Instant(case.decided_at), str(case.decided_by)]))
    return Summary(rows)


def _sections(content: Content) -> Sequence[Summary]:
    parts: Mapping[str, Any] = {
        _("Candidate"): content.candidate,
        _("Accepting organization (employer)"): content.employer,
        _("Contract and wage"): content.terms,
    }
    return [Summary(list(reading.rows(part)), title) for title, part in parts.items()]


def fee_table(content: Content) -> Table:
    """Every fee with who pays whom, for what, on which basis, and what it is made up of."""
    rows: list[list[Shown]] = [
        [
            said(fee.purpose.label),
            Amount(fee.amount.amount, fee.amount.currency),
            Lines([said(fee.payer.label)]),
            Lines([said(fee.payee.label), fee.payee_name or ""]),
            fee.basis.text,
            Lines([*(_part(part.what, part.amount) for part in fee.parts)]),
            Day(fee.explained_on),
        ]
        for fee in content.fees
    ]
    columns: list[Column | Words] = [
        _("For what"),
        Column(_("Amount"), numeric=True),
        _("Who pays"),
        _("Who is paid"),
        _("Basis of calculation"),
        _("Breakdown"),
        _("Explained on"),
    ]
    return Table(_("Fees"), columns, rows, empty=_("No fee at all."))


def _part(what: str, amount: Money) -> str:
    return f"{what}: {amount.amount} {amount.currency}"


def fee_totals(fees: Sequence[Fee], wage: Money) -> Summary:
    """What the candidate and her relatives pay in all, by currency, beside a month's wage."""
    sums: dict[str, Decimal] = {}
    for fee in fees:
        if fee.payer in BORNE:
            sums[fee.amount.currency] = sums.get(fee.amount.currency, Decimal(0)) + Decimal(
                fee.amount.amount
            )
    rows = [
        Row(
            _("The candidate and her relatives pay in all"),
            [Amount(str(total), currency) for currency, total in sorted(sums.items())]
            or pgettext("to pay", "Nothing"),
        ),
        Row(_("Wage for a month"), Amount(wage.amount, wage.currency)),
    ]
    total = sums.get(wage.currency)
    if total is not None and len(sums) == 1 and Decimal(wage.amount) > 0:
        months = (total / Decimal(wage.amount)).quantize(Decimal("0.1"))
        rows.append(Row(_("In months of wages"), str(months)))
    return Summary(rows)


def _exam_table(content: Content) -> Table:
    rows: list[list[Shown]] = [
        [exam.name, exam.level or "–", Code(exam.number), Day(exam.passed_on), exam.place or "–"]
        for exam in content.exams
    ]
    columns = [
        _("Exam"),
        _("Level"),
        _("Number of the proof"),
        pgettext("exam", "Passed on"),
        _("Held in"),
    ]
    return Table(_("Exams passed"), columns, rows, empty=_("No exam is entered."))


def _tasks(here: Opened) -> Tasks:
    done = {one.step: one for one in here.done}
    tasks = []
    for step in _steps(here.case):
        one = done.get(step.id)
        href = ""
        if one is not None and one.evidence:
            href = reverse("desk_candidate_evidence", args=[here.case.public_id, step.id])
        tasks.append(Task(named(step.names), _step_status(one), href, _step_hint(step, one)))
    return Tasks(tasks)


def _step_status(one: StepDone | None) -> Status:
    if one is None:
        return Status(pgettext("step", "Missing"), "waiting")
    return Status(pgettext("step", "Done"), "good")


def _step_hint(step: Step, one: StepDone | None) -> str:
    if one is None:
        return named(step.asks)
    told = {"day": in_words(one.done_on), "officer": str(one.done_by)}
    if one.evidence:
        return _("On %(day)s, %(officer)s; with evidence") % told
    return _("On %(day)s, %(officer)s") % told


def _certificate_table(here: Opened) -> Table:
    rows: list[list[Shown]] = [
        [
            Code(one.number),
            naming.certificate_status(one.state),
            said(CertificateEndWhy(one.why).label) if one.why and one.state != State.VOID else "",
            Day(one.issued_on),
            Day(one.valid_until_on) if one.valid_until_on else "",
        ]
        for one in here.certificates
    ]
    columns = [_("Number"), _("State"), _("Reason"), _("Issued on"), _("Valid until")]
    empty = _("None was issued yet.")
    return Table(_("Certificates"), columns, rows, hidden_caption=True, empty=empty)


def _endings(request: HttpRequest, here: Opened) -> list[dict[str, Any]]:
    """What is proposed about a certificate, and whether this officer may decide it."""
    officer = officer_of(request)
    return [
        {
            "id": one.public_id,
            "what": words.ENDINGS[EndingWhat(one.what)],
            "why": said(CertificateEndWhy(one.why).label) if one.why else "",
            "by": str(one.proposed_by),
            "at": Instant(one.proposed_at),
            "may_decide": may(
                officer,
                Act.DECIDE,
                permits.thing_of(here.case.agreement, drafted_by=one.proposed_by_id),
            ),
        }
        for one in here.endings
    ]


def _endable(here: Opened) -> list[tuple[str, str, Any]]:
    """What may be proposed now: (certificate number, what, its word)."""
    if here.endings:
        return []
    offered = {
        State.VALID: (EndingWhat.SUSPEND, EndingWhat.REVOKE),
        State.SUSPENDED: (EndingWhat.RESUME, EndingWhat.REVOKE),
    }
    return [
        (one.number, what.value, words.ENDINGS[what])
        for one in here.certificates
        for what in offered.get(State(one.state), ())
    ]
