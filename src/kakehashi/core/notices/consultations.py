"""Consultations (clause 4(2)): from the proposal to the corrective actions."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import RESTRICTED, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload, Personal
from kakehashi.core.notices.text import Name, Names, Text
from kakehashi.core.notices.values import (
    Attachments,
    Hour,
    Languages,
    Number,
    OfficeId,
    PartyCode,
    TimeZone,
    Token,
)


class Subject(Code):
    """The main subjects (a) to (f) of clause 4(2)."""

    POLICY = "a", "(a) Policies of both countries"
    INTERMEDIARIES = "b", "(b) Intermediary organizations"
    ORGANIZATIONS = "c", "(c) Examinations and improper organizations"
    EXAMS = "d", "(d) Exams and tests"
    RESIDENCE = "e", "(e) Residence management"
    OTHER = "f", "(f) Other issues of the system"


class Form(Code):
    """How the sides meet."""

    MEETING = "meeting", "In one room"
    VIDEO = "video", "By video"
    WRITING = "writing", "In writing"


class AgendaItem(Payload):
    """One item of an agenda."""

    number: Number = Field(title="Number")
    subject: Subject = Field(title="Subject")
    title: Text = Field(title="Item")
    notes: Text | None = Field(default=None, title="Notes")


Agenda = Annotated[tuple[AgendaItem, ...], Field(max_length=50, title="Agenda")]
Days = Annotated[tuple[Day, ...], Field(max_length=20)]


class Hours(Payload):
    """From and until which hour the sides meet, by the clock of a time zone."""

    begins: Hour = Field(title="Begins at", description="For example 10:00")
    ends: Hour = Field(title="Ends at", description="On the same day")
    zone: TimeZone = Field(title="By the clock of")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends <= self.begins:
            raise fault(Fault.ENDS_EARLY)
        return self


class ProposedDays(Payload):
    """The days that are proposed, and the hours on each."""

    days: Days = Field(default=(), title="Proposed days")
    hours: Hours | None = Field(default=None, title="Hours of the meeting")


class Proposal(Payload):
    """A proposal to consult."""

    agenda: Agenda = Field(min_length=1)
    form: Form = Field(title="Form")
    place: Text | None = Field(default=None, title="Place")
    languages: Languages = Field(default=(), title="Languages")
    reason: Text | None = Field(default=None, title="Reason")
    attachments: Attachments = Field(default=(), title="Files")


class ConsultationProposed(Notice):
    """Clauses KH 4(2), TJ 4 2)."""

    kind = "consultation.proposed"
    version = 2
    title = "Consultation proposed"
    description = "Days and an agenda by the subjects (a) to (f)."
    family = Family.CONSULTATIONS
    classes = (RESTRICTED,)

    statement: ProposedDays = Field(title="Days")
    restricted: Proposal = Field(title="Proposal")


class SetDay(Payload):
    """The day on which the sides meet, and the hours; left out, they are as offered."""

    on: Day = Field(title="Day")
    hours: Hours | None = Field(default=None, title="Hours of the meeting")


class Acceptance(Payload):
    """Form, place and what is added to the agenda."""

    form: Form | None = Field(default=None, title="Form")
    place: Text | None = Field(default=None, title="Place")
    added: Agenda = ()
    remarks: Text | None = Field(default=None, title="Remarks")


class ConsultationAccepted(Notice):
    """Clauses KH 4(2), TJ 4 2)."""

    kind = "consultation.accepted"
    version = 2
    title = "Consultation accepted"
    description = "The day is set."
    family = Family.CONSULTATIONS
    classes = (RESTRICTED,)
    answers = Answers(required=("consultation.proposed", "consultation.rescheduled"))

    statement: SetDay = Field(title="Day")
    restricted: Acceptance | None = Field(default=None, title="Arrangements")


class DeclinedWhy(Code):
    """Why a consultation is declined."""

    DAY = "day", "The day does not suit"
    SUBJECT = "subject", "The subject is not for consultation"
    PENDING = "pending", "Too early: something is pending"
    IN_WRITING = "in-writing", "Better dealt with in writing"
    OTHER = "other", "Other"


class Decline(Payload):
    """Why not, and when instead."""

    why: DeclinedWhy = Field(title="Reason")
    explanation: Text | None = Field(default=None, title="In words")
    instead: Days = Field(default=(), title="Days instead")


class ConsultationDeclined(Notice):
    """Clauses KH 4(2), TJ 4 2)."""

    kind = "consultation.declined"
    title = "Consultation declined"
    description = "Why not, and which days instead."
    family = Family.CONSULTATIONS
    classes = (RESTRICTED,)
    answers = Answers(required=("consultation.proposed", "consultation.rescheduled"))

    restricted: Decline = Field(title="Reason")


class Reschedule(Payload):
    """Why the day changes."""

    explanation: Text | None = Field(default=None, title="Reason")
    form: Form | None = Field(default=None, title="Form")
    place: Text | None = Field(default=None, title="Place")


class ConsultationRescheduled(Notice):
    """Clauses KH 4(2), TJ 4 2)."""

    kind = "consultation.rescheduled"
    version = 2
    title = "Consultation rescheduled"
    description = "Another day is proposed for a consultation. It names the consultation."
    family = Family.CONSULTATIONS
    classes = (RESTRICTED,)
    answers = Answers(allowed=("consultation.proposed", "consultation.rescheduled"))
    refers = Answers(
        required=("consultation.proposed", "consultation.accepted", "consultation.rescheduled"),
        any_kind=True,
    )

    statement: SetDay = Field(title="New day")
    restricted: Reschedule | None = Field(default=None, title="Reason")


class ActionOwed(Payload):
    """A corrective action as the ledger counts it: its number, its owner, its day."""

    action: Token = Field(title="Action", description="For example a1; the minutes describe it.")
    owner: PartyCode = Field(title="Side that acts")
    due_on: Day | None = Field(default=None, title="To be done by")


class Held(Payload):
    """When the sides met, what each owes, and at which hours they meet next."""

    held_on: Day = Field(title="Held on")
    actions: tuple[ActionOwed, ...] = Field(default=(), max_length=100, title="Corrective actions")
    next_hours: Hours | None = Field(
        default=None,
        title="Hours of the next consultation",
        description="Its day stands at the end of the minutes.",
    )

    @model_validator(mode="after")
    def _names_actions_once(self) -> Self:
        names = [owed.action for owed in self.actions]
        if len(set(names)) != len(names):
            raise fault(Fault.SAME_NUMBER)
        return self


class Participant(Personal):
    """Who took part."""

    side: PartyCode = Field(title="Side")
    office: OfficeId | None = Field(default=None, title="Office")
    organization: Names | None = Field(default=None, title="Body")
    name: Name | None = Field(default=None, title="Name")
    position: Text | None = Field(default=None, title="Position")


class MinutedItem(Payload):
    """What was said on an item, and what was concluded."""

    number: Number = Field(title="Number")
    subject: Subject = Field(title="Subject")
    title: Text = Field(title="Item")
    said: tuple[Text, ...] = Field(default=(), max_length=20, title="Said")
    concluded: Text | None = Field(default=None, title="Concluded")


class CorrectiveAction(Payload):
    """What an action is; its owner and day stand in the envelope."""

    action: Token = Field(title="Action")
    office: OfficeId | None = Field(default=None, title="Office in charge")
    what: Text = Field(title="What is to be done")
    item: Number | None = Field(default=None, title="From item")


class Minutes(Payload):
    """The minutes of a consultation."""

    form: Form = Field(title="Form")
    place: Text | None = Field(default=None, title="Place")
    participants: tuple[Participant, ...] = Field(default=(), max_length=100, title="Participants")
    items: tuple[MinutedItem, ...] = Field(min_length=1, max_length=50, title="Items")
    actions: tuple[CorrectiveAction, ...] = Field(
        default=(), max_length=100, title="Corrective actions"
    )
    next_on: Day | None = Field(default=None, title="Next consultation")
    attachments: Attachments = Field(default=(), title="Files")


class _Minuted(Notice):
    """Minutes with the actions they name; a draft by one side, or its correction by either."""

    family = Family.CONSULTATIONS
    classes = (RESTRICTED,)

    statement: Held = Field(title="Day and actions")
    restricted: Minutes = Field(title="Minutes")

    @model_validator(mode="after")
    def _describes_each_action(self) -> Self:
        owed = {action.action for action in self.statement.actions}
        if owed != {action.action for action in self.restricted.actions}:
            raise fault(Fault.ACTIONS_DESCRIBED)
        return self


class ConsultationMinuted(_Minuted):
    """Clauses KH 4(2), TJ 4 2)."""

    kind = "consultation.minuted"
    version = 2
    title = "Consultation minuted"
    description = "Minutes with corrective actions; the other side agrees or corrects."
    refers = Answers(any_kind=True)


class ConsultationMinutesCorrected(_Minuted):
    """Clauses KH 4(2), TJ 4 2)."""

    kind = "consultation.minutes-corrected"
    version = 2
    title = "Minutes corrected"
    description = "The whole minutes as this side would have them read."
    answers = Answers(required=("consultation.minuted", "consultation.minutes-corrected"))


class AgreedMinutes(Payload):
    """What is agreed: the day and the actions of the minutes that are answered."""

    held_on: Day = Field(title="Held on")
    actions: tuple[ActionOwed, ...] = Field(
        default=(), max_length=100, title="Corrective actions", description="As in the minutes."
    )


class ConsultationMinutesAgreed(Notice):
    """Clauses KH 4(2), TJ 4 2)."""

    kind = "consultation.minutes-agreed"
    title = "Minutes agreed"
    description = "The minutes stand; the corrective actions begin."
    family = Family.CONSULTATIONS
    classes = (RESTRICTED,)
    answers = Answers(required=("consultation.minuted", "consultation.minutes-corrected"))

    statement: AgreedMinutes = Field(title="Day and actions")


class ActionState(Code):
    """How far a corrective action is."""

    DONE = "done", "Done"
    PARTLY = "partly", "Partly done"
    NOT = "not-done", "Not done"
    ONGOING = "ongoing", "Under way"


class ReportedAction(Payload):
    """Which action, and how far it is."""

    action: Token = Field(title="Action")
    state: ActionState = Field(title="State")
    done_on: Day | None = Field(default=None, title="Done on")


class ActionReport(Payload):
    """What was done and what came of it."""

    text: Text = Field(title="What was done")
    outcome: Text | None = Field(default=None, title="Outcome")
    attachments: Attachments = Field(default=(), title="Files")


class CorrectiveActionReported(Notice):
    """Clauses KH 4(2), TJ 4 2): efforts to correct problems."""

    kind = "corrective-action.reported"
    title = "Corrective action reported"
    description = "What was done about one action of agreed minutes."
    family = Family.CONSULTATIONS
    classes = (RESTRICTED,)
    answers = Answers(
        required=(
            "consultation.minutes-agreed",
            "consultation.minuted",
            "consultation.minutes-corrected",
        )
    )

    statement: ReportedAction = Field(title="Action")
    restricted: ActionReport = Field(title="Report")
