"""The course of an application: who may do what to it when. Facts in, a bar or none out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kakehashi.core.approving.standards import StandardSet


class State(StrEnum):
    """Where an application is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASKED = "asked"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN: Final = frozenset({State.DRAFT, State.SUBMITTED, State.ASKED, State.RECOMMENDED})
"""Applications that are not ended."""
WITH_APPLICANT: Final = frozenset({State.DRAFT, State.ASKED})
"""Those whose turn is the applicant's: only then may the answers be changed."""
WITH_OFFICE: Final = frozenset({State.SUBMITTED, State.RECOMMENDED})
ENDED: Final = frozenset({State.APPROVED, State.REFUSED, State.WITHDRAWN})


class Purpose(StrEnum):
    """What is applied for."""

    APPROVAL = "approval"
    RENEWAL = "renewal"
    CHANGE = "change"


class Verdict(StrEnum):
    """What an examiner finds of one standard."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_APPLICABLE = "not-applicable"


class Rule(StrEnum):
    """What a profile says of examination."""

    BEFORE_APPROVAL = "before-approval"
    STANDARDS_ONLY = "standards-only"


class Bar(StrEnum):
    """Why something may not be done: the first reason that applies."""

    NOT_NOW = "not-now"
    NOT_COMPLETE = "not-complete"
    UNDECLARED = "undeclared"
    CONFLICT = "conflict"
    NOT_EXAMINER = "not-examiner"
    EXAMINED_IT = "examined-it"
    FINDINGS_MISSING = "findings-missing"
    STANDARD_NOT_MET = "standard-not-met"
    NOT_EXAMINED = "not-examined"
    EXAMINER_CONFLICT = "examiner-conflict"
    VISIT_OPEN = "visit-open"
    NO_GROUNDS = "no-grounds"
    NOT_LISTED = "not-listed"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an application when somebody wishes to do something to it.

    Officers are named by their ids. `declared` says of each officer who declared themselves
    whether they have a conflict of interest. `examiner` took it up, `examined` says that the
    examination was ended, `recommends` what then was recommended (True: to approve).
    """

    state: State
    standards: StandardSet | None = None
    rule: Rule = Rule.BEFORE_APPROVAL
    examiner: int | None = None
    declared: Mapping[int, bool] | None = None
    findings: Mapping[str, Verdict] | None = None
    is_examined: bool = False
    recommends: bool | None = None
    open_visits: int = 0

    def has_conflict(self, officer: int) -> bool:
        """Whether an officer declared a conflict."""
        return bool((self.declared or {}).get(officer))

    @property
    def unfound(self) -> tuple[str, ...]:
        """The standards without a finding."""
        codes = self.standards.codes if self.standards else ()
        return tuple(code for code in codes if code not in (self.findings or {}))

    @property
    def unmet(self) -> tuple[str, ...]:
        """The standards that were found not to be met."""
        codes = self.standards.codes if self.standards else ()
        return tuple(code for code in codes if (self.findings or {}).get(code) is Verdict.NOT_MET)


def bar_to_submit(facts: Facts, *, is_complete: bool) -> Bar | None:
    """Say why an applicant may not submit, or answer what was asked."""
    if facts.state not in WITH_APPLICANT or facts.standards is None:
        return Bar.NOT_NOW
    return None if is_complete else Bar.NOT_COMPLETE


def bar_to_touch(facts: Facts, officer: int) -> Bar | None:
    """Say why an officer may not work on it: undeclared, or with a conflict of interest."""
    if officer not in (facts.declared or {}):
        return Bar.UNDECLARED
    return Bar.CONFLICT if facts.has_conflict(officer) else None


def bar_to_take_up(facts: Facts, officer: int) -> Bar | None:
    """Say why an officer may not become the examiner."""
    if facts.state not in {State.SUBMITTED, State.ASKED} or facts.examiner is not None:
        return Bar.NOT_NOW
    return bar_to_touch(facts, officer)


def bar_to_examine(facts: Facts, officer: int) -> Bar | None:
    """Say why an officer may not record findings or ask the applicant for more."""
    if facts.state not in {State.SUBMITTED, State.ASKED}:
        return Bar.NOT_NOW
    if facts.examiner != officer:
        return Bar.NOT_EXAMINER
    return bar_to_touch(facts, officer)


def bar_to_recommend(
    facts: Facts, officer: int, *, approve: bool, has_grounds: bool = True
) -> Bar | None:
    """Say why an examination may not end with this recommendation.

    A refusal names its grounds, and needs no finding on every other standard.
    """
    if facts.state is not State.SUBMITTED:
        return Bar.NOT_NOW
    if bar := bar_to_examine(facts, officer):
        return bar
    if facts.open_visits:
        return Bar.VISIT_OPEN
    if not approve:
        return None if has_grounds else Bar.NO_GROUNDS
    return _bar_of_findings(facts)


def bar_to_decide(facts: Facts, officer: int) -> Bar | None:
    """Say why an officer may not decide as it was recommended.

    Who examined it never decides. Where the profile asks for an examination before approval, one
    that was not ended by an examiner free of conflicts lets nobody approve.
    """
    if facts.state is not State.RECOMMENDED or facts.recommends is None:
        return Bar.NOT_NOW
    if officer == facts.examiner:
        return Bar.EXAMINED_IT
    if bar := bar_to_touch(facts, officer):
        return bar
    if facts.examiner is not None and bar_to_touch(facts, facts.examiner):
        return Bar.EXAMINER_CONFLICT
    if not facts.recommends:
        return None
    if facts.rule is Rule.BEFORE_APPROVAL and not (facts.is_examined and facts.examiner):
        return Bar.NOT_EXAMINED
    return _bar_of_findings(facts)


def _bar_of_findings(facts: Facts) -> Bar | None:
    if facts.standards is None or facts.unfound:
        return Bar.FINDINGS_MISSING
    return Bar.STANDARD_NOT_MET if facts.unmet else None
