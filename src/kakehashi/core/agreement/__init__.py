"""An agreement as data: who may say what under which clause, who owes what, which rules hold when.

`load` reads a profile's text; `Profile.on` gives the terms of a day.
"""

from kakehashi.core.agreement.acts import Act
from kakehashi.core.agreement.kinds import KindFacts
from kakehashi.core.agreement.load import digest, load
from kakehashi.core.agreement.problems import Problem, ProfileRefused, Reason
from kakehashi.core.agreement.profile import (
    ALWAYS,
    PROTOCOL,
    Body,
    Clause,
    Condition,
    ContactPoint,
    Duty,
    LedgerKind,
    Names,
    Office,
    Opener,
    Party,
    Permit,
    Profile,
    Rule,
    Side,
    Source,
    Span,
    Terms,
)

__all__ = [
    "ALWAYS",
    "PROTOCOL",
    "Act",
    "Body",
    "Clause",
    "Condition",
    "ContactPoint",
    "Duty",
    "KindFacts",
    "LedgerKind",
    "Names",
    "Office",
    "Opener",
    "Party",
    "Permit",
    "Problem",
    "Profile",
    "ProfileRefused",
    "Reason",
    "Rule",
    "Side",
    "Source",
    "Span",
    "Terms",
    "digest",
    "load",
]
