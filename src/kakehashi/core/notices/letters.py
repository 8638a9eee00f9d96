"""What stands in for a notice or mends one: letters on paper, corrections, withdrawals."""

from typing import Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import (
    ANYTHING,
    CONFIDENTIAL,
    NOTHING,
    PUBLIC,
    RESTRICTED,
    Answers,
    Family,
    Notice,
)
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.restated import (
    Restated,
    RestatedConfidential,
    RestatedParticulars,
    RestatedPublic,
    RestatedRestricted,
    RestatedStatement,
)
from kakehashi.core.notices.text import Reference, Text
from kakehashi.core.notices.values import (
    Attachment,
    Attachments,
    Body,
    KindName,
    Languages,
)


def _exactly_one(*compartments: Payload | None) -> None:
    if sum(compartment is not None for compartment in compartments) != 1:
        raise fault(Fault.ONE_CLASS)


class Direction(Code):
    """Which way a letter went."""

    RECEIVED = "received", "Received by this side"
    SENT = "sent", "Sent by this side"


class LetterDates(Payload):
    """What the ledger reads of a letter."""

    stands_for: KindName | None = Field(
        default=None,
        title="Stands for",
        description="The kind of notice it would have been.",
    )
    direction: Direction = Field(title="Direction")
    dated_on: Day = Field(title="Dated")
    received_on: Day | None = Field(
        default=None, title="Received on", description="Its receipt for every duty."
    )
    states: RestatedStatement | None = Field(default=None, title="What it states")

    @model_validator(mode="after")
    def _states_its_kind(self) -> Self:
        if self.direction is Direction.RECEIVED and self.received_on is None:
            raise fault(Fault.WHEN_RECEIVED)
        if self.states is not None and self.states.kind != self.stands_for:
            raise fault(Fault.ANOTHER_KIND)
        return self


class Letter(Payload):
    """A notice on paper: unsigned here, and counted once the other side confirms it."""

    file_number: Reference = Field(title="File number")
    headline: Text = Field(title="Subject")
    sender: Body = Field(title="Sender")
    addressee: Body = Field(title="To")
    languages: Languages = Field(default=(), title="Languages")
    summary: Text | None = Field(default=None, title="Summary")
    scan: Attachment = Field(title="Scan")
    enclosures: Attachments = Field(default=(), title="Enclosures")


class PublicLetter(Letter):
    """A letter whose content is public."""

    content: RestatedPublic | None = Field(default=None, title="Content")


class RestrictedLetter(Letter):
    """A letter whose content both sides may see."""

    content: RestatedRestricted | None = Field(default=None, title="Content")


class ConfidentialLetter(Letter):
    """A letter whose content is confidential."""

    content: RestatedConfidential | None = Field(default=None, title="Content")


class LetterRegistered(Notice):
    """Under every clause: a counterpart without a node, earlier dealings."""

    kind = "letter.registered"
    title = "Letter registered"
    description = "A notice on paper, with its scan. It counts once the other side confirms it."
    family = Family.LETTERS
    classes = (RESTRICTED, PUBLIC, CONFIDENTIAL)
    answers = ANYTHING

    statement: LetterDates = Field(title="Letter")
    public: PublicLetter | None = Field(default=None, title="Public letter")
    particulars: RestatedParticulars | None = Field(default=None, title="Particulars")
    restricted: RestrictedLetter | None = Field(default=None, title="Restricted letter")
    confidential: ConfidentialLetter | None = Field(default=None, title="Confidential letter")

    @model_validator(mode="after")
    def _is_one_letter(self) -> Self:
        _exactly_one(self.public, self.restricted, self.confidential)
        letter = self.public or self.restricted or self.confidential
        content = letter.content if letter else None
        if content is not None and content.kind != self.statement.stands_for:
            raise fault(Fault.ANOTHER_KIND)
        return self


class LetterOutcome(Code):
    """What the other side says of a registered letter."""

    CONFIRMED = "confirmed", "Sent or received as registered"
    OTHERWISE = "otherwise", "Sent or received, but otherwise"
    UNKNOWN = "unknown", "Not known here"


class LetterConfirmation(Payload):
    """Whether the letter is known, and on which day it was received."""

    outcome: LetterOutcome = Field(title="Answer")
    received_on: Day | None = Field(default=None, title="Received on")


