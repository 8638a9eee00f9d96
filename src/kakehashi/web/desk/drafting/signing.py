"""Signing off: a second officer's decision, the issued notice and the closed draft, all or none."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi import dispatch
from kakehashi.approvals import standards
from kakehashi.core.notices.protocol import SET_ASIDE_REASONS
from kakehashi.core.volume import Threshold
from kakehashi.desk import actions, sealing
from kakehashi.desk.concurrences import require_concurrence
from kakehashi.desk.models import Draft, State
from kakehashi.desk.volume import require_usual
from kakehashi.dispatch.erasing import NEVER_ERASED, NOT_THERE, erase_named
from kakehashi.exchange.issuing import Issued, IssueRefused
from kakehashi.exchange.waking import wake
from kakehashi.web.desk.drafting.envelopes import outgoing_of
from kakehashi.web.desk.speech import said

_TO_DO: Mapping[str, str | Promise] = {
    "not-open": gettext_lazy(
        "Our journal under this agreement is not open yet. Ask the administrator to prepare it."
    ),
    "not-judged": gettext_lazy(
        "The node is still reading what was issued before. Try again in a moment."
    ),
    "busy": gettext_lazy("Another notice was being issued at this moment. Try again."),
    "files": gettext_lazy(
        "A file is not what the draft says. Send the draft back, so that it is uploaded again."
    ),
    "another-profile": gettext_lazy(
        "Both sides agreed on another version of the agreement than this node holds. Nothing may "
        "be issued before the administrator has adopted it (kakehashi adopt)."
    ),
    "clock": gettext_lazy(
        "The clock of this node is behind its own last notice. Ask the administrator to set it."
    ),
    "behind": gettext_lazy(
        "The database is older than what has left this node. Nothing may be issued until the "
        "administrator has restored it."
    ),
    "unannounced": gettext_lazy(
        "The other side has not said that it understands this kind of notice. Nothing can be "
        "issued before the two nodes have exchanged once."
    ),
    "not-permitted": gettext_lazy(
        "The agreement does not let our side issue this kind under this clause and class today. "
        "Send the draft back to change the clause or the class."
    ),
    NOT_THERE: gettext_lazy(
        "It names a notice or a part that is not here under this agreement. Nothing was erased. "
        "Send the draft back, so that what is to be erased is named by its reference."
    ),
    NEVER_ERASED: gettext_lazy(
        "It names a part by which the notice is judged: its links, its public content, the rows of "
        "its list. These are never erased. Nothing was erased; send the draft back."
    ),
    "not-in-force": gettext_lazy("The agreement is not in force, and this kind needs it to be."),
    "office": gettext_lazy("The office is none of our side's in the agreement. Send it back."),
    "links": gettext_lazy(
        "It does not name a notice that it must name, or names one that it may not. Send the "
        "draft back to choose again."
    ),
    "by-application": gettext_lazy(
        "Since the approving standards are in force, an organization is approved on its "
        "application only. Send the draft back, to be deleted."
    ),
    "content": gettext_lazy("Its content does not fit its kind. Send the draft back."),
    "parts": gettext_lazy("A part is too large. Send the draft back to shorten it."),
}


def sign_off(draft: Draft, *, revision: int, by: int, now: datetime) -> Issued:
    """Issue what a draft says, decided by the officer `by`; what it says is erased is then erased.

    Raises:
        OwnDraft: the drafter would sign it off.
        NotAsItWas: another officer was faster, or it was taken back.
        NotConcurred: signatories whose concurrence the profile asks for have not given it.
        TooMany: this officer has signed off unusually much.
        IssueRefused: the notice may not be issued; the draft waits as before.

    """
    actions.require_another(draft, by)
    if draft.kind == standards.APPROVED and standards.open_since(draft.agreement):
        raise IssueRefused("by-application")
    with transaction.atomic():
        waiting = Draft.objects.select_for_update().filter(
            pk=draft.pk, state=State.SUBMITTED, revision=revision
        )
        if not waiting.exists():
            raise actions.NotAsItWas(Draft.objects.get(pk=draft.pk))
        require_usual(by=by, now=now)
        require_concurrence(draft, revision=revision, now=now)
        content = sealing.open_content(draft)
        if content.said is None:
            raise actions.NotAsItWas(draft)
        files = [sealing.open_file(draft, name) for name in content.said["files"]]
        outgoing = outgoing_of(content.said, files)
        (issued,) = dispatch.issue(
            (outgoing,),
            agreement=draft.agreement,
            now=now,
            act="notice.signed-off",
            particulars={
                "draft": str(draft.public_id),
                "agreement": draft.agreement,
                "kind": draft.kind,
                "drafted_by": draft.drafted_by_id,
                "by": by,
            },
        )
        erase_named(outgoing, agreement=draft.agreement, now=now)
        actions.mark_issued(
            draft,
            revision=revision,
            jti=issued.jti,
            generation=issued.generation,
            seq=issued.seq,
            by=by,
            now=now,
        )
    wake()
    return issued


def words_of_volume(threshold: Threshold) -> str:
    """Say why a notice waits, and for whom; nothing was changed."""
    return _(
        "You have signed off %(most)s notices within %(hours)s h, which is unusually many. This "
        "one waits until another officer who decides lets you go on: they see it among their "
        "drafts. It protects you too, should somebody use your account."
    ) % {"most": threshold.most, "hours": threshold.hours}


def words_of_refusal(refusal: IssueRefused) -> str:
    """Say why a notice was not issued, and what to do; nothing was changed."""
    if known := _TO_DO.get(refusal.reason):
        return str(known)
    return _("The notice was not issued: %(reason)s. Send the draft back, or ask for help.") % {
        "reason": words_of_reason(refusal.reason)
    }


def words_of_reason(reason: str) -> str:
    """Say why a notice does not count; a reason not known here is given as it came."""
    return said(SET_ASIDE_REASONS.get(reason, reason))
