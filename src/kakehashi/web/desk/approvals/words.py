"""What officers are told: why something may not be done, and what to do instead."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kakehashi.core.approving.course import Bar
from kakehashi.core.approving.standards import Flaw

BARS: Final[Mapping[Bar, str | Promise]] = {
    Bar.NOT_NOW: gettext_lazy("This is not possible in the state in which the application is now."),
    Bar.NOT_COMPLETE: gettext_lazy("The application is not complete."),
    Bar.UNDECLARED: gettext_lazy(
        "Declare first whether you have an interest of your own in this application."
    ),
    Bar.CONFLICT: gettext_lazy(
        "You declared a conflict of interest: another officer must do this."
    ),
    Bar.NOT_EXAMINER: gettext_lazy("Only the officer who took it up may do this."),
    Bar.EXAMINED_IT: gettext_lazy("You examined it: another officer decides."),
    Bar.FINDINGS_MISSING: gettext_lazy("Record a finding on every standard first."),
    Bar.STANDARD_NOT_MET: gettext_lazy(
        "A standard is not met: the application cannot be approved."
    ),
    Bar.NOT_EXAMINED: gettext_lazy(
        "The agreement asks for an examination before approval, and none was ended."
    ),
    Bar.EXAMINER_CONFLICT: gettext_lazy(
        "Its examiner has a conflict of interest. Send it back, so that another examines it."
    ),
    Bar.VISIT_OPEN: gettext_lazy("A planned visit is still open: enter it, or call it off."),
    Bar.NO_GROUNDS: gettext_lazy("Choose the grounds of the refusal and say them in words."),
    Bar.NOT_LISTED: gettext_lazy(
        "The register has no such number, or its approval was revoked: apply for a new approval."
    ),
}

FLAWS: Final[Mapping[Flaw, str | Promise]] = {
    Flaw.NO_TEXT: gettext_lazy("Write a text."),
    Flaw.NO_ENGLISH: gettext_lazy("Write it in English too."),
    Flaw.TOO_LONG: gettext_lazy("This is too long. Write it shorter."),
    Flaw.NO_CODE: gettext_lazy("Write a short code in small letters, such as no-deposit."),
    Flaw.TWICE: gettext_lazy("Another standard has this code."),
    Flaw.NO_PAPER: gettext_lazy("Choose documents that are offered."),
    Flaw.NO_GROUND: gettext_lazy("Choose a ground that is offered."),
    Flaw.NO_CATEGORY: gettext_lazy("Choose a letter from a to e, or none."),
    Flaw.NO_NUMBER: gettext_lazy("Write a number in figures, such as 36."),
    Flaw.NO_PREFIX: gettext_lazy("Write two to six capital letters, such as KHM."),
    Flaw.NONE: gettext_lazy("Write at least one standard."),
    Flaw.TOO_MANY: gettext_lazy("These are too many standards."),
    Flaw.UNKNOWN: gettext_lazy("This is not among what a set of standards says."),
}
