"""The desk's rooms in their order, and which of them an officer may enter."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from kakehashi import node
from kakehashi.accounts.permissions import OfficerFacts, may_anywhere
from kakehashi.core.agreement import Side
from kakehashi.intake.queries import holds_key
from kakehashi.web.parts.doors import View, acts_of


@dataclass(frozen=True, slots=True)
class Room:
    """A room: its name on pages, its title, the name of its address, and whose side it is for."""

    name: str
    title: str | Promise
    address: str
    is_first: bool = False
    side: Side | None = None
    needs_key: bool = False


ROOMS: Final = (
    Room("home", gettext_lazy("Desk"), "desk", is_first=True),
    Room("search", gettext_lazy("Search"), "desk_search", is_first=True),
    Room("inbox", gettext_lazy("Inbox"), "desk_inbox", is_first=True),
    Room("outbox", gettext_lazy("Outbox"), "desk_outbox", is_first=True),
    Room("drafts", gettext_lazy("Drafts"), "desk_drafts", is_first=True),
    Room("cases", gettext_lazy("Cases"), "desk_cases", is_first=True),
    Room("duties", gettext_lazy("Duties"), "desk_duties", is_first=True),
    Room("acceptance", gettext_lazy("Acceptance check"), "desk_acceptance", side=Side.ACCEPTING),
    Room("approvals", gettext_lazy("Applications"), "desk_approvals", side=Side.SENDING),
    Room("candidates", gettext_lazy("Candidates"), "desk_candidates"),
    Room("consultations", gettext_lazy("Consultations"), "desk_consultations"),
    Room("disclosures", gettext_lazy("Disclosures"), "desk_disclosures"),
    Room("letters", gettext_lazy("Letters on paper"), "desk_letters"),
    Room("screening", gettext_lazy("Who may be one"), "desk_screening"),
    Room("reports", gettext_lazy("Confidential reports"), "desk_reports", needs_key=True),
    Room("agreements", gettext_lazy("Agreements"), "desk_agreements"),
    Room("people", gettext_lazy("Officers and contact points"), "desk_people"),
    Room("permissions", gettext_lazy("Who may do what"), "desk_permissions"),
    Room("sessions", gettext_lazy("My sessions"), "desk_sessions"),
    Room("record", pgettext_lazy("room", "Local record"), "desk_record"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """A room's link in the navigation, and whether the reader is in it."""

    href: str
    text: str | Promise
    is_here: bool


def doors(officer: OfficerFacts, here: str) -> tuple[list[Door], list[Door]]:
    """Give the rooms that an officer may enter: those always shown, and those under "More"."""
    first: list[Door] = []
    more: list[Door] = []
    for room, href, view in _rooms():
        if may_anywhere(officer, *acts_of(view)) and _is_ours(room) and _has_key(officer, room):
            row = first if room.is_first else more
            row.append(Door(href, room.title, room.name == here))
    return first, more


def _is_ours(room: Room) -> bool:
    """Whether our side is, under some agreement, the one that a room is for."""
    profiles = [node.profile(name) for name in node.this().agreements] if room.side else []
    ours = node.this().party
    return room.side is None or any(p.party_on(room.side).code == ours for p in profiles)


def _has_key(officer: OfficerFacts, room: Room) -> bool:
    """Whether the officer holds a key to reports, where a room wants one."""
    return not room.needs_key or holds_key(officer.id)


@cache
def _rooms() -> tuple[tuple[Room, str, View], ...]:
    return tuple(_there())


def _there() -> Iterator[tuple[Room, str, View]]:
    for room in ROOMS:
        try:
            href = reverse(room.address)
        except NoReverseMatch:
            continue
        yield room, href, resolve(href).func
