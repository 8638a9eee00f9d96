"""From tables that were found consistent to the frozen profile."""

from collections.abc import Iterator, Mapping
from datetime import date

from kakehashi.core.agreement.kinds import KindFacts
from kakehashi.core.agreement.profile import (
    Body,
    Clause,
    Condition,
    ContactPoint,
    Duty,
    LedgerKind,
    Office,
    Opener,
    Party,
    Permit,
    Profile,
    Rule,
    Side,
    Source,
)
from kakehashi.core.agreement.rules import RuleValue
from kakehashi.core.agreement.tables import (
    EVERYWHERE,
    DutyTable,
    PartyTable,
    ProfileTable,
    WhereTable,
    owers,
    span_of,
)


def build(table: ProfileTable, kinds: Mapping[str, KindFacts], digest: str) -> Profile:
    """Make the profile; `digest` is that of the values the tables were read from."""
    return Profile(
        name=table.name,
        title=table.title,
        signed=tuple((signature.on, signature.at) for signature in table.signed),
        parties={code: _party(code, party) for code, party in table.parties.items()},
        clauses={
            clause.number: Clause(clause.number, clause.title, clause.asks, clause.items)
            for clause in table.clauses
        },
        contact_points=tuple(
            ContactPoint(
                party=point.party,
                clause=point.clause,
                office=point.office,
                languages=tuple(point.languages),
                hours=point.hours,
                span=span_of(point),
            )
            for point in table.contact_points
        ),
        permits=tuple(_permits(table)),
        duties=tuple(_duty(duty, ower) for duty in table.duties for ower in owers(table, duty)),
        rules=tuple(
            Rule(rule.name, rule.clause, _frozen(rule.value), rule.note, span_of(rule))
            for rule in table.rules
        ),
        protocol_kinds={name: kind.classes for name, kind in kinds.items() if kind.is_protocol},
        digest=digest,
    )


def _party(code: str, table: PartyTable) -> Party:
    return Party(
        code=code,
        names=table.names,
        side=Side(table.side),
        time_zone=table.time_zone,
        circle=tuple(table.circle),
        signatories=tuple(table.signatories),
        offices={i: Office(i, office.names, office.within) for i, office in table.offices.items()},
        bodies={
            i: Body(i, body.kind, body.names, frozenset(body.clauses))
            for i, body in table.bodies.items()
        },
    )


def _permits(table: ProfileTable) -> Iterator[Permit]:
    everywhere = [clause.number for clause in table.clauses]
    for permit in table.permits:
        is_everywhere = permit.clauses == [EVERYWHERE]
        for number in everywhere if is_everywhere else permit.clauses:
            for party in permit.parties:
                for kind in permit.kinds:
                    yield Permit(
                        kind,
                        party,
                        number,
                        permit.classifications(),
                        span_of(permit),
                        is_everywhere=is_everywhere,
                    )


def _duty(table: DutyTable, ower: str) -> Duty:
    return Duty(
        id=table.id,
        clause=table.clause,
        party=ower,
        does=table.does,
        source=Source(table.source),
        ledger=LedgerKind(table.ledger),
        opener=Opener(table.opener),
        opened_by=frozenset(table.opened_by),
        opened_by_act=table.opened_by_act,
        discharged_by=frozenset(table.discharged_by),
        declined_by=frozenset(table.declined_by),
        lifted_by=frozenset(table.lifted_by),
        where=_condition(table.where),
        done_where=_condition(table.done_where),
        each=table.each,
        span=span_of(table),
    )


def _condition(table: WhereTable | None) -> Condition | None:
    return Condition(table.field, frozenset(table.codes)) if table else None


def _frozen(value: object) -> RuleValue:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {name: _frozen(member) for name, member in value.items()}
    if isinstance(value, str | bool | int | date):
        return value
    raise TypeError(f"{type(value).__name__} was let into a rule")
