"""What a profile holds once it is accepted: parties, clauses, permits, duties, rules, by day."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from kakehashi.core.agreement.rules import RuleValue
from kakehashi.core.notices.payload import Classification

PROTOCOL = "protocol"

Names = Mapping[str, str]
"""A text in languages: BCP 47 tag to text; `en` is always there."""


class Side(StrEnum):
    """What a party does under the agreement."""

    SENDING = "sending"
    ACCEPTING = "accepting"


class Source(StrEnum):
    """Who made a duty: the memorandum itself, or both sides later by notice."""

    MEMORANDUM = "memorandum"
    AGREED = "agreed"


class LedgerKind(StrEnum):
    """Which ledger shows a duty: the one both nodes derive alike, or the side's own."""

    SHARED = "shared"
    OWN = "own"


class Opener(StrEnum):
    """Whose notice opens a duty, seen from the party that owes it."""

    COUNTERPART = "counterpart"
    SELF = "self"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days on which a value holds: from the first, until before the last; None is open."""

    first: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether `day` lies within."""
        return (self.first is None or self.first <= day) and (
            self.until is None or day < self.until
        )

    def overlaps(self, other: "Span") -> bool:
        """Say whether some day lies within both."""
        return (self.first is None or other.until is None or self.first < other.until) and (
            other.first is None or self.until is None or other.first < self.until
        )


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Office:
    """A ministry, agency or unit, and the office it belongs to."""

    id: str
    names: Names
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """One outside the circle, admitted to the notices of certain clauses only."""

    id: str
    kind: str
    names: Names
    clauses: frozenset[str]


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """The unit designated to be spoken to (clause 2); persons and addresses come by notice."""

    party: str
    clause: str
    office: str
    languages: tuple[str, ...]
    hours: str | None
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Party:
    """One side: `circle` and `signatories` are ids of its offices, `time_zone` an IANA name."""

    code: str
    names: Names
    side: Side
    time_zone: str
    circle: tuple[str, ...]
    signatories: tuple[str, ...]
    offices: Mapping[str, Office]
    bodies: Mapping[str, Body]

    def is_in_circle(self, office: str) -> bool:
        """Say whether an office is, or belongs to, a ministry inside clause 3."""
        step: str | None = office
        while step is not None:
            if step in self.circle:
                return True
            known = self.offices.get(step)
            step = known.within if known else None
        return False

    def admits(self, body: str, clause: str) -> bool:
        """Say whether an outside body may see the notices of `clause`."""
        known = self.bodies.get(body)
        return known is not None and clause in known.clauses

    @property
    def embassies(self) -> tuple[Body, ...]:
        """Give the party's embassies among its admitted bodies."""
        return tuple(body for body in self.bodies.values() if body.kind == "embassy")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause by its number in the memorandum, in words of our own."""

    number: str
    title: Names
    asks: Names
    items: Mapping[str, Names]


@dataclass(frozen=True, slots=True)
class Permit:
    """That `party` may issue `kind` under `clause`, in one of `classes` (the first by default).

    `is_everywhere` marks a kind that follows another notice or a letter into any clause.
    """

    kind: str
    party: str
    clause: str
    classes: tuple[Classification, ...]
    span: Span = ALWAYS
    is_everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A notice opens or ends a duty only where one of its fields has one of these codes.

    `field` is a dotted path that begins with `public` or `statement`: what is never erased.
    """

    field: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Duty:
    """What `party` owes under `clause`: opened and ended by notices, or by its own acts.

    `opened_by` are notice kinds for the shared ledger; `opened_by_act` names the local act that
    opens a duty of the own ledger. `each` is the dotted path of a list in the opening notice of
    which every item is a duty of its own, owed by its `owner`. `where` and `done_where` say which
    notices open it, and which end it.
    """

    id: str
    clause: str
    party: str
    does: Names
    source: Source
    ledger: LedgerKind
    opener: Opener
    opened_by: frozenset[str]
    opened_by_act: str | None
    discharged_by: frozenset[str]
    declined_by: frozenset[str]
    lifted_by: frozenset[str]
    where: Condition | None = None
    done_where: Condition | None = None
    each: str | None = None
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Rule:
    """One named value with the clause that backs it."""

    name: str
    clause: str
    value: RuleValue
    note: Names
    span: Span = ALWAYS


Spanned = TypeVar("Spanned", ContactPoint, Permit, Duty, Rule)


