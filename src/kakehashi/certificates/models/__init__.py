"""Candidates' cases, the certificates issued on them, and what both sides announced.

No column says anything of a person: what is personal is sealed in `CasePart` and in the
certificate's own bytes, and what is looked for stands as a keyed token.
"""

from kakehashi.certificates.models.announced import (
    Announced,
    AnnouncedMark,
    Announcing,
    Difference,
    Suspension,
)
from kakehashi.certificates.models.cases import (
    CandidateCase,
    CasePart,
    CaseState,
    ExamToken,
    HolderCode,
    StepDone,
)
from kakehashi.certificates.models.certificates import (
    LIVE,
    Certificate,
    Ending,
    EndingState,
    EndingWhat,
    State,
)
from kakehashi.certificates.models.published import (
    Decoy,
    IssuingKey,
    KeptKeys,
    KeptList,
    ListFetch,
    StatusList,
)

__all__ = [
    "LIVE",
    "Announced",
    "AnnouncedMark",
    "Announcing",
    "CandidateCase",
    "CasePart",
    "CaseState",
    "Certificate",
    "Decoy",
    "Difference",
    "Ending",
    "EndingState",
    "EndingWhat",
    "ExamToken",
    "HolderCode",
    "IssuingKey",
    "KeptKeys",
    "KeptList",
    "ListFetch",
    "State",
    "StatusList",
    "StepDone",
    "Suspension",
]
