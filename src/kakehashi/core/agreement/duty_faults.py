"""Whether each duty can begin and can end: somebody may issue what opens it and what ends it."""

from collections.abc import Iterable, Iterator, Mapping

from kakehashi.core.agreement.acts import Act
from kakehashi.core.agreement.kinds import Fault, KindFacts, kind_faults
from kakehashi.core.agreement.lines import Path
from kakehashi.core.agreement.problems import Reason
from kakehashi.core.agreement.tables import DutyTable, ProfileTable, owers, span_of


def duty_faults(table: ProfileTable, kinds: Mapping[str, KindFacts]) -> Iterator[Fault]:
    """Give every fault in how the duties begin and end."""
    for index, duty in enumerate(table.duties):
        here: Path = ("duties", index)
        yield from _beginning(here, duty)
        for key, names in _notices_of(duty):
            for i, kind in enumerate(names):
                yield from kind_faults(kinds, (*here, key, i), kind)
        for ower in owers(table, duty):
            if ower in table.parties and len(table.parties) == 2:
                yield from _issuers(table, kinds, here, duty, ower)


def _notices_of(duty: DutyTable) -> Iterable[tuple[str, list[str]]]:
    return (
        ("opened_by", duty.opened_by),
        ("discharged_by", duty.discharged_by),
        ("declined_by", duty.declined_by),
        ("lifted_by", duty.lifted_by),
    )


def _beginning(here: Path, duty: DutyTable) -> Iterator[Fault]:
    if duty.ledger == "own":
        if duty.opened_by_act is None or duty.opened_by or duty.source == "agreed":
            yield here, Reason.UNOPENED_DUTY, {"duty": duty.id, "key": "opened_by_act"}
    elif not duty.opened_by or duty.opened_by_act is not None:
        yield here, Reason.UNOPENED_DUTY, {"duty": duty.id, "key": "opened_by"}
    if duty.opened_by_act is not None and duty.opened_by_act not in set(Act):
        facts = {"act": duty.opened_by_act, "known": " | ".join(Act)}
        yield (*here, "opened_by_act"), Reason.UNKNOWN_ACT, facts
    if not duty.discharged_by:
        yield here, Reason.ENDLESS_DUTY, {"duty": duty.id}


def _issuers(
    table: ProfileTable, kinds: Mapping[str, KindFacts], here: Path, duty: DutyTable, ower: str
) -> Iterator[Fault]:
    other = next(code for code in table.parties if code != ower)
    openers = {"self": (ower,), "counterpart": (other,), "either": (ower, other)}[duty.opener]
    issuers = {
        "opened_by": (openers, Reason.OPENER_MAY_NOT_ISSUE),
        "discharged_by": ((ower,), Reason.OWER_MAY_NOT_ISSUE),
        "declined_by": ((ower,), Reason.OWER_MAY_NOT_ISSUE),
        "lifted_by": ((other,), Reason.LIFTER_MAY_NOT_ISSUE),
    }
    for key, names in _notices_of(duty):
        parties, reason = issuers[key]
        for i, kind in enumerate(names):
            for party in parties:
                if kind in kinds and not _may_issue(table, duty, kind, party):
                    facts = {"kind": kind, "party": party, "duty": duty.id}
                    yield (*here, key, i), reason, facts


def _may_issue(table: ProfileTable, duty: DutyTable, kind: str, party: str) -> bool:
    return any(
        kind in permit.kinds and party in permit.parties and span_of(permit).overlaps(span_of(duty))
        for permit in table.permits
    )
