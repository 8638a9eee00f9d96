"""Return after a final refusal of residence in a suspended field (clause 8)."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.acceptance import StatusOfResidence
from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import CONFIDENTIAL, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload, Personal
from kakehashi.core.notices.text import Line, Names, Reference, Text
from kakehashi.core.notices.values import Attachments, FieldCode


class TravelDocument(Code):
    """A document to travel home with."""

    TEMPORARY = "temporary-passport", "Temporary passport"
    LAISSEZ_PASSER = "laissez-passer", "Laissez-passer"
    PASSPORT = "passport", "Passport"
    OTHER = "other", "Other"


class FinalRefusal(Payload):
    """The refusal of residence, and that it is final."""

    decided_on: Day = Field(title="Decided on")
    final_on: Day = Field(title="Final since")
    reference: Reference | None = Field(default=None, title="Number of the decision")
    no_appeal_pending: Literal[True] = Field(title="No appeal is pending")
    no_protection_pending: Literal[True] = Field(title="No claim for protection is pending")

    @model_validator(mode="after")
    def _is_final_later(self) -> Self:
        if self.final_on < self.decided_on:
            raise fault(Fault.FINAL_EARLY)
        return self


class Returning(Personal):
    """A person who is to return; dependants only of a Specified Skilled Worker (ii)."""

    reference: Reference = Field(title="Reference", description="Later notices name only this.")
    names: Names = Field(title="Names")
    born_on: Day | None = Field(default=None, title="Date of birth")
    passport: Reference | None = Field(default=None, title="Passport number, if known")
    passport_expired: bool | None = Field(default=None, title="The passport is no longer valid")
    status: StatusOfResidence = Field(title="Status")
    dependant_of: Reference | None = Field(
        default=None, title="Dependant of", description="The reference of the worker (ii)."
    )
    refusal: FinalRefusal = Field(title="Final refusal of residence")
    needs: Text | None = Field(default=None, title="Needs on the way", description="Health, age.")

    @model_validator(mode="after")
    def _depends_on_somebody(self) -> Self:
        dependants = (StatusOfResidence.SPOUSE, StatusOfResidence.CHILD)
        if (self.status in dependants) != (self.dependant_of is not None):
            raise fault(Fault.DEPENDANT_OF_WORKER)
        return self


class ReturnRequest(Payload):
    """A request to help with return; the links name the suspension."""

    field: FieldCode = Field(title="Suspended field")
    persons: tuple[Returning, ...] = Field(min_length=1, max_length=50, title="Persons")
    wanted: tuple[TravelDocument, ...] = Field(default=(), max_length=4, title="Documents wanted")
    request: Text | None = Field(default=None, title="In words")
    wanted_by_on: Day | None = Field(default=None, title="Wanted by")
    attachments: Attachments = Field(default=(), title="Files")

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        references = [person.reference for person in self.persons]
        if len(set(references)) != len(references):
            raise fault(Fault.SAME_REFERENCE)
        one = {p.reference for p in self.persons if p.status is StatusOfResidence.ONE}
        if any(p.dependant_of in one for p in self.persons):
            raise fault(Fault.DEPENDANT_OF_TWO)
        return self


class ReturnRequested(Notice):
    """Clause 8 of both."""

    kind = "return.requested"
    title = "Return requested"
    description = "Help is asked for with the return of persons. It names the suspension."
    family = Family.ACCEPTANCE
    classes = (CONFIDENTIAL,)
    refers = Answers(required=("acceptance.suspended",), any_kind=True)

    confidential: ReturnRequest = Field(title="Request")


References = Annotated[
    tuple[Reference, ...],
    Field(
        min_length=1,
        max_length=50,
        title="Persons",
        description="By their references in the request.",
    ),
]
_REQUEST = Answers(required=("return.requested",), allowed=("return.answered",))


class ReturnWithdrawnWhy(Code):
    """Why a request is withdrawn."""

    PERMITTED = "permitted", "Residence was permitted after all"
    APPEAL = "appeal", "An appeal or a claim for protection was made"
    DEPARTED = "departed", "Departed without help"
    RESUMED = "resumed", "The suspension ended"
    MISTAKE = "mistake", "Mistake"
    OTHER = "other", "Other"


class ReturnWithdrawal(Payload):
    """Who need not return, and why."""

    persons: References
    why: ReturnWithdrawnWhy = Field(title="Reason")
    explanation: Text | None = Field(default=None, title="In words")


class ReturnWithdrawn(Notice):
    """Clause 8 of both."""

    kind = "return.withdrawn"
    title = "Return request withdrawn"
    description = "Help with a return is no longer asked for."
    family = Family.ACCEPTANCE
    classes = (CONFIDENTIAL,)
    refers = Answers(required=("return.requested",), any_kind=True)

    confidential: ReturnWithdrawal = Field(title="Withdrawal")


class Departure(Payload):
    """Who left, when, from where."""

    persons: References
    departed_on: Day = Field(title="Departed on")
    port: Line | None = Field(default=None, title="Place of departure")
    by: Line | None = Field(default=None, title="Flight or ship")
    expected_on: Day | None = Field(default=None, title="Expected to arrive on")


class ReturnDeparted(Notice):
    """Clause 8 of both."""

    kind = "return.departed"
    title = "Departed"
    description = "Persons left Japan."
    family = Family.ACCEPTANCE
    classes = (CONFIDENTIAL,)
    refers = Answers(required=("return.requested",), any_kind=True)

    confidential: Departure = Field(title="Departure")


class ReturnReply(Code):
    """What the sending side answers."""

    WILL = "will", "Procedures are taken"
    PARTLY = "partly", "For some of the persons"
    MORE = "more-needed", "More must be known"
    NOT = "not-ours", "Not our nationals"


class ReturnAnswer(Payload):
    """What the sending side, with its embassy, does."""

    reply: ReturnReply = Field(title="Answer")
    persons: References
    with_embassy: bool = Field(title="The embassy takes part")
    needed: Text | None = Field(default=None, title="What else is needed")
    expected_on: Day | None = Field(default=None, title="Expected on")
    remarks: Text | None = Field(default=None, title="Remarks")


class ReturnAnswered(Notice):
    """Clause 8 of both."""

    kind = "return.answered"
    title = "Return request answered"
    description = "What the sending side does, together with its embassy."
    family = Family.ACCEPTANCE
    classes = (CONFIDENTIAL,)
    answers = Answers(required=("return.requested",))

    confidential: ReturnAnswer = Field(title="Answer")


class IssuedDocument(Payload):
    """A travel document for one person."""

    person: Reference = Field(title="Person", description="By the reference in the request.")
    document: TravelDocument = Field(title="Document")
    number: Reference = Field(title="Number")
    issued_on: Day = Field(title="Issued on")
    valid_until_on: Day | None = Field(default=None, title="Valid until")


class IssuedDocuments(Payload):
    """Travel documents, and where they can be had."""

    documents: tuple[IssuedDocument, ...] = Field(min_length=1, max_length=50, title="Documents")
    issued_by: Names = Field(title="Issued by")
    to_be_had: Text | None = Field(default=None, title="Where and when to be had")
    attachments: Attachments = Field(default=(), title="Files")


class TravelDocumentIssued(Notice):
    """Clause 8 of both."""

    kind = "travel-document.issued"
    title = "Travel document issued"
    description = "Temporary passports or other documents for return."
    family = Family.ACCEPTANCE
    classes = (CONFIDENTIAL,)
    answers = _REQUEST

    confidential: IssuedDocuments = Field(title="Documents")


class NotPossibleWhy(Code):
    """Why return cannot be helped with."""

    IDENTITY = "identity", "Identity cannot be established"
    NATIONALITY = "nationality", "Not a national"
    LAW = "law", "Domestic law"
    HEALTH = "health", "Health"
    FAMILY = "family", "The family would be parted"
    DANGER = "danger", "Danger on return"
    OTHER = "other", "Other"


class NotPossible(Payload):
    """For whom it is not possible, and why."""

    persons: References
    why: NotPossibleWhy = Field(title="Reason")
    explanation: Text = Field(title="In words")
    for_now: bool = Field(default=False, title="Only for now")


class ReturnNotPossible(Notice):
    """Clause 8 of both."""

    kind = "return.not-possible"
    title = "Return not possible"
    description = "For whom it is not possible, and why."
    family = Family.ACCEPTANCE
    classes = (CONFIDENTIAL,)
    answers = _REQUEST

    confidential: NotPossible = Field(title="Reason")


class Arrival(Payload):
    """Who arrived, when, where."""

    persons: References
    arrived_on: Day = Field(title="Arrived on")
    port: Line | None = Field(default=None, title="At")
    care: Text | None = Field(default=None, title="Care after arrival")


class ReturnArrived(Notice):
    """Clause 8 of both."""

    kind = "return.arrived"
    title = "Arrived"
    description = "Persons arrived at home."
    family = Family.ACCEPTANCE
    classes = (CONFIDENTIAL,)
    answers = Answers(
        required=("return.requested",), allowed=("return.answered", "return.departed")
    )

    confidential: Arrival = Field(title="Arrival")
