"""Values that many notices share: numbers, dates, money, addresses, law, files."""

import re
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault, fault
from kakehashi.core.notices.payload import Day, Payload
from kakehashi.core.notices.text import (
    Language,
    Line,
    LongLine,
    Names,
    Reference,
    Script,
    Text,
)

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Number = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Index = Annotated[int, Field(strict=True, ge=0, lt=2**53)]
Instant = Annotated[int, Field(strict=True, ge=0, lt=2**53)]
"""Seconds since 1970-01-01T00:00:00Z."""
Month = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")]
Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""An hour and its minutes by a clock of 24 hours."""
TimeZone = Annotated[
    str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$", max_length=64)
]
"""A name of the IANA time zone database; which names there are is not judged."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""
Hash = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
"""32 bytes in unpadded base64url."""
PartyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]
AgreementName = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)
]
OfficeId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9]+([-.][A-Za-z0-9]+)*$", max_length=80)
]
Clause = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z() ]{1,24}$")]
KindName = Annotated[
    str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$", max_length=64)
]
Token = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-.][a-z0-9]+)*$", max_length=80)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""An ISO 3166-1 code of two letters."""
Phone = Annotated[str, StringConstraints(pattern=r"^[+(0-9][0-9 ()+./,;#~xX-]{2,59}$")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]{1,64}@[^@\s<>\"]{1,190}$")]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"\u0000-\u001F]{3,500}$")]
FieldCode = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=64)]
"""A specified field; `fields.fields_on(day)` says which there were on a day."""


class Validity(Payload):
    """From a day up to and including another; without an end, until further notice."""

    from_on: Day = Field(title="From")
    until_on: Day | None = Field(
        default=None, title="Until", description="The last day. Empty: until further notice."
    )

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.until_on is not None and self.until_on < self.from_on:
            raise fault(Fault.ENDS_EARLY)
        return self


class RoughPeriod(Payload):
    """Months, not days, so that a period points at nobody."""

    from_month: Month = Field(title="From month")
    until_month: Month | None = Field(default=None, title="Until month")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.until_month is not None and self.until_month < self.from_month:
            raise fault(Fault.ENDS_EARLY)
        return self


class Register(Code):
    """The register that gave a number."""

    SENDING = "sending-organization", "Approved sending organizations"
    SUPPORTING = "registered-supporting-organization", "Registered supporting organizations"
    SUPERVISING = "supervising-organization", "Supervising organizations"
    CORPORATE = "corporate-number", "Corporate number (Japan)"
    COMPANIES = "company-register", "Company register"
    TAX = "tax-number", "Tax number"
    LICENCE = "licence", "Licence"
    OTHER = "other", "Another register"


_USUAL_FORMS = {
    Register.SENDING: re.compile(r"[A-Z]{3}[0-9]{6}"),
    Register.SUPPORTING: re.compile(r"[0-9]{2}登-[0-9]{6}"),
    Register.CORPORATE: re.compile(r"[0-9]{13}"),
}


class Identifier(Payload):
    """A number as its register writes it: `KHM000005`, `19登-000001`."""

    scheme: Register = Field(title="Register")
    number: Reference = Field(title="Number")
    country: Country | None = Field(default=None, title="Country of the register")

    @property
    def is_usual(self) -> bool:
        """Whether the number looks as this register's numbers do; others are kept as given."""
        form = _USUAL_FORMS.get(self.scheme)
        return form is None or form.fullmatch(self.number) is not None


class Address(Payload):
    """An address as written, with what is known of its parts."""

    text: LongLine = Field(title="Address as written")
    lang: Language = Field(title="Language")
    script: Script | None = Field(default=None, title="Script")
    country: Country = Field(title="Country")
    region: Line | None = Field(default=None, title="Province or prefecture")
    locality: Line | None = Field(default=None, title="City or district")
    postal_code: Reference | None = Field(default=None, title="Postal code")


class Place(Payload):
    """A place no nearer than a town."""

    country: Country = Field(title="Country")
    region: Line | None = Field(default=None, title="Province or prefecture")
    locality: Line | None = Field(default=None, title="City or district")


class LegalBasis(Payload):
    """A provision of law."""

    law: Text = Field(title="Law")
    provision: Line | None = Field(default=None, title="Article, paragraph, item")


class Body(Payload):
    """A ministry, agency, court or other authority."""

    office: OfficeId | None = Field(
        default=None,
        title="Office in the agreement",
        description="Its code in the agreement's profile, if it has one.",
    )
    names: Names = Field(title="Names")
    country: Country | None = Field(default=None, title="Country")


class Attachment(Payload):
    """A file that belongs to the notice; its bytes are a part of the compartment's class.

    `number` counts the notice's attachments from 1; the part's role is `attachment-<number>`.
    """

    number: Annotated[int, Field(strict=True, ge=1, le=100)] = Field(title="Number")
    file_name: Line = Field(title="File name")
    media_type: str = Field(title="Type of file", pattern=r"^[a-z]+/[a-z0-9.+-]{1,80}$")
    length: Annotated[int, Field(strict=True, ge=1, le=2**31)] = Field(title="Size in bytes")
    digest: Digest = Field(title="SHA-256 of the file")
    description: Text | None = Field(default=None, title="What it shows")


Attachments = Annotated[tuple[Attachment, ...], Field(max_length=50)]
Phones = Annotated[tuple[Phone, ...], Field(max_length=20)]
Addresses = Annotated[tuple[Address, ...], Field(max_length=20)]
Identifiers = Annotated[tuple[Identifier, ...], Field(max_length=20)]
Laws = Annotated[tuple[LegalBasis, ...], Field(max_length=20)]
Fields = Annotated[tuple[FieldCode, ...], Field(max_length=40)]
Languages = Annotated[tuple[Language, ...], Field(max_length=40)]
Places = Annotated[tuple[Place, ...], Field(max_length=20)]


class Answered(Code):
    """Yes, no, or not known."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"


class People(Code):
    """How many persons, no nearer than this."""

    ONE = "1", "One"
    FEW = "2-10", "Two to ten"
    SOME = "11-50", "Eleven to fifty"
    MANY = "51-", "More than fifty"
    UNKNOWN = "unknown", "Not known"
