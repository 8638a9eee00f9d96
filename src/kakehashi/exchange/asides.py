"""What does not count, as far as it can be read: for the pages that show it and say why."""

from collections.abc import Iterator

from kakehashi.core.envelope import Malformed, read
from kakehashi.core.heard import LeftAside
from kakehashi.exchange.hearing import judged_parts, links_in, reasons_aside
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Journal


def left_aside_between(journal: Journal, first: int, end: int) -> tuple[LeftAside, ...]:
    """Read the entries in [first, end) that are set aside; what is no envelope has no facts."""
    reasons = reasons_aside(journal, first, end)
    return tuple(_read(journal, reasons, first, end)) if reasons else ()


def _read(journal: Journal, reasons: dict[int, str], first: int, end: int) -> Iterator[LeftAside]:
    contents = judged_parts(journal, first, end)
    for row in journals.entries(journal, first, end):
        if row.index not in reasons:
            continue
        try:
            envelope = read(bytes(row.token))
        except Malformed:
            continue
        yield LeftAside(
            agreement=journal.agreement,
            party=journal.party,
            generation=journal.generation,
            seq=row.index,
            jti=envelope.jti,
            kind=envelope.kind,
            version=envelope.version,
            issued_at=envelope.issued_at,
            clause=envelope.clause,
            classification=envelope.classification,
            reason=reasons[row.index],
            links=links_in(envelope, contents.get(row.index, {})),
        )
