"""Why two names may be one, and who is named where, in an officer's words."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kakehashi.core.arriving import CANDIDATE, OWNER, PAYEE, REPRESENTATIVE
from kakehashi.core.bearing import Weight
from kakehashi.core.names import (
    LIKELY,
    Flag,
    Kind,
    Mark,
    Met,
    Oddity,
    Path,
    Prepared,
    prepare,
)
from kakehashi.core.notices.measures import MeasuredRole
from kakehashi.core.notices.persons import ActorRole
from kakehashi.dispatch.screening import ACCEPTED
from kakehashi.screening.models import Bearer, Proposal
from kakehashi.screening.proposing import NAME
from kakehashi.web.desk.speech import said

Words = Mapping[str, str | Promise]
PATHS: Final[Words] = {
    Path.SAME: _("“%(left)s” is “%(right)s”"),
    Path.SOUND: _("“%(left)s” sounds as “%(right)s”"),
    Path.NEAR: _("“%(left)s” is near to “%(right)s”: a letter or two differ"),
    Path.READING: _("“%(left)s” can be read “%(right)s”"),
    Path.MEANING: _("“%(left)s” means “%(right)s”"),
    Path.INITIAL: _("“%(left)s” may be short for “%(right)s”"),
    Path.TOGETHER: _("“%(left)s” is “%(right)s”, parted otherwise"),
}
_LITTLE: Final = _("“%(left)s” and “%(right)s” have little in common")
_FAR: Final = 0.5
"""Likeness below which words that were held against each other did not meet."""
_NEAR_BY_SOUND: Final = _("“%(left)s” sounds nearly as “%(right)s”")
_NEAR_TOGETHER: Final = _("“%(left)s” is near to “%(right)s” when read without spaces")
FLAGS: Final[Words] = {
    Flag.MIXED_SCRIPTS: _("“%(word)s” mixes letters of two scripts that look alike"),
    Flag.LOOKALIKE_WORD: _("“%(word)s” is written in letters that only look like others"),
    Flag.INVISIBLE: _("It holds characters that nobody sees"),
    Flag.DIRECTION: _("It holds marks that turn the direction of writing"),
    Flag.STACKED_MARKS: _("It holds marks stacked upon each other"),
    Flag.TOO_LONG: _("It is longer than any name: only its beginning was compared"),
}
NAMED_IN: Final = "named-in"
"""Why somebody hangs together with a case."""
NAMED_THERE: Final = "named-there"
"""Why somebody hangs together with an application, an entry, a candidate's papers."""
SOURCES: Final[Words] = {
    "application": _("Application"),
    "entry": _("Entry in a register"),
    "case": _("Candidate"),
}
"""What names people together, beside notices; a list of applicants does not."""
NUMBERS: Final[Words] = {
    Mark.PHONE: _("A telephone number"),
    Mark.ACCOUNT: _("An account"),
    Mark.HANDLE: _("A name online"),
    Mark.EMAIL: _("An e-mail address"),
    Mark.ADDRESS: _("An address"),
    Mark.LICENCE: _("A number in a register"),
}
WHY: Final[Words] = {
    NAMED_IN: _("Named in this case"),
    NAMED_THERE: _("Named there"),
    NAME: _("Their names are alike"),
    Mark.PHONE: _("They have the same telephone number"),
    Mark.ACCOUNT: _("They have the same account"),
    Mark.HANDLE: _("They have the same name online"),
    Mark.EMAIL: _("They have the same e-mail address"),
    Mark.ADDRESS: _("They have the same address"),
    Mark.LICENCE: _("They have the same number in a register"),
}
WEIGHTS: Final[Words] = {
    Weight.REGISTER: _("stands in a register"),
    Weight.AGAINST: _("something is said against them"),
    Weight.ASKED: _("asks to be let in"),
    Weight.NAMED: _("named in a case or an application"),
}
STATES: Final[Words] = {
    Proposal.State.OPEN: pgettext_lazy("proposal", "To be looked at"),
    Proposal.State.CONFIRMED: pgettext_lazy("proposal", "They are one"),
    Proposal.State.DISMISSED: pgettext_lazy("proposal", "They are not one"),
}
OWN_ROLES: Final[Words] = {
    OWNER: _("Owner of an organization"),
    REPRESENTATIVE: _("Represents an organization"),
    CANDIDATE: _("Candidate"),
    PAYEE: _("Who is paid"),
}
_ACCEPTED: Final = _("Accepted from a report at this office")
_ROLES: Final = {role.value: role.label for role in (*MeasuredRole, *ActorRole)}


def met(one: Met) -> str:
    """Say which words met and how; those in other than Latin letters with how they are read."""
    left, right = prepare(one.left, Kind.PERSON), prepare(one.right, Kind.PERSON)
    path = PATHS[one.path]
    if one.likeness < _FAR:
        path = _LITTLE
    elif one.path is Path.TOGETHER and one.likeness < LIKELY:
        path = _NEAR_TOGETHER
    elif one.path is Path.NEAR and left.script is not right.script:
        path = _NEAR_BY_SOUND
    return str(path) % {"left": _as_read(left), "right": _as_read(right)}


def _as_read(name: Prepared) -> str:
    """Write words with how they are read in Latin letters, where that says more."""
    read = " ".join(word.spellings[0] for word in name.words if word.spellings)
    return f"{name.name} [{read}]" if read and not name.name.isascii() else name.name


def role(bearer: Bearer) -> str:
    """Say in which role somebody is named, and what that says."""
    weight, _slash, code = bearer.role.partition("/")
    if code == ACCEPTED:
        return str(_ACCEPTED)
    named = str(OWN_ROLES[code]) if code in OWN_ROLES else code
    named = said(_ROLES[code]) if code in _ROLES else named
    return f"{named} ({WEIGHTS[weight]})" if weight in WEIGHTS else named


def likeness(row: Proposal) -> str:
    """Say how much two names are alike; where a value met and not the names, that they did not."""
    if row.why == NAME:
        return f"{row.score / 10:.0f} %"
    return gettext("not by name")


def flags(oddities: Iterable[Oddity]) -> list[str]:
    """Say what is odd in how names are written."""
    return [str(FLAGS[odd.flag]) % {"word": odd.word} for odd in oddities]
