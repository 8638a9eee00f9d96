"""Skill exams and language tests (KH 7, TJ 5): conducted, cooperation, misconduct."""

from typing import Self

from pydantic import Field, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.intermediaries import MayBePut, RedactedFile
from kakehashi.core.notices.notice import CONFIDENTIAL, RESTRICTED, Answers, Family, Notice
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.persons import Actors, ContactPerson
from kakehashi.core.notices.text import Line, Reference, Remarks, Text
from kakehashi.core.notices.values import (
    Attachments,
    Body,
    Count,
    FieldCode,
    People,
    Place,
    Places,
    RoughPeriod,
    Validity,
)


class ExamKind(Code):
    """What is tested."""

    SKILL = "skill", "Skill exam"
    LANGUAGE = "language", "Test of Japanese language proficiency"


class Exam(Payload):
    """An exam or test."""

    kind: ExamKind = Field(title="Kind of exam")
    name: Text = Field(title="Name")
    field: FieldCode | None = Field(default=None, title="Field", description="For skill exams.")
    organizer: Body | None = Field(default=None, title="Held by")


class ExamMisconductKind(Code):
    """The wrongful act."""

    PROXY = "proxy", "Taken by another person"
    FORGED = "forged-pass", "Forged or altered proof of passing"
    LEAK = "leak", "Questions leaked or sold"
    CHEATING = "cheating", "Help or devices during the exam"
    BRIBERY = "bribery", "Bribery"
    FALSE_IDENTITY = "false-identity", "False papers at admission"
    OTHER = "other", "Other"


class ExamMisconduct(Payload):
    """A wrongful act in relation to exams; passes are named by number, never their holders."""

    kinds: tuple[ExamMisconductKind, ...] = Field(min_length=1, max_length=7, title="Acts")
    exam: Exam = Field(title="Exam")
    on_behalf_of: Body | None = Field(default=None, title="On behalf of")
    period: RoughPeriod | None = Field(default=None, title="Time")
    places: Places = Field(default=(), title="Places")
    people: People = Field(default=People.UNKNOWN, title="How many persons it concerns")
    actors: Actors = Field(
        default=(),
        title="Who is said to have acted",
        description="Organizers, sellers and takers in another's place.",
    )
    passes: tuple[Reference, ...] = Field(
        default=(), max_length=200, title="Numbers of the proofs of passing"
    )
    account: Text = Field(title="What happened")
    taken: Text | None = Field(default=None, title="What was done about it")
    may_be_put: MayBePut = Field(default=MayBePut.NO, title="May it be put to those it is about?")
    files: tuple[RedactedFile, ...] = Field(default=(), max_length=20, title="Files")


class ExamMisconductReported(Notice):
    """Clauses KH 7, TJ 5, within the framework of 4(1)."""

    kind = "exam-misconduct.reported"
    title = "Exam misconduct reported"
    description = "Proxy test-taking, forged passes and other wrongful acts in exams."
    family = Family.EXAMS
    classes = (CONFIDENTIAL,)

    confidential: ExamMisconduct = Field(title="Report")


class ExamSession(Payload):
    """One exam held in one place."""

    exam: Exam = Field(title="Exam")
    place: Place = Field(title="Place")
    held: Validity = Field(title="Held")
    applied: Count | None = Field(default=None, title="Applied")
    sat: Count = Field(title="Sat")
    passed: Count | None = Field(default=None, title="Passed")
    irregular: Count = Field(default=0, title="Irregularities")

    @model_validator(mode="after")
    def _counts_fit(self) -> Self:
        if self.passed is not None and self.passed > self.sat:
            raise fault(Fault.COUNTS_DIFFER)
        return self


class ExamsHeld(Payload):
    """How exams were conducted."""

    on_behalf_of: Body = Field(title="On behalf of")
    period: Validity = Field(title="Period")
    sessions: tuple[ExamSession, ...] = Field(min_length=1, max_length=500, title="Sessions")
    safeguards: Text | None = Field(default=None, title="How they were kept proper")
    remarks: Remarks = Field(default=(), title="Remarks")
    attachments: Attachments = Field(default=(), title="Files")


