"""What an agreement has the check ask: its rules, each with the clause that backs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight
from kakehashi.core.agreement import Terms

CERTIFICATE: Final = "acceptance-check"
ORGANIZATION: Final = "check-organization"
FIELD: Final = "check-field"
PERSON: Final = "check-person"
EXAMS: Final = "check-exams"
FEE_BASIS: Final = "check-fee-basis"
FEE_CAP: Final = "fee-cap"

QUESTIONS: Final = (CERTIFICATE, ORGANIZATION, FIELD, PERSON, EXAMS, FEE_BASIS, FEE_CAP)
"""The rules of a profile that make the check ask something."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of an agreement: its clause, and the rule's table."""

    clause: str
    table: Mapping[str, object]

    def finds(self, finding: Finding, weight: Weight = Weight.FITS, /, **said: object) -> Reason:
        """Say what was found, under this question's clause."""
        told = {name: str(value) for name, value in said.items() if value not in {None, ""}}
        return Reason(finding, weight, self.clause, told)

    def weighs(self, name: str) -> Weight:
        """What the rule says that something weighs; asking where it says nothing."""
        return Weight(str(self.table.get(name, Weight.ASK)))

    def list(self, name: str) -> tuple[str, ...]:
        """The words that the rule lists under a name."""
        found = self.table.get(name)
        return tuple(map(str, found)) if isinstance(found, list | tuple) else ()


def asked_by(terms: Terms) -> Mapping[str, Asked]:
    """Give what an agreement asks on the day of its terms."""
    rules = {name: terms.rule(name) for name in QUESTIONS}
    return {
        name: Asked(rule.clause, rule.value)
        for name, rule in rules.items()
        if rule is not None and isinstance(rule.value, Mapping)
    }
