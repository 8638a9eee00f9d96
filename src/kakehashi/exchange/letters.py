"""Letters on paper among heeded notices: which one a confirmation is about."""

from collections.abc import Iterable, Iterator, Sequence

from kakehashi.core.heard import Heard
from kakehashi.core.said import LETTER, letters_confirmed
from kakehashi.exchange import hearing
from kakehashi.exchange.models import Aside
from kakehashi.journal import queries as journals
from kakehashi.journal.models import Entry, Journal


def heeded(among: Sequence[Journal], jti: str) -> Heard | None:
    """Read a notice that counts by its reference; None where there is none."""
    known = Entry.objects.filter(jti=jti, journal__in=[journal.pk for journal in among])
    for entry in known.order_by("journal_id", "index"):
        if not Aside.objects.filter(journal=entry.journal_id, index=entry.index).exists():
            return hearing.heard_at(entry.journal_id, entry.index, jti)[0]
    return None


def counting_now(notices: Iterable[Heard]) -> Iterator[Heard]:
    """Give what begins to count with each notice: itself, but a letter once it is confirmed."""
    for notice in notices:
        if notice.kind != LETTER:
            yield notice
        for counts in letters_confirmed(notice):
            others = [j for j in journals.journals(notice.agreement) if j.party != notice.party]
            if (letter := heeded(others, counts.letter)) is not None:
                yield letter
