"""The words of the report site: short ones, as people say them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kakehashi.core.reporting.steps import Step
from kakehashi.intake.cleaning import Why
from kakehashi.intake.models import State

Labels = Mapping[str, str | Promise]

QUESTIONS: Final[Mapping[Step, str | Promise]] = {
    Step.WHOM: _("Who is this about?"),
    Step.LAND: _("From which country is the worker?"),
    Step.WHAT: _("What happened?"),
    Step.STORY: _("Tell it in your own words"),
    Step.WHO: _("Who did it?"),
    Step.MONEY: _("Was money asked or paid?"),
    Step.WHEN: _("When was it?"),
    Step.WHERE: _("Where was it?"),
    Step.FILES: _("Do you have photos or papers?"),
    Step.KNOW: _("Who may know this?"),
    Step.REACH: _("Do you want to say who you are?"),
}
HINTS: Final[Mapping[Step, str | Promise]] = {
    Step.WHOM: _("You may also tell what happened to somebody else."),
    Step.LAND: _("So that the right officer reads it."),
    Step.WHAT: _("Choose all that fit. You may choose nothing."),
    Step.STORY: _(
        "Write in any language. Leave out what only you can know, if you fear to be recognized."
    ),
    Step.WHO: _("A person, a broker or a company. Write the name in any letters, as you know it."),
    Step.MONEY: _("Also money that was asked for and not paid yet."),
    Step.WHEN: _("It need not be exact."),
    Step.WHERE: _("A village, a town, a company, or “on the telephone”."),
    Step.FILES: _(
        "Photos, screenshots, PDFs or a saved chat. We take out of them where and with which "
        "telephone they were made. One file at a time: what has arrived is never lost."
    ),
    Step.KNOW: _("You decide. You can change it later by writing to us."),
    Step.REACH: _("You need not. We can answer you here without it."),
}
SAVED: Final = _("Each answer is kept when you press Next. If the line breaks, nothing is lost.")

WHOM: Final[Labels] = {
    "self": _("Me"),
    "relative": _("Somebody in my family, or a friend"),
    "group": _("Several of us"),
    "organization": _("I write for an organization that helps workers"),
}
WHAT: Final[Labels] = {
    "a": _("They keep my money, my papers, or took a deposit"),
    "b": _("I must pay a penalty if I leave or fail, or sign a bad contract"),
    "c": _("They beat, threaten or insult, or do not let me go out"),
    "d": _("False papers were made, or I was told to lie"),
    "e": _("I had to pay, and nobody explained for what"),
    "other": _("Something else"),
}
PARTS: Final[Labels] = {
    "broker": _("Broker"),
    "sending": _("Company that sends workers abroad"),
    "employer": _("Employer"),
    "supporting": _("Organization that supports workers there"),
    "school": _("School"),
    "official": _("Somebody in an office of the state"),
    "other": _("Somebody else, or I do not know"),
}
PURPOSES: Final[Labels] = {
    "fee": _("Fee for the job"),
    "deposit": _("Deposit"),
    "school": _("School, lessons or tests"),
    "papers": _("Passport, visa or papers"),
    "travel": _("Travel"),
    "penalty": _("Penalty"),
    "wages": _("Taken from my wages"),
    "other": _("Something else, or I do not know"),
}
PAID: Final[Labels] = {"paid": _("Yes, it was paid"), "asked": _("No, only asked for")}
YES_NO: Final[Labels] = {
    "yes": pgettext_lazy("answer", "Yes"),
    "no": pgettext_lazy("answer", "No"),
}
ROUGHLY: Final[Labels] = {
    "now": _("It is still going on"),
    "month": _("This month or last month"),
    "year": _("This year"),
    "before": _("Last year"),
    "longer": _("Longer ago"),
}
DO_NOT_KNOW: Final = _("I do not know")

STATES: Final[Mapping[str, str | Promise]] = {
    State.DRAFT: _("You have not sent it yet."),
    State.RECEIVED: _("It has arrived. An officer opens it within 7 days."),
    State.OPENED: _("An officer is working on it."),
    State.ASKED: _("An officer asks you something. Please answer below."),
    State.CLOSED: _("The office has finished. You can still write."),
}
NOT_TAKEN: Final[Mapping[str, str | Promise]] = {
    Why.EMPTY: _("Choose a file first, or go on with Next."),
    Why.TOO_LARGE: _("The file is too large. Send a photo of it, or a smaller part."),
    Why.UNKNOWN: _("We cannot open such a file. Send a photo or a screenshot of what it shows."),
    Why.DAMAGED: _("The file did not arrive whole, or is damaged. Send it once more."),
    Why.TOO_LONG: _("The file takes too long to open. Send a photo or a screenshot of it."),
    Why.BUSY: _("Many send files just now. Send it once more in some minutes."),
    Why.MALWARE: _("The file holds a harmful program. Send a photo or a screenshot of it."),
}
TOO_MANY_FILES: Final = _("You have sent as many files as one report can hold.")
NO_ROOM: Final = _("There is no room for files just now. Your words are kept; try again tomorrow.")
NOT_SEALED: Final = _("It could not be locked. Please press the button once more.")
TOO_LONG_LETTER: Final = _("This is too long. Send it in two parts.")
