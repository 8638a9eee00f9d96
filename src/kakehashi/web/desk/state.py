"""The counterpart at a glance: what of ours it holds, what of theirs we hold, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kakehashi.exchange.models import Alarm, Author, Peer
from kakehashi.journal.models import Journal

_ALARMS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "unreachable": (
        gettext_lazy("The other side's node has not been reached for more than an hour."),
        gettext_lazy(
            "What was issued waits here and goes out by itself. If it lasts, call the contact "
            "point, or send a bundle as a file."
        ),
    ),
    "refused": (
        gettext_lazy("The other side's node refused what we sent."),
        gettext_lazy("Nothing is lost. Ask the administrator to speak with theirs."),
    ),
    "behind": (
        gettext_lazy("The other side holds more of our journal than we do."),
        gettext_lazy(
            "Our database is older than it should be: nothing may be issued. Tell the "
            "administrator at once."
        ),
    ),
    "another-profile": (
        gettext_lazy("Both sides agreed on a version of the agreement that this node lacks."),
        gettext_lazy(
            "Nothing may be issued before the administrator has adopted it (kakehashi adopt)."
        ),
    ),
    "false-answer": (
        gettext_lazy("The other side's node says that it holds what it cannot hold."),
        gettext_lazy("Its answer was refused and is asked for again. If it lasts, speak with it."),
    ),
    "generation-ended": (
        gettext_lazy("The other side began its journal anew: its last notices count no more."),
        gettext_lazy("See what the detail names, and ask the contact point what still holds."),
    ),
    "damaged": (
        gettext_lazy("A package came damaged and was refused."),
        gettext_lazy("The node asks for it again by itself. If it lasts, tell the administrator."),
    ),
    "acceptance": (
        gettext_lazy("The acceptance check stopped at something it could not read."),
        gettext_lazy("It is tried again every five minutes. Tell the administrator."),
    ),
    "status-lists": (
        gettext_lazy("The other side's status lists of certificates could not be fetched."),
        gettext_lazy(
            "Certificates are checked with the lists that are kept; when the newest of them was "
            "signed is said at the end. It is tried again every minute. If it lasts, "
            "ask the contact point for the lists as files."
        ),
    ),
    "certificate-root": (
        gettext_lazy(
            "The other side publishes keys of certificates that its root, as it is kept here, "
            "did not certify."
        ),
        gettext_lazy(
            "Certificates are checked as before, by the keys that its journal names. Compare the "
            "words of the root with the contact point, by telephone or on paper."
        ),
    ),
    "mail": (
        gettext_lazy("The mail server did not take a daily e-mail."),
        gettext_lazy("It is tried again every quarter of an hour. Tell the administrator."),
    ),
    "fork": (
        gettext_lazy(
            "The other side's journal contradicts itself: two signed statements cannot both hold."
        ),
        gettext_lazy(
            "The exchange is stopped and both statements are kept. The two contact points must "
            "speak before it goes on."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """An alarm in words: what is wrong, what to do, since when, and its technical detail."""

    what: str
    to_do: str
    since: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one agreement stands at this node.

    `held_there` of `issued` entries of ours are held by the counterpart; of its own, `received`
    are here and `judged` read through. `theirs` is its present journal.
    """

    agreement: str
    peer: Peer | None
    issued: int
    held_there: int
    received: int
    judged: int
    theirs: Journal | None
    troubles: tuple[Trouble, ...]


def standings(agreements: Sequence[str]) -> list[Standing]:
    """Say how agreements stand: four queries, however many there are."""
    peers = {peer.agreement: peer for peer in Peer.objects.filter(agreement__in=agreements)}
    every = Journal.objects.filter(agreement__in=agreements).order_by("agreement", "generation")
    ours = {j.agreement: j for j in every if j.is_ours}
    theirs = {j.agreement: j for j in every if not j.is_ours}
    alarms: dict[str, list[Trouble]] = {}
    for alarm in Alarm.objects.filter(agreement__in=agreements, cleared_at=None).order_by("pk"):
        alarms.setdefault(alarm.agreement, []).append(_trouble(alarm))
    judged = dict(
        Author.objects.filter(journal__agreement__in=agreements).values_list("journal_id", "heeded")
    )
    return [
        Standing(
            agreement=name,
            peer=peers.get(name),
            issued=ours[name].size if name in ours else 0,
            held_there=peers[name].held_there if name in peers else 0,
            received=theirs[name].size if name in theirs else 0,
            judged=judged.get(theirs[name].pk, 0) if name in theirs else 0,
            theirs=theirs.get(name),
            troubles=tuple(alarms.get(name, ())),
        )
        for name in agreements
    ]


def _trouble(alarm: Alarm) -> Trouble:
    code = alarm.code.partition(":")[0]
    what, to_do = _ALARMS.get(
        code,
        (
            _("Something went wrong in the exchange: %(code)s.") % {"code": alarm.code},
            _("Tell the administrator."),
        ),
    )
    return Trouble(str(what), str(to_do), alarm.raised_at, alarm.detail)
