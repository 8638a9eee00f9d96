"""The shape of a profile's TOML, table by table; what must hold between them is checked later."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kakehashi.core.agreement.profile import Span
from kakehashi.core.notices.payload import Classification

EVERYWHERE = "all"
"""The clause of permits that follow another notice, or a letter, into any clause."""

EACH = "each"
"""The party of a duty that either side may come to owe the other."""

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Words = Annotated[str, StringConstraints(pattern=r"\S", max_length=2000)]
Number = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z()]([0-9A-Za-z() ]*[0-9A-Za-z()])?$", max_length=24)
]
FieldPath = Annotated[str, StringConstraints(pattern=r"^(public|statement)(\.[a-z_]+)+$")]
Names = dict[Tag, Words]
Some = Field(min_length=1)


class Table(BaseModel):
    """A table in which an unknown key is an error and nothing is converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class DatedTable(Table):
    """A table that holds from a day, until before another."""

    first: date | None = Field(default=None, alias="from")
    until: date | None = None


def span_of(table: DatedTable) -> Span:
    """Give the days on which a dated table holds."""
    return Span(first=table.first, until=table.until)


class Signature(Table):
    """Where and when the memorandum was signed."""

    on: date
    at: Names


class OfficeTable(Table):
    """A ministry, agency or unit."""

    names: Names
    within: Id | None = None


class BodyTable(Table):
    """One outside the circle, admitted to some clauses' notices."""

    names: Names
    kind: Literal["ministry", "embassy", "other"]
    clauses: Annotated[list[Number], Some]


class PartyTable(Table):
    """One side."""

    names: Names
    side: Literal["sending", "accepting"]
    time_zone: Words
    circle: Annotated[list[Id], Some]
    signatories: Annotated[list[Id], Some]
    offices: Annotated[dict[Id, OfficeTable], Some]
    bodies: dict[Id, BodyTable] = Field(default_factory=dict)


class ContactTable(DatedTable):
    """A designated unit."""

    party: str
    clause: Number
    office: Id
    languages: Annotated[list[Tag], Some]
    hours: Words | None = None


class ClauseTable(Table):
    """A clause, in our words."""

    number: Number
    title: Names
    asks: Names
    items: dict[Id, Names] = Field(default_factory=dict)


class PermitTable(DatedTable):
    """Who may issue what, in which class; `clauses = ["all"]` follows another notice anywhere."""

    clauses: Annotated[list[Number], Some]
    parties: Annotated[list[str], Some]
    kinds: Annotated[list[str], Some]
    classes: Annotated[list[Literal["public", "restricted", "confidential"]], Some]

    def classifications(self) -> tuple[Classification, ...]:
        """Give the classes as the notices know them."""
        return tuple(known for name in self.classes for known in Classification if known == name)


class WhereTable(Table):
    """Which notices count."""

    field: FieldPath
    codes: Annotated[list[Words], Some] = Field(alias="is")


class DutyTable(DatedTable):
    """What a party owes."""

    id: Id
    clause: Number
    party: str
    does: Names
    source: Literal["memorandum", "agreed"]
    ledger: Literal["shared", "own"] = "shared"
    opener: Literal["counterpart", "self", "either"] = "counterpart"
    opened_by: list[str] = Field(default_factory=list)
    opened_by_act: str | None = None
    discharged_by: list[str] = Field(default_factory=list)
    declined_by: list[str] = Field(default_factory=list)
    lifted_by: list[str] = Field(default_factory=list)
    where: WhereTable | None = None
    done_where: WhereTable | None = None
    each: FieldPath | None = None


def owers(table: "ProfileTable", duty: DutyTable) -> list[str]:
    """Give the codes of those who owe a duty."""
    return list(table.parties) if duty.party == EACH else [duty.party]


class RuleTable(DatedTable):
    """A named value; what it may be is the rule's own."""

    name: str
    clause: Number
    value: Any
    note: Names = Field(default_factory=dict)


class ProfileTable(Table):
    """The whole file."""

    name: Id
    title: Names
    signed: Annotated[list[Signature], Some]
    parties: dict[Code, PartyTable]
    clauses: Annotated[list[ClauseTable], Some]
    contact_points: list[ContactTable] = Field(default_factory=list)
    permits: Annotated[list[PermitTable], Some]
    duties: list[DutyTable] = Field(default_factory=list)
    rules: list[RuleTable] = Field(default_factory=list)
