"""The agreement itself: amendment, review, commencement, discontinuance, disputes."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import CONFIDENTIAL, RESTRICTED, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.text import Names, Reference, Text
from kakehashi.core.notices.values import Attachment, Attachments, Clause, Digest, OfficeId

Clauses = Annotated[tuple[Clause, ...], Field(max_length=40, title="Clauses")]


class NewProfile(Payload):
    """The terms as data, by their digest."""

    profile: Digest = Field(
        title="Digest of the new profile", description="What both sides' consents must name."
    )


class Amendment(Payload):
    """What is to change, and why."""

    clauses: Clauses = Field(min_length=1)
    reason: Text = Field(title="Reason")
    wording: tuple[Text, ...] = Field(
        default=(), max_length=40, title="Proposed wording", description="Clause by clause."
    )
    attachments: Attachments = Field(default=(), title="Files")


class AmendmentProposed(Notice):
    """Clause 9 of both."""

    kind = "amendment.proposed"
    title = "Amendment proposed"
    description = "A change of the agreement, as words and as a new profile."
    family = Family.LIFE
    classes = (RESTRICTED,)
    takes_effect = True
    refers = Answers(any_kind=True)

    statement: NewProfile = Field(title="New profile")
    restricted: Amendment = Field(title="Amendment")


class Consenting(Payload):
    """A signatory and the day on which it consented in writing."""

    signatory: OfficeId = Field(title="Signatory", description="Its code in the profile.")
    consented_on: Day = Field(title="Consented on")


class ConsentedProfile(NewProfile):
    """The profile that is consented to, and by whom."""

    signatories: tuple[Consenting, ...] = Field(min_length=1, max_length=20, title="Signatories")

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if len({c.signatory for c in self.signatories}) != len(self.signatories):
            raise fault(Fault.NAMED_TWICE)
        return self


class Instrument(Payload):
    """A written instrument: what the node records and does not replace."""

    reference: Reference | None = Field(default=None, title="Number")
    title: Text | None = Field(default=None, title="Title")
    signatories: tuple[OfficeId, ...] = Field(
        default=(), max_length=20, title="Signed by", description="Their codes in the profile."
    )
    dated_on: Day = Field(title="Dated")
    scan: Attachment = Field(title="Scan")


class ConsentInstruments(Payload):
    """The instruments in which the signatories consent."""

    instruments: tuple[Instrument, ...] = Field(min_length=1, max_length=20, title="Instruments")
    remarks: Text | None = Field(default=None, title="Remarks")


class AmendmentConsented(Notice):
    """Clause 9 of both: the consent of every signatory of one side."""

    kind = "amendment.consented"
    title = "Amendment consented"
    description = "Every signatory of this side consents in writing; the instruments are attached."
    family = Family.LIFE
    classes = (RESTRICTED,)
    takes_effect = True
    answers = Answers(required=("amendment.proposed",))

    statement: ConsentedProfile = Field(title="New profile and signatories")
    restricted: ConsentInstruments = Field(title="Instruments")

    @model_validator(mode="after")
    def _every_consent_is_in_writing(self) -> Self:
        consenting = {c.signatory for c in self.statement.signatories}
        signed = {name for i in self.restricted.instruments for name in i.signatories}
        if consenting != signed:
            raise fault(Fault.INSTRUMENT_SIGNED)
        return self


class AmendmentDeclinedWhy(Code):
    """Why an amendment is declined."""

    CONTENT = "content", "The content"
    TIME = "time", "Not now"
    COMPETENCE = "competence", "It needs another instrument"
    COUNTER = "counter-proposal", "Another proposal follows"
    OTHER = "other", "Other"


class AmendmentDecline(Payload):
    """Why an amendment is declined."""

    why: AmendmentDeclinedWhy = Field(title="Reason")
    explanation: Text | None = Field(default=None, title="In words")


class AmendmentDeclined(Notice):
    """Clause 9 of both."""

    kind = "amendment.declined"
    title = "Amendment declined"
    description = "This side does not consent; why."
    family = Family.LIFE
    classes = (RESTRICTED,)
    answers = Answers(required=("amendment.proposed",))

    restricted: AmendmentDecline = Field(title="Reason")


class ReviewOccasion(Code):
    """Why the framework is reviewed."""

    SYSTEM = "system-review", "After the review of the system"
    REQUEST = "request", "One side asks for it"
    CONSULTATION = "consultation", "A consultation concluded so"
    OTHER = "other", "Other"


class Review(Payload):
    """A review of the framework."""

    occasion: ReviewOccasion = Field(title="Occasion")
    subjects: tuple[Text, ...] = Field(min_length=1, max_length=30, title="Subjects")
    clauses: Clauses = ()
    opened_on: Day = Field(title="Opened on")
    expected_on: Day | None = Field(default=None, title="Expected to end on")
    attachments: Attachments = Field(default=(), title="Files")


class ReviewOpened(Notice):
    """Clause KH 9."""

    kind = "review.opened"
    title = "Review opened"
    description = "The framework of cooperation is reviewed, as necessary."
    family = Family.LIFE
    classes = (RESTRICTED,)

    restricted: Review = Field(title="Review")


class ReviewOutcome(Code):
    """What a review came to."""

    NO_CHANGE = "no-change", "No change"
    AMENDMENT = "amendment", "An amendment is to be proposed"
    PRACTICE = "practice", "Practice changes, the agreement does not"
    CONTINUED = "continued", "To be continued"


class ReviewResult(Payload):
    """What a review came to."""

    outcome: ReviewOutcome = Field(title="Outcome")
    conclusions: tuple[Text, ...] = Field(default=(), max_length=30, title="Conclusions")
    concluded_on: Day = Field(title="Concluded on")
    attachments: Attachments = Field(default=(), title="Files")


class ReviewConcluded(Notice):
    """Clause KH 9."""

    kind = "review.concluded"
    title = "Review concluded"
    description = "What the review came to. It names the review."
    family = Family.LIFE
    classes = (RESTRICTED,)
    answers = Answers(allowed=("review.opened",))
    refers = Answers(required=("review.opened",), any_kind=True)

    restricted: ReviewResult = Field(title="Result")


class Sent(Payload):
    """When a written notification was sent."""

    sent_on: Day = Field(title="Sent on")


class LastNotification(Sent):
    """When it was sent, and whether it is the last that is needed."""

    last: bool = Field(
        title="The last notification", description="All domestic procedures are completed."
    )


class WrittenInstrument(Payload):
    """A written notification, as it went through diplomatic channels or otherwise."""

    reference: Reference | None = Field(default=None, title="Number")
    by: Names = Field(title="Sent by")
    to: Names = Field(title="To")
    diplomatic: bool = Field(title="Through diplomatic channels")
    text: Text | None = Field(default=None, title="Text or summary")
    scan: Attachment | None = Field(default=None, title="Scan")


class CommencementNotified(Notice):
    """Clause TJ 10."""

    kind = "commencement.notified"
    title = "Commencement notified"
    description = "A written notification that domestic procedures are completed."
    family = Family.LIFE
    classes = (RESTRICTED,)

    statement: LastNotification = Field(title="Notification")
    restricted: WrittenInstrument = Field(title="Written instrument")


class Received(Payload):
    """When a written notification was received: the day from which the clause counts."""

    received_on: Day = Field(title="Received on")
    last: bool = Field(default=True, title="The last notification")


class CommencementReceived(Notice):
    """Clause TJ 10: it commences on the day of receipt of the last written notification."""

    kind = "commencement.received"
    title = "Notification of commencement received"
    description = "The day on which the last written notification was received."
    family = Family.LIFE
    classes = (RESTRICTED,)
    answers = Answers(required=("commencement.notified",))

    statement: Received = Field(title="Receipt")
    restricted: WrittenInstrument = Field(title="Written instrument")


class Discontinuance(WrittenInstrument):
    """The notification of the intention to discontinue."""

    reason: Text | None = Field(default=None, title="Reason")


class DiscontinuanceNotified(Notice):
    """Clause TJ 10."""

    kind = "discontinuance.notified"
    title = "Discontinuance notified"
    description = "One side intends to discontinue the agreement."
    family = Family.LIFE
    classes = (RESTRICTED,)

    statement: Sent = Field(title="Notification")
    restricted: Discontinuance = Field(title="Written instrument")


class ReceivedOn(Payload):
    """When the notification was received."""

    received_on: Day = Field(title="Received on")


class DiscontinuanceReceived(Notice):
    """Clause TJ 10: it discontinues six months after this day."""

    kind = "discontinuance.received"
    title = "Notification of discontinuance received"
    description = "The day of receipt; the agreement ends so long after it as the clause says."
    family = Family.LIFE
    classes = (RESTRICTED,)
    answers = Answers(required=("discontinuance.notified",))

    statement: ReceivedOn = Field(title="Receipt")
    restricted: WrittenInstrument = Field(title="Written instrument")


class Dispute(Payload):
    """A dispute about interpretation or implementation."""

    clauses: Clauses = Field(min_length=1)
    headline: Text = Field(title="Subject")
    position: Text = Field(title="This side's position")
    sought: Text | None = Field(default=None, title="What this side seeks")
    attachments: Attachments = Field(default=(), title="Files")


class DisputeRaised(Notice):
    """Clause TJ 10."""

    kind = "dispute.raised"
    title = "Dispute raised"
    description = "To be settled amicably through consultations and negotiations."
    family = Family.LIFE
    classes = (CONFIDENTIAL,)

    confidential: Dispute = Field(title="Dispute")


class SettledHow(Code):
    """How a dispute ended."""

    AGREED = "agreed", "By agreement"
    EXPLAINED = "explained", "By explanation"
    DROPPED = "dropped", "It was dropped"


class Settlement(Payload):
    """How a dispute ended."""

    how: SettledHow = Field(title="How")
    settled_on: Day = Field(title="Settled on")
    terms: Text | None = Field(default=None, title="Terms")
    attachments: Attachments = Field(default=(), title="Files")


class DisputeSettled(Notice):
    """Clause TJ 10."""

    kind = "dispute.settled"
    title = "Dispute settled"
    description = "How it was settled."
    family = Family.LIFE
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("dispute.raised",))

    confidential: Settlement = Field(title="Settlement")
