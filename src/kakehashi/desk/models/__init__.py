"""Tables of the desk: drafts and marks, which are written here; cases, which are derived."""

from kakehashi.desk.models.derived import (
    AlsoIn,
    Case,
    Dealing,
    DeskEdition,
    DeskWatermark,
    Naming,
)
from kakehashi.desk.models.disclosures import (
    DisclosureItem,
    DisclosureNotice,
    LocalDisclosure,
    LocalDisclosurePart,
)
from kakehashi.desk.models.drafts import (
    ConfidentialReading,
    Draft,
    DraftContent,
    DraftKey,
    ReadMark,
    State,
)

__all__ = [
    "AlsoIn",
    "Case",
    "ConfidentialReading",
    "Dealing",
    "DeskEdition",
    "DeskWatermark",
    "DisclosureItem",
    "DisclosureNotice",
    "Draft",
    "DraftContent",
    "DraftKey",
    "LocalDisclosure",
    "LocalDisclosurePart",
    "Naming",
    "ReadMark",
    "State",
]
