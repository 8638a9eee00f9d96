"""Consultations (clause 4(2)): how far one is, its days, its minutes, its corrective actions.

A consultation is proposed, its day is set or declined, it is minuted, the minutes are agreed, and
each corrective action is followed to its end. `core.consulting` makes one of its notices.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kakehashi.core.notices.consultations import ActionOwed, Hours

PROPOSED = "consultation.proposed"
ACCEPTED = "consultation.accepted"
DECLINED = "consultation.declined"
RESCHEDULED = "consultation.rescheduled"
MINUTED = "consultation.minuted"
CORRECTED = "consultation.minutes-corrected"
AGREED = "consultation.minutes-agreed"
REPORTED = "corrective-action.reported"
DUTY_DECLINED = "duty.declined"
WITHDRAWN = "notice.withdrawn"

OFFERS = frozenset({PROPOSED, RESCHEDULED})
VERSIONS = frozenset({MINUTED, CORRECTED})
CONSULTATION_KINDS = frozenset(
    {PROPOSED, ACCEPTED, DECLINED, RESCHEDULED, MINUTED, CORRECTED, AGREED, REPORTED}
)


class Stage(StrEnum):
    """How far a consultation is."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    SET = "set"
    MINUTED = "minuted"
    CORRECTING = "correcting"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


class Doing(StrEnum):
    """How far a corrective action is, as its owner reported last."""

    OPEN = "open"
    ONGOING = "ongoing"
    PARTLY = "partly"
    NOT_DONE = "not-done"
    DONE = "done"
    DECLINED = "declined"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about it."""
        return self not in {Doing.DONE, Doing.DECLINED}


@dataclass(frozen=True, slots=True)
class Offer:
    """Days that a side offered, and what the other side said to them; None: nothing yet.

    `is_current` says that no later offer took its place.
    """

    notice: str
    party: str
    days: tuple[date, ...]
    hours: Hours | None
    answer: str | None
    is_accepted: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class Version:
    """Minutes as one side wrote them; `corrects` are the versions they would replace.

    `agreed_by` are the notices in which the other side agreed to just these; `differs` says that
    an agreement repeats another day or other actions than they have.
    """

    notice: str
    party: str
    held_on: date
    actions: tuple[ActionOwed, ...]
    corrects: tuple[str, ...]
    agreed_by: tuple[str, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Action:
    """A corrective action of agreed minutes, and how far it is.

    `notice` is the agreement that made it owed, `reports` its owner's reports in their order.
    """

    notice: str
    action: str
    owner: str
    due_on: date | None
    doing: Doing
    done_on: date | None
    reports: tuple[str, ...]

    def is_late(self, today: date) -> bool:
        """Say whether it is past its day and still open."""
        return self.doing.is_open and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True)
class Consultation:
    """One consultation; `waits_for` is the side whose turn it is, empty where it is nobody's.

    `hours` are those of the day that was set, before that those of the last offer.
    """

    stage: Stage
    offers: tuple[Offer, ...]
    on: date | None
    hours: Hours | None
    held_on: date | None
    versions: tuple[Version, ...]
    actions: tuple[Action, ...]
    waits_for: str

    @property
    def agreed(self) -> Version | None:
        """The version to which the other side agreed, the last where there are several."""
        return next((v for v in reversed(self.versions) if v.agreed_by), None)

    @property
    def latest(self) -> Version | None:
        """The version that counts as the text now: the agreed one, else the last written."""
        return self.agreed or (self.versions[-1] if self.versions else None)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """Actions about which something is still to be done."""
        return tuple(action for action in self.actions if action.doing.is_open)
