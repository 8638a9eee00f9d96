"""What must hold between the tables of a profile; each check says every fault it finds."""

from collections.abc import Iterator, Mapping

from kakehashi.core.agreement.date_faults import date_faults
from kakehashi.core.agreement.duty_faults import duty_faults
from kakehashi.core.agreement.kinds import Fault, KindFacts, kind_faults
from kakehashi.core.agreement.lines import Path
from kakehashi.core.agreement.party_faults import party_faults, repeats, unknown_party
from kakehashi.core.agreement.problems import Reason
from kakehashi.core.agreement.rules import RULES
from kakehashi.core.agreement.tables import EACH, EVERYWHERE, ProfileTable, RuleTable


def faults(
    table: ProfileTable, kinds: Mapping[str, KindFacts], lines: Mapping[Path, int]
) -> Iterator[Fault]:
    """Give every fault between the tables: where, why, and the facts to word it."""
    yield from _name_faults(table)
    yield from party_faults(table)
    yield from _clause_faults(table)
    yield from _contact_faults(table)
    yield from _permit_faults(table, kinds)
    yield from _rule_faults(table, kinds)
    yield from _owner_faults(table)
    yield from duty_faults(table, kinds)
    yield from date_faults(table, lines)
    yield from _coverage_faults(table)


def _name_faults(table: ProfileTable) -> Iterator[Fault]:
    named: list[tuple[Path, Mapping[str, str]]] = [(("title",), table.title)]
    named.extend((("signed", i, "at"), one.at) for i, one in enumerate(table.signed))
    for code, party in table.parties.items():
        here: Path = ("parties", code)
        named.append(((*here, "names"), party.names))
        named.extend(((*here, "offices", i, "names"), o.names) for i, o in party.offices.items())
        named.extend(((*here, "bodies", i, "names"), b.names) for i, b in party.bodies.items())
    for index, clause in enumerate(table.clauses):
        named.append((("clauses", index, "title"), clause.title))
        named.append((("clauses", index, "asks"), clause.asks))
        named.extend((("clauses", index, "items", i), n) for i, n in clause.items.items())
    named.extend((("duties", i, "does"), duty.does) for i, duty in enumerate(table.duties))
    named.extend((("rules", i, "note"), r.note) for i, r in enumerate(table.rules) if r.note)
    for path, names in named:
        if "en" not in names:
            yield path, Reason.NO_ENGLISH, {}


def _clause_faults(table: ProfileTable) -> Iterator[Fault]:
    seen = set()
    for index, clause in enumerate(table.clauses):
        if clause.number in seen or clause.number in {EVERYWHERE, "protocol"}:
            yield ("clauses", index, "number"), Reason.DUPLICATE, {"value": clause.number}
        seen.add(clause.number)


def _unknown_clause(table: ProfileTable, path: Path, number: str) -> Iterator[Fault]:
    if number not in {clause.number for clause in table.clauses}:
        yield path, Reason.UNKNOWN_CLAUSE, {"clause": number}


def _contact_faults(table: ProfileTable) -> Iterator[Fault]:
    for index, point in enumerate(table.contact_points):
        here: Path = ("contact_points", index)
        yield from unknown_party(table, (*here, "party"), point.party)
        yield from _unknown_clause(table, (*here, "clause"), point.clause)
        party = table.parties.get(point.party)
        if party is not None and point.office not in party.offices:
            yield (*here, "office"), Reason.UNKNOWN_OFFICE, {"office": point.office}


def _permit_faults(table: ProfileTable, kinds: Mapping[str, KindFacts]) -> Iterator[Fault]:
    for index, permit in enumerate(table.permits):
        here: Path = ("permits", index)
        for key, items in permit.model_dump(include={"clauses", "parties", "kinds"}).items():
            yield from repeats((*here, key), items)
        for i, number in enumerate(permit.clauses):
            if permit.clauses != [EVERYWHERE]:
                yield from _unknown_clause(table, (*here, "clauses", i), number)
        for i, code in enumerate(permit.parties):
            yield from unknown_party(table, (*here, "parties", i), code)
        for i, kind in enumerate(permit.kinds):
            path: Path = (*here, "kinds", i)
            yield from kind_faults(kinds, path, kind)
            if kind in kinds and not kinds[kind].is_protocol:
                allowed = kinds[kind].classes
                for name in permit.classes:
                    if name not in allowed:
                        facts = {"kind": kind, "class": name, "allowed": " | ".join(allowed)}
                        yield path, Reason.CLASS_NOT_ALLOWED, facts


def _rule_faults(table: ProfileTable, kinds: Mapping[str, KindFacts]) -> Iterator[Fault]:
    for index, rule in enumerate(table.rules):
        here: Path = ("rules", index)
        yield from _unknown_clause(table, (*here, "clause"), rule.clause)
        if rule.name not in RULES:
            known = " | ".join(RULES)
            yield (*here, "name"), Reason.UNKNOWN_RULE, {"rule": rule.name, "known": known}
            continue
        wrong = list(RULES[rule.name].check(rule.value))
        for path, expected in wrong:
            yield (*here, "value", *path), Reason.WRONG_VALUE, {"expected": expected}
        if not wrong:
            yield from _named_in_rule(table, kinds, (*here, "value"), rule)


def _named_in_rule(
    table: ProfileTable, kinds: Mapping[str, KindFacts], path: Path, rule: RuleTable
) -> Iterator[Fault]:
    if RULES[rule.name].names_kinds:
        for index, name in enumerate(rule.value):
            yield from kind_faults(kinds, (*path, index), name)
    for member in RULES[rule.name].lists_kinds:
        for index, name in enumerate(rule.value[member]):
            yield from kind_faults(kinds, (*path, member, index), name)
    for member in RULES[rule.name].names_parties:
        if member in rule.value:
            yield from unknown_party(table, (*path, member), rule.value[member])


def _owner_faults(table: ProfileTable) -> Iterator[Fault]:
    for index, duty in enumerate(table.duties):
        if duty.party != EACH:
            yield from unknown_party(table, ("duties", index, "party"), duty.party)
        yield from _unknown_clause(table, ("duties", index, "clause"), duty.clause)


def _coverage_faults(table: ProfileTable) -> Iterator[Fault]:
    covered = {number for permit in table.permits for number in permit.clauses}
    for items in (table.duties, table.rules, table.contact_points):
        covered |= {item.clause for item in items}
    for index, clause in enumerate(table.clauses):
        if clause.number not in covered:
            yield ("clauses", index), Reason.UNCOVERED_CLAUSE, {"clause": clause.number}
