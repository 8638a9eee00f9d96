"""What a scenario may expect, and whether it is what was found."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kakehashi.core.acceptance_check import Judgment, Verdict
from kakehashi.core.agreement import Terms
from kakehashi.core.disclosure import Basis, Leave, Stay, Why
from kakehashi.core.ledger import Ledger, Row, Status
from kakehashi.core.life import Life, Stage
from kakehashi.core.scenario.sentences import UnknownSentence

LEAVES = {
    Basis.PUBLIC: "it is public",
    Basis.CIRCLE: "the recipient is inside clause {clause}",
    Basis.ADMITTED: "the recipient is admitted to notices of its clause",
    Basis.CONSENT: "the other side consented",
    Basis.NOTICE: "the other side had notice",
    Basis.OWN_DECISION: "two officers decided",
    Basis.COMPULSION: "a law compels it",
}

STAYS = {
    Why.RESTRICTED: "it is restricted to both circles",
    Why.CONSENT_NEEDED: "clause {clause} needs consent from {party}",
    Why.CONSENT_REFUSED: "{party} refused its consent",
    Why.CONSENT_EXPIRED: "the consent of {party} has expired",
    Why.CONSENT_WITHDRAWN: "{party} took its consent back",
    Why.CONSENT_USED: "the consent of {party} was for once",
    Why.ANOTHER_FORM: "another form of it was spoken of",
    Why.LETTER_MISSING: "the letter has not arrived",
    Why.NOTICE_NEEDED: "clause {clause} needs notice to {party}",
    Why.NOTICE_UNDELIVERED: "the notice to {party} has not arrived",
    Why.NOTICE_TOO_EARLY: "the day named to {party} has not come",
    Why.NOTICE_EXPIRED: "the notice to {party} has expired",
    Why.OWN_DECISION_NEEDED: "two officers have to decide",
    Why.SECOND_OFFICER_MISSING: "a second officer is missing",
    Why.LAW_NOT_NAMED: "no law is named",
    Why.COUNTERPART_NOT_TOLD: "{party} was not told",
}

MAY_NOT = "refused: {party} may not issue it"
NOT_UNDER = "refused: not under clause {clause}"
NOT_IN_CLASS = "refused: not as {classification}"
NOT_AT = "refused: the agreement is {stage}"
PERMITTED = "permitted under clause {clause}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What stood after the last step: its verdict in words, and everything that can be read."""

    verdict: str
    day: date
    terms: Terms
    life: Life
    shared: Ledger
    own: Ledger
    judgment: Judgment | None = None


Expectation = Callable[[Outcome], bool]


def verdict_in_words(verdict: Leave | Stay) -> str:
    """Give the gate's verdict as a sentence of the vocabulary."""
    if isinstance(verdict, Leave):
        return "it leaves: " + LEAVES[verdict.basis].format(clause=verdict.clause)
    words = STAYS[verdict.why].format(clause=verdict.clause, party=verdict.party)
    return f"refused: {words}"


def check_in_words(judgment: Judgment) -> str:
    """Give the check's verdict as a sentence of the vocabulary."""
    return f"the check says '{judgment.verdict}'"


def stage_in_words(stage: Stage) -> str:
    """Give a stage as it is written in scenarios."""
    return stage.value.replace("-", " ")


def read_expectation(text: str) -> Expectation:
    """Read a `then` sentence.

    Raises:
        UnknownSentence: it is none of the vocabulary.

    """
    if any(pattern.fullmatch(text) for pattern in _VERDICTS):
        return lambda outcome: outcome.verdict == text
    for pattern, build in _PATTERNS:
        if found := pattern.fullmatch(text):
            return build(found)
    raise UnknownSentence(text)


def _template(text: str) -> re.Pattern[str]:
    pattern = re.escape(text).replace(r"\{clause\}", r"[0-9A-Z() ]+")
    pattern = pattern.replace(r"\{party\}", "[A-Z-]+").replace(r"\{stage\}", "[a-z ]+")
    return re.compile(pattern.replace(r"\{classification\}", "[a-z]+"))


_VERDICTS = tuple(
    _template(text)
    for text in (
        *(MAY_NOT, NOT_UNDER, NOT_IN_CLASS, NOT_AT, PERMITTED),
        *(f"it leaves: {words}" for words in LEAVES.values()),
        *(f"the check says '{verdict}'" for verdict in Verdict),
        *(f"refused: {words}" for words in STAYS.values()),
    )
)


def _owes(found: re.Match[str]) -> Expectation:
    source = {"by the memorandum": "memorandum", "as agreed": "agreed"}.get(found["source"] or "")

    def holds(outcome: Outcome) -> bool:
        ledger = outcome.own if found["home"] else outcome.shared
        return any(
            row.status is Status.OPEN
            and found["clause"] in {None, row.clause}
            and source in {None, row.source.value}
            and found["since"] in {None, row.since}
            and found["by"] in {None, row.target_on or row.due_on}
            for row in _rows(ledger, found)
        )

    return holds


