"""One act of a second officer: number, register, own ledger and notice to the other side.

Everything stands in one transaction: a process killed anywhere leaves all of it or nothing. The
register and the certificate follow from the notice and the decision; neither is written by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kakehashi import dispatch, node
from kakehashi.approvals import deciding, sealing, standards
from kakehashi.approvals.examining import Barred
from kakehashi.approvals.models import Application
from kakehashi.core.agreement import Act
from kakehashi.core.approving import entry
from kakehashi.core.approving.course import Bar, Purpose, Rule
from kakehashi.core.approving.entry import Terms
from kakehashi.core.approving.standards import StandardSet
from kakehashi.core.envelope import Decider
from kakehashi.core.life import live
from kakehashi.core.notices.notice import Notice
from kakehashi.core.notices.organizations import (
    AmendedOrganization,
    ApprovedOrganization,
    Examination,
    Organization,
    SendingOrganizationAmended,
    SendingOrganizationApproved,
)
from kakehashi.core.notices.payload import Classification, Decided, Links
from kakehashi.core.notices.text import Text
from kakehashi.core.standing import Register, Status
from kakehashi.desk.acts import note
from kakehashi.desk.duties import home
from kakehashi.exchange.issuing import Issued, IssueRefused, Outgoing
from kakehashi.exchange.outlook import view_now
from kakehashi.registers import queries as registers

APPROVED = "sending-organization.approved"
AMENDED = "sending-organization.amended"


@dataclass(frozen=True, slots=True)
class Signing:
    """Who decides (officer's id), in which role, for which office, on which day, and when."""

    by: int
    role: str
    office: str
    today: date
    now: datetime


def approve(application: Application, *, revision: int, signing: Signing) -> Issued:
    """Approve an application as it was recommended.

    Raises:
        NotAsItWas: it was decided, sent back or changed meanwhile.
        Barred: this officer may not decide it, or it may not be approved.
        IssueRefused: the notice may not be issued now; nothing was written.

    """
    by, today, now = signing.by, signing.today, signing.now
    with transaction.atomic():
        fresh = deciding.require_decidable(application, revision=revision, by=by, today=today)
        if fresh.standards is None or fresh.recommends is not True:
            raise Barred(Bar.NOT_NOW)
        made = standards.set_of(fresh.standards)
        terms = Terms.read(sealing.open_told(fresh.public_id, sealing.TERMS)["terms"])
        before = _entry_before(fresh, today)
        number = deciding.allot_number(fresh, made, taken=_taken(fresh, made), now=now)
        leaf = _recorded(fresh, number, signing)
        notice = _notice(fresh, made, terms, number, before).model_copy(
            update={"links": Links(act=leaf)}
        )
        (issued,) = dispatch.issue(
            (_outgoing(fresh.agreement, notice, terms, signing),),
            agreement=fresh.agreement,
            now=now,
        )
        note(
            "application.approved",
            by=by,
            now=now,
            agreement=fresh.agreement,
            thing=str(fresh.public_id),
            number=number,
            notice=issued.jti,
            decision=leaf,
            examiner=fresh.examiner_id,
            standards=fresh.standards.digest,
        )
        deciding.close_approved(
            fresh,
            number=number,
            valid_until=terms.until_on,
            leaf=leaf,
            jti=issued.jti,
            by=by,
            on=today,
            now=now,
        )
    return issued


def refuse(application: Application, *, revision: int, signing: Signing) -> None:
    """Refuse an application as it was recommended; NotAsItWas and Barred as above.

    Nothing crosses: what was not approved is nobody else's to know.
    """
    by, today, now = signing.by, signing.today, signing.now
    with transaction.atomic():
        fresh = deciding.require_decidable(application, revision=revision, by=by, today=today)
        if fresh.recommends is not False:
            raise Barred(Bar.NOT_NOW)
        leaf = note(
            "application.refused",
            by=by,
            now=now,
            agreement=fresh.agreement,
            thing=str(fresh.public_id),
            examiner=fresh.examiner_id,
            role=signing.role,
        )
        deciding.close_refused(fresh, leaf=leaf, by=by, on=today, now=now)


def _entry_before(application: Application, today: date) -> Mapping[str, Any]:
    """Give what the register says of the number that a renewal or change is about."""
    if application.purpose == Purpose.APPROVAL:
        return {}
    found = registers.entry(
        application.agreement,
        Register.SENDING,
        application.about,
        publisher=node.this().party,
        today=today,
    )
    if found is None or found.status is Status.REVOKED:
        raise Barred(Bar.NOT_LISTED)
    return found.record


def _taken(application: Application, made: StandardSet) -> int:
    """The highest serial in the register, which may have begun with a list or on paper."""
    known = registers.numbers(application.agreement, Register.SENDING, prefix=made.prefix)
    return max((serial for one in known if (serial := made.serial(one))), default=0)


def _recorded(application: Application, number: str, signing: Signing) -> str:
    """Record the decision, and what it makes due; give the entry's leaf hash."""
    name = application.agreement
    view = view_now(name)
    lives = {name: live(node.profile(name), view.life if view else ())}
    new = home.New(Act.APPROVAL_DECIDED, signing.today, reference=number)
    try:
        return home.record_act(new, lives=lives, by=signing.by, now=signing.now).leaf
    except home.NothingDue:
        return note("approval.decided", by=signing.by, now=signing.now, agreement=name)


def _notice(
    application: Application,
    made: StandardSet,
    terms: Terms,
    number: str,
    before: Mapping[str, Any],
) -> Notice:
    answers = sealing.open_content(application.public_id).said
    organization = entry.organization(answers, number=number)
    particulars = entry.representatives(answers)
    approval = entry.approval(terms)
    title = Text(lang="en", text=made.title["en"])
    if application.purpose == Purpose.APPROVAL:
        public = ApprovedOrganization(
            number=number, organization=organization, approval=approval, standards=title
        )
        return SendingOrganizationApproved(
            public=public,
            particulars=particulars,
            confidential=_examination(application, title),
        )
    organization = _with_offices(organization, before)
    after = {
        "organization": organization.model_dump(mode="json", exclude_none=True),
        "approval": approval.model_dump(mode="json", exclude_none=True),
    }
    return SendingOrganizationAmended(
        public=AmendedOrganization(
            number=number,
            changed=entry.changes(before, after),
            organization=organization,
            approval=approval,
        ),
        particulars=particulars,
    )


def _with_offices(organization: Organization, before: Mapping[str, Any]) -> Organization:
    """Keep the branches that stand in the register: the application does not ask for them."""
    described = before.get("organization")
    offices = described.get("offices") if isinstance(described, Mapping) else None
    if not offices:
        return organization
    said = organization.model_dump(mode="json", exclude_none=True)
    return Organization.model_validate(said | {"offices": offices})


def _examination(application: Application, title: Text) -> Examination | None:
    """Say how it was examined, where the agreement asks for an examination before approval."""
    day = application.examined_on
    if day is None:
        return None
    rule = node.profile(application.agreement).on(day).choice("examination")
    return Examination(examined_on=day, standards=title) if rule == Rule.BEFORE_APPROVAL else None


def _outgoing(agreement: str, notice: Notice, terms: Terms, signing: Signing) -> Outgoing:
    permits = node.profile(agreement).on(signing.today).permits
    permit = next(iter(permits.get((notice.kind, node.this().party), ())), None)
    if permit is None:
        raise IssueRefused("not-permitted")
    return Outgoing(
        notice=notice,
        clause=permit.clause,
        classification=Classification.PUBLIC,
        decided=Decided(on=signing.today),
        by=Decider(signing.office, signing.role),
        effective_on=terms.from_on,
    )
