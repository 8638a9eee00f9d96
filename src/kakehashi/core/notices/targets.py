"""Days that both sides agreed on, their holidays, and duties declined under domestic law."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import RESTRICTED, SOMETHING, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.text import Text
from kakehashi.core.notices.values import Attachments, Laws, PartyCode, Token


class Counted(Code):
    """Which days count."""

    WORKING = "working", "Working days of the side that owes"
    CALENDAR = "calendar", "Calendar days"


class Target(Payload):
    """How many days a duty should take; never the agreement's own words."""

    duty: Token = Field(title="Duty", description="Its code in the profile.")
    party: PartyCode | None = Field(
        default=None, title="Side that owes", description="Empty: either side."
    )
    days: Annotated[int, Field(strict=True, ge=1, le=1000)] | None = Field(
        default=None, title="Days", description="Empty: there is no target any more."
    )
    counted: Counted = Field(default=Counted.WORKING, title="Counted in")


class Targets(Payload):
    """Targets that replace those for the same duties from a day on."""

    targets: tuple[Target, ...] = Field(min_length=1, max_length=100, title="Targets")

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        named = [(target.duty, target.party) for target in self.targets]
        if len(set(named)) != len(named):
            raise fault(Fault.NAMED_TWICE)
        return self


class TargetReason(Payload):
    """Why these days."""

    reason: Text = Field(title="Reason")


class TargetsProposed(Notice):
    """Clause 9 of both: what supplements the agreement needs both sides."""

    kind = "targets.proposed"
    title = "Targets proposed"
    description = "Days within which duties should be met."
    family = Family.LIFE
    classes = (RESTRICTED,)
    takes_effect = True

    statement: Targets = Field(title="Targets")
    restricted: TargetReason | None = Field(default=None, title="Reason")


class TargetsAgreed(Notice):
    """Clause 9 of both: targets exist once this names the proposal."""

    kind = "targets.agreed"
    title = "Targets agreed"
    description = "The same targets, from the same day; they are shown as agreed."
    family = Family.LIFE
    classes = (RESTRICTED,)
    takes_effect = True
    answers = Answers(required=("targets.proposed",))

    statement: Targets = Field(title="Targets")


class Weekday(Code):
    """A day of the week."""

    MONDAY = "mon", "Monday"
    TUESDAY = "tue", "Tuesday"
    WEDNESDAY = "wed", "Wednesday"
    THURSDAY = "thu", "Thursday"
    FRIDAY = "fri", "Friday"
    SATURDAY = "sat", "Saturday"
    SUNDAY = "sun", "Sunday"


class Calendar(Payload):
    """The days of one year on which the author's offices are closed or, though a rest day, open."""

    year: Annotated[int, Field(strict=True, ge=2019, le=2200)] = Field(title="Year")
    rest_days: tuple[Weekday, ...] = Field(
        default=(Weekday.SATURDAY, Weekday.SUNDAY), max_length=6, title="Rest days of the week"
    )
    holidays: tuple[Day, ...] = Field(max_length=100, title="Holidays")
    working: tuple[Day, ...] = Field(
        default=(), max_length=100, title="Rest days that are worked", description="Moved days."
    )

    @model_validator(mode="after")
    def _is_one_year(self) -> Self:
        days = (*self.holidays, *self.working)
        if any(day.year != self.year for day in days):
            raise fault(Fault.ANOTHER_YEAR)
        if len(set(days)) != len(days):
            raise fault(Fault.NAMED_TWICE)
        return self


class HolidayName(Payload):
    """What a holiday is called."""

    on: Day = Field(title="Day")
    name: Text = Field(title="Name")


class HolidayNames(Payload):
    """What the holidays are called."""

    names: tuple[HolidayName, ...] = Field(max_length=100, title="Names")


class CalendarConfirmed(Notice):
    """Clause 9 of both: each side confirms its own country's holidays."""

    kind = "calendar.confirmed"
    title = "Calendar confirmed"
    description = "This country's holidays of one year, by which working days are counted."
    family = Family.LIFE
    classes = (RESTRICTED,)

    statement: Calendar = Field(title="Calendar")
    restricted: HolidayNames | None = Field(default=None, title="Names of the holidays")


class DeclinedDutyWhy(Code):
    """Why a duty cannot be met."""

    LAW = "law", "Domestic law does not permit it"
    COURT = "court", "A court forbids it"
    INVESTIGATION = "investigation", "An investigation does not permit it"
    COMPETENCE = "competence", "Not within the powers of this side's offices"
    OTHER = "other", "Other"


class DeclinedDuty(Payload):
    """The reason, as the ledger shows it."""

    why: DeclinedDutyWhy = Field(title="Reason")


class DutyDecline(Payload):
    """The law, and what can be done instead."""

    legal_basis: Laws = Field(min_length=1, title="Law")
    explanation: Text = Field(title="In words")
    instead: Text | None = Field(default=None, title="What can be done instead")
    until_on: Day | None = Field(default=None, title="For now, until")
    attachments: Attachments = Field(default=(), title="Files")


class DutyDeclined(Notice):
    """Clause 3 of both: within the laws in force in each country."""

    kind = "duty.declined"
    title = "Duty declined"
    description = "Domestic law does not permit what is due. It names what opened the duty."
    family = Family.LIFE
    classes = (RESTRICTED,)
    answers = SOMETHING

    statement: DeclinedDuty = Field(title="Reason")
    restricted: DutyDecline = Field(title="Law and explanation")
