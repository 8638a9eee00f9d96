"""Answers in words, and what an officer decided by one about the doubts that stood then.

An answer in words stands beside the doubt and changes nothing by itself. What an officer decided
holds for the doubts that she saw; one that came later is asked about as before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kakehashi.core.acceptance_check.facts import Facts, Reply, Ruling
from kakehashi.core.acceptance_check.reasons import Finding, Reason, Weight


def ruled(reasons: Iterable[Reason], facts: Facts) -> Iterator[Reason]:
    """Give the reasons as they stand after answers and the officer's decision."""
    found = list(reasons)
    doubts = [one for one in found if one.weight is Weight.ASK]
    clause = doubts[0].clause if doubts else ""
    for reply in facts.replies:
        yield Reason(Finding.INQUIRY_ANSWERED, Weight.SAYS, clause, _said(reply))
    ruling = facts.ruling
    held = [one for one in doubts if ruling is not None and one.finding in ruling.findings]
    if ruling is None or not held:
        yield from found
        return
    yield _decided(ruling, held[0].clause)
    for one in found:
        is_settled = ruling.is_settled and one in held
        yield replace(one, weight=Weight.SAYS) if is_settled else one


def _said(reply: Reply) -> dict[str, str]:
    return {"on": reply.on.isoformat(), "notice": reply.reference, "answer": reply.words or "—"}


def _decided(ruling: Ruling, clause: str) -> Reason:
    said = {"on": ruling.on.isoformat(), "notice": ruling.reference}
    if ruling.is_settled:
        return Reason(Finding.OFFICER_SETTLED, Weight.SAYS, clause, said)
    return Reason(Finding.OFFICER_CONFIRMED, Weight.FAILS, clause, said)
