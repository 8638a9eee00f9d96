"""Tables of the approvals: who applies, what for, what was found, decided and looked after."""

from kakehashi.approvals.models.applicants import Applicant, ApplicantSession, WayIn
from kakehashi.approvals.models.applications import (
    AllottedNumber,
    Application,
    ApplicationStep,
    ConflictDeclared,
    Finding,
    SealedPart,
)
from kakehashi.approvals.models.standards import StandardsVersion
from kakehashi.approvals.models.visits import Visit

__all__ = [
    "AllottedNumber",
    "Applicant",
    "ApplicantSession",
    "Application",
    "ApplicationStep",
    "ConflictDeclared",
    "Finding",
    "SealedPart",
    "StandardsVersion",
    "Visit",
    "WayIn",
]
