"""What is wrong with a notice, for a page: the place of each fault, its code, its facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pydantic import ValidationError

from kakehashi.core.notices.codes import Code
from kakehashi.core.notices.faults import Fault


class FormFault(Code):
    """What can be wrong with the form of one field."""

    MISSING = "missing", "Fill this in."
    TOO_FEW = "too-few", "Give at least {least}."
    TOO_MANY = "too-many", "Give at most {most}."
    TOO_SHORT = "too-short", "Write at least {least} characters."
    TOO_LONG = "too-long", "Write at most {most} characters."
    TOO_SMALL = "too-small", "The number must be {least} or more."
    TOO_LARGE = "too-large", "The number must be {most} or less."
    NOT_A_CHOICE = "not-a-choice", "Choose one of those that are offered."
    NOT_A_NUMBER = "not-a-number", "Write a whole number."
    NOT_YES_OR_NO = "not-yes-or-no", "Say yes or no."
    NOT_TEXT = "not-text", "Write a text of ordinary characters."
    WRONG_FORM = "wrong-form", "This is not written in the form that is expected here."
    UNKNOWN_FIELD = "unknown-field", "Nothing of this name belongs here."
    WRONG = "wrong", "This cannot stand here."


_RULES: Mapping[str, Fault] = MappingProxyType({rule.value: rule for rule in Fault})
_OURS: Mapping[str, tuple[FormFault, str | None]] = MappingProxyType(
    {
        "missing": (FormFault.MISSING, None),
        "too_short": (FormFault.TOO_FEW, "min_length"),
        "too_long": (FormFault.TOO_MANY, "max_length"),
        "string_too_short": (FormFault.TOO_SHORT, "min_length"),
        "string_too_long": (FormFault.TOO_LONG, "max_length"),
        "greater_than_equal": (FormFault.TOO_SMALL, "ge"),
        "less_than_equal": (FormFault.TOO_LARGE, "le"),
        "less_than": (FormFault.TOO_LARGE, "lt"),
        "enum": (FormFault.NOT_A_CHOICE, None),
        "literal_error": (FormFault.NOT_A_CHOICE, None),
        "int_type": (FormFault.NOT_A_NUMBER, None),
        "int_parsing": (FormFault.NOT_A_NUMBER, None),
        "bool_type": (FormFault.NOT_YES_OR_NO, None),
        "bool_parsing": (FormFault.NOT_YES_OR_NO, None),
        "string_type": (FormFault.NOT_TEXT, None),
        "string_unicode": (FormFault.NOT_TEXT, None),
        "string_pattern_mismatch": (FormFault.WRONG_FORM, None),
        "extra_forbidden": (FormFault.UNKNOWN_FIELD, None),
    }
)
_MOST = ("max_length", "le", "lt")


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where (names and places from 0), its code, and the facts for its words."""

    path: tuple[str | int, ...]
    fault: Fault | FormFault
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English words, with their facts."""
        return self.fault.label.format(**self.facts)


def problems(error: ValidationError) -> tuple[Problem, ...]:
    """Every fault in its place, in the order of the form.

    Where an item of a list is at fault, that the list is then too short is not said as well.
    """
    found = tuple(_each(error))
    return tuple(
        problem
        for problem in found
        if problem.fault is not FormFault.TOO_FEW
        or not any(_is_within(other.path, problem.path) for other in found)
    )


def _each(error: ValidationError) -> Iterator[Problem]:
    for said in error.errors(include_url=False, include_input=False):
        context = said.get("ctx", {})
        if said["type"] in _RULES:
            yield Problem(said["loc"], _RULES[said["type"]], context)
            continue
        fault, limit = _OURS.get(said["type"], (FormFault.WRONG, None))
        name = "most" if limit in _MOST else "least"
        yield Problem(said["loc"], fault, {name: context[limit]} if limit else {})


def _is_within(path: tuple[str | int, ...], outer: tuple[str | int, ...]) -> bool:
    return len(path) > len(outer) and path[: len(outer)] == outer
