"""What realizes each clause of an agreement: its notices, duties, rules, pages and scenarios.

Notices, duties and rules are the profile's; scenarios stand beside it; which page shows what is
said here once, by the names of the addresses, for every agreement alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kakehashi.core.acceptance_check.asked import QUESTIONS
from kakehashi.core.agreement import Clause, Duty, Profile, Rule
from kakehashi.core.notices import KINDS, PROTOCOL_KINDS
from kakehashi.core.scenario import Scenario

PAGES_OF_FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "contacts": ("desk_people",),
    "organizations": ("portal-register", "portal-entry", "portal-sheet", "desk_case"),
    "measures": ("portal-register", "portal-entry", "portal-sheet", "desk_case"),
    "information": ("desk_cases", "desk_case"),
    "misconduct": ("desk_cases", "desk_case"),
    "inquiries": ("desk_cases", "desk_case"),
    "consultations": ("desk_consultations", "desk_consultation"),
    "disclosure": ("desk_disclosures",),
    "exams": ("desk_cases", "desk_case"),
    "certificates": ("desk_cases", "desk_case"),
    "acceptance": ("portal-register", "portal-entry", "desk_case"),
    "life": ("desk_agreement", "portal-agreement"),
    "letters": ("desk_letters",),
    "protocol": ("desk_notice", "desk_record"),
}
"""Where the notices of a family are seen, beside the desk's form, inbox and outbox."""

PAGES_OF_RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "public-account": ("portal-home", "portal-agreement"),
    **dict.fromkeys(QUESTIONS, ("desk_acceptance",)),
}
"""Where a rule is seen that no single family of notices carries."""

KINDS_OF_RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "public-account": (
        "sending-organization.approved",
        "sending-organization.revoked",
        "accepting-organization.measure-ordered",
        "intermediary.reported",
    ),
    "sending-route": ("sending-organization.approved", "certificate.issued"),
    "certificate": ("certificate.issued", "sending-organization.approved"),
    "examination": ("sending-organization.approved",),
    "commencement": ("commencement.received", "journal.opened"),
    "disputes": ("dispute.raised", "dispute.settled"),
}
"""Which notices a rule bears on, for clauses under which nothing of their own is issued."""


@dataclass(frozen=True, slots=True)
class Realized:
    """One clause and what realizes it; `scenarios` are titles, `pages` names of addresses."""

    clause: Clause
    notices: tuple[str, ...]
    duties: tuple[Duty, ...]
    rules: tuple[Rule, ...]
    pages: tuple[str, ...]
    scenarios: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What a clause must have and has not; a clause without a duty is held by its rules."""
        held = {
            "notices": self.notices,
            "duties": self.duties or self.rules,
            "pages": self.pages,
            "scenarios": self.scenarios,
        }
        return tuple(name for name, found in held.items() if not found)


def coverage(profile: Profile, scenarios: Iterable[Scenario]) -> tuple[Realized, ...]:
    """Say for each clause, in the profile's order, what realizes it.

    A heading (`6`) is realized by what stands under it (`6 1)`).
    """
    played = tuple(scenarios)
    return tuple(_realized(clause, profile, played) for clause in profile.clauses.values())


def _realized(clause: Clause, profile: Profile, scenarios: tuple[Scenario, ...]) -> Realized:
    numbers = {n for n in profile.clauses if n == clause.number or _is_under(n, clause.number)}
    rules = tuple(rule for rule in profile.rules if rule.clause in numbers)
    issued = {p.kind for p in profile.permits if p.clause in numbers and not p.is_everywhere}
    notices = issued or _kinds_of(rules, profile)
    duties = tuple(duty for duty in profile.duties if duty.clause in numbers)
    pages = [page for kind in sorted(notices) for page in PAGES_OF_FAMILIES[KINDS[kind].family]]
    pages += [page for rule in rules for page in PAGES_OF_RULES.get(rule.name, ())]
    return Realized(
        clause=clause,
        notices=tuple(sorted(notices)),
        duties=duties,
        rules=rules,
        pages=tuple(dict.fromkeys([*pages, *(["desk_duties"] if duties else [])])),
        scenarios=tuple(one.title for one in scenarios if numbers & set(one.clauses)),
    )


def _is_under(number: str, heading: str) -> bool:
    """Say whether a clause stands under a heading: `6 1)` and `6(1)` under `6`."""
    return number.startswith((f"{heading} ", f"{heading}("))


def _kinds_of(rules: Iterable[Rule], profile: Profile) -> set[str]:
    """Name what the rules bear on, as far as the two sides may issue it."""
    known = {permit.kind for permit in profile.permits} | PROTOCOL_KINDS
    return {kind for rule in rules for kind in KINDS_OF_RULES.get(rule.name, ()) if kind in known}
