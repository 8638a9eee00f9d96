"""Rows of a form that a button adds or removes: what was typed in, what stands there out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kakehashi.web.desk.drafting.answers import NUMBER, ROW, first, opened_row, rows_of
from kakehashi.web.desk.drafting.questions import Question, Record, Rows

_IS_NUMBER: Final = re.compile("[0-9]{1,6}")
_BUTTON: Final = re.compile(r"(add|remove):([a-z0-9_.]+?)(?::([0-9]{1,6}))?")
Filled = dict[str, list[str]]


def changed(
    typed: Filled, again: str, find: Callable[[str], Question | None]
) -> tuple[Filled, str, str]:
    """Press a button: what stands then, the id to return to, and the path of a row that went."""
    pressed = _BUTTON.fullmatch(again)
    if not pressed:
        return typed, "", ""
    what, name, position = pressed.groups()
    standing = rows_of(typed, name)
    if what == "add":
        return _added(typed, name, (standing[-1] + 1) if standing else 0, find(name)), name, ""
    if position is None or int(position) >= len(standing):
        return typed, name, ""
    path = f"{name}.{standing[int(position)]}"
    gone = (f"{path}.", f"{path}-")
    kept = {one: said for one, said in typed.items() if one != path and not one.startswith(gone)}
    return kept, name, path


def _added(typed: Filled, name: str, row: int, question: Question | None) -> Filled:
    path = f"{name}.{row}"
    if question is None:
        return typed | {f"{path}.{ROW}": ["1"]}
    inside = question.each if isinstance(question, Rows) else question
    numbers = [first(typed, f"{name}.{one}.{NUMBER}") for one in rows_of(typed, name)]
    highest = max((int(one) for one in numbers if _IS_NUMBER.fullmatch(one)), default=0)
    begun = opened_row(inside, path, highest + 1)
    return typed | {one: [value] for one, value in begun}


def steps_of(name: str) -> list[str]:
    """Give the steps of a field's name, without the numbers of rows."""
    return [step for step in name.split(".") if not step.isdigit()]


def question_at(question: Question | None, steps: Sequence[str]) -> Question | None:
    """Give the question whose rows a name counts; None for what begins empty."""
    for step in steps:
        inner = question.each if isinstance(question, Rows) else question
        question = inner.questions.get(step) if isinstance(inner, Record) else None
    if isinstance(question, Record):
        return replace(question, required=True)
    return question
