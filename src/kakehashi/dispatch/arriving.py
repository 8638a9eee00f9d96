"""What arrives at home is screened too: applications, candidates' cases, applicants in batches.

Each row says of itself whether it was; a few at a time. Who asks to be approved stays in the index
while the application is open. Whom a case or an applicant names is put there only where somebody
near is known, so that it does not fill with the names of workers.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from typing import Final

from kakehashi import node
from kakehashi.acceptance import queries as batches
from kakehashi.acceptance.models import Application as Applying
from kakehashi.acceptance.models import Batch
from kakehashi.acceptance.sealing import Gone
from kakehashi.approvals import queries as approvals
from kakehashi.approvals.models import Application
from kakehashi.approvals.sealing import Gone as ApplicationGone
from kakehashi.certificates.models import CandidateCase, CaseState
from kakehashi.certificates.sealing import Gone as CaseGone
from kakehashi.certificates.sealing import open_content
from kakehashi.core.approving.course import OPEN
from kakehashi.core.arriving import in_acceptance, in_application, in_case
from kakehashi.core.bearing import Bearing
from kakehashi.core.notices.payload import Classification
from kakehashi.database.prepared import TEXT, Prepared
from kakehashi.dispatch.screening import entry_source, everywhere, region_of
from kakehashi.screening import actions
from kakehashi.screening.actions import Named
from kakehashi.screening.proposing import is_near_anybody, propose_for, role_of

AT_ONCE: Final = 20
"""Rows of each sort that are screened before others have their turn."""
A_LINE: Final = 100
"""Places in the index that a row of a batch may fill."""
APPROVING: Final = "sending-organization.approved"
CERTIFYING: Final = "certificate.issued"
_APPLICATIONS: Final = Prepared(
    lambda: Application.objects.filter(
        agreement=TEXT[0], is_screened=False, submitted_at__isnull=False
    ).order_by("id")[:AT_ONCE]
)
_CASES: Final = Prepared(
    lambda: CandidateCase.objects.filter(agreement=TEXT[0], is_screened=False).order_by("id")[
        :AT_ONCE
    ]
)
_APPLYING: Final = Prepared(
    lambda: Applying.objects.filter(
        batch__agreement=TEXT[0], is_screened=False, state=Applying.State.CHECKED
    ).order_by("id")[:AT_ONCE]
)
_ENDED: Final = frozenset({CaseState.REFUSED, CaseState.WITHDRAWN})


def screen_arrivals(agreement: str, *, now: datetime) -> bool:
    """Screen the next of what arrived under an agreement; say whether there was any."""
    done = [
        _screen_applications(agreement, now=now),
        _screen_cases(agreement, now=now),
        _screen_batches(agreement, now=now),
    ]
    return any(done)


def application_source(application: Application) -> str:
    """Give the source under which the index keeps an application of an organization."""
    return f"application:{application.public_id}"


def case_source(case: CandidateCase) -> str:
    """Give the source under which the index keeps a candidate's case."""
    return f"case:{case.public_id}"


def batch_source(batch: Batch) -> str:
    """Give the source under which the index keeps a batch of applicants."""
    return f"batch:{batch.public_id}"


def _screen_applications(agreement: str, *, now: datetime) -> bool:
    """Screen applications as they stand now; what was decided or taken back leaves the index."""
    rows = _APPLICATIONS(agreement)
    for row in rows:
        actions.remove(source=application_source(row))
        if row.state in OPEN:
            _ask_about(row, now=now)
        Application.objects.filter(pk=row.pk, revision=row.revision).update(is_screened=True)
    return bool(rows)


def _ask_about(row: Application, *, now: datetime) -> None:
    """Index an open application, and propose who in it may be somebody who is known."""
    try:
        answers = approvals.content_of(row).said
    except ApplicationGone:
        return
    found = in_application(answers, region=region_of(node.this().party))
    named = list(_placed(found, application_source(row), 0))
    actions.index(
        [one for one, _ in named],
        agreement=row.agreement,
        classification=Classification.RESTRICTED,
        clause=_clause(row.agreement, APPROVING),
        now=now,
    )
    own = {entry_source(row.agreement, row.about)} if row.about else set()
    propose_for([one for one, _ in named], everywhere(), now=now, but=frozenset(own))


def _screen_cases(agreement: str, *, now: datetime) -> bool:
    rows = _CASES(agreement)
    for row in rows:
        source = case_source(row)
        actions.remove(source=source)
        if row.state not in _ENDED:
            with suppress(CaseGone):
                found = _placed(in_case(open_content(row)), source, 0)
                _keep_near(found, agreement, _clause(agreement, CERTIFYING), now=now)
        CandidateCase.objects.filter(pk=row.pk, revision=row.revision).update(is_screened=True)
    return bool(rows)


def _screen_batches(agreement: str, *, now: datetime) -> bool:
    rows = _APPLYING(agreement)
    for number, some in groupby(rows, lambda row: row.batch_id):
        batch = Batch.objects.get(pk=number)
        try:
            opened = batches.opened(batch, list(some))
        except Gone:
            continue
        for one in opened:
            first = one.row.line * A_LINE
            found = _placed(in_acceptance(one.stated)[:A_LINE], batch_source(batch), first)
            _keep_near(found, agreement, "", now=now)
    Applying.objects.filter(pk__in=[row.pk for row in rows]).update(is_screened=True)
    return bool(rows)


def _keep_near(
    found: Iterable[tuple[Named, Classification]], agreement: str, clause: str, *, now: datetime
) -> None:
    """Index those who are near to somebody who is known, and propose that; forget the others."""
    within = everywhere()
    for named, classification in found:
        if is_near_anybody(named, within):
            actions.index(
                [named], agreement=agreement, classification=classification, clause=clause, now=now
            )
            propose_for([named], within, now=now)


def _placed(
    found: Iterable[Bearing], source: str, first: int
) -> Iterable[tuple[Named, Classification]]:
    """Give bearings their places in a source, with the class under which each is kept."""
    for place, one in enumerate(found, first):
        role = role_of(one.weight, one.role)
        named = Named(source, one.names, one.kind, role, one.identifiers, place)
        yield named, one.classification


def _clause(agreement: str, kind: str) -> str:
    """Give the clause under which our side issues a kind; "" where it does not."""
    party = node.this().party
    permits = node.profile(agreement).permits
    return next((p.clause for p in permits if (p.kind, p.party) == (kind, party)), "")
