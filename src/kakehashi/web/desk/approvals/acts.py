"""The forms of an application's page: declared, taken up, asked for more, sent back, decided."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kakehashi.accounts.permissions import Act
from kakehashi.approvals import examining
from kakehashi.approvals.actions import NotAsItWas
from kakehashi.approvals.examining import Barred
from kakehashi.approvals.models import Application
from kakehashi.dispatch import approving
from kakehashi.exchange.issuing import IssueRefused
from kakehashi.web.desk.approvals import deciding, reaching
from kakehashi.web.desk.approvals.application import application_page
from kakehashi.web.desk.approvals.words import BARS
from kakehashi.web.desk.drafting.signing import words_of_refusal
from kakehashi.web.parts.doors import officer_of, officers

LONGEST = 4000
Answer = HttpResponseBase | None


class Wrong(Exception):
    """A form was not filled in as it must be: the field, and words."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(name)
        self.name, self.words = name, words


@officers(*reaching.ACTS)
@require_POST
def act(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """Do what a button says, if this officer may; else say why not, and change nothing."""
    found = reaching.application_for(request, public_id)
    one = ACTS.get(request.POST.get("again", ""))
    if one is None:
        raise Http404
    acts, do = one
    reaching.require_act(request, found.agreement, *acts)
    try:
        said = do(request, found)
    except Barred as barred:
        words = str(BARS[barred.bar])
        return application_page(request, _fresh(request, found), problem=words, status=409)
    except NotAsItWas:
        words = _("Another officer changed this application meanwhile. Look at it again.")
        return application_page(request, _fresh(request, found), problem=words, status=409)
    except IssueRefused as refusal:
        words = words_of_refusal(refusal)
        return application_page(request, _fresh(request, found), problem=words, status=409)
    except Wrong as wrong:
        return application_page(request, found, wrong={wrong.name: wrong.words}, status=422)
    messages.success(request, said)
    return redirect("desk_application", public_id=public_id)


def _fresh(request: HttpRequest, found: Application) -> Application:
    return reaching.application_for(request, found.public_id)


def _text(request: HttpRequest, name: str, missing: str) -> str:
    text = request.POST.get(name, "").replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise Wrong(name, missing)
    return text.encode("utf-8", "ignore").decode()


def _declare(request: HttpRequest, found: Application) -> str:
    said = request.POST.get("conflict", "")
    if said not in {"yes", "no"}:
        raise Wrong("conflict", _("Choose one of the two."))
    examining.declare(
        found,
        has_conflict=said == "yes",
        words=request.POST.get("conflict-words", "").strip()[:LONGEST],
        by=officer_of(request).id,
        now=timezone.now(),
    )
    if said == "yes":
        return _("Your conflict of interest is on record. Another officer does this.")
    return _("Your declaration is on record.")


def _take_up(request: HttpRequest, found: Application) -> str:
    today = reaching.today_of(found.agreement)
    examining.take_up(found, by=officer_of(request).id, today=today, now=timezone.now())
    return _("You examine this application now.")


def _give_back(request: HttpRequest, found: Application) -> str:
    today = reaching.today_of(found.agreement)
    examining.give_back(found, by=officer_of(request).id, today=today, now=timezone.now())
    return _("Another officer can take it up now. Your findings stay.")


def _ask(request: HttpRequest, found: Application) -> str:
    words = _text(request, "ask", _("Say in a few words what the applicant is to add."))
    examining.ask_for_more(
        found,
        words=words,
        by=officer_of(request).id,
        today=reaching.today_of(found.agreement),
        now=timezone.now(),
    )
    return _("Asked. It is the applicant's turn now.")


def _send_back(request: HttpRequest, found: Application) -> str:
    words = _text(request, "back", _("Say in a few words what is to be examined again."))
    examining.send_back(
        found,
        words=words,
        revision=deciding.revision_of(request),
        by=officer_of(request).id,
        today=reaching.today_of(found.agreement),
        now=timezone.now(),
    )
    return _("Sent back. Its examiner sees your reason.")


def _decide(request: HttpRequest, found: Application) -> str:
    signing = deciding.signing_of(request, found)
    if isinstance(signing, str):
        raise Wrong("role", signing)
    revision = deciding.revision_of(request)
    if found.recommends:
        approving.approve(found, revision=revision, signing=signing)
        return _("Approved. The register, the notice to the other side and the certificate follow.")
    approving.refuse(found, revision=revision, signing=signing)
    return _("Refused. The applicant reads the grounds, and what can be done next.")


ACTS: dict[str, tuple[tuple[Act, ...], Callable[[HttpRequest, Application], str]]] = {
    "declare": ((Act.EXAMINE, Act.DECIDE), _declare),
    "take-up": ((Act.EXAMINE,), _take_up),
    "give-back": ((Act.EXAMINE,), _give_back),
    "ask": ((Act.EXAMINE,), _ask),
    "send-back": ((Act.DECIDE,), _send_back),
    "decide": ((Act.DECIDE,), _decide),
}
"""What each button does, and which act a role must allow for it."""