class ExamsReported(Notice):
    """Clauses KH 7, TJ 5."""

    kind = "exams.reported"
    title = "Exams reported"
    description = "How exams and tests were conducted."
    family = Family.EXAMS
    classes = (RESTRICTED,)

    restricted: ExamsHeld = Field(title="Report")


class ExamHelp(Code):
    """The cooperation that is asked for."""

    VENUE = "venue", "Venue"
    IDENTITY = "identity-checks", "Checking identity"
    SECURITY = "security", "Security of papers and venue"
    PUBLICITY = "publicity", "Making the exam known"
    APPLICATIONS = "applications", "Receiving applications"
    EDUCATION = "language-education", "Japanese language education"
    TEACHERS = "teachers", "Teachers and materials"
    PERMITS = "permits", "Permits and customs"
    OTHER = "other", "Other"


class ExamRequest(Payload):
    """A request to cooperate in exams, tests or language education."""

    on_behalf_of: Body = Field(title="On behalf of", description="The ministry that asks.")
    addressed_to: Body | None = Field(
        default=None, title="Meant for", description="For example the ministry in charge of tests."
    )
    wanted: tuple[ExamHelp, ...] = Field(min_length=1, max_length=9, title="Cooperation wanted")
    exam: Exam | None = Field(default=None, title="Exam")
    places: Places = Field(default=(), title="Places")
    period: Validity | None = Field(default=None, title="Period")
    request: Text = Field(title="Request")
    reply_wanted_on: Day | None = Field(default=None, title="Reply wanted by")
    attachments: Attachments = Field(default=(), title="Files")


class ExamCooperationRequested(Notice):
    """Clauses KH 7, TJ 5."""

    kind = "exam-cooperation.requested"
    title = "Cooperation in exams requested"
    description = "The sending side is asked to help; it complies to the extent possible."
    family = Family.EXAMS
    classes = (RESTRICTED,)

    restricted: ExamRequest = Field(title="Request")


class ExamReply(Code):
    """Whether the sending side can help."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class ExamWhyNot(Code):
    """Why cooperation is not possible."""

    LAW = "law", "Domestic law"
    MEANS = "means", "No means or staff"
    TIME = "time", "Not at that time"
    COMPETENCE = "competence", "Not within our powers"
    SAFETY = "safety", "Safety"
    OTHER = "other", "Other"


class ExamAnswer(Payload):
    """What the sending side can do, and why not more."""

    reply: ExamReply = Field(title="Answer")
    on_behalf_of: Body | None = Field(default=None, title="On behalf of")
    can: tuple[ExamHelp, ...] = Field(default=(), max_length=9, title="What is possible")
    why_not: ExamWhyNot | None = Field(default=None, title="Why not, or not all")
    text: Text | None = Field(default=None, title="In words")
    from_on: Day | None = Field(default=None, title="From")
    contact: ContactPerson | None = Field(default=None, title="Contact")
    attachments: Attachments = Field(default=(), title="Files")

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if (self.reply is ExamReply.YES) == (self.why_not is not None):
            raise fault(Fault.SAY_WHY_NOT)
        return self


class ExamCooperationAnswered(Notice):
    """Clauses KH 7, TJ 5."""

    kind = "exam-cooperation.answered"
    title = "Cooperation in exams answered"
    description = "Yes, partly, or no and why."
    family = Family.EXAMS
    classes = (RESTRICTED,)
    answers = Answers(required=("exam-cooperation.requested",))

    restricted: ExamAnswer = Field(title="Answer")


class ExamHelpGiven(Payload):
    """What was done."""

    on_behalf_of: Body | None = Field(default=None, title="On behalf of")
    given: tuple[ExamHelp, ...] = Field(min_length=1, max_length=9, title="What was done")
    completed_on: Day = Field(title="Completed on")
    result: Text | None = Field(default=None, title="Result")
    cost_note: Line | None = Field(default=None, title="Note on cost")
    attachments: Attachments = Field(default=(), title="Files")


class ExamCooperationCompleted(Notice):
    """Clauses KH 7, TJ 5."""

    kind = "exam-cooperation.completed"
    title = "Cooperation in exams completed"
    description = "What was asked for was done."
    family = Family.EXAMS
    classes = (RESTRICTED,)
    answers = Answers(
        required=("exam-cooperation.requested",), allowed=("exam-cooperation.answered",)
    )

    restricted: ExamHelpGiven = Field(title="What was done")
