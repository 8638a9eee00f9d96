"""What officers do to a candidate's case: steps, proposal, decision, the end of a certificate."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act, may
from kakehashi.certificates import actions, endings
from kakehashi.certificates.keys import today
from kakehashi.certificates.models import CandidateCase, Ending, EndingState, EndingWhat
from kakehashi.core.notices.certificates import CertificateEndWhy
from kakehashi.dispatch import certifying, certifying_duty
from kakehashi.web.desk.candidates import page, permits, words
from kakehashi.web.desk.candidates.views import shown_case
from kakehashi.web.desk.drafting.forms import revision_of
from kakehashi.web.desk.speech import named
from kakehashi.web.parts.dates import NotADate, read_date
from kakehashi.web.parts.doors import officer_of, officers
from kakehashi.web.parts.fields import posted_date
from kakehashi.web.parts.uploads import LARGEST, in_memory

LONGEST_REASON: Final = 2_000


class Refused(Exception):
    """What was asked is not done; the message says why, in the reader's language."""


@officers(Act.DRAFT, Act.EXAMINE, Act.DECIDE)
@never_cache
@in_memory
@require_POST
def act(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Do something to a case, or say on its page why not and what to do."""
    case = permits.case_for(request, public_id)
    work = WORKS.get(request.POST.get("act", ""))
    if work is None:
        raise Http404
    doing, acts = work
    if not any(may(officer_of(request), one, permits.thing_of(case.agreement)) for one in acts):
        raise PermissionDenied
    try:
        done = doing(request, case, timezone.now())
    except Refused as refused:
        return shown_case(request, case, status=422, mistake=str(refused))
    except (actions.NotAsItWas, endings.NotAsItWas):
        case = permits.case_for(request, public_id)
        told = _("Somebody was faster: look at the case as it is now.")
        return shown_case(request, case, status=409, mistake=told)
    except (actions.OwnCase, endings.OwnProposal):
        told = _("Nobody decides on what they proposed themselves. Another officer decides.")
        return shown_case(request, case, status=403, mistake=told)
    messages.success(request, done)
    return redirect("desk_candidate", public_id=public_id)


def _step(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    upload, data = request.FILES.get("evidence"), None
    if isinstance(upload, InMemoryUploadedFile):
        if (upload.size or 0) > LARGEST:
            raise Refused(_("This file is larger than 16 MB. Choose a smaller one."))
        data = upload.read() or None
    try:
        day = read_date(*posted_date(request.POST, "done_on"))
    except NotADate as mistake:
        raise Refused(str(mistake)) from mistake
    if day is None:
        raise Refused(_("Enter the day on which the step was done."))
    if day > today(case.agreement, now):
        raise Refused(_("This day lies in the future."))
    try:
        actions.note_step(
            case,
            request.POST.get("step", ""),
            done_on=day,
            note=request.POST.get("note", "").strip()[:LONGEST_REASON],
            evidence=data,
            by=officer_of(request).id,
            now=now,
        )
    except actions.NoSuchStep as missing:
        raise Refused(_("This step asks for its evidence: choose the file.")) from missing
    return _("The step is noted.")


def _propose(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    revision = revision_of(request.POST)
    try:
        actions.propose_case(case, revision=revision, by=officer_of(request).id, now=now)
    except actions.NotReady as why:
        if why.missing:
            steps = ", ".join(named(step.names) for step in why.missing)
            told = _("Not yet: these steps are missing: %(steps)s.") % {"steps": steps}
            raise Refused(told) from why
        what = words.NOT_FIT.get(why.unfit, why.unfit)
        told = _("No certificate can carry this as it is: %(what)s. Change the case first.")
        raise Refused(told % {"what": what}) from why
    return _("Proposed. A second officer decides.")


def _approve(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    _require_not_own(request, case)
    by, revision = officer_of(request).id, revision_of(request.POST)
    certifying_duty.approve_case(case, revision=revision, by=by, now=now)
    if page.is_barred(case, now=now):
        return _("Decided. The certificate waits until its organization is approved.")
    return _("Decided. The certificate is made within a minute, and stands here then.")


def _require_not_own(request: HttpRequest, case: CandidateCase) -> None:
    if case.proposed_by_id == officer_of(request).id:
        raise actions.OwnCase


def _reason(request: HttpRequest) -> str:
    reason = request.POST.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        raise Refused(_("Say why, in a sentence: it stands on the case."))
    return reason


def _with_reason(
    verb: Callable[..., None], done: Callable[[], str]
) -> Callable[[HttpRequest, CandidateCase, datetime], str]:
    def doing(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
        verb(
            case,
            reason=_reason(request),
            revision=revision_of(request.POST),
            by=officer_of(request).id,
            now=now,
        )
        return done()

    return doing


def _withdraw_approval(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    actions.withdraw_approval(
        case,
        why=_why(request),
        reason=_reason(request),
        revision=revision_of(request.POST),
        by=officer_of(request).id,
        now=now,
    )
    return _("The approval is withdrawn: no certificate is made on it.")


def _reopen(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    by, revision = officer_of(request).id, revision_of(request.POST)
    actions.reopen_case(case, revision=revision, by=by, now=now)
    return _("The case is open again; its steps stay done.")


def _propose_ending(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    number, _dash, what = request.POST.get("ending", "").partition(" ")
    row = case.certificates.filter(number=number).first()
    if row is None or what not in EndingWhat.values:
        raise Http404
    endings.propose_ending(
        row,
        EndingWhat(what),
        why=None if what == EndingWhat.RESUME else _why(request),
        until_on=_until(request, today(case.agreement, now)),
        by=officer_of(request).id,
        now=now,
    )
    return _("Proposed. Another officer decides.")


def _why(request: HttpRequest) -> CertificateEndWhy:
    try:
        return CertificateEndWhy(request.POST.get("why", ""))
    except ValueError as error:
        raise Refused(_("Choose the reason.")) from error


def _until(request: HttpRequest, today_on: date) -> date | None:
    try:
        until_on = read_date(*posted_date(request.POST, "until"))
    except NotADate as mistake:
        raise Refused(str(mistake)) from mistake
    if until_on is not None and until_on < today_on:
        raise Refused(_("This day has passed. Enter the last day of the suspension."))
    return until_on


def _ending(request: HttpRequest, case: CandidateCase) -> Ending:
    known = {
        str(one.public_id): one
        for one in Ending.objects.filter(certificate__case=case, state=EndingState.PROPOSED)
    }
    found = known.get(request.POST.get("ending", ""))
    if found is None:
        raise endings.NotAsItWas
    return found


def _decide_ending(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    certifying.decide_ending(_ending(request, case), by=officer_of(request).id, now=now)
    return _("Decided: it counts from now on, and the status list says so.")


def _drop_ending(request: HttpRequest, case: CandidateCase, now: datetime) -> str:
    endings.drop_ending(_ending(request, case), by=officer_of(request).id, now=now)
    return _("Dropped: the certificate stays as it is.")


Work = Callable[[HttpRequest, CandidateCase, datetime], str]
WORKS: Final[Mapping[str, tuple[Work, tuple[Act, ...]]]] = {
    "step": (_step, (Act.DRAFT, Act.EXAMINE)),
    "propose": (_propose, (Act.DRAFT,)),
    "approve": (_approve, (Act.DECIDE,)),
    "send-back": (
        _with_reason(actions.send_back, lambda: _("Given back, with the reason.")),
        (Act.DECIDE,),
    ),
    "refuse": (_with_reason(actions.refuse_case, lambda: _("Refused.")), (Act.DECIDE,)),
    "withdraw": (
        _with_reason(actions.withdraw_case, lambda: _("The case is closed.")),
        (Act.DRAFT,),
    ),
    "withdraw-approval": (_withdraw_approval, (Act.DECIDE,)),
    "reopen": (_reopen, (Act.DRAFT,)),
    "propose-ending": (_propose_ending, (Act.DRAFT,)),
    "decide-ending": (_decide_ending, (Act.DECIDE,)),
    "drop-ending": (_drop_ending, (Act.DRAFT, Act.DECIDE)),
}
