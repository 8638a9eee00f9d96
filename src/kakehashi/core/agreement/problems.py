"""Why a profile is refused: each problem with its line, its place and a reason code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong; the shell words it in the reader's language from this code and the facts."""

    NOT_TOML = "not-toml"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    WITHOUT_CLAUSE = "without-clause"
    WRONG_VALUE = "wrong-value"
    DUPLICATE = "duplicate"
    NO_ENGLISH = "no-english"
    PARTY_COUNT = "party-count"
    PARTY_SIDES = "party-sides"
    UNKNOWN_PARTY = "unknown-party"
    UNKNOWN_TIME_ZONE = "unknown-time-zone"
    UNKNOWN_OFFICE = "unknown-office"
    OFFICE_CIRCLE = "office-circle"
    UNKNOWN_CLAUSE = "unknown-clause"
    UNCOVERED_CLAUSE = "uncovered-clause"
    UNKNOWN_KIND = "unknown-kind"
    PROTOCOL_KIND = "protocol-kind"
    CLASS_NOT_ALLOWED = "class-not-allowed"
    BACKWARD_DATES = "backward-dates"
    OVERLAPPING_DATES = "overlapping-dates"
    UNKNOWN_RULE = "unknown-rule"
    MISSING_RULE = "missing-rule"
    RULE_GAP = "rule-gap"
    UNOPENED_DUTY = "unopened-duty"
    ENDLESS_DUTY = "endless-duty"
    UNKNOWN_ACT = "unknown-act"
    OPENER_MAY_NOT_ISSUE = "opener-may-not-issue"
    OWER_MAY_NOT_ISSUE = "ower-may-not-issue"
    LIFTER_MAY_NOT_ISSUE = "lifter-may-not-issue"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong: line from 1, place as a dotted path, reason, and the facts to word it."""

    line: int
    where: str
    reason: Reason
    facts: Mapping[str, str] = field(default_factory=dict, compare=False)


class ProfileRefused(ValueError):
    """A profile was not accepted; `problems` is never empty and is in the order of the lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        super().__init__(f"line {first.line}: {first.where}: {first.reason}")
