"""What a test asks of the certifying node, inside its process."""

from datetime import UTC, date, datetime

from kakehashi import dispatch
from kakehashi.accounts.models import Officer
from kakehashi.certificates import actions, endings, keys, queries, sealing
from kakehashi.certificates.models import CandidateCase, CaseState, Certificate, EndingWhat
from kakehashi.certificates.procedures import procedure
from kakehashi.core.envelope import Decider
from kakehashi.core.notices.certificates import CertificateBatch, CertificateEndWhy
from kakehashi.core.notices.organizations import (
    Ground,
    RevokedOrganization,
    SendingOrganizationApproved,
    SendingOrganizationRevoked,
)
from kakehashi.core.notices.payload import Classification, Decided
from kakehashi.core.notices.values import Validity
from kakehashi.desk.models import OwnDuty
from kakehashi.dispatch import certifying, certifying_duty
from kakehashi.dispatch.announcements import all_told
from kakehashi.exchange.issuing import Outgoing
from tests.certificates import make
from tests.two_nodes.outgoing import AGREEMENT, OFFICE, approval


def officers() -> tuple[int, int]:
    """Two officers of the node."""
    first, second = (
        Officer.objects.get_or_create(username=name, defaults={"added_at": datetime.now(UTC)})[0]
        for name in ("sokha", "dara")
    )
    return first.pk, second.pk


def sender(number: str, what: str) -> None:
    """Approve or revoke a sending organization, by a notice."""
    now = datetime.now(UTC)
    outgoing = approval(number)
    assert isinstance(outgoing.notice, SendingOrganizationApproved)
    public = outgoing.notice.public
    if what == "approve":
        valid = public.approval.model_copy(update={"validity": Validity(from_on=date(2026, 1, 1))})
        notice = SendingOrganizationApproved(public=public.model_copy(update={"approval": valid}))
        said = Outgoing(
            notice,
            "5(1)",
            Classification.PUBLIC,
            decided=Decided(on=date(2026, 1, 1)),
            by=outgoing.by,
            effective_on=date(2026, 1, 1),
        )
    else:
        revoked = RevokedOrganization(
            number=number, names=public.organization.names, grounds=(Ground.STANDARDS,)
        )
        said = Outgoing(
            SendingOrganizationRevoked(public=revoked),
            "5(4)",
            Classification.PUBLIC,
            decided=Decided(on=keys.today(AGREEMENT, now)),
            by=Decider(OFFICE["KH"], "director"),
            effective_on=keys.today(AGREEMENT, now),
        )
    dispatch.catch_up(AGREEMENT, now=now)
    dispatch.issue((said,), agreement=AGREEMENT, now=now)


def decide_cases(count: str, organization: str) -> None:
    """Approve so many cases of an organization."""
    make.approve_many(int(count), officers(), now=datetime.now(UTC), organization=organization)


def codes() -> list[str]:
    """The texts of all certificates, by number."""
    rows = Certificate.objects.exclude(state="void").order_by("sequence")
    return [sealing.code_of(row) for row in rows]


def end(number: str, what: str) -> str:
    """Suspend, resume or revoke, by two officers."""
    now, (first, second) = datetime.now(UTC), officers()
    row = Certificate.objects.get(number=number)
    ending = endings.propose_ending(
        row, EndingWhat(what), why=CertificateEndWhy.INQUIRY, by=first, now=now
    )
    return certifying.decide_ending(ending, by=second, now=now).state


def again(number: str) -> None:
    """Open the case of a revoked certificate again and approve it a second time."""
    now, (first, second) = datetime.now(UTC), officers()
    case = CandidateCase.objects.get(certificates__number=number)
    actions.reopen_case(case, revision=case.revision, by=first, now=now)
    for step in procedure(AGREEMENT).of(case.route):
        actions.note_step(case, step.id, done_on=now.date(), evidence=b"%PDF-", by=first, now=now)
    case.refresh_from_db()
    actions.propose_case(case, revision=case.revision, by=first, now=now)
    case.refresh_from_db()
    certifying_duty.approve_case(case, revision=case.revision, by=second, now=now)


def withdraw_approved() -> int:
    """Withdraw the approval of every case that waits for its certificate."""
    waiting = list(queries.cases(AGREEMENT, CaseState.APPROVED))
    for case in waiting:
        actions.withdraw_approval(
            case,
            why=CertificateEndWhy.ORGANIZATION,
            reason="The organization was revoked.",
            revision=case.revision,
            by=officers()[1],
            now=datetime.now(UTC),
        )
    return len(waiting)


def replacing() -> list[tuple[str, str]]:
    """What was announced in place of another certificate: (number, the other)."""
    return [
        (one.number, one.replaces)
        for told in all_told(AGREEMENT, "KH")
        if isinstance(told.content, CertificateBatch)
        for one in told.content.certificates
        if one.replaces
    ]


def due_at_home() -> list[tuple[str, bool]]:
    """What our own acts made due, and whether it was provided."""
    return [(one.duty, one.ended_on is not None) for one in OwnDuty.objects.order_by("since")]
