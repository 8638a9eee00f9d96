"""The acts of officers, as the node's own record names them: one function writes them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kakehashi.journal.record import record

ACTS: Final[Mapping[str, str | Promise]] = {
    "absence.confirmed": _("Let a deputy stand in"),
    "absence.ended": _("Ended an absence"),
    "absence.entered": _("Entered an absence"),
    "applications.checked": _("Checked applications"),
    "applications.checked-again": _("Had applications checked anew"),
    "applications.erased": _("Erased applications at the end of their time"),
    "applications.exported": _("Took results of the acceptance check away"),
    "applications.taken": _("Took applications in for the acceptance check"),
    "approval.decided": _("Decided an approval at home"),
    "candidate-step.done": _("Did a step before a candidate's certificate"),
    "candidate.proposed": _("Proposed to certify a candidate"),
    "candidate.refused": _("Refused to certify a candidate"),
    "candidate.reopened": _("Opened a candidate's case again"),
    "candidate.sent-back": _("Sent a candidate's case back"),
    "candidate.withdrawn": _("Closed a candidate's case that was withdrawn"),
    "case.assigned": _("Gave a case to an officer"),
    "case.exported": _("Exported a case with its proofs"),
    "case.filed": _("Filed a case away"),
    "case.linked": _("Linked two cases"),
    "case.noted": _("Wrote a note on a case"),
    "case.numbered": _("Gave a case its file number"),
    "case.printed": _("Printed a case"),
    "case.taken-out": _("Took a case out of the files"),
    "case.unlinked": _("Unlinked two cases"),
    "certificate-key.made": _("Made keys that sign certificates"),
    "certificate-key.taken": _("Took in certified keys that sign certificates"),
    "certificate.decided": _("Decided to certify a candidate"),
    "certificate.ending-dropped": _("Dropped a proposal about a certificate"),
    "certificate.ending-proposed": _("Proposed to suspend, resume or revoke a certificate"),
    "certificate.issued": _("Issued a certificate"),
    "certificate.resumed": _("Resumed a certificate"),
    "certificate.revoked": _("Revoked a certificate"),
    "certificate.suspended": _("Suspended a certificate"),
    "certificate.voided": _("Used up a number without a certificate"),
    "certificates.announced": _("Announced certificates to the other side"),
    "compulsion.established": _("Established that a law compels disclosure"),
    "concurrence.recorded": _("Recorded that a signatory concurs"),
    "confidential.read": _("Read what is confidential"),
    "disclosure.handed-over": _("Handed something over under clause 3"),
    "disclosure.proposed": _("Proposed a disclosure"),
    "disclosure.taken-back": _("Took back a proposed disclosure"),
    "disclosure.turned-down": _("Turned down a proposed disclosure"),
    "draft.deleted": _("Deleted a draft"),
    "draft.sent-back": _("Sent a draft back"),
    "draft.submitted": _("Submitted a draft"),
    "draft.taken-back": _("Took a draft back"),
    "exam-misconduct.learned": _("Learned of cheating in an exam"),
    "generation.opened": _("Opened the next generation of our journal"),
    "generation.pinned": _("Pinned the keys of the other side's next generation"),
    "guidance.given": _("Gave guidance, suspended or resumed"),
    "home-act.struck": _("Struck an act recorded by mistake"),
    "information.gained": _("Gained information to be shared"),
    "intake-key.granted": _("Gave an officer the key to reports"),
    "intake-key.made": _("Made a key to reports"),
    "intake-key.relocked": _("Changed the passphrase of their key to reports"),
    "intake-key.withdrawn": _("Took the key to reports back from an officer"),
    "key.changed": _("Changed a key"),
    "list.taken-in": _("Took in a list"),
    "measure.decided": _("Decided a measure"),
    "notice.printed": _("Printed a notice"),
    "notice.signed-off": _("Signed off a notice"),
    "officer.added": _("Added an officer"),
    "officer.closed": _("Closed an account"),
    "officer.enrolled": _("Enrolled at this node"),
    "officer.invited": _("Gave an enrolment link"),
    "officer.signed-in": _("Signed in"),
    "officer.signed-out": _("Signed out"),
    "own-disclosure.decided": _("Decided to disclose our own information"),
    "papers.printed": _("Printed the papers of a consultation"),
    "record.exported": _("Took a proof of the record"),
    "report.erased": _("Erased a report with its keys"),
    "report.released": _("Had a reporter's permission to share"),
    "revocation.decided": _("Decided a revocation"),
    "role.asked": _("Asked for a change of roles"),
    "role.granted": _("Granted a role"),
    "role.refused": _("Refused a change of roles"),
    "role.withdrawn": _("Withdrew a role"),
    "session.ended": _("Ended sessions"),
    "storage-key.changed": _("Changed the storage key"),
    "storage-key.destroyed": _("Destroyed an earlier storage key"),
}
"""Every act that is recorded, with its words; one that is not here shows as its code."""


def note(
    act: str,
    *,
    by: int | None,
    now: datetime,
    agreement: str = "",
    thing: str = "",
    **particulars: object,
) -> str:
    """Write an act into the node's own record, inside the transaction of what it causes.

    `by` is the officer's id, None for a command; `thing` the public id of what it is done to. Gives
    the entry's leaf hash in base64url, for notices to quote.
    """
    said = {"by": by, "agreement": agreement, "thing": thing}
    told = {name: value for name, value in said.items() if value not in {None, ""}}
    return record(act, told | particulars, now=now)
