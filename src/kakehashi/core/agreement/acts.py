"""What an officer does at home that makes something due to the other side (own ledger)."""

from enum import StrEnum


class Act(StrEnum):
    """A local act; it stands in the side's own journal, so only that side knows it yet."""

    APPROVAL_DECIDED = "approval-decided"
    REVOCATION_DECIDED = "revocation-decided"
    GUIDANCE_GIVEN = "guidance-given"
    CERTIFICATE_DECIDED = "certificate-decided"
    MEASURE_DECIDED = "measure-decided"
    LIST_TAKEN_IN = "list-taken-in"
    REPORT_RELEASED = "report-released"
    INFORMATION_GAINED = "information-gained"
    EXAM_MISCONDUCT_LEARNED = "exam-misconduct-learned"
