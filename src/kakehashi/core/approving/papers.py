"""The papers that an applicant may be asked for."""

from enum import StrEnum
from typing import Final


class Paper(StrEnum):
    """A sort of document."""

    REGISTRATION = "registration"
    STATUTES = "statutes"
    LICENCE = "licence"
    OWNERS = "owners"
    RECORD = "criminal-record"
    FINANCE = "finance"
    PREMISES = "premises"
    TRAINING = "training"
    WORKER = "worker-contract"
    PARTNER = "partner-contract"
    FEES = "fee-schedule"
    COMPLAINTS = "complaints"
    OTHER = "other"


MEDIA: Final = ("application/pdf", "image/jpeg", "image/png")
"""The types of file that are taken; by what is in it, whatever its name says."""
LARGEST: Final = 10 * 2**20
"""Bytes that one file may have."""
MOST_FILES: Final = 40
"""Files that one application may have."""
