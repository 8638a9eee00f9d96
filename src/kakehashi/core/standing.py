"""Where a register's entry stands: a fold over the steps that notices took, in their order.

An entry belongs to one author, so its steps have one order; what the counterpart adds (that it
knew, that it published) joins as sets beside it. Nothing is ever removed: an entry is suspended,
revoked, no longer listed, and keeps all it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

from kakehashi.core.notices.payload import Decided

Content = Mapping[str, object]
GENERATION_SHIFT: Final = 40


class Register(StrEnum):
    """The four registers that the journals make."""

    SENDING = "sending-organizations"
    SUPPORTING = "supporting-organizations"
    MEASURES = "measures"
    SUSPENSIONS = "acceptance-suspensions"


class What(StrEnum):
    """What a step did to an entry."""

    APPROVED = "approved"
    AMENDED = "amended"
    RENUMBERED = "renumbered"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REVOKED = "revoked"
    LISTED = "listed"
    ALTERED = "altered"
    NOT_LISTED = "not-listed"
    ORDERED = "ordered"
    LIFTED = "lifted"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """Where an entry stands, in the agreements' words."""

    APPROVED = "approved"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    RENUMBERED = "renumbered"
    LISTED = "listed"
    NO_LONGER_LISTED = "no-longer-listed"
    ORDERED = "ordered"
    LIFTED = "lifted"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


_STATUS: Final[Mapping[What, Status]] = {
    What.APPROVED: Status.APPROVED,
    What.SUSPENDED: Status.SUSPENDED,
    What.REVOKED: Status.REVOKED,
    What.RENUMBERED: Status.RENUMBERED,
    What.LISTED: Status.LISTED,
    What.ALTERED: Status.LISTED,
    What.NOT_LISTED: Status.NO_LONGER_LISTED,
    What.ORDERED: Status.ORDERED,
    What.LIFTED: Status.LIFTED,
}
_LISTS: Final = frozenset({What.LISTED, What.ALTERED})
_RECORDED: Final = frozenset(
    {
        What.APPROVED,
        What.AMENDED,
        What.RENUMBERED,
        What.LISTED,
        What.ALTERED,
        What.ORDERED,
    }
)
_ENTRY: Final = ("number", "organization", "approval")


@dataclass(frozen=True, slots=True)
class Said:
    """The notice behind a fact: who said it where, and the days it names.

    `place` orders a journal's notices across its generations. `decided_on` is the day itself, or
    the last day it can have been where `decided_by` is set. `letter` is the reference of the letter
    on paper that it was, unsigned; empty for a signed notice.
    """

    jti: str
    kind: str
    party: str
    place: int
    clause: str
    issued_at: int
    decided: Decided | None
    effective_on: date | None
    entered_later: bool
    is_public: bool = True
    letter: str = ""

    @property
    def order(self) -> tuple[int, date, str]:
        """Where it stands among its author's: letters that take effect together, by their days."""
        day = self.decided.latest if self.letter and self.decided else date.min
        return self.place, day, self.letter

    @property
    def on(self) -> date:
        """The day it counts from: its effect, else its decision, else its issue (UTC)."""
        if self.effective_on:
            return self.effective_on
        if self.decided:
            return self.decided.latest
        return datetime.fromtimestamp(self.issued_at, UTC).date()


