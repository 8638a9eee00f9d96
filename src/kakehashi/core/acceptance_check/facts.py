"""What is known when an application is checked: what it states, and what the records say."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kakehashi.core.acceptance import Closure
from kakehashi.core.notices.acceptance import Channel
from kakehashi.core.notices.certificates import CertificateState
from kakehashi.core.notices.exams import ExamKind
from kakehashi.core.standing import Status


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee: who paid whom for what, how much, and whether its basis was shown.

    `payer` is a role, `purpose` a code of `core.notices.intermediaries`; `has_basis` None where
    nobody says.
    """

    money: Money
    payer: str = "candidate"
    payee: str = ""
    purpose: str = "not-said"
    has_basis: bool | None = None


@dataclass(frozen=True, slots=True)
class Pass:
    """One passed exam as the application states it; `exam` is an id of the list of exams."""

    kind: ExamKind
    exam: str = ""
    number: str = ""
    passed_on: date | None = None
    field: str = ""
    level: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom an application is about: names in any script, date of birth, passport number."""

    names: tuple[str, ...] = ()
    born_on: date | None = None
    passport: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """What an application states.

    `unread` are cells of it that no reader understood, as they stood, by the field they belong to;
    `shifted` is by how many columns its row had slipped.
    `number`, `issued_on` and `organization` are what the paper certificate shows in letters;
    `code` is the text of its QR code, or "" where there is none.
    """

    person: Person
    applied_on: date
    channel: Channel = Channel.ELIGIBILITY
    reference: str = ""
    field: str = ""
    organization: str = ""
    number: str = ""
    issued_on: date | None = None
    code: str = ""
    exams: tuple[Pass, ...] = ()
    fees: tuple[Fee, ...] | None = None
    wage: Money | None = None
    shifted: int = 0
    unread: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Reading(StrEnum):
    """How the text of a code was read."""

    VERIFIED = "verified"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"
    OTHER_ISSUER = "other-issuer"
    FALSE = "false"
    KEY_UNKNOWN = "key-unknown"
    KEY_NOT_THEN = "key-not-then"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a certificate states."""

    number: str
    organization: str
    field: str
    latin_name: str
    issued_on: date
    valid_until_on: date | None = None
    born_on: date | None = None
    passport_last_four: str = ""


class State(StrEnum):
    """The state of a certificate, as far as it is known."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """The state of a certificate: since when (None: no day is known), by what was known when.

    `is_fresh` says that what it is read from is new enough to be relied on.
    """

    state: State = State.UNKNOWN
    since_on: date | None = None
    as_of: date | None = None
    is_fresh: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A code that was read: how, what it states where its signature is true, its state."""

    reading: Reading
    claims: Claims | None = None
    known: Known = Known()
    announced: bool | None = None
    """Whether a batch names it with the same commitment; False: with another; None: none does."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A status of an organization: from a day, decided on a day (at the latest), until another."""

    status: Status
    from_on: date
    decided_on: date
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """An organization of the register: its stages, the last day of its approval, its fields."""

    number: str
    stages: tuple[Stage, ...]
    valid_until_on: date | None = None
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sight:
    """Another application with the same certificate or the same person's papers."""

    where: str
    on: date
    is_same_person: bool


@dataclass(frozen=True, slots=True)
class OtherPass:
    """A pass of another application: with the same number, or of the same person on one day."""

    where: str
    exam: str
    number: str
    passed_on: date | None
    place: str
    is_same_person: bool


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam that exists: since when, for which field, from which age."""

    id: str
    kind: ExamKind
    since_on: date
    field: str = ""
    least_age: int | None = None
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sending side answered about the certificate; `since_on` where it names a day."""

    state: CertificateState
    on: date
    since_on: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sending side answered to an inquiry that was about this application too."""

    on: date
    reference: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an officer decided by an answer about the doubts that stood then, by their findings.

    `is_settled`: they are answered; otherwise the answer confirms them.
    """

    is_settled: bool
    findings: frozenset[str]
    on: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say that bears on one application.

    `rates` give what one unit of the first currency is in the second; `coded_since` is the first
    day for which the issuer told of a key, None where it told of none.
    """

    today: date
    paper: Paper | None = None
    organization: Organization | None = None
    closures: tuple[Closure, ...] = ()
    seen: tuple[Sight, ...] = ()
    exams: Mapping[str, Exam] = dataclasses.field(default_factory=dict)
    other_passes: tuple[OtherPass, ...] = ()
    rates: Mapping[tuple[str, str], Decimal] = dataclasses.field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    coded_since: date | None = None
    replies: tuple[Reply, ...] = ()
    ruling: Ruling | None = None
