"""Whether the two parties of a profile are whole: sides, zones, offices, admitted bodies."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kakehashi.core.agreement.kinds import Fault
from kakehashi.core.agreement.lines import Path
from kakehashi.core.agreement.problems import Reason
from kakehashi.core.agreement.tables import PartyTable, ProfileTable


def party_faults(table: ProfileTable) -> Iterator[Fault]:
    """Give every fault in the parties."""
    if len(table.parties) != 2:
        yield ("parties",), Reason.PARTY_COUNT, {"count": str(len(table.parties))}
    elif len({party.side for party in table.parties.values()}) != 2:
        yield ("parties",), Reason.PARTY_SIDES, {}
    numbers = {clause.number for clause in table.clauses}
    for code, party in table.parties.items():
        here: Path = ("parties", code)
        if not _is_time_zone(party.time_zone):
            yield (*here, "time_zone"), Reason.UNKNOWN_TIME_ZONE, {"zone": party.time_zone}
        yield from _office_faults(here, party)
        for body_id, body in party.bodies.items():
            for index, number in enumerate(body.clauses):
                if number not in numbers:
                    where: Path = (*here, "bodies", body_id, "clauses", index)
                    yield where, Reason.UNKNOWN_CLAUSE, {"clause": number}


def _office_faults(here: Path, party: PartyTable) -> Iterator[Fault]:
    for key, ids in (("circle", party.circle), ("signatories", party.signatories)):
        yield from repeats((*here, key), ids)
        for index, office_id in enumerate(ids):
            if office_id not in party.offices:
                yield (*here, key, index), Reason.UNKNOWN_OFFICE, {"office": office_id}
    for office_id, office in party.offices.items():
        where: Path = (*here, "offices", office_id)
        if office.within is not None and office.within not in party.offices:
            yield (*where, "within"), Reason.UNKNOWN_OFFICE, {"office": office.within}
        elif _runs_in_a_circle(party, office_id):
            yield where, Reason.OFFICE_CIRCLE, {"office": office_id}


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _runs_in_a_circle(party: PartyTable, office_id: str) -> bool:
    seen = {office_id}
    step = party.offices[office_id].within
    while step is not None and step in party.offices:
        if step in seen:
            return True
        seen.add(step)
        step = party.offices[step].within
    return False


def repeats(path: Path, items: Iterable[str]) -> Iterator[Fault]:
    """Say so where a list names something twice."""
    seen = set()
    for index, item in enumerate(items):
        if item in seen:
            yield (*path, index), Reason.DUPLICATE, {"value": item}
        seen.add(item)


def unknown_party(table: ProfileTable, path: Path, code: str) -> Iterator[Fault]:
    """Say so where a code is no party of the agreement."""
    if code not in table.parties:
        yield path, Reason.UNKNOWN_PARTY, {"party": code, "known": " | ".join(table.parties)}
