"""Who reads: this intake office and its country, as the agreements name them."""

from dataclasses import dataclass
from datetime import date

from kakehashi import node
from kakehashi.core.agreement.profile import Names, Party
from kakehashi.web.parts.naming import chosen


@dataclass(frozen=True, slots=True)
class Office:
    """Our intake office in the reader's language: its name and country, the ministry above it."""

    name: str
    country: str
    ministry: str
    others: str


def office(today: date) -> Office:
    """Name this intake office as the agreements do: their contact point, its country."""
    ours = node.this()
    profile = node.profile(ours.agreements[0])
    party = profile.parties[ours.party]
    point = profile.on(today).contact_points.get(ours.party)
    unit = party.offices[point.office] if point else None
    others = [
        spoken(other.names)
        for name in ours.agreements
        for code, other in node.profile(name).parties.items()
        if code != ours.party
    ]
    return Office(
        name=spoken(unit.names) if unit else spoken(party.names),
        country=spoken(party.names),
        ministry=_ministry(party, point.office if point else None),
        others=", ".join(dict.fromkeys(others)),
    )


@dataclass(frozen=True, slots=True)
class Body:
    """An office to which a reporter can turn next: its name and country in her language."""

    name: str
    country: str


def next_bodies(agreement: str, today: date) -> list[Body]:
    """Name who can be turned to after this office: its ministry, and the other side's office.

    Those of all our agreements, where a report is under none of them.
    """
    ours = node.this()
    found: dict[Body, None] = {}
    for name in [agreement] if agreement in ours.agreements else ours.agreements:
        profile = node.profile(name)
        for code, party in profile.parties.items():
            point = profile.on(today).contact_points.get(code)
            if code == ours.party:
                called = _ministry(party, point.office if point else None)
            else:
                called = spoken(party.offices[point.office].names) if point else ""
            found[Body(called or spoken(party.names), spoken(party.names))] = None
    return list(found)


def _ministry(party: Party, unit: str | None) -> str:
    """Name the ministry that an office belongs to."""
    while unit is not None and unit not in party.circle:
        unit = party.offices[unit].within
    return spoken(party.offices[unit].names) if unit else spoken(party.names)


def spoken(names: Names) -> str:
    """Give a name in the reader's language, or in English."""
    return chosen(names)[0]


def lands() -> dict[str, str]:
    """Give the agreements with the country from which workers come under each."""
    found = {}
    for name in node.this().agreements:
        profile = node.profile(name)
        sending = next(party for party in profile.parties.values() if party.side == "sending")
        found[name] = spoken(sending.names)
    return found


def parties() -> list[Party]:
    """Give every party of our agreements, each once."""
    found = {
        code: party
        for name in node.this().agreements
        for code, party in node.profile(name).parties.items()
    }
    return list(found.values())
