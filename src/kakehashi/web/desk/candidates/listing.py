"""The list of candidates' cases: what is asked for, and rows that say nothing of a person."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kakehashi.certificates.models import LIVE, CandidateCase, CaseState, Certificate
from kakehashi.web.desk import showing
from kakehashi.web.desk.candidates import words
from kakehashi.web.parts import naming
from kakehashi.web.parts.fields import Choice, Field
from kakehashi.web.parts.shapes import Code, Instant, Lines, Link, Pages, Shown, Table

A_PAGE: Final = 50
MOST_PAGES: Final = 10_000
WAITING: Final = "waiting"
_UNDER_WAY: Final = (CaseState.OPEN, CaseState.PROPOSED, CaseState.APPROVED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of the list asks for."""

    agreements: tuple[str, ...]
    agreement: str
    state: str
    organization: str
    page: int


def asked(request: HttpRequest, agreements: list[str]) -> Asked:
    """Read what is asked for; 404 for what there is not."""
    agreement, state = request.GET.get("agreement", ""), request.GET.get("state", WAITING)
    known = {"", WAITING, *(state.value for state in CaseState)}
    if agreement not in {"", *agreements} or state not in known:
        raise Http404
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    organization = request.GET.get("organization", "").replace("\0", "").strip()[:20]
    return Asked(tuple(agreements), agreement, state, organization, max(1, number))


def found(wanted: Asked) -> QuerySet[CandidateCase]:
    """Find the cases that are asked for, the last change first."""
    names = [wanted.agreement] if wanted.agreement else list(wanted.agreements)
    cases = CandidateCase.objects.filter(agreement__in=names)
    if wanted.state == WAITING:
        cases = cases.filter(state__in=_UNDER_WAY)
    elif wanted.state:
        cases = cases.filter(state=wanted.state)
    if wanted.organization:
        cases = cases.filter(organization=wanted.organization)
    return cases.order_by("-changed_at", "-pk")


def table(cases: list[CandidateCase], *, with_agreement: bool) -> Table:
    """Cases as rows; a number where a certificate was issued."""
    numbers = dict(
        Certificate.objects.filter(case__in=cases, state__in=LIVE).values_list("case_id", "number")
    )
    today = timezone.localdate()
    rows: list[list[Shown]] = [
        [
            Link(_reference(case), reverse("desk_candidate", args=[case.public_id])),
            words.case_status(case.state),
            Lines([Code(case.organization), showing.title_of(case.agreement)])
            if with_agreement
            else Code(case.organization),
            naming.field_name(case.field, today),
            Code(numbers[case.pk]) if case.pk in numbers else "—",
            Instant(case.changed_at),
        ]
        for case in cases
    ]
    columns = [
        pgettext("candidate", "Case"),
        _("State"),
        _("Sending organization"),
        _("Field"),
        _("Certificate number"),
        _("Last change"),
    ]
    return Table(_("Candidates' cases"), columns, rows, empty=_("No case is like this."))


def _reference(case: CandidateCase) -> str:
    return str(case.public_id)[:8]


def filters(wanted: Asked) -> list[Field]:
    """The controls above the list."""
    states = [
        Choice(WAITING, _("Under way")),
        Choice("", _("All of them")),
        *(Choice(value, word) for value, word in words.case_states()),
    ]
    drawn = [
        Field(name="state", label=_("State"), kind="select", choices=states, value=wanted.state),
        Field(
            name="organization",
            label=_("Approval number of the sending organization"),
            value=wanted.organization,
            width="20",
            required=False,
        ),
    ]
    if len(wanted.agreements) > 1:
        choice = showing.agreement_choice(wanted.agreements, wanted.agreement, every=_("All"))
        drawn.insert(0, choice)
    return drawn


def pages(wanted: Asked, total: int) -> Pages:
    """The pages of the list."""
    kept = {
        "agreement": wanted.agreement,
        "state": wanted.state,
        "organization": wanted.organization,
    }
    last = min(MOST_PAGES, max(1, -(-total // A_PAGE)))
    return Pages(min(wanted.page, last), last, f"?{urlencode(kept)}&page={{page}}")
