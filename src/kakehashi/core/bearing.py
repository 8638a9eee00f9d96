"""Who is named in a notice: organizations and those who are said to have acted, never a victim.

Read compartment by compartment, since what is confidential is found by fewer. Persons who only
represent, candidates, workers and their families are left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Final

from kakehashi.core.names import Identifier, Kind, Mark, identifier
from kakehashi.core.notices.contents import Compartments
from kakehashi.core.notices.measures import MeasuredOrganization, SupportingOrganizationRow
from kakehashi.core.notices.misconduct import Misconduct
from kakehashi.core.notices.organizations import Organization, SendingOrganizationRow
from kakehashi.core.notices.payload import Classification, Payload
from kakehashi.core.notices.persons import Actor, ActorKind
from kakehashi.core.notices.text import Name
from kakehashi.core.notices.values import Address
from kakehashi.core.notices.values import Identifier as Registered

NAMES: Final = 20
"""Spellings of one bearer that are looked at."""


class Weight(StrEnum):
    """What being named says.

    `register`: a place in a register; `against`: something is said against them; `asked`: they ask
    to be let in; `named`: somebody's application or case names them.
    """

    REGISTER = "register"
    AGAINST = "against"
    ASKED = "asked"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Bearing:
    """Somebody named: by which names and numbers, in which role, in a compartment of which class.

    `number` is the bearer's own in a register of this agreement, "" where it has none there.
    """

    role: str
    weight: Weight
    kind: Kind
    names: tuple[str, ...]
    identifiers: tuple[Identifier, ...]
    classification: Classification
    number: str = ""


_KINDS: Final = {
    ActorKind.PERSON: Kind.PERSON,
    ActorKind.CORPORATION: Kind.ORGANIZATION,
    ActorKind.UNKNOWN: Kind.UNKNOWN,
}
_AGAINST: Final = frozenset(
    {
        "sending-organization.revoked",
        "sending-organization.suspended",
        "sending-organization.guided",
        "accepting-organization.measure-ordered",
        "supporting-organization.measure-ordered",
        "information.shared",
        "intermediary.reported",
        "exam-misconduct.reported",
        "misconduct.informed",
        "investigation.reported",
    }
)

NAMING: Final = _AGAINST | {
    "sending-organization.approved",
    "sending-organization.amended",
    "sending-organization.resumed",
    "sending-organization.list-shared",
    "accepting-organization.measure-lifted",
    "supporting-organization.measure-lifted",
    "supporting-organization.list-shared",
    "notice.corrected",
}
"""The kinds in which anybody is named; the others need not be opened."""


def bearings(contents: Compartments, *, region: str = "") -> list[Bearing]:
    """Give everybody whom a notice names, lists aside; `region` is its author's country."""
    weight = Weight.AGAINST if contents.kind in _AGAINST else Weight.REGISTER
    compartments = (
        (contents.public, Classification.PUBLIC),
        (contents.restricted, Classification.RESTRICTED),
        (contents.confidential, Classification.CONFIDENTIAL),
    )
    return [
        bearing
        for payload, classification in compartments
        if payload is not None
        for bearing in _in_payload(payload, weight, classification, region)
    ]


def row_bearings(contents: Compartments, first: int, count: int) -> list[Bearing]:
    """Give those whom so many rows of a list name, from one row on."""
    rows = islice(contents.rows or (), first, first + count)
    return [bearing for row in rows if (bearing := _in_row(row)) is not None]


def _in_row(row: Payload) -> Bearing | None:
    match row:
        case SendingOrganizationRow():
            return _organization(
                row.organization, "sending-organization", Weight.REGISTER, row.number
            )
        case SupportingOrganizationRow():
            return Bearing(
                "supporting-organization",
                Weight.REGISTER,
                Kind.ORGANIZATION,
                _texts(row.names),
                marks([(Mark.LICENCE, row.number)]),
                Classification.PUBLIC,
                row.number,
            )
        case _:
            return None


