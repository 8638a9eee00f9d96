"""Inquiries (KH 5(7), 6(5); TJ 7 6), 6 4)): asked, answered, transferred, reminded."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.notice import RESTRICTED, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload, Personal
from kakehashi.core.notices.text import Line, Names, OrganizationNames, Reference, Text
from kakehashi.core.notices.values import (
    Attachments,
    Body,
    Country,
    FieldCode,
    Fields,
    Identifiers,
    Number,
    Validity,
)


class Template(Code):
    """A standard question, shown to each reader in her own language."""

    IS_APPROVED = "is-approved", "Is this organization approved on the day named?"
    APPROVAL_HISTORY = "approval-history", "What is this organization's history of approval?"
    CONDITIONS = "approval-conditions", "Under which conditions is it approved?"
    PERMITTED_FEES = "permitted-fees", "Which fees may a candidate be charged, and how much?"
    PROCEDURES = "procedures", "Which procedures must a candidate take before departure?"
    CERTIFICATE = "certificate-genuine", "Did you issue the certificate with this number?"
    DOCUMENT = "document-genuine", "Did your authority issue this document?"
    KNOWN_INTERMEDIARY = "intermediary-known", "What is known of this intermediary?"
    TRAINING = "training-given", "Which training did the organization give?"
    RECOVERY = "money-recovered", "Can money be recovered, and how?"
    DEPARTURES = "departures", "How many persons departed in the period?"
    REGISTERED_SUPPORT = "support-registered", "Is this supporting organization registered?"
    EMPLOYER = "employer-accepting", "Does this organization accept specified skilled workers?"
    MEASURES = "measures-ordered", "Were measures ordered to this organization?"
    CONDITIONS_OF_WORK = "working-conditions", "Which conditions apply to work in this field?"
    FIELD_OPEN = "field-open", "Is acceptance open in this field?"
    EXAMS = "exams-planned", "Which exams and tests are planned?"
    RESIDENTS = "residents", "How many workers reside in Japan, by field and place?"
    APPLICATIONS = "applications", "How many applications were permitted or refused?"
    LAW = "law", "What does the law provide?"
    WELL_BEING = "well-being", "Can the worker's well-being be looked into?"


class Question(Payload):
    """A standard question, a question in free words, or both."""

    number: Number = Field(title="Number")
    template: Template | None = Field(default=None, title="Standard question")
    text: Text | None = Field(default=None, title="In words")
    organization: OrganizationNames | None = Field(default=None, title="Organization asked about")
    identifiers: Identifiers = Field(default=(), title="Numbers asked about")
    field: FieldCode | None = Field(default=None, title="Field asked about")
    period: Validity | None = Field(default=None, title="Day or period asked about")

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if self.template is None and self.text is None:
            raise fault(Fault.NO_QUESTION)
        return self


class Urgency(Code):
    """How soon an answer is needed."""

    ROUTINE = "routine", "In the ordinary course"
    SOON = "soon", "Soon: a decision waits for it"
    DANGER = "danger", "At once: somebody is in danger"


class Inquiry(Payload):
    """Questions to the other side."""

    headline: Text = Field(title="Subject")
    questions: tuple[Question, ...] = Field(min_length=1, max_length=30, title="Questions")
    background: Text | None = Field(default=None, title="Background")
    urgency: Urgency = Field(default=Urgency.ROUTINE, title="Urgency")
    wanted_by_on: Day | None = Field(
        default=None, title="Wanted by", description="A wish; a target exists only where agreed."
    )
    fields: Fields = Field(default=(), title="Fields")
    on_behalf_of: Body | None = Field(default=None, title="On behalf of")
    attachments: Attachments = Field(default=(), title="Files")

    @model_validator(mode="after")
    def _counts_questions(self) -> Self:
        numbers = [question.number for question in self.questions]
        if len(set(numbers)) != len(numbers):
            raise fault(Fault.SAME_NUMBER)
        return self


class PersonAsked(Personal):
    """A person whom an inquiry concerns."""

    names: Names = Field(title="Names")
    born_on: Day | None = Field(default=None, title="Date of birth")
    nationality: Country | None = Field(default=None, title="Nationality")
    document: Reference | None = Field(default=None, title="Passport or other number")
    question: Number | None = Field(default=None, title="Belongs to question")
    remarks: Text | None = Field(default=None, title="Remarks")


class PersonsAsked(Personal):
    """The persons whom an inquiry concerns; apart, so that they can be erased."""

    persons: tuple[PersonAsked, ...] = Field(min_length=1, max_length=50, title="Persons")
    attachments: Attachments = Field(default=(), title="Files")


class InquiryAsked(Notice):
    """KH 5(7), 6(5); TJ 7 6), 6 4)."""

    kind = "inquiry.asked"
    title = "Inquiry asked"
    description = "Questions to the other side about sending or about acceptance."
    family = Family.INQUIRIES
    classes = (RESTRICTED,)

    restricted: Inquiry = Field(title="Inquiry")
    confidential: PersonsAsked | None = Field(default=None, title="Persons concerned")


class Reply(Code):
    """The short answer to a question."""

    YES = "yes", "Yes"
    NO = "no", "No"
    AS_STATED = "as-stated", "As stated"
    NOT_HELD = "not-held", "We hold nothing about it"
    NOT_POSSIBLE = "not-possible", "We cannot say"
    DIFFERENT_OFFICE = "different-office", "Another office knows"


class WhyNot(Code):
    """Why a question is not answered."""

    LAW = "law", "Domestic law does not permit it"
    INVESTIGATION = "investigation", "An investigation is under way"
    NOT_COMPETENT = "not-competent", "Not within our powers"
    UNCLEAR = "unclear", "The question is not clear"
    NO_RECORDS = "no-records", "There are no records"
    OTHER = "other", "Other"


class QuestionAnswer(Payload):
    """The answer to one question."""

    question: Number = Field(title="Question")
    reply: Reply = Field(title="Answer")
    why_not: WhyNot | None = Field(default=None, title="Why not")
    text: Text | None = Field(default=None, title="In words")
    as_of_on: Day | None = Field(default=None, title="As of")


_Answers = Annotated[tuple[QuestionAnswer, ...], Field(max_length=30, title="Answers")]


class InquiryAnswer(Payload):
    """Answers to all questions that were asked."""

    answers: _Answers
    remarks: Text | None = Field(default=None, title="Remarks")
    attachments: Attachments = Field(default=(), title="Files")

    @model_validator(mode="after")
    def _answers_each_once(self) -> Self:
        numbers = [answer.question for answer in self.answers]
        if not numbers or len(set(numbers)) != len(numbers):
            raise fault(Fault.ANSWER_EACH_ONCE)
        return self


class PartialAnswer(InquiryAnswer):
    """Answers to some questions; the others follow."""

    remaining: tuple[Number, ...] = Field(min_length=1, max_length=30, title="Questions still open")
    rest_expected_on: Day | None = Field(default=None, title="The rest expected on")


class AnswerAboutPersons(Personal):
    """What is said of the persons whom the inquiry concerns."""

    text: Text = Field(title="About the persons")
    attachments: Attachments = Field(default=(), title="Files")


class InquiryPartlyAnswered(Notice):
    """KH 5(7), 6(5); TJ 7 6), 6 4)."""

    kind = "inquiry.partly-answered"
    title = "Inquiry partly answered"
    description = "Some questions are answered; the others are named and follow."
    family = Family.INQUIRIES
    classes = (RESTRICTED,)
    answers = Answers(required=("inquiry.asked",), allowed=("inquiry.reminded",))

    restricted: PartialAnswer = Field(title="Answer")
    confidential: AnswerAboutPersons | None = Field(default=None, title="About the persons")


class InquiryAnswered(Notice):
    """KH 5(7), 6(5); TJ 7 6), 6 4)."""

    kind = "inquiry.answered"
    title = "Inquiry answered"
    description = "The answers, question by question."
    family = Family.INQUIRIES
    classes = (RESTRICTED,)
    answers = Answers(required=("inquiry.asked",), allowed=("inquiry.reminded",))

    restricted: InquiryAnswer = Field(title="Answer")
    confidential: AnswerAboutPersons | None = Field(default=None, title="About the persons")


class Transfer(Payload):
    """Another office answers."""

    to: Body = Field(title="Passed to")
    passed_on: Day = Field(title="Passed on")
    questions: tuple[Number, ...] = Field(
        default=(), max_length=30, title="Questions passed", description="None: all of them."
    )
    reference: Reference | None = Field(default=None, title="Its file number")
    expected_on: Day | None = Field(default=None, title="Answer expected on")
    remarks: Text | None = Field(default=None, title="Remarks")


class InquiryTransferred(Notice):
    """KH 5(7), 6(5); TJ 7 6), 6 4)."""

    kind = "inquiry.transferred"
    title = "Inquiry transferred"
    description = "Another office of the same side answers it. The duty to answer stays."
    family = Family.INQUIRIES
    classes = (RESTRICTED,)
    answers = Answers(required=("inquiry.asked",), allowed=("inquiry.reminded",))

    restricted: Transfer = Field(title="Transfer")


class Reminder(Payload):
    """The asker asks again."""

    reminder: Number = Field(title="Reminder number")
    questions: tuple[Number, ...] = Field(
        default=(), max_length=30, title="Questions still open", description="None: all of them."
    )
    wanted_by_on: Day | None = Field(default=None, title="Wanted by")
    text: Text | None = Field(default=None, title="In words")
    waiting: Line | None = Field(default=None, title="What waits for it")


class InquiryReminded(Notice):
    """KH 5(7), 6(5); TJ 7 6), 6 4)."""

    kind = "inquiry.reminded"
    title = "Inquiry reminded"
    description = "The asker asks again. It names the inquiry."
    family = Family.INQUIRIES
    classes = (RESTRICTED,)
    refers = Answers(required=("inquiry.asked",), any_kind=True)

    restricted: Reminder = Field(title="Reminder")
