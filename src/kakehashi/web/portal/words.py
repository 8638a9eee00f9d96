"""What registers and their states are called, and what they mean to somebody who looks one up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi.core.notices.codes import Code
from kakehashi.core.standing import Register, Status, What
from kakehashi.web.parts import shapes
from kakehashi.web.parts.shapes import Tone


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """A register's name, what stands in it, and what not to be found in it means."""

    name: Promise
    about: Promise
    hint: Promise
    missing: Promise


REGISTERS: Final[Mapping[Register, RegisterWords]] = {
    Register.SENDING: RegisterWords(
        _("Sending organizations"),
        _("Organizations that a ministry has approved to send specified skilled workers."),
        _("Name in any script, approval number, or place"),
        _(
            "No organization with this name, number or place was ever approved or listed here. "
            "If somebody says they are approved, ask for the approval number and look it up. "
            "Pay nothing before you have found it."
        ),
    ),
    Register.SUPPORTING: RegisterWords(
        _("Registered supporting organizations"),
        _("Organizations in Japan that support specified skilled workers for their employers."),
        _("Name, registration number, or place"),
        _(
            "No organization with this name, number or place stands in the lists that were shared. "
            "A registration that is newer than the last list is not here yet. "
            "Ask for the registration number and look it up."
        ),
    ),
    Register.MEASURES: RegisterWords(
        _("Measures"),
        _("Orders and other measures of the authorities that were made public."),
        _("Name of the organization, its number, or place"),
        _(
            "No published measure names this. That is no certificate of good conduct: "
            "only measures that were made public under the agreement stand here."
        ),
    ),
    Register.SUSPENSIONS: RegisterWords(
        _("Suspensions of acceptance"),
        _("Fields in which Japan suspended the acceptance of workers, and resumed it."),
        _("Name of the field"),
        _(
            "No suspension of acceptance was announced in such a field. "
            "Search for nothing to see all that stand here."
        ),
    ),
}

_STATUS: Final[Mapping[Status, tuple[Promise, Tone]]] = {
    Status.APPROVED: (_("Approved"), "good"),
    Status.SUSPENDED: (_("Suspended"), "warning"),
    Status.RESUMED: (_("Resumed"), "good"),
    Status.REVOKED: (_("Revoked"), "bad"),
    Status.EXPIRED: (_("Expired"), "ended"),
    Status.NOT_YET: (_("Not yet in effect"), "waiting"),
    Status.RENUMBERED: (_("Has another number now"), "ended"),
    Status.LISTED: (_("Listed"), "good"),
    Status.NO_LONGER_LISTED: (_("No longer listed"), "ended"),
    Status.ORDERED: (_("Ordered"), "warning"),
    Status.LIFTED: (_("Lifted"), "ended"),
    Status.ENDED: (_("Period ended"), "ended"),
    Status.WITHDRAWN: (_("Withdrawn by its author"), "ended"),
}

_MEANS: Final[Mapping[tuple[Register, Status], Promise]] = {
    (Register.SENDING, Status.APPROVED): _("It may send workers today."),
    (Register.SENDING, Status.SUSPENDED): _(
        "It must not do what is suspended. Pay nothing and sign nothing while this lasts."
    ),
    (Register.SENDING, Status.REVOKED): _(
        "It may no longer send workers. Pay nothing; if you are its candidate, ask the ministry "
        "who takes over your case."
    ),
    (Register.SENDING, Status.EXPIRED): _(
        "Its approval has run out; no renewal is recorded here. Ask the ministry before you pay."
    ),
    (Register.SENDING, Status.NOT_YET): _("Its approval has not begun. It may not send yet."),
    (Register.SENDING, Status.RENUMBERED): _("It goes on under another number; look there."),
    (Register.SUPPORTING, Status.LISTED): _("It stands in the last list that was shared."),
    (Register.SUPPORTING, Status.NO_LONGER_LISTED): _(
        "It stood in an earlier list and not in the last one. A list does not say why: "
        "registrations end, are given up or cancelled. This is not shown as a sanction."
    ),
    (Register.MEASURES, Status.ORDERED): _("The measure stands."),
    (Register.MEASURES, Status.LIFTED): _("The measure has ended; it stays on record."),
    (Register.MEASURES, Status.ENDED): _("Its period is over; it stays on record."),
    (Register.SUSPENSIONS, Status.SUSPENDED): _("This way into the field is closed today."),
    (Register.SUSPENSIONS, Status.RESUMED): _("This way into the field is open again."),
}

_HAPPENED: Final[Mapping[What, tuple[Promise, Tone]]] = {
    What.APPROVED: (_("Approved"), "good"),
    What.AMENDED: (_("Amended"), "neutral"),
    What.RENUMBERED: (_("Given another number"), "neutral"),
    What.SUSPENDED: (_("Suspended"), "warning"),
    What.RESUMED: (_("Resumed"), "good"),
    What.REVOKED: (_("Revoked"), "bad"),
    What.LISTED: (_("Listed"), "neutral"),
    What.ALTERED: (_("Listed with changes"), "neutral"),
    What.NOT_LISTED: (_("No longer listed"), "ended"),
    What.ORDERED: (_("Ordered"), "warning"),
    What.LIFTED: (_("Lifted"), "ended"),
    What.CORRECTED: (_("Notice corrected"), "neutral"),
    What.WITHDRAWN: (_("Notice withdrawn"), "ended"),
}

# Which decisions a register can be narrowed to.
CHOICES: Final[Mapping[Register, tuple[Status, ...]]] = {
    Register.SENDING: (Status.APPROVED, Status.SUSPENDED, Status.REVOKED, Status.RENUMBERED),
    Register.SUPPORTING: (Status.LISTED, Status.NO_LONGER_LISTED),
    Register.MEASURES: (Status.ORDERED, Status.LIFTED),
    Register.SUSPENSIONS: (Status.SUSPENDED, Status.RESUMED),
}

LANGUAGES: Final[Mapping[str, Promise]] = {
    "en": _("English"),
    "ja": _("Japanese"),
    "km": _("Khmer"),
    "tg": _("Tajik"),
    "ru": _("Russian"),
}


def status(of: Status) -> shapes.Status:
    """Show a state as a word in its colour."""
    word, tone = _STATUS[of]
    return shapes.Status(word, tone)


def status_word(of: Status) -> Promise:
    """Say a state."""
    return _STATUS[of][0]


def tone(of: Status) -> Tone:
    """The tone of a state's banner."""
    return _STATUS[of][1]


def meaning(register: Register, of: Status) -> Promise | str:
    """Say what a state means to a reader; nothing where the word says it."""
    return _MEANS.get((register, of), "")


def happened(what: What) -> tuple[Promise, Tone]:
    """Say what a step did."""
    return _HAPPENED[what]


def labelled(codes: Iterable[type[Code]], value: object) -> str:
    """Give the label of a code in the reader's language; the code itself where it is not known."""
    for known in codes:
        try:
            return gettext(known(str(value)).label)
        except ValueError:
            continue
    return str(value)


def language_name(tag: str) -> str:
    """Name a language by its tag."""
    known = LANGUAGES.get(tag.partition("-")[0])
    return str(known) if known else tag
