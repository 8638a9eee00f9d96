"""Steps of an actor: issue a notice whose content the play gives as JSON."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kakehashi import dispatch, node
from kakehashi.core.envelope import Decider
from kakehashi.core.notices import KIND_FACTS, KINDS, Classification
from kakehashi.core.notices.payload import Decided
from kakehashi.core.target_days import day_at


def issue(
    *,
    now: datetime,
    agreement: str,
    kind: str,
    content: Mapping[str, object],
    decided: Mapping[str, str],
    officers: Sequence[str],
    effective_on: str | None = None,
    entered_later: bool = False,
    files: Sequence[str] = (),
) -> str:
    """Issue one notice under the clause and office that the profile names; gives its id.

    Raises:
        ValueError: this node is no demonstration, and its officers issue at the desk.
        IssueRefused, ValidationError: as at the desk.

    """
    if not node.this().identity.demo:
        raise ValueError("only a demonstration is acted")
    profile, party = node.profile(agreement), node.this().party
    terms = profile.on(day_at(int(now.timestamp()), profile.parties[party].time_zone))
    permit = terms.permit(kind, party)
    if permit is None:
        raise ValueError(f"{party} may not issue {kind} under {agreement}")
    notice = KINDS[kind].model_validate(content)
    drafter, decider = officers
    outgoing = dispatch.Outgoing(
        notice,
        permit.clause,
        Classification(notice.classification),
        decided=Decided.model_validate(decided) if KIND_FACTS[kind].needs_decider else None,
        by=Decider(terms.contact_points[party].office, "Director of the division"),
        effective_on=date.fromisoformat(effective_on) if effective_on else None,
        entered_later=entered_later,
        files=tuple(b64decode(file) for file in files),
    )
    issued = dispatch.issue(
        (outgoing,),
        agreement=agreement,
        now=now,
        act="notice.signed-off",
        particulars={"agreement": agreement, "kind": kind, "drafted_by": drafter, "by": decider},
    )
    return issued[0].jti
