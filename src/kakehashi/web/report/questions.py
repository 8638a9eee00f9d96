"""The questions in their order, and an answer in words."""

from datetime import date

from django.utils.functional import Promise

from kakehashi import node
from kakehashi.core.reporting.steps import MOST_ROWS, ROWS, Place, Step
from kakehashi.web.report.controls import Typed, controls


def order() -> tuple[Step, ...]:
    """Give the questions in their order; which country is asked only where there are several."""
    has_one = len(node.this().agreements) == 1
    return tuple(step for step in Step if not (has_one and step is Step.LAND))


def after(place: Place, *, another: bool) -> Place | None:
    """Give the place after this one; None at the end. `another` asks for one more row."""
    if another and place.step in ROWS and place.row < MOST_ROWS:
        return Place(place.step, place.row + 1)
    steps = order()
    next_one = steps.index(place.step) + 1
    return Place(steps[next_one]) if next_one < len(steps) else None


def before(place: Place) -> Place | None:
    """Give the place before this one; None at the beginning."""
    if place.row > 1:
        return Place(place.step, place.row - 1)
    at = order().index(place.step)
    return Place(order()[at - 1]) if at else None


def labels_of(place: Place, today: date) -> dict[str, str]:
    """Give the words of each code that an answer may hold, for a script that reads its copy."""
    found = {}
    for control in controls(place, {}, today):
        if control.kind == "checkbox":
            found[f"{control.name}=yes"] = str(control.label)
        for choice in control.choices:
            found[f"{control.name}={choice.value}"] = _plain(choice.label)
    return found


def in_words(place: Place, typed: Typed, today: date) -> list[str]:
    """Say an answer in lines of words, as it is shown before it is sent."""
    labels = labels_of(place, today)
    return [
        labels.get(f"{control.name}={value}", value)
        for control in controls(place, typed, today)
        for value in typed.get(control.name, ())
        if value
    ]


def _plain(label: str | Promise) -> str:
    """Give the words of a choice without its picture."""
    said = str(label)
    start = said.find("<span>")
    return said if start < 0 else said[start + 6 : -len("</span>")]