@dataclass(frozen=True, slots=True)
class Step:
    """What one notice did to one entry; `number` is the entry's key in its register.

    `content` is the notice's public content, or the list's row, as JSON; `from_on` the day it
    counts from where the notice's own days do not say so, `until_on` the last day of the status
    that it begins.
    """

    said: Said
    register: Register
    number: str
    what: What
    content: Content = field(default_factory=dict)
    from_on: date | None = None
    until_on: date | None = None

    @property
    def key(self) -> "Key":
        """The entry it belongs to."""
        return Key(self.register, self.said.party, self.number)

    @property
    def on(self) -> date:
        """The day it counts from."""
        return self.from_on or self.said.on

    def phase(self, status: Status) -> "Phase":
        """The phase that it begins."""
        said = self.said
        is_dated = self.from_on or said.effective_on or not said.decided or said.decided.on
        return Phase(status, self.on, self.until_on, said.place, at_latest=not is_dated)

    @property
    def record(self) -> Content | None:
        """What the entry reads from now on; None: as before."""
        if self.register is Register.SUSPENSIONS:
            return self.content if self.what is What.SUSPENDED else None
        if self.what not in _RECORDED:
            return None
        if self.register is not Register.SENDING:
            return self.content
        record = {name: self.content[name] for name in _ENTRY if name in self.content}
        if self.what is What.RENUMBERED:
            return {**record, "number": self.content["new_number"], "formerly": self.number}
        return record

    @property
    def ends_another(self) -> bool:
        """Whether its number is that of a measure or suspension which another notice began."""
        return self.what is What.LIFTED or (
            self.register is Register.SUSPENSIONS and self.what is What.RESUMED
        )

    @property
    def status(self) -> Status | None:
        """The status that it begins; None: the entry keeps its own."""
        if self.what is What.LISTED and self.register is Register.SENDING:
            return Status(str(self.content.get("status", Status.APPROVED)))
        if self.what is What.RESUMED:
            return Status.RESUMED if self.register is Register.SUSPENSIONS else Status.APPROVED
        return _STATUS.get(self.what)


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """An entry: its register, its author, its number there."""

    register: Register
    party: str
    number: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A status from a day on, until another begins or its own last day has passed.

    `at_latest`: the day is the last on which it can have begun; more is not known.
    """

    status: Status
    from_on: date
    until_on: date | None
    place: int
    at_latest: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as all steps so far leave it; `jti` and `place` are of the last that touched it.

    `former` are names that it had and no longer reads.
    """

    key: Key
    record: Content
    phases: tuple[Phase, ...]
    jti: str
    place: int
    is_public: bool
    former: tuple[str, ...] = ()

    @property
    def latest(self) -> Phase:
        """The phase that was decided for the latest day."""
        return max(self.phases, key=lambda phase: (phase.from_on, phase.place))

    @property
    def valid_until(self) -> date | None:
        """The last day of its approval, where the record names one."""
        found: object = self.record
        for name in ("approval", "validity", "until_on"):
            found = found.get(name) if isinstance(found, Mapping) else None
        return day_in(found)

    def on(self, day: date) -> Status:
        """The status on a day."""
        begun = [phase for phase in self.phases if phase.from_on <= day]
        if not begun:
            return Status.NOT_YET
        status = _standing_on(sorted(begun, key=lambda p: (p.from_on, p.place)), day)
        if status is Status.APPROVED and self.valid_until and self.valid_until < day:
            return Status.EXPIRED
        return status


def _standing_on(begun: list[Phase], day: date) -> Status:
    """Take the last phase that began; a suspension that ended gives way to what was before it."""
    last = begun[-1]
    if last.until_on is None or day <= last.until_on:
        return last.status
    if last.status is Status.SUSPENDED and len(begun) > 1:
        return _standing_on(begun[:-1], day)
    return Status.ENDED if last.status is Status.ORDERED else last.status


def step_forward(standings: dict[Key, Standing], step: Step) -> bool:
    """Take one step in place: `standings` holds the entries that its steps touch.

    Says whether it was taken: what ends a thing that nothing began changes nothing.
    """
    before = standings.get(step.key)
    if before is None and step.ends_another:
        return False
    phases = before.phases if before else ()
    if step.status and not (step.what in _LISTS and phases and phases[-1].status is step.status):
        phases = (*phases, step.phase(step.status))
    record = step.record
    if record is None:
        record = before.record if before else _names_of(step)
    after = Standing(
        key=step.key,
        record=record,
        phases=phases or (step.phase(Status.APPROVED),),
        jti=step.said.jti,
        place=step.said.place,
        is_public=before.is_public if before else step.said.is_public,
        former=_former(before, record) if before else (),
    )
    if step.what is What.RENUMBERED:
        _renumber(standings, before or replace(after, phases=()), after)
    else:
        standings[step.key] = after
    return True


def _names_of(step: Step) -> Content:
    """What is known of an entry whose first notice tells no more than its names."""
    names = step.content.get("names")
    organization = {"organization": {"names": names}} if names else {}
    return {"number": step.number, **organization} if step.register is Register.SENDING else {}


def _former(before: Standing, record: Content) -> tuple[str, ...]:
    """Add the names that a new record no longer has."""
    if record is before.record or record == before.record:
        return before.former
    now = names_in(record)
    had = (*before.former, *names_in(before.record))
    return tuple(dict.fromkeys(name for name in had if name not in now))


def names_in(record: Content) -> tuple[str, ...]:
    """All names of an entry's organization, as text."""
    described = record.get("organization", record)
    names = described.get("names") if isinstance(described, Mapping) else None
    return tuple(str(name["text"]) for name in names) if isinstance(names, list | tuple) else ()


def _renumber(standings: dict[Key, Standing], before: Standing, after: Standing) -> None:
    """Continue an entry under its new number; the old one stays and points at it."""
    new = replace(after.key, number=str(after.record["number"]))
    ending = after.phases[-1]
    kept = before.phases or (replace(ending, status=Status.APPROVED),)
    standings[new] = replace(after, key=new, phases=kept)
    standings[after.key] = replace(after, record={**before.record, "continued_as": new.number})


def fold(steps: Iterable[Step]) -> dict[Key, Standing]:
    """Fold steps, in the order of their places, into the standings of their entries."""
    standings: dict[Key, Standing] = {}
    for step in sorted(steps, key=lambda s: s.said.order):
        step_forward(standings, step)
    return standings


def day_in(written: object) -> date | None:
    """Read a day of a JSON value; None where there is none."""
    return date.fromisoformat(written) if isinstance(written, str) else None
