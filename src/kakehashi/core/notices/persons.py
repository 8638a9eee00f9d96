"""Persons: officers, representatives, and those of whom one side tells the other."""

from typing import Annotated

from pydantic import Field

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.payload import Day, Personal
from kakehashi.core.notices.text import Line, Name, Names, Text
from kakehashi.core.notices.values import (
    Addresses,
    Country,
    Email,
    Identifiers,
    Languages,
    Phones,
)


class Representative(Personal):
    """A person who represents an organization."""

    names: Names = Field(title="Names")
    position: Text | None = Field(default=None, title="Position")


class Representatives(Personal):
    """The persons who represent an organization; they end on a dated rule, the entry stays."""

    representatives: tuple[Representative, ...] = Field(
        min_length=1, max_length=20, title="Representatives"
    )


class RowRepresentative(Personal):
    """Who represents the organization of one row."""

    row: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] = Field(
        title="Row", description="Counted from 0 in the order of the list."
    )
    names: Names = Field(title="Names")


class RowRepresentatives(Personal):
    """The representatives of a list's rows, apart from the rows, so that they can end."""

    representatives: tuple[RowRepresentative, ...] = Field(
        max_length=200_000, title="Representatives"
    )


class ContactPerson(Personal):
    """An officer whom the other side may call."""

    names: Names = Field(title="Names")
    position: Text | None = Field(default=None, title="Position")
    languages: Languages = Field(default=(), title="Languages spoken")
    phones: Phones = Field(default=(), title="Telephone")
    email: Email | None = Field(default=None, title="E-mail")


class ActorKind(Code):
    """Whether somebody is a person or an organization."""

    PERSON = "person", "Person"
    CORPORATION = "corporation", "Company or other organization"
    UNKNOWN = "unknown", "Not known"


class ActorRole(Code):
    """What somebody is in the way from candidate to worker."""

    INTERMEDIARY = "intermediary", "Intermediary"
    RECRUITER = "recruiter", "Recruiter or village broker"
    SENDING = "sending-organization", "Sending organization"
    ACCEPTING = "accepting-organization", "Accepting organization (employer)"
    SUPPORTING = "supporting-organization", "Registered supporting organization"
    SCHOOL = "school", "Language school or training centre"
    LENDER = "lender", "Lender"
    AGENT = "document-agent", "Maker or seller of documents"
    TEST_TAKER = "test-taker", "Taker of an exam in another's place"
    OFFICIAL = "official", "Official"
    OTHER = "other", "Other"


class Account(Personal):
    """An account through which money went."""

    institution: Line | None = Field(default=None, title="Bank or service")
    number: Line = Field(title="Account number")
    holder: Name | None = Field(default=None, title="Account holder")


class Handle(Personal):
    """A name on an online service."""

    service: Line = Field(title="Service", description="For example Facebook, Telegram, LINE.")
    handle: Line = Field(title="Name or address there")


class Actor(Personal):
    """A person or organization that is said to have acted; never one who suffered the act."""

    kind: ActorKind = Field(title="Person or organization")
    role: ActorRole = Field(title="Role")
    names: tuple[Name, ...] = Field(
        default=(),
        max_length=20,
        title="Names",
        description="Every spelling and script that is known, as it was seen.",
    )
    identifiers: Identifiers = Field(default=(), title="Numbers in registers")
    country: Country | None = Field(default=None, title="Country")
    addresses: Addresses = Field(default=(), title="Addresses")
    phones: Phones = Field(default=(), title="Telephone")
    accounts: tuple[Account, ...] = Field(default=(), max_length=20, title="Accounts")
    handles: tuple[Handle, ...] = Field(default=(), max_length=20, title="Names online")
    remarks: Text | None = Field(default=None, title="Remarks")


Actors = Annotated[tuple[Actor, ...], Field(max_length=50)]


class CertificateHolder(Personal):
    """The holder of a certificate, as the certificate itself shows her."""

    latin_name: Line = Field(title="Name in Latin letters")
    born_on: Day | None = Field(default=None, title="Date of birth")
    passport_last_four: str | None = Field(
        default=None, title="Last four characters of the passport", pattern=r"^[0-9A-Z]{4}$"
    )
