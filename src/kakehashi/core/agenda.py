"""Which subject of clause 4(2) a matter belongs to, when it is put onto an agenda."""

from collections.abc import Mapping

from kakehashi.core.notices import KINDS
from kakehashi.core.notices.consultations import Subject
from kakehashi.core.notices.notice import Family

SUBJECTS: Mapping[Family, Subject] = {
    Family.CONTACTS: Subject.OTHER,
    Family.ORGANIZATIONS: Subject.ORGANIZATIONS,
    Family.MEASURES: Subject.ORGANIZATIONS,
    Family.INFORMATION: Subject.INTERMEDIARIES,
    Family.MISCONDUCT: Subject.ORGANIZATIONS,
    Family.INQUIRIES: Subject.OTHER,
    Family.CONSULTATIONS: Subject.OTHER,
    Family.DISCLOSURE: Subject.OTHER,
    Family.EXAMS: Subject.EXAMS,
    Family.CERTIFICATES: Subject.ORGANIZATIONS,
    Family.ACCEPTANCE: Subject.RESIDENCE,
    Family.LIFE: Subject.POLICY,
    Family.LETTERS: Subject.OTHER,
    Family.PROTOCOL: Subject.OTHER,
}
"""The subject under which the notices of a family are talked about first."""


def subject_of(kind: str) -> Subject:
    """Give the subject of a matter that a notice of this kind opened."""
    return SUBJECTS[KINDS[kind].family] if kind in KINDS else Subject.OTHER