class LetterRemarks(Payload):
    """What is otherwise."""

    remarks: Text = Field(title="Remarks")


class LetterConfirmed(Notice):
    """Under every clause."""

    kind = "letter.confirmed"
    title = "Letter confirmed"
    description = "The other side knows the letter; from now on it counts."
    family = Family.LETTERS
    classes = (RESTRICTED, PUBLIC, CONFIDENTIAL)
    answers = Answers(required=("letter.registered",))

    statement: LetterConfirmation = Field(title="Confirmation")
    public: LetterRemarks | None = Field(default=None, title="Public remarks")
    restricted: LetterRemarks | None = Field(default=None, title="Remarks")
    confidential: LetterRemarks | None = Field(default=None, title="Confidential remarks")


class MendedWhy(Code):
    """Why a notice is corrected or withdrawn."""

    TYPING = "typing", "Slip of the pen"
    FACT = "fact", "A fact was wrong"
    LEGAL = "legal", "The legal basis was wrong"
    SUBJECT = "subject", "Another organization or person was meant"
    DATE = "date", "A date was wrong"
    TWICE = "twice", "It was issued twice"
    NEVER = "never-decided", "It was never decided so"
    ANNULLED = "annulled", "The decision was annulled"
    OTHER = "other", "Other"


class Mending(Payload):
    """Why, in words that its class permits."""

    why: MendedWhy = Field(title="Reason")
    explanation: Text | None = Field(default=None, title="In words")


class PublicCorrection(Mending):
    """The public part as it should have read."""

    now: RestatedPublic | None = Field(default=None, title="As it should read")


class RestrictedCorrection(Mending):
    """The restricted part as it should have read."""

    now: RestatedRestricted | None = Field(default=None, title="As it should read")


class ConfidentialCorrection(Mending):
    """The confidential part as it should have read."""

    now: RestatedConfidential | None = Field(default=None, title="As it should read")


class NoticeCorrected(Notice):
    """Under every clause: a mistake is mended by a later notice, and both stay visible."""

    kind = "notice.corrected"
    title = "Notice corrected"
    description = "How an earlier notice of this side should read: each part that changes, whole."
    family = Family.LETTERS
    classes = (RESTRICTED, PUBLIC, CONFIDENTIAL)
    answers = ANYTHING
    corrects = True

    statement: RestatedStatement | None = Field(default=None, title="Envelope's statement")
    public: PublicCorrection | None = Field(default=None, title="Public part")
    particulars: RestatedParticulars | None = Field(default=None, title="Particulars")
    restricted: RestrictedCorrection | None = Field(default=None, title="Restricted part")
    confidential: ConfidentialCorrection | None = Field(default=None, title="Confidential part")

    @model_validator(mode="after")
    def _corrects_one_kind(self) -> Self:
        if self.links.corrects is None:
            raise fault(Fault.CORRECTS_NOTHING)
        kinds = {(part.kind, part.version) for part in self.restated}
        if len(kinds) != 1:
            raise fault(Fault.RESTATES_ONE_KIND)
        return self

    @property
    def restated(self) -> tuple[Restated, ...]:
        """The parts that read differently."""
        corrections = (self.public, self.restricted, self.confidential)
        parts = (
            self.statement,
            self.particulars,
            *(correction.now if correction else None for correction in corrections),
        )
        return tuple(part for part in parts if part is not None)


class NoticeWithdrawn(Notice):
    """Under every clause: both stay visible."""

    kind = "notice.withdrawn"
    title = "Notice withdrawn"
    description = "An earlier notice of this side no longer counts; it stays visible."
    family = Family.LETTERS
    classes = (RESTRICTED, PUBLIC, CONFIDENTIAL)
    answers = NOTHING
    corrects = True

    public: Mending | None = Field(default=None, title="Public reason")
    restricted: Mending | None = Field(default=None, title="Reason")
    confidential: Mending | None = Field(default=None, title="Confidential reason")

    @model_validator(mode="after")
    def _withdraws_one(self) -> Self:
        if self.links.corrects is None:
            raise fault(Fault.CORRECTS_NOTHING)
        _exactly_one(self.public, self.restricted, self.confidential)
        return self
