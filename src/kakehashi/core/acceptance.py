"""Which channels of which fields are closed, and when they opened again (clause 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kakehashi.core.heard import Heard
from kakehashi.core.notices.acceptance import Channel, FieldChannels, SuspendedAcceptance
from kakehashi.core.notices.text import Text

SUSPENDED = "acceptance.suspended"
RESUMED = "acceptance.resumed"
WITHDRAWN = "notice.withdrawn"

ACCEPTANCE_KINDS = frozenset({SUSPENDED, RESUMED})


@dataclass(frozen=True, slots=True)
class Closure:
    """A channel of a field closed by a notice: from when, until when at the latest as expected.

    `open_on` is the day from which it is open again, by the notice `resumed_by`.
    """

    notice: str
    party: str
    field: str
    part: Text | None
    channel: Channel
    from_on: date
    expected_until_on: date | None
    open_on: date | None
    resumed_by: str | None

    def is_closed(self, day: date) -> bool:
        """Say whether the channel is closed by this notice on a day."""
        return self.from_on <= day and (self.open_on is None or day < self.open_on)

    def is_ahead(self, day: date) -> bool:
        """Say whether it is announced, and not closed yet."""
        return day < self.from_on and (self.open_on is None or self.from_on < self.open_on)


def closures(heard: Iterable[Heard]) -> tuple[Closure, ...]:
    """Fold suspensions and resumptions, in any order, channel by channel, the earliest first."""
    notices = list(heard)
    gone = {(n.party, n.links.corrects) for n in notices if n.kind == WITHDRAWN}
    standing = {n.jti: n for n in notices if (n.party, n.jti) not in gone}.values()
    opened: dict[tuple[str, Channel], tuple[date, str]] = {}
    for notice in standing:
        if notice.kind != RESUMED or not isinstance(notice.public, FieldChannels):
            continue
        for named in notice.links.refers:
            for one in notice.public.channels:
                first = opened.get((named, one.channel))
                this = (one.from_on, notice.jti)
                opened[named, one.channel] = min(first, this) if first else this
    found = (
        _closure(notice, notice.public, one.channel, one.from_on, opened)
        for notice in standing
        if notice.kind == SUSPENDED and isinstance(notice.public, SuspendedAcceptance)
        for one in notice.public.channels
    )
    return tuple(sorted(found, key=lambda one: (one.from_on, one.notice, one.channel)))


def _closure(
    notice: Heard,
    said: SuspendedAcceptance,
    channel: Channel,
    from_on: date,
    opened: dict[tuple[str, Channel], tuple[date, str]],
) -> Closure:
    open_on, resumed_by = opened.get((notice.jti, channel), (None, None))
    return Closure(
        notice=notice.jti,
        party=notice.party,
        field=str(said.field),
        part=said.part,
        channel=channel,
        from_on=from_on,
        expected_until_on=said.expected_until_on,
        open_on=open_on,
        resumed_by=resumed_by,
    )