def _owes_not(found: re.Match[str]) -> Expectation:
    def holds(outcome: Outcome) -> bool:
        ledger = outcome.own if found["home"] else outcome.shared
        return all(row.status is not Status.OPEN for row in _rows(ledger, found))

    return holds


def _owes_nothing(found: re.Match[str]) -> Expectation:
    def holds(outcome: Outcome) -> bool:
        ledger = outcome.own if found["home"] else outcome.shared
        return not ledger.open_for(found["party"])

    return holds


def _ended(found: re.Match[str]) -> Expectation:
    status = Status(found["status"])

    def holds(outcome: Outcome) -> bool:
        rows = [*_rows(outcome.shared, found), *_rows(outcome.own, found)]
        return any(row.status is status and found["on"] in {None, row.ended_on} for row in rows)

    return holds


def _rows(ledger: Ledger, found: re.Match[str]) -> list[Row]:
    wanted = (found["party"], found["duty"])
    return [row for row in ledger.entries if (row.party, row.duty) == wanted]


def _stage(found: re.Match[str]) -> Expectation:
    return lambda outcome: stage_in_words(outcome.life.stage(outcome.day)) == found["stage"]


def _ends(found: re.Match[str]) -> Expectation:
    return lambda outcome: str(outcome.life.ends_on) == found["on"]


def _began(found: re.Match[str]) -> Expectation:
    return lambda outcome: (
        str(outcome.life.in_force_on) == found["on"]
        and outcome.life.is_our_reading is bool(found["ours"])
    )


def _rule(found: re.Match[str]) -> Expectation:
    def holds(outcome: Outcome) -> bool:
        rule = outcome.terms.rule(found["rule"])
        if rule is None or found["clause"] not in {None, rule.clause}:
            return False
        match rule.value:
            case tuple() as several:
                return found["value"] in several
            case str() as one:
                return found["value"] == one
            case table if isinstance(table, dict) and found["member"]:
                member = table.get(found["member"])
                written = str(member).lower() if isinstance(member, bool) else str(member)
                return found["value"] == written
            case _:
                return False

    return holds


def _finds(found: re.Match[str]) -> Expectation:
    def holds(outcome: Outcome) -> bool:
        reasons = outcome.judgment.reasons if outcome.judgment else ()
        return any(
            reason.finding == found["finding"] and found["clause"] in {None, reason.clause}
            for reason in reasons
        )

    return holds


def _contact(found: re.Match[str]) -> Expectation:
    return lambda outcome: outcome.terms.contact_points[found["party"]].office == found["office"]


def _signatories(found: re.Match[str]) -> Expectation:
    names = tuple(re.findall(r"'([^']+)'", found["names"]))
    return lambda outcome: outcome.terms.profile.parties[found["party"]].signatories == names


_PARTY = r"(?P<party>[A-Z][A-Z0-9-]+)"
_DUTY = r"'(?P<duty>[a-z0-9-]+)'"
_HOME = r"(?P<home> at home)?"
_CLAUSE = r"(?: under (?P<clause>[0-9A-Z][0-9A-Z() ]*?))?"

_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Expectation]], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (
            (
                rf"{_PARTY} owes{_HOME} {_DUTY}{_CLAUSE}"
                r"(?: (?P<source>by the memorandum|as agreed))?"
                r"(?: since (?P<since>\d{4}-\d\d-\d\d))?(?: until (?P<by>\d{4}-\d\d-\d\d))?"
            ),
            _owes,
        ),
        (rf"{_PARTY} owes nothing{_HOME}", _owes_nothing),
        (rf"{_PARTY} does not owe{_HOME} {_DUTY}", _owes_not),
        (
            (
                rf"the duty {_DUTY} of {_PARTY} is (?P<status>discharged|declined|lifted|withdrawn)"
                r"(?: on (?P<on>\d{4}-\d\d-\d\d))?"
            ),
            _ended,
        ),
        (
            r"the agreement is (?P<stage>unsigned|signed|in force|discontinuing|ended)",
            _stage,
        ),
        (r"the agreement ends on (?P<on>\d{4}-\d\d-\d\d|None)", _ends),
        (
            r"the agreement is in force from (?P<on>\d{4}-\d\d-\d\d)(?P<ours> in our reading)?",
            _began,
        ),
        (
            (
                r"the rule '(?P<rule>[a-z-]+)'(?: about '(?P<member>[a-z-]+)')? "
                rf"(?:is|includes) '(?P<value>[^']+)'{_CLAUSE}"
            ),
            _rule,
        ),
        (rf"the check finds '(?P<finding>[a-z-]+)'{_CLAUSE}", _finds),
        (rf"the contact point of {_PARTY} is '(?P<office>[^']+)'", _contact),
        (rf"{_PARTY} signs through (?P<names>'[^']+'(?:, '[^']+')*)", _signatories),
    )
)
