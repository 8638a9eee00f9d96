"""The ways by which content leaves a node, and what stands before each.

Whatever hands content out declares its way and its gate where it is written; a house rule finds
those that do not. Pages are declared by their doors (`web.parts.doors`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar


class Way(StrEnum):
    """By what something leaves."""

    PUBLIC_PAGE = "public-page"
    PUBLIC_FILE = "public-file"
    PROOF = "proof"
    DESK_PAGE = "desk-page"
    APPLICANT_PAGE = "applicant-page"
    ATTACHMENT = "attachment"
    EXPORT = "export"
    PRINT = "print"
    CALENDAR = "calendar"
    MAIL = "mail"
    API = "api"
    BUNDLE = "bundle"
    COMMAND = "command"
    HANDED_OVER = "handed-over"
    OTHER_AGREEMENT = "other-agreement"


class Gate(StrEnum):
    """What stands before a way out.

    ASKED: `leave` is asked of the very item for the very recipient. PUBLIC: it is fed with records
    that are public by their type. CIRCLE: only officers inside clause 3 pass, and of the very
    thing it is asked whether this officer may see it. COUNTERPART: it is sealed to the other
    side's key. NAMELESS: it names references, counts and days, and no content. OWN: it gives
    people back what they brought, or what was decided of it.
    """

    ASKED = "asked"
    PUBLIC = "public"
    CIRCLE = "circle"
    COUNTERPART = "counterpart"
    NAMELESS = "nameless"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class WayOut:
    """A declared way out."""

    way: Way
    gate: Gate


Asked = ParamSpec("Asked")
Given = TypeVar("Given")


def lets_out(way: Way, *, gate: Gate) -> Callable[[Callable[Asked, Given]], Callable[Asked, Given]]:
    """Declare that a function hands content out, by which way, and behind which gate."""

    def declare(function: Callable[Asked, Given]) -> Callable[Asked, Given]:
        function.way_out = WayOut(way, gate)  # type: ignore[attr-defined]  # a mark on a function
        return function

    return declare


def way_out_of(function: object) -> WayOut | None:
    """Give what a function declares of itself; None where it declares nothing."""
    found = getattr(function, "way_out", None)
    return found if isinstance(found, WayOut) else None
