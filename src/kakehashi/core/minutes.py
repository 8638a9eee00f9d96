"""Minutes compared: what one side's text says and the other's does not (clause 4(2))."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kakehashi.core.notices.consultations import (
    ActionOwed,
    CorrectiveAction,
    Held,
    MinutedItem,
    Minutes,
)
from kakehashi.core.notices.payload import Payload


class Part(StrEnum):
    """Which part of the minutes a change is in."""

    HEAD = "head"
    ITEM = "item"
    ACTION = "action"


@dataclass(frozen=True, slots=True)
class Change:
    """One place at which two versions differ; a side that has nothing there is None.

    `key` is the item's number or the action's name; empty for day, form, place and participants.
    """

    part: Part
    key: str
    before: tuple[Payload, ...] | None
    after: tuple[Payload, ...] | None


@dataclass(frozen=True, slots=True)
class Written:
    """Minutes whole: what the envelope says of them, and their text."""

    held: Held
    minutes: Minutes


def changes(before: Written, after: Written) -> tuple[Change, ...]:
    """Give every place at which `after` differs from `before`: head, items, actions, in order."""
    return (
        *_differing(Part.HEAD, _head(before), _head(after)),
        *_differing(Part.ITEM, _items(before), _items(after)),
        *_differing(Part.ACTION, _actions(before), _actions(after)),
    )


Pieces = dict[str, tuple[Payload, ...]]


def _differing(part: Part, before: Pieces, after: Pieces) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield Change(part, key, before.get(key), after.get(key))


def _head(written: Written) -> Pieces:
    bare_held = written.held.model_copy(update={"actions": ()})
    minutes = written.minutes.model_copy(update={"items": (), "actions": ()})
    return {"": (bare_held, minutes)}


def _items(written: Written) -> Pieces:
    return {str(item.number): (item,) for item in _in_order(written.minutes.items)}


def _in_order(items: Iterable[MinutedItem]) -> list[MinutedItem]:
    return sorted(items, key=lambda item: (len(str(item.number)), str(item.number)))


def _actions(written: Written) -> Pieces:
    owed: dict[str, ActionOwed] = {one.action: one for one in written.held.actions}
    described: dict[str, CorrectiveAction] = {one.action: one for one in written.minutes.actions}
    return {name: (owed[name], described[name]) for name in owed if name in described}
