"""Letters on paper as both sides registered and confirmed them: few and fixed queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from kakehashi.core.envelope import Envelope, Malformed, read
from kakehashi.desk.cases.queries import serving
from kakehashi.desk.models import Dealing, DeskEdition, Naming
from kakehashi.journal.models import Entry, Journal

REGISTERED: Final = "letter.registered"
CONFIRMED: Final = "letter.confirmed"
ANSWERS: Final = "answers"


class Shelf(StrEnum):
    """Where letters lie: for us to confirm, for the other side to confirm, known to both."""

    OURS = "ours-to-confirm"
    THEIRS = "theirs-to-confirm"
    KNOWN = "answered"


@dataclass(frozen=True, slots=True)
class Answered:
    """The other side's answer to a letter: its reference, what it says, the receipt it knows."""

    jti: str
    outcome: str
    received_on: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A letter on a shelf; `facts` are the statement of its envelope."""

    entry: Entry
    facts: Mapping[str, object]
    answer: Answered | None


def letters(
    agreement: str, ours: Sequence[Journal], theirs: Sequence[Journal], shelf: Shelf
) -> QuerySet[Entry]:
    """Give the entries of the letters on a shelf, the latest first."""
    journals = {Shelf.OURS: theirs, Shelf.THEIRS: ours}.get(shelf, [*ours, *theirs])
    edition = serving([agreement]).get(agreement)
    found = Entry.objects.filter(kind=REGISTERED, journal__in=[one.pk for one in journals])
    if edition is None:
        return found.none()
    confirms = Dealing.objects.filter(
        edition=edition, jti=OuterRef("jti"), kind=CONFIRMED, is_set_aside=False
    )
    answered = Exists(
        Naming.objects.filter(
            Exists(confirms), edition=edition, named=OuterRef("jti"), relation=ANSWERS
        )
    )
    counts = Exists(_counting(edition).filter(jti=OuterRef("jti")))
    found = found.filter(counts, answered if shelf is Shelf.KNOWN else ~answered)
    return found.order_by("-journal_id", "-index")


def _counting(edition: DeskEdition) -> QuerySet[Dealing]:
    return Dealing.objects.filter(edition=edition, kind=REGISTERED, is_set_aside=False)


def registered(agreement: str, entries: Sequence[Entry]) -> list[Registered]:
    """Read what letters are, and how the other side answered: three queries."""
    answers = _answers(agreement, [entry.jti for entry in entries])
    return [
        Registered(entry, statement_of(bytes(entry.token)), answers.get(entry.jti))
        for entry in entries
    ]


def _answers(agreement: str, letters: Sequence[str]) -> dict[str, Answered]:
    edition = serving([agreement]).get(agreement)
    if edition is None or not letters:
        return {}
    naming = Naming.objects.filter(edition=edition, named__in=letters, relation=ANSWERS)
    pairs = list(naming.order_by("party", "place").values_list("jti", "named"))
    entries = Entry.objects.filter(jti__in=[jti for jti, _ in pairs], kind=CONFIRMED)
    said = {entry.jti: statement_of(bytes(entry.token)) for entry in entries}
    found: dict[str, Answered] = {}
    for jti, letter in pairs:
        if jti in said:
            facts = said[jti]
            outcome, received = facts.get("outcome", ""), facts.get("received_on", "")
            found.setdefault(letter, Answered(jti, str(outcome), str(received)))
    return found


def statement_of(token: bytes) -> Mapping[str, object]:
    """Read the permanent statement of an envelope; nothing where it cannot be read."""
    try:
        envelope: Envelope = read(token)
    except Malformed:
        return {}
    return envelope.statement or {}
