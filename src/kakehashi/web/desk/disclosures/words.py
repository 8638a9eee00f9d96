"""What the gate of clause 3 says, in words an officer can act on."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kakehashi import node
from kakehashi.core.disclosure import Basis, Leave, Recipient, Remedy, Stay, Whom, Why
from kakehashi.core.notices.disclosure import ItemForm
from kakehashi.desk.models import LocalDisclosure
from kakehashi.web.desk.speech import named, said

Said = Mapping[str, str | Promise]

BASES: Final[Said] = {
    Basis.PUBLIC: gettext_lazy("It is public."),
    Basis.CIRCLE: gettext_lazy("The recipient is inside the circle that the agreement names."),
    Basis.ADMITTED: gettext_lazy("The agreement admits this body to notices of this clause."),
    Basis.CONSENT: gettext_lazy("The other side consented in writing, to this and for them."),
    Basis.NOTICE: gettext_lazy("The other side had written notice of it."),
    Basis.OWN_DECISION: gettext_lazy("Two officers of this side decided it: it is our own."),
    Basis.COMPULSION: gettext_lazy("A law compels it, and two officers have established that."),
}

SHORT: Final[Said] = {
    Basis.PUBLIC: pgettext_lazy("basis", "Public"),
    Basis.CIRCLE: pgettext_lazy("basis", "Inside the circle"),
    Basis.ADMITTED: pgettext_lazy("basis", "Admitted body"),
    Basis.CONSENT: pgettext_lazy("basis", "Consent"),
    Basis.NOTICE: pgettext_lazy("basis", "Notice given"),
    Basis.OWN_DECISION: pgettext_lazy("basis", "Own decision"),
    Basis.COMPULSION: pgettext_lazy("basis", "Compelled by law"),
}

BRIEFLY: Final[Said] = {
    Why.CONSENT_EXPIRED: pgettext_lazy("disclosure", "Expired"),
    Why.CONSENT_WITHDRAWN: pgettext_lazy("disclosure", "Withdrawn"),
    Why.CONSENT_USED: pgettext_lazy("disclosure", "Used"),
    Why.LETTER_MISSING: pgettext_lazy("disclosure", "Letter missing"),
    Why.NOTICE_UNDELIVERED: pgettext_lazy("disclosure", "No receipt yet"),
    Why.NOTICE_TOO_EARLY: pgettext_lazy("disclosure", "Not yet"),
    Why.NOTICE_EXPIRED: pgettext_lazy("disclosure", "Expired"),
    Why.SECOND_OFFICER_MISSING: pgettext_lazy("disclosure", "Second officer missing"),
    Why.COUNTERPART_NOT_TOLD: pgettext_lazy("disclosure", "Other side not told"),
}
"""Why a record does not hold, in a word or two; any other reason: it does not."""

WHYS: Final[Said] = {
    Why.RESTRICTED: gettext_lazy("It is restricted: it never leaves both sides' circles."),
    Why.CONSENT_NEEDED: gettext_lazy("%(party)s has not consented in writing."),
    Why.CONSENT_REFUSED: gettext_lazy("%(party)s refused its consent."),
    Why.CONSENT_EXPIRED: gettext_lazy("The consent of %(party)s has expired."),
    Why.CONSENT_WITHDRAWN: gettext_lazy("%(party)s has withdrawn its consent."),
    Why.CONSENT_USED: gettext_lazy(
        "The consent of %(party)s was for one disclosure, and that was made."
    ),
    Why.ANOTHER_FORM: gettext_lazy(
        "What is on record allows another form of it: parts, a redacted text or a summary."
    ),
    Why.LETTER_MISSING: gettext_lazy(
        "The signed notice is here, but the letter that must go with it is not on record."
    ),
    Why.NOTICE_NEEDED: gettext_lazy("%(party)s has had no written notice."),
    Why.NOTICE_UNDELIVERED: gettext_lazy("The notice to %(party)s has no receipt yet."),
    Why.NOTICE_TOO_EARLY: gettext_lazy("The day that the notice names has not come."),
    Why.NOTICE_EXPIRED: gettext_lazy("The time that the notice names is over."),
    Why.OWN_DECISION_NEEDED: gettext_lazy("It is our own, and nobody decided to pass it on."),
    Why.SECOND_OFFICER_MISSING: gettext_lazy("A second officer has not confirmed it."),
    Why.LAW_NOT_NAMED: gettext_lazy("The law or the authority that compels it is not named."),
    Why.COUNTERPART_NOT_TOLD: gettext_lazy(
        "A law compels it and does not forbid telling %(party)s, who was not told."
    ),
}

REMEDIES: Final[Said] = {
    Remedy.KEEP_WITHIN: gettext_lazy("Keep it within both sides' circles."),
    Remedy.REQUEST_CONSENT: gettext_lazy("Ask for consent, naming this item and this recipient."),
    Remedy.ISSUE_NOTICE: gettext_lazy("Give written notice, naming this item and this recipient."),
    Remedy.WAIT_FOR_RECEIPT: gettext_lazy("Wait for the receipt; the node shows when it is here."),
    Remedy.WAIT_FOR_DAY: gettext_lazy("Wait for that day."),
    Remedy.SEND_LETTER: gettext_lazy("Register the letter with the day on which it was received."),
    Remedy.DECIDE_WITH_TWO: gettext_lazy("Let two officers decide it."),
    Remedy.NAME_LAW: gettext_lazy("Name the law and the authority."),
    Remedy.TELL_COUNTERPART: gettext_lazy("Tell the other side by notice."),
}

WHAT: Final[Said] = {
    LocalDisclosure.What.DECISION: gettext_lazy("Own decision"),
    LocalDisclosure.What.COMPULSION: gettext_lazy("Compelled by law"),
    LocalDisclosure.What.HANDING: gettext_lazy("Handing over"),
}

SORTS: Final[Said] = {
    "asked": gettext_lazy("Consent asked for"),
    "consented": gettext_lazy("Consents"),
    "refused": gettext_lazy("Refusals"),
    "withdrawn": gettext_lazy("Consents withdrawn"),
    "notified": gettext_lazy("Written notices"),
    "compelled": gettext_lazy("Compelled by law"),
    "decided": gettext_lazy("Own decisions"),
    "handed-over": gettext_lazy("Handing over"),
}


def party_named(agreement: str, party: str | None) -> str:
    """A party's name; empty for none."""
    known = node.profile(agreement).parties.get(party or "")
    return named(known.names) if known else party or ""


