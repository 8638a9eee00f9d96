"""What a kind of notice is: its name, classes, compartments and what its links must name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import Field

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.payload import Classification, Links, Payload

PUBLIC = Classification.PUBLIC
RESTRICTED = Classification.RESTRICTED
CONFIDENTIAL = Classification.CONFIDENTIAL

COMPARTMENTS: Mapping[str, Classification | None] = {
    "statement": None,
    "links": RESTRICTED,
    "public": PUBLIC,
    "particulars": PUBLIC,
    "restricted": RESTRICTED,
    "confidential": CONFIDENTIAL,
    "rows": PUBLIC,
}
"""In their fixed order, each with its class; the statement stands in the envelope itself."""

_KIND = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Answers:
    """Which kinds a link may name: `required`, at least one of these; `allowed`, these as well.

    A registered letter counts as the kind it stands for.
    """

    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    any_kind: bool = False
    one_or_more: bool = field(default=False)

    def permits(self, kind: str) -> bool:
        """Whether the link may name a notice of this kind."""
        return self.any_kind or kind in self.required or kind in self.allowed

    @property
    def is_required(self) -> bool:
        """Whether the link must name something."""
        return bool(self.required) or self.one_or_more


NOTHING = Answers()
ANYTHING = Answers(any_kind=True)
SOMETHING = Answers(any_kind=True, one_or_more=True)


class Family(Code):
    """Kinds that an officer looks for together."""

    CONTACTS = "contacts", "Contact points"
    ORGANIZATIONS = "organizations", "Sending organizations"
    MEASURES = "measures", "Measures and lists"
    INFORMATION = "information", "Information and reports"
    MISCONDUCT = "misconduct", "Misconduct and investigation"
    INQUIRIES = "inquiries", "Inquiries"
    CONSULTATIONS = "consultations", "Consultations"
    DISCLOSURE = "disclosure", "Disclosure and erasure"
    EXAMS = "exams", "Exams and tests"
    CERTIFICATES = "certificates", "Certificates"
    ACCEPTANCE = "acceptance", "Suspension of acceptance and return"
    LIFE = "life", "The agreement itself"
    LETTERS = "letters", "Letters and corrections"
    PROTOCOL = "protocol", "Between the nodes"


class Notice(Payload):
    """One official communication under an agreement; every kind is one subclass.

    A subclass declares the compartments it has, in the order of `COMPARTMENTS`. One with a
    default may be left out. `title` and `description` are its label and its line of help.
    """

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    title: ClassVar[str]
    description: ClassVar[str]
    family: ClassVar[Family]
    classes: ClassVar[tuple[Classification, ...]]
    answers: ClassVar[Answers] = NOTHING
    refers: ClassVar[Answers] = ANYTHING
    corrects: ClassVar[bool] = False
    automatic: ClassVar[bool] = False
    takes_effect: ClassVar[bool] = False

    links: Links = Field(default=Links(), title="Links")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - pydantic's own
        """Refuse a kind that is declared wrongly, when the program starts."""
        super().__pydantic_init_subclass__(**kwargs)
        if "kind" in vars(cls) and not _KIND.fullmatch(cls.kind):
            raise TypeError(f"{cls.__name__}: {cls.kind!r} is no name of a kind")
        if unknown := set(cls.model_fields) - set(COMPARTMENTS):
            raise TypeError(f"{cls.__name__}: no such compartment: {sorted(unknown)}")

    @property
    def classification(self) -> Classification:
        """Its class: that of its least guarded compartment, among those its kind allows."""
        for classification in Classification:
            filled = getattr(self, classification.value, None) is not None
            if classification in self.classes and filled:
                return classification
        return self.classes[0]


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What a profile must know of a kind.

    `compartments` are those it declares, `needs` those it cannot do without; `takes_effect`
    says that its envelope must name the day it takes effect; `needs_decider` that two officers
    decide it.
    """

    kind: str
    version: int
    title: str
    family: Family
    classes: tuple[Classification, ...]
    compartments: tuple[str, ...]
    needs: tuple[str, ...]
    answers: Answers
    refers: Answers
    corrects: bool
    takes_effect: bool
    needs_decider: bool
    is_protocol: bool


def facts_of(kind: type[Notice]) -> KindFacts:
    """What a profile must know of this kind."""
    declared = kind.model_fields
    return KindFacts(
        kind=kind.kind,
        version=kind.version,
        title=kind.title,
        family=kind.family,
        classes=kind.classes,
        compartments=tuple(name for name in COMPARTMENTS if name in declared),
        needs=tuple(n for n in COMPARTMENTS if n in declared and declared[n].is_required()),
        answers=kind.answers,
        refers=kind.refers,
        corrects=kind.corrects,
        takes_effect=kind.takes_effect,
        needs_decider=not kind.automatic,
        is_protocol=kind.family is Family.PROTOCOL,
    )
