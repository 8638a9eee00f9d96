"""What the notices of a scenario contain: the example of their kind, with what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kakehashi.core.notices import example
from kakehashi.core.notices.consultations import ActionOwed
from kakehashi.core.notices.letters import (
    Direction,
    LetterConfirmation,
    LetterDates,
    LetterOutcome,
)
from kakehashi.core.notices.payload import Payload
from kakehashi.core.notices.protocol import EntriesHeld, HeldSize
from kakehashi.core.notices.targets import Counted, Target, Targets
from kakehashi.core.scenario.sentences import UnknownSentence, read_day


@dataclass(frozen=True, slots=True)
class Contents:
    """The compartments that folds read."""

    statement: Payload | None = None
    public: Payload | None = None


def contents_of(kind: str, facts: Mapping[str, str]) -> Contents:
    """Give the example of a kind, changed by `facts`; UnknownSentence as in `changed`."""
    notice = example(kind)
    said = Contents(getattr(notice, "statement", None), getattr(notice, "public", None))
    return changed(kind, said, facts)


def changed(kind: str, said: Contents, facts: Mapping[str, str]) -> Contents:
    """Change what is said by `facts`: measure, receipt, action, owner, state.

    Raises:
        UnknownSentence: a fact that the kind does not have.

    """
    statement, public = said.statement, said.public
    for fact, value in facts.items():
        match fact:
            case "measure" if public is not None:
                public = _with(public, "measure", value)
            case "receipt" if statement is not None:
                statement = _with(statement, "received_on", read_day(value))
            case "state" | "action" if statement is not None and fact in _fields(statement):
                statement = _with(statement, fact, value)
            case "owner" if statement is not None:
                owed = ActionOwed(action=facts.get("action", "a1"), owner=value)
                statement = _with(statement, "actions", (owed,))
            case "action" if "owner" in facts:
                continue
            case _:
                raise UnknownSentence(f"{kind} with {fact} '{value}'")
    return Contents(statement, public)


def receipt(agreement: str, author: str, size: int, held_at: int) -> EntriesHeld:
    """Give what a receipt of `size` entries states."""
    return EntriesHeld(
        journal=f"scenario/{agreement}/{author}/1",
        held=(HeldSize(size=size, held_at=held_at),),
        root="A" * 43,
    )


def targets(duty: str, days: int, counted: str) -> Targets:
    """Give what a proposal of one target states."""
    how = Counted.WORKING if counted == "working" else Counted.CALENDAR
    return Targets(targets=(Target(duty=duty, days=days, counted=how),))


def letter(kind: str | None, *, direction: str = "", day: date = date.min) -> Contents:
    """Give what a registered letter states or, without a kind, what its confirmation does."""
    if kind is None:
        return Contents(LetterConfirmation(outcome=LetterOutcome.CONFIRMED))
    went = Direction.SENT if direction == "sent" else Direction.RECEIVED
    return Contents(LetterDates(stands_for=kind, direction=went, dated_on=day, received_on=day))


def _fields(payload: Payload) -> Mapping[str, object]:
    return type(payload).model_fields


def _with(payload: Payload, name: str, value: object) -> Payload:
    if name not in _fields(payload):
        raise UnknownSentence(f"{type(payload).__name__} has no {name}")
    return type(payload).model_validate(payload.model_dump() | {name: value})