def verdict_words(agreement: str, verdict: Leave | Stay) -> str:
    """Say whether it may go, with the clause, and why."""
    if isinstance(verdict, Leave):
        return _("Yes, it may go (clause %(clause)s). %(why)s") % {
            "clause": verdict.clause,
            "why": BASES[verdict.basis],
        }
    party = party_named(agreement, verdict.party) or _("the other side")
    return _("No, it must stay (clause %(clause)s). %(why)s") % {
        "clause": verdict.clause,
        "why": str(WHYS[verdict.why]) % {"party": party},
    }


def why_words(agreement: str, verdict: Stay) -> str:
    """Say why something must stay."""
    party = party_named(agreement, verdict.party) or _("the other side")
    return str(WHYS[verdict.why]) % {"party": party}


def recipient_words(agreement: str, to: Recipient) -> str:
    """A recipient by its name."""
    profile = node.profile(agreement)
    party = profile.parties.get(to.party or "")
    match to.whom:
        case Whom.PUBLIC:
            return _("The public")
        case Whom.PARTY if party:
            return named(party.names)
        case Whom.OFFICE if party and to.name and to.name in party.offices:
            return named(party.offices[to.name].names)
        case Whom.BODY if party and to.name and to.name in party.bodies:
            return named(party.bodies[to.name].names)
        case Whom.AGREEMENT if to.name in node.this().agreements:
            return named(node.profile(to.name).title)
        case _:
            return f"{to.name} ({to.country})" if to.country else to.name or ""


def form_words(form: ItemForm, points: tuple[int, ...] = ()) -> str:
    """In which form something would leave."""
    words = said(form.label)
    if not points:
        return words
    return _("%(form)s: %(points)s") % {"form": words, "points": ", ".join(map(str, points))}
