"""An application in a scenario: what it shows, told in the scenario's words, read into facts.

`an application of 2026-05-01 in 'nursing-care' with a certificate of 2026-04-01 from an
organization approved on 2025-04-01 and revoked on 2026-04-20`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from kakehashi.core.acceptance import Closure
from kakehashi.core.acceptance_check.facts import (
    Application,
    Claims,
    Facts,
    Fee,
    Known,
    Money,
    Organization,
    Paper,
    Person,
    Reading,
    Stage,
    State,
)
from kakehashi.core.standing import Status

_NAME: Final = "SOK DARA"
_ANOTHER: Final = "CHAN THIDA"
_BORN: Final = date(2001, 2, 3)
_NUMBER: Final = "KH-0000001"
_LISTED: Final = "KHM000001"


@dataclass(frozen=True, slots=True)
class Shown:
    """What an application shows, in the words of a scenario; days are ISO dates."""

    on: str = ""
    field: str = "nursing-care"
    shows: str = ""
    of: str = ""
    revoked: str = ""
    approved: str = ""
    ended: str = ""
    ended_on: str = ""
    fees: str = ""
    wage: str = ""


_DAY = r"\d{4}-\d\d-\d\d"
_SUM = r"\d+ [A-Z]{3}"
SHOWN: Final = (
    rf"an application of (?P<on>{_DAY})(?: in '(?P<field>[a-z-]+)')?"
    r"(?: with (?P<shows>a|an altered|an unannounced|another person's|a paper)"
    rf" certificate of (?P<of>{_DAY})(?:, revoked on (?P<revoked>{_DAY}),)?)?"
    rf"(?: from an organization approved on (?P<approved>{_DAY})"
    rf"(?: and (?P<ended>suspended|revoked) on (?P<ended_on>{_DAY}))?)?"
    rf"(?: with fees of (?P<fees>{_SUM})(?: and a monthly wage of (?P<wage>{_SUM}))?)?"
)
"""The sentence as a pattern whose groups are `Shown`'s fields."""


def read_shown(found: re.Match[str]) -> Shown:
    """Read what the pattern found; what is not said stays as it is usual."""
    groups = found.groupdict()
    return Shown(**{name: groups[name] for name in Shown.__slots__ if groups.get(name)})


def application_of(shown: Shown) -> Application:
    """Give the application."""
    return Application(
        person=Person(
            (_ANOTHER if shown.shows == "another person's" else _NAME,), _BORN, "N1234567"
        ),
        applied_on=date.fromisoformat(shown.on),
        field=shown.field,
        organization=_LISTED,
        number=_NUMBER if shown.shows else "",
        issued_on=_day(shown.of),
        fees=(Fee(_money(shown.fees)),) if shown.fees else None,
        wage=_money(shown.wage) if shown.wage else None,
    )


def facts_of(shown: Shown, *, today: date, closures: Iterable[Closure]) -> Facts:
    """Give what the records say of it on a day."""
    return Facts(
        today=today,
        paper=_paper(shown, today) if shown.shows not in {"", "a paper"} else None,
        organization=_organization(shown) if shown.approved else None,
        closures=tuple(closures),
    )


def _paper(shown: Shown, today: date) -> Paper:
    if shown.shows == "an altered":
        return Paper(Reading.FALSE)
    state = State.REVOKED if shown.revoked else State.VALID
    return Paper(
        Reading.VERIFIED,
        Claims(
            number=_NUMBER,
            organization=_LISTED,
            field=shown.field,
            latin_name=_NAME,
            issued_on=date.fromisoformat(shown.of),
            born_on=_BORN,
            passport_last_four="4567",
        ),
        Known(state, _day(shown.revoked), as_of=today, is_fresh=True),
        announced=None if shown.shows == "an unannounced" else True,
    )


def _organization(shown: Shown) -> Organization:
    approved = date.fromisoformat(shown.approved)
    stages = [Stage(Status.APPROVED, approved, approved)]
    if ended := _day(shown.ended_on):
        stages.append(Stage(Status(shown.ended), ended, ended))
    return Organization(_LISTED, tuple(stages))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _money(text: str) -> Money:
    amount, _space, currency = text.partition(" ")
    return Money(Decimal(amount), currency)
