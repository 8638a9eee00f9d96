"""The life of an agreement: signed, in force, discontinuing, ended (clause 10 of the memoranda).

How it begins and ends is the profile's; when, is in the notices that record written instruments.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kakehashi.core.agreement import Profile, Terms
from kakehashi.core.heard import Heard

COMMENCEMENT_NOTIFIED = "commencement.notified"
COMMENCEMENT_RECEIVED = "commencement.received"
DISCONTINUANCE_NOTIFIED = "discontinuance.notified"
DISCONTINUANCE_RECEIVED = "discontinuance.received"
WITHDRAWN = "notice.withdrawn"

LIFE_KINDS = frozenset(
    {
        COMMENCEMENT_NOTIFIED,
        COMMENCEMENT_RECEIVED,
        DISCONTINUANCE_NOTIFIED,
        DISCONTINUANCE_RECEIVED,
        WITHDRAWN,
    }
)
"""The only kinds that `live` looks at."""


class Stage(StrEnum):
    """Where an agreement stands on a day."""

    UNSIGNED = "unsigned"
    SIGNED = "signed"
    IN_FORCE = "in-force"
    DISCONTINUING = "discontinuing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Life:
    """The days on which an agreement passes from one stage to the next; None is not known.

    `is_our_reading` says that the memorandum is silent on its commencement.
    """

    signed_on: date
    in_force_on: date | None
    is_our_reading: bool
    discontinued_on: date | None
    ends_on: date | None

    def stage(self, day: date) -> Stage:
        """Say where the agreement stands on `day`."""
        if day < self.signed_on:
            return Stage.UNSIGNED
        if self.ends_on is not None and day >= self.ends_on:
            return Stage.ENDED
        if self.in_force_on is None or day < self.in_force_on:
            return Stage.SIGNED
        if self.discontinued_on is not None and day >= self.discontinued_on:
            return Stage.DISCONTINUING
        return Stage.IN_FORCE

    def is_in_force(self, day: date) -> bool:
        """Say whether commitments hold on `day`; they do until a discontinuance has run out."""
        return self.stage(day) in {Stage.IN_FORCE, Stage.DISCONTINUING}


def live(profile: Profile, heard: Iterable[Heard]) -> Life:
    """Fold the heeded notices of both journals, in any order, into the agreement's life."""
    notices = [notice for notice in heard if notice.kind in LIFE_KINDS]
    withdrawn = {(n.party, n.links.corrects) for n in notices if n.kind == WITHDRAWN}
    standing = [n for n in notices if (n.party, n.jti) not in withdrawn]
    begins = profile.on(profile.signed_on).table("commencement")
    if begins.get("starts") == "signature":
        in_force_on: date | None = profile.signed_on
    else:
        notifier = str(begins.get("notified-by"))
        days = _received(standing, COMMENCEMENT_NOTIFIED, COMMENCEMENT_RECEIVED, {notifier})
        in_force_on = max(days, default=None)  # on receipt of the last notification
    discontinued_on, ends_on = _end(profile, standing)
    return Life(
        signed_on=profile.signed_on,
        in_force_on=in_force_on,
        is_our_reading=not begins.get("stated", True),
        discontinued_on=discontinued_on,
        ends_on=ends_on,
    )


def admits(terms: Terms, kind: str, stage: Stage) -> bool:
    """Say whether a notice of this kind may pass while the agreement is at `stage`."""
    if kind in terms.profile.protocol_kinds:
        return True
    match stage:
        case Stage.UNSIGNED | Stage.SIGNED:
            return kind in terms.entries("before-commencement")
        case Stage.ENDED:
            return kind in terms.entries("after-the-end")
        case Stage.IN_FORCE | Stage.DISCONTINUING:
            return True


def months_after(day: date, months: int) -> date:
    """Give the same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end(profile: Profile, standing: list[Heard]) -> tuple[date | None, date | None]:
    """Give the day a notice of discontinuance was received, and the day the agreement ends."""
    either = set(profile.parties)
    days = _received(standing, DISCONTINUANCE_NOTIFIED, DISCONTINUANCE_RECEIVED, either)
    for day in sorted(days):
        months = profile.on(day).table("discontinuance").get("months")
        if isinstance(months, int):
            return day, months_after(day, months)
    return None, None


def _received(
    notices: list[Heard], notified: str, received: str, notifiers: set[str]
) -> list[date]:
    """Give the days on which the other side received the last instrument of a notifier.

    A receipt may stand alone, where the instrument came on paper only; one that answers a notice
    fits it only if a notifier sent that notice, as its last.
    """
    sent = {n.jti: n for n in notices if n.kind == notified}
    days = []
    for notice in notices:
        answered = [sent[jti] for jti in notice.links.answers if jti in sent]
        day = getattr(notice.statement, "received_on", None)
        if (
            notice.kind == received
            and notifiers - {notice.party}
            and all(n.party in notifiers - {notice.party} and _is_last(n) for n in answered)
            and _is_last(notice)
            and isinstance(day, date)
        ):
            days.append(day)
    return days


def _is_last(notice: Heard) -> bool:
    return bool(getattr(notice.statement, "last", True))
