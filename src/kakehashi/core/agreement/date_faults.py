"""Whether dated values follow each other: none backward, none overlapping, no day without one."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations, pairwise

from kakehashi.core.agreement.kinds import Fault
from kakehashi.core.agreement.lines import Path, line_of
from kakehashi.core.agreement.problems import Reason
from kakehashi.core.agreement.rules import RULES
from kakehashi.core.agreement.tables import (
    EVERYWHERE,
    DatedTable,
    PermitTable,
    ProfileTable,
    RuleTable,
    owers,
    span_of,
)


def date_faults(table: ProfileTable, lines: Mapping[Path, int]) -> Iterator[Fault]:
    """Give every fault in the days from which and until which things hold."""
    groups: dict[str, list[tuple[Path, DatedTable]]] = {}
    backward: dict[Path, None] = {}
    for what, path, item in _dated(table):
        groups.setdefault(what, []).append((path, item))
        if item.first is not None and item.until is not None and item.until <= item.first:
            backward[path] = None
    for path in backward:
        yield (*path, "until"), Reason.BACKWARD_DATES, {}
    told = set()
    for what, items in groups.items():
        for (path, item), (other_path, other) in combinations(items, 2):
            if (path, other_path) not in told and span_of(item).overlaps(span_of(other)):
                told.add((path, other_path))
                facts = {"what": what, "line": str(line_of(lines, path))}
                yield other_path, Reason.OVERLAPPING_DATES, facts
    for name, kind in RULES.items():
        if kind.required:
            yield from _gaps(name, [(i, r) for i, r in enumerate(table.rules) if r.name == name])


def _dated(table: ProfileTable) -> Iterator[tuple[str, Path, DatedTable]]:
    """Give each dated table under a key of which only one may hold on any day."""
    for i, point in enumerate(table.contact_points):
        yield f"contact point {point.party}", ("contact_points", i), point
    for i, rule in enumerate(table.rules):
        yield f"rule {rule.name}", ("rules", i), rule
    for i, duty in enumerate(table.duties):
        for ower in owers(table, duty):
            yield f"duty {duty.id} {ower}", ("duties", i), duty
    for i, permit in enumerate(table.permits):
        for what in _permitted(table, permit):
            yield what, ("permits", i), permit


def _permitted(table: ProfileTable, permit: PermitTable) -> Iterator[str]:
    everywhere = [clause.number for clause in table.clauses]
    numbers = everywhere if permit.clauses == [EVERYWHERE] else permit.clauses
    for number in dict.fromkeys(numbers):
        for party in dict.fromkeys(permit.parties):
            for kind in dict.fromkeys(permit.kinds):
                yield f"permit {kind} {party} {number}"


def _gaps(name: str, rules: list[tuple[int, RuleTable]]) -> Iterator[Fault]:
    """A required rule has a value on every day: open at both ends, no day between two values."""
    if not rules:
        yield ("rules",), Reason.MISSING_RULE, {"rule": name}
        return
    ordered = sorted(rules, key=lambda item: item[1].first or date.min)
    if ordered[0][1].first is not None:
        yield ("rules", ordered[0][0], "from"), Reason.RULE_GAP, {"rule": name}
    for (index, rule), (_, following) in pairwise(ordered):
        if rule.until is not None and following.first is not None and rule.until < following.first:
            yield ("rules", index, "until"), Reason.RULE_GAP, {"rule": name}
    if ordered[-1][1].until is not None:
        yield ("rules", ordered[-1][0], "until"), Reason.RULE_GAP, {"rule": name}
