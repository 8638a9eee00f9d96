"""Contact points (clause 2)."""

from pydantic import Field

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.notice import NOTHING, RESTRICTED, Family, Notice
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.persons import ContactPerson
from kakehashi.core.notices.text import Names, Text
from kakehashi.core.notices.values import (
    Addresses,
    Email,
    Languages,
    OfficeId,
    Phones,
    Validity,
    WebAddress,
)


class ContactChange(Code):
    """What of a contact point changed."""

    OPENED = "opened", "First record"
    PERSONS = "persons", "Persons"
    ADDRESS = "address", "Address, telephone, e-mail"
    HOURS = "hours", "Hours or languages"
    UNIT = "unit", "The designated unit"


class ContactPoint(Payload):
    """A contact point as it stands from a day on.

    Persons and addresses change by this notice alone; the designated unit changes by clause 9 or
    a recorded agreement, which the links then name.
    """

    changed: tuple[ContactChange, ...] = Field(min_length=1, max_length=5, title="What changed")
    office: OfficeId | None = Field(default=None, title="Office in the agreement")
    unit: Names = Field(title="Designated unit")
    persons: tuple[ContactPerson, ...] = Field(
        default=(), max_length=30, title="Persons to speak to"
    )
    languages: Languages = Field(default=(), title="Languages")
    hours: Text | None = Field(default=None, title="Hours")
    addresses: Addresses = Field(default=(), title="Addresses")
    phones: Phones = Field(default=(), title="Telephone")
    email: Email | None = Field(default=None, title="E-mail")
    website: WebAddress | None = Field(default=None, title="Website")
    validity: Validity = Field(title="Valid")


class ContactPointChanged(Notice):
    """Clause 2 of both."""

    kind = "contact-point.changed"
    title = "Contact point changed"
    description = "Unit, persons, languages and hours of a contact point from a day on."
    family = Family.CONTACTS
    classes = (RESTRICTED,)
    answers = NOTHING

    restricted: ContactPoint = Field(title="Contact point")
