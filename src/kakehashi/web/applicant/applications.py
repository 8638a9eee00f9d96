"""An applicant's applications: begun, gone through step by step, followed, withdrawn."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakehashi import node
from kakehashi.approvals import actions, queries, standards
from kakehashi.approvals.actions import NotAsItWas, NotOpen, TooMany
from kakehashi.approvals.models import Application
from kakehashi.approvals.sealing import Content
from kakehashi.core.approving.asks import DECLARATION, PAPERS
from kakehashi.core.approving.completeness import How, progress
from kakehashi.core.approving.course import OPEN, WITH_APPLICANT, Purpose, State
from kakehashi.core.approving.renewal import Ending, renewal
from kakehashi.core.standing import Register
from kakehashi.core.standing import Status as Standing
from kakehashi.registers import queries as registers
from kakehashi.web.applicant import entering
from kakehashi.web.applicant.entering import applicant_of, applicants_only, own_application
from kakehashi.web.applicant.outcome import outcome
from kakehashi.web.parts.applications import words
from kakehashi.web.parts.dates import in_words
from kakehashi.web.parts.fields import Choice, Field, error_summary
from kakehashi.web.parts.shapes import (
    Banner,
    Happening,
    Instant,
    Link,
    Named,
    Status,
    Table,
    Task,
    Tasks,
    Timeline,
    Tone,
)

HOW: Final[dict[How, Tone]] = {How.EMPTY: "neutral", How.PARTLY: "warning", How.DONE: "good"}


@applicants_only
@require_safe
def applications(request: HttpRequest) -> HttpResponseBase:
    """Everything that an applicant applied for, and which approvals end soon."""
    found = queries.of_applicant(applicant_of(request))
    rows = [
        (
            Link(
                one.name or _("No name entered yet"),
                reverse("apply_application", args=[one.application.public_id]),
                one.lang if one.name else "",
            ),
            str(words.PURPOSES[Purpose(one.application.purpose)]),
            words.state_status(one.application.state),
            one.application.number or one.application.about or "–",
            Instant(one.application.changed_at),
        )
        for one in found
    ]
    columns = [
        _("Organization"),
        _("What for"),
        _("State"),
        _("Approval number"),
        _("Last change"),
    ]
    empty = _("You have not begun an application yet.")
    shown = {
        "table": Table(_("My applications"), columns, rows, hidden_caption=True, empty=empty),
        "may_begin": bool(entering.open_agreements()),
        "endings": [banner for one in found if (banner := ending_banner(one.application))],
    }
    return entering.page(request, "applications", shown)


def ending_banner(application: Application) -> Banner | None:
    """Say that an approval ends soon, or has ended; nothing while a renewal is under way."""
    if application.state != State.APPROVED or application.standards is None:
        return None
    latest = queries.approved(application.agreement, application.number)
    if latest is None or latest.pk != application.pk or application.valid_until is None:
        return None
    if queries.is_being_renewed(application):
        return None
    days = standards.set_of(application.standards).remind_days
    found = renewal(application.valid_until, today=entering.today(), remind_days=days)
    told = {"number": application.number, "day": in_words(application.valid_until)}
    if found.ending is Ending.NEAR:
        text = _("The approval %(number)s ends on %(day)s. Apply for its renewal now.")
        return Banner(text % told, "warning")
    if found.ending is Ending.OVER:
        text = _("The approval %(number)s ended on %(day)s. Apply for its renewal now.")
        return Banner(text % told, "bad")
    return None


@applicants_only
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponseBase:
    """Begin an application: for an approval, or about a number that the register has."""
    agreements = entering.open_agreements()
    if not agreements:
        raise Http404
    agreement = request.POST.get("agreement", agreements[0] if len(agreements) == 1 else "")
    purpose, about = request.POST.get("purpose", ""), request.POST.get("about", "").strip()
    wrong: dict[str, str] = {}
    if request.method == "POST":
        wrong = _wrong_beginning(request, agreement, purpose, about)
        if not wrong:
            return _begun(request, agreement, Purpose(purpose), about)
    controls = [
        *(
            [
                Field(
                    name="agreement",
                    label=_("Under which agreement"),
                    kind="radios",
                    choices=[
                        Choice(name, words.plain(node.profile(name).title)) for name in agreements
                    ],
                    value=agreement,
                    errors=[wrong["agreement"]] if "agreement" in wrong else (),
                )
            ]
            if len(agreements) > 1
            else []
        ),
        Field(
            name="purpose",
            label=_("What do you apply for?"),
            kind="radios",
            choices=[Choice(one.value, words.PURPOSES[one]) for one in Purpose],
            value=purpose,
            errors=[wrong["purpose"]] if "purpose" in wrong else (),
        ),
        Field(
            name="about",
            label=_("Approval number"),
            hint=_("For a renewal or a change: the number in the register."),
            value=about,
            required=False,
            width="20",
            errors=[wrong["about"]] if "about" in wrong else (),
        ),
    ]
    shown = {"controls": controls, "errors": error_summary(controls)}
    return entering.page(request, "begin", shown, status=422 if wrong else 200)


def _wrong_beginning(
    request: HttpRequest, agreement: str, purpose: str, about: str
) -> dict[str, str]:
    if agreement not in entering.open_agreements():
        return {"agreement": _("Choose the agreement.")}
    if purpose not in {one.value for one in Purpose}:
        return {"purpose": _("Choose what you apply for.")}
    if purpose == Purpose.APPROVAL:
        return {}
    if not about:
        return {"about": _("Enter the number of the approval.")}
    known = queries.approved(agreement, about)
    is_anothers = known is not None and known.applicant_id != applicant_of(request).pk
    if is_anothers or not _is_listed(agreement, about):
        words_ = _("Your account has no approval of this number, and the office knows of none.")
        return {"about": words_}
    return {}


def _is_listed(agreement: str, number: str) -> bool:
    party, today = node.this().party, entering.today()
    found = registers.entry(agreement, Register.SENDING, number, publisher=party, today=today)
    return found is not None and found.status is not Standing.REVOKED


def _begun(request: HttpRequest, agreement: str, purpose: Purpose, about: str) -> HttpResponseBase:
    """Begin with what was last approved, so that only what changed is typed again."""
    content = None
    if purpose is not Purpose.APPROVAL:
        before = queries.approved(agreement, about)
        said = queries.content_of(before) if before else Content()
        answers = {step: rows for step, rows in said.answers.items() if step != DECLARATION}
        content = Content(answers)
    try:
        made = actions.begin(
            applicant_of(request),
            agreement=agreement,
            purpose=purpose,
            about=about if purpose is not Purpose.APPROVAL else "",
            content=content,
            today=entering.today(),
            now=timezone.now(),
        )
    except NotOpen as closed:
        raise Http404 from closed
    except TooMany:
        messages.warning(
            request, _("You have five open applications. Withdraw one before you begin another.")
        )
        return redirect("apply_applications")
    return redirect("apply_application", public_id=made.public_id)


@applicants_only
@require_safe
def application(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """One application: whose turn it is, its steps, what happened, what was decided."""
    found = own_application(request, public_id)
    told = queries.steps(found)
    is_mine = found.state in WITH_APPLICANT
    asked = next((one.words for one in told if one.step.what == "asked"), "")
    shown = {
        "application": found,
        "title": words.PURPOSES[Purpose(found.purpose)],
        "state": words.state_status(found.state),
        "tasks": _tasks(found) if is_mine else "",
        "asked": Banner(Named(asked, "und"), "warning", _("The office asks you for more"))
        if found.state == State.ASKED
        else "",
        "outcome": outcome(found),
        "erased": words.erased_banner(found.erased_at),
        "ending": ending_banner(found),
        "may_withdraw": found.state in OPEN,
        "timeline": Timeline(
            [
                Happening(
                    Instant(one.step.at),
                    words.HAPPENED[one.step.what],
                    Named(one.words, "und")
                    if one.words and one.step.what in {"asked", "answered"}
                    else "",
                )
                for one in told
                if one.step.what not in {"given-back", "sent-back"}
            ],
            pgettext("of an application", "What happened"),
        ),
    }
    return entering.page(request, "application", shown)


def _tasks(application: Application) -> Tasks:
    content = queries.content_of(application)
    version = application.standards or standards.version_on(application.agreement, entering.today())
    if version is None:
        return Tasks([])
    how = progress(content.said, content.sorts, standards.set_of(version))
    names = {
        How.EMPTY: _("Not begun"),
        How.PARTLY: _("Something is missing"),
        How.DONE: _("Done"),
    }
    return Tasks(
        [
            Task(
                words.STEPS[step][0],
                Status(names[state], HOW[state]),
                step_href(application, step),
            )
            for step, state in how.items()
        ]
    )


def step_href(application: Application, step: str) -> str:
    """The page of a step; documents have one of their own."""
    if step == PAPERS:
        return reverse("apply_papers", args=[application.public_id])
    return reverse("apply_step", args=[application.public_id, step])


@applicants_only
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Take an application back, once its owner said so twice."""
    found = own_application(request, public_id)
    if request.POST.get("sure") != "yes":
        return entering.page(request, "withdraw", {"application": found})
    try:
        actions.withdraw(found, revision=revision_of(request), now=timezone.now())
    except NotAsItWas:
        messages.warning(request, _("This application was changed meanwhile. Look at it again."))
        return redirect("apply_application", public_id=public_id)
    if found.submitted_at is None:
        messages.success(request, _("The application and all its documents were deleted."))
    else:
        messages.success(request, _("The application was withdrawn."))
    return redirect("apply_applications")


def revision_of(request: HttpRequest) -> int:
    """The revision that a page was drawn from; -1, which fits none, where it says nonsense."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1
