"""Tables of the desk: drafts and marks, which are written here; cases, which are derived."""

from kakehashi.desk.models.case_files import CaseFile, CaseLink, CaseNote, CaseNotePart
from kakehashi.desk.models.concurrences import Concurrence
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
    Pause,
    ReadMark,
    State,
    TakenOver,
)
from kakehashi.desk.models.duties import (
    DutyDays,
    DutyLine,
    DutyReceipt,
    DutyRow,
    DutyTally,
    HomeAct,
    OwnDuty,
)
from kakehashi.desk.models.finding import Digest, Look, SavedSearch, Sought
from kakehashi.desk.models.record import RecordLine

__all__ = [
    "AlsoIn",
    "Case",
    "CaseFile",
    "CaseLink",
    "CaseNote",
    "CaseNotePart",
    "Concurrence",
    "ConfidentialReading",
    "Dealing",
    "DeskEdition",
    "DeskWatermark",
    "Digest",
    "DisclosureItem",
    "DisclosureNotice",
    "Draft",
    "DraftContent",
    "DraftKey",
    "DutyDays",
    "DutyLine",
    "DutyReceipt",
    "DutyRow",
    "DutyTally",
    "HomeAct",
    "LocalDisclosure",
    "LocalDisclosurePart",
    "Look",
    "Naming",
    "OwnDuty",
    "Pause",
    "ReadMark",
    "RecordLine",
    "SavedSearch",
    "Sought",
    "State",
    "TakenOver",
]