def _in_payload(
    payload: Payload, weight: Weight, classification: Classification, region: str
) -> Iterator[Bearing]:
    """Give those whom a payload names, itself first, then whatever stands within it."""
    match payload:
        case Actor():
            yield _actor(payload, classification, region)
            return
        case MeasuredOrganization():
            yield Bearing(
                payload.role.value,
                weight,
                Kind.ORGANIZATION,
                _texts(payload.names),
                marks(_of_registers(payload.identifiers)),
                classification,
            )
            return
        case Misconduct():
            yield _numbered(payload.names, payload.number or "", weight, classification)
        case _ if (named := getattr(payload, "organization", None)) and isinstance(
            named, Organization
        ):
            number = str(getattr(payload, "number", ""))
            yield _organization(named, "sending-organization", weight, number)
            return
        case _ if hasattr(payload, "number") and isinstance(getattr(payload, "names", None), tuple):
            yield _numbered(
                payload.names,  # type: ignore[attr-defined]  # just looked at
                str(payload.number),
                weight,
                classification,
            )
    for name in type(payload).model_fields:
        yield from _within(getattr(payload, name), weight, classification, region)


def _within(
    value: object, weight: Weight, classification: Classification, region: str
) -> Iterator[Bearing]:
    if isinstance(value, Payload):
        yield from _in_payload(value, weight, classification, region)
    elif isinstance(value, tuple):
        for item in value:
            yield from _within(item, weight, classification, region)


def _organization(named: Organization, role: str, weight: Weight, number: str) -> Bearing:
    written = [
        (Mark.LICENCE, number),
        *_of_registers(named.identifiers),
        *((Mark.PHONE, phone) for phone in named.phones),
        *((Mark.EMAIL, mail) for mail in (named.email,) if mail),
        *_of_addresses(named.addresses),
    ]
    return Bearing(
        role,
        weight,
        Kind.ORGANIZATION,
        _texts(named.names),
        marks(written),
        Classification.PUBLIC,
        number,
    )


def _numbered(
    names: Iterable[Name], number: str, weight: Weight, classification: Classification
) -> Bearing:
    return Bearing(
        "sending-organization",
        weight,
        Kind.ORGANIZATION,
        _texts(names),
        marks([(Mark.LICENCE, number)]),
        classification,
        number,
    )


def _actor(actor: Actor, classification: Classification, region: str) -> Bearing:
    country = actor.country or region
    written = [
        *_of_registers(actor.identifiers),
        *((Mark.PHONE, phone) for phone in actor.phones),
        *((Mark.ACCOUNT, account.number) for account in actor.accounts),
        *((Mark.HANDLE, handle.handle) for handle in actor.handles),
        *_of_addresses(actor.addresses),
    ]
    return Bearing(
        actor.role.value,
        Weight.AGAINST,
        _KINDS[actor.kind],
        _texts(actor.names),
        marks(written, country),
        classification,
    )


def _of_registers(identifiers: Iterable[Registered]) -> list[tuple[Mark, str]]:
    return [(Mark.LICENCE, one.number) for one in identifiers]


def _of_addresses(addresses: Iterable[Address]) -> list[tuple[Mark, str]]:
    return [(Mark.ADDRESS, one.text) for one in addresses]


def _texts(names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in names))[:NAMES]


def marks(written: Iterable[tuple[Mark, str]], region: str = "") -> tuple[Identifier, ...]:
    """Bring numbers to one form each; `region` is where telephones without a code were written."""
    found = (identifier(mark, text, region=region) for mark, text in written if text)
    return tuple(dict.fromkeys(one for one in found if one is not None))


def is_worth_asking(one: Weight, other: Weight) -> bool:
    """Say whether two who look alike are to be shown to an officer.

    What stands against somebody is compared with everybody, whoever asks to be let in with the
    registers too. That two entries of registers, two applications or two cases share a name says
    nothing: many do.
    """
    pair = {one, other}
    return Weight.AGAINST in pair or pair == {Weight.ASKED, Weight.REGISTER}
