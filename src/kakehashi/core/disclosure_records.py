"""What clause 3 keeps record of: consents, refusals, notices given, compulsions, own decisions.

A record names what may leave and to whom; `core.disclosure.leave` judges by them. `source` is the
id of the notice, or of the record at home, that it comes from.
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kakehashi.core.notices.disclosure import ItemForm
from kakehashi.core.notices.payload import Classification


class Whom(StrEnum):
    """What a recipient is."""

    PUBLIC = "public"
    PARTY = "party"
    OFFICE = "office"
    BODY = "body"
    AGREEMENT = "agreement"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would see it.

    `party` is set for a side as a whole (PARTY), one of its offices (OFFICE, `name` its id) or a
    body it admits (BODY, `name` its id: ministries of exams, embassies). `name` is the other
    agreement's name (AGREEMENT), or a name as a record has it (OTHER), with its `country`.
    """

    whom: Whom
    party: str | None = None
    name: str | None = None
    country: str | None = None

    def is_same(self, other: "Recipient") -> bool:
        """Say whether both are one: of names, only case, width and spaces do not count."""
        mine, theirs = (_plain(one.name or "") for one in (self, other))
        return (self.whom, self.party, self.country, mine) == (
            other.whom,
            other.party,
            other.country,
            theirs,
        )


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


ANYBODY = Recipient(Whom.PUBLIC)


@dataclass(frozen=True, slots=True)
class Item:
    """What would leave: a notice, a part of one, or a record at home; `author` owns it.

    `form` and `points` say how much of it would leave: the whole, numbered points, a summary.
    """

    agreement: str
    id: str
    classification: Classification
    author: str
    kind: str
    clause: str
    form: ItemForm = ItemForm.WHOLE
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent:
    """The other side's written consent (`disclosure.consented`), naming item and recipient.

    It holds from `given_on`, no longer on `expires_on`, no longer from `withdrawn_on`; where it
    is for `once`, no longer after one handing over.
    """

    item: str
    recipient: Recipient
    by: str
    given_on: date
    expires_on: date | None = None
    withdrawn_on: date | None = None
    letter_received_on: date | None = None
    form: ItemForm = ItemForm.WHOLE
    points: tuple[int, ...] = ()
    once: bool = False
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """The other side's refusal (`disclosure.refused`)."""

    item: str
    recipient: Recipient
    by: str
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Notification:
    """A notice to the other side (`disclosure.notified`); delivered once its receipt covers it.

    It lets the item leave from `not_before_on` on, no longer on `expires_on`.
    """

    item: str
    recipient: Recipient
    by: str
    delivered_on: date | None = None
    letter_received_on: date | None = None
    not_before_on: date | None = None
    expires_on: date | None = None
    form: ItemForm = ItemForm.WHOLE
    points: tuple[int, ...] = ()
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Compulsion:
    """What a law compels: the law, the authority, the officers who checked, and who was told.

    `told_on` is the day of `disclosure.compelled`; `may_tell` is False where the law forbids it.
    """

    item: str
    recipient: Recipient
    by: str
    law: str
    authority: str
    officers: frozenset[str]
    told_on: date | None = None
    may_tell: bool = True
    form: ItemForm = ItemForm.WHOLE
    points: tuple[int, ...] = ()
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class OwnDecision:
    """A side's decision to pass on what it told in confidence itself, by two officers."""

    item: str
    recipient: Recipient
    by: str
    officers: frozenset[str]
    form: ItemForm = ItemForm.WHOLE
    points: tuple[int, ...] = ()
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Handing:
    """That an item was handed over; it uses up a consent for one disclosure."""

    item: str
    recipient: Recipient
    by: str
    on: date
    source: str = field(default="", compare=False)


Record = Consent | Refusal | Notification | Compulsion | OwnDecision | Handing


def covers(record: Record, item: Item) -> bool:
    """Say whether a record speaks of what would leave: the whole covers every form of it."""
    if isinstance(record, Refusal | Handing) or record.form is ItemForm.WHOLE:
        return True
    if record.form is not item.form:
        return False
    return not record.points or (bool(item.points) and set(item.points) <= set(record.points))
