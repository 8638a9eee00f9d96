"""What may become of a held notice: it counts, or it is set aside, and why."""

from dataclasses import dataclass
from enum import StrEnum

from kakehashi.core.heard import Heard


class Reason(StrEnum):
    """Why a held notice is set aside; `notice.set-aside` carries the code to its author."""

    MALFORMED = "malformed"
    SIGNATURE = "signature"
    SEQUENCE = "sequence"
    REPEATED_ID = "repeated-id"
    ANOTHER_JOURNAL = "another-journal"
    NOT_OPENED = "not-opened"
    ANOTHER_PROFILE = "another-profile"
    CLOCK = "clock"
    SEEN = "seen"
    KEYS = "keys"
    UNANNOUNCED = "unannounced"
    NOT_PERMITTED = "not-permitted"
    NOT_IN_FORCE = "not-in-force"
    UNDECIDED = "undecided"
    OFFICE = "office"
    PARTS = "parts"
    CONTENT = "content"
    LINKS = "links"


@dataclass(frozen=True, slots=True)
class SetAside:
    """The notice stays in the journal and is projected nowhere, for this reason."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Heeded:
    """The notice counts, and this is what folds may read of it."""

    heard: Heard