@dataclass(frozen=True)
class Terms:
    """The agreement as it stands on one day."""

    profile: "Profile" = field(repr=False)
    duties: tuple[Duty, ...]
    rules: Mapping[str, Rule]
    contact_points: Mapping[str, ContactPoint]
    permits: Mapping[tuple[str, str], tuple[Permit, ...]]

    def permit(self, kind: str, party: str, clause: str | None = None) -> Permit | None:
        """Give what allows `party` to issue `kind` (under `clause`, or under any), if anything.

        Kinds of the protocol are open to both parties under no clause of the memorandum.
        """
        if party not in self.profile.parties:
            return None
        if kind in self.profile.protocol_kinds:
            classes = self.profile.protocol_kinds[kind]
            found = Permit(kind, party, PROTOCOL, classes)
            return found if clause in {None, PROTOCOL} else None
        for permit in self.permits.get((kind, party), ()):
            if clause in {None, permit.clause}:
                return permit
        return None

    def kinds_open_to(self, party: str) -> tuple[str, ...]:
        """Name the kinds that `party` may issue, the protocol's aside, in the profile's order."""
        return tuple(kind for kind, issuer in self.permits if issuer == party)

    def rule(self, name: str) -> Rule | None:
        """Give the rule of that name, where the agreement has one on this day."""
        return self.rules.get(name)

    def duty(self, duty_id: str, party: str) -> Duty | None:
        """Give what `party` owes under that id, where it exists on this day."""
        for duty in self.duties:
            if (duty.id, duty.party) == (duty_id, party):
                return duty
        return None

    def shared_duties(self, kind: str) -> tuple[Duty, ...]:
        """Give the duties of the shared ledger that a notice of this kind may open or end."""
        return self._shared_duties.get(kind, ())

    @cached_property
    def _shared_duties(self) -> Mapping[str, tuple[Duty, ...]]:
        found: dict[str, tuple[Duty, ...]] = {}
        for duty in self.duties:
            if duty.ledger is LedgerKind.SHARED:
                ends = duty.discharged_by | duty.declined_by | duty.lifted_by
                for kind in duty.opened_by | ends:
                    found[kind] = (*found.get(kind, ()), duty)
        return found

    def choice(self, name: str) -> str | None:
        """Give a rule whose value is one word."""
        rule = self.rules.get(name)
        return rule.value if rule and isinstance(rule.value, str) else None

    def entries(self, name: str) -> tuple[str, ...]:
        """Give a rule whose value is a list of words; empty where there is none."""
        rule = self.rules.get(name)
        return rule.value if rule and isinstance(rule.value, tuple) else ()

    def table(self, name: str) -> Mapping[str, object]:
        """Give a rule whose value is a table; empty where there is none."""
        rule = self.rules.get(name)
        return rule.value if rule and isinstance(rule.value, Mapping) else {}

    @property
    def needs_consent(self) -> bool:
        """Whether clause 3 asks for the other side's consent (else a notice to it suffices)."""
        return self.choice("disclosure") == "consent"

    @property
    def needs_letter(self) -> bool:
        """Whether what clause 3 wants in writing must also go as a letter."""
        return self.choice("letters") == "required"

    @property
    def needs_certificate(self) -> bool:
        """Whether acceptance rests on a certificate of the sending side."""
        return self.choice("certificate") == "required"

    def is_notified(self, organization: str, measure: str) -> bool:
        """Say whether the accepting side notifies such a measure (codes of the rule's keys)."""
        return _covers(self.table("measures-notified"), organization, measure)

    def is_published(self, organization: str, measure: str) -> bool:
        """Say whether the sending side publishes such a measure once informed of it."""
        return _covers(self.table("measures-published"), organization, measure)


def _covers(table: Mapping[str, object], organization: str, measure: str) -> bool:
    extent = table.get(organization, "none")
    return extent == "every-measure" or (
        extent == "improvement-orders" and measure == "improvement-order"
    )


@dataclass(frozen=True)
class Profile:
    """One agreement, accepted whole; `digest` is what both journals pin in their first entry.

    `earlier` are the versions that this one took the place of, the last first.
    """

    name: str
    title: Names
    signed: tuple[tuple[date, Names], ...]
    parties: Mapping[str, Party]
    clauses: Mapping[str, Clause]
    contact_points: tuple[ContactPoint, ...]
    permits: tuple[Permit, ...]
    duties: tuple[Duty, ...]
    rules: tuple[Rule, ...]
    protocol_kinds: Mapping[str, tuple[Classification, ...]]
    digest: str
    earlier: tuple["Profile", ...] = ()

    def version(self, digest: str) -> "Profile | None":
        """Give the version with this digest, itself or an earlier one; None where it is neither."""
        return next((p for p in (self, *self.earlier) if p.digest == digest), None)

    def counterpart(self, party: str) -> Party:
        """Give the other party. Raises KeyError for a code that is neither."""
        if party not in self.parties:
            raise KeyError(party)
        return next(other for code, other in self.parties.items() if code != party)

    def party_on(self, side: Side) -> Party:
        """Give the party that sends, or the one that accepts."""
        return next(party for party in self.parties.values() if party.side == side)

    @cached_property
    def signed_on(self) -> date:
        """The day of the last signature."""
        return max(day for day, _ in self.signed)

    @cached_property
    def versions(self) -> tuple[date, ...]:
        """The days from which something is different, in order."""
        spans = [
            item.span
            for items in (self.contact_points, self.permits, self.duties, self.rules)
            for item in items
        ]
        days = {day for span in spans for day in (span.first, span.until) if day is not None}
        return tuple(sorted(days))

    def clauses_ever(self, kind: str, party: str) -> frozenset[str]:
        """Name the clauses under which a party may issue a kind on any day at all."""
        return self._clauses_ever.get((kind, party), frozenset())

    @cached_property
    def _clauses_ever(self) -> Mapping[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], frozenset[str]] = {}
        for permit in self.permits:
            key = (permit.kind, permit.party)
            under = self.clauses if permit.is_everywhere else (permit.clause,)
            found[key] = found.get(key, frozenset()) | frozenset(under)
        return found

    @cached_property
    def _terms(self) -> tuple[Terms, ...]:
        return tuple(self._terms_on(day) for day in (date.min, *self.versions))

    def on(self, day: date) -> Terms:
        """Give the agreement as it stands on `day`, in its author's zone."""
        return self._terms[bisect_right(self.versions, day)]

    def _terms_on(self, day: date) -> Terms:
        permits: dict[tuple[str, str], tuple[Permit, ...]] = {}
        for permit in _standing(self.permits, day):
            key = (permit.kind, permit.party)
            permits[key] = (*permits.get(key, ()), permit)
        return Terms(
            profile=self,
            duties=tuple(_standing(self.duties, day)),
            rules={rule.name: rule for rule in _standing(self.rules, day)},
            contact_points={point.party: point for point in _standing(self.contact_points, day)},
            permits=permits,
        )


def _standing(items: Iterable[Spanned], day: date) -> Iterator[Spanned]:
    return (item for item in items if item.span.holds(day))
