"""That candidates wait for their certificates, in the own ledger: due from the first approval on.

One act stands for all who wait: it is recorded with the first approval, and provided by the batch
after which nobody waits any more. So the ledger says since when, and grows by no row a candidate.
"""

from datetime import datetime
from typing import Final

from kakehashi import node
from kakehashi.certificates import actions, keys
from kakehashi.certificates.models import CandidateCase
from kakehashi.core.agreement import Act
from kakehashi.core.life import live
from kakehashi.database.direct import together
from kakehashi.desk.duties import home
from kakehashi.desk.models import OwnDuty
from kakehashi.exchange.outlook import view_now

CERTIFY: Final = Act.CERTIFICATE_DECIDED


def approve_case(case: CandidateCase, *, revision: int, by: int, now: datetime) -> None:
    """Decide that a proposed case is certified, and that this is due; errors as in `actions`."""
    with together():
        actions.approve_case(case, revision=revision, by=by, now=now)
        if not act_waiting(case.agreement):
            _record(case, by=by, now=now)


def act_waiting(agreement: str) -> str:
    """Give the act at home that a batch provides when nobody waits after it; "" where none is."""
    due = OwnDuty.objects.filter(
        agreement=agreement, act__act=CERTIFY, act__is_struck=False, ended_on=None
    )
    return due.order_by("since", "act").values_list("act_id", flat=True).first() or ""


def _record(case: CandidateCase, *, by: int, now: datetime) -> None:
    """Record the act; where the agreement makes nothing due of it, nothing is recorded."""
    name = case.agreement
    view = view_now(name)
    lives = {name: live(node.profile(name), view.life if view else ())}
    new = home.New(CERTIFY, keys.today(name, now), reference=str(case.public_id))
    try:
        home.record_act(new, lives=lives, by=by, now=now)
    except home.NothingDue:
        return
