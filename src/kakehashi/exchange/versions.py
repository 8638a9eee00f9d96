"""Which version of the profile both sides agreed on, and whether this node holds it."""

from dataclasses import dataclass
from datetime import datetime

from kakehashi import node
from kakehashi.core.amendment import Amended, amendments
from kakehashi.core.view import agreed_profile
from kakehashi.exchange.actions import clear_alarm, raise_alarm
from kakehashi.exchange.outlook import view_now

ALARM = "another-profile"


@dataclass(frozen=True, slots=True)
class Agreed:
    """The digest that counts now and the one held here.

    `changes` are the agreed ones by the day they hold from, `lacking` those whose version is not
    here.
    """

    digest: str
    held: str
    changes: tuple[Amended, ...]
    lacking: tuple[Amended, ...]

    @property
    def is_held(self) -> bool:
        """Whether this node may issue."""
        return self.digest == self.held


def agreed(agreement: str) -> Agreed | None:
    """Say which version counts, as our own journal has it; None before it is open."""
    view = view_now(agreement)
    if view is None or not view.is_open:
        return None
    held = node.profile(agreement)
    changes = amendments(held, view.life)
    lacking = tuple(change for change in changes if held.version(change.profile) is None)
    return Agreed(agreed_profile(view, held), held.digest, changes, lacking)


def note_version(agreement: str, *, now: datetime) -> None:
    """Raise an alarm while this node lacks the version on which both sides agreed."""
    found = agreed(agreement)
    if found is None:
        return
    if found.is_held:
        clear_alarm(agreement, ALARM, now=now)
    else:
        raise_alarm(agreement, ALARM, found.digest, now=now)
