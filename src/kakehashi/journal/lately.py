"""What came into journals after a moment, read from their ends."""

from collections.abc import Collection, Mapping
from datetime import datetime

from kakehashi.database.bulk import moment
from kakehashi.database.direct import read
from kakehashi.journal.contents import Place
from kakehashi.journal.models import Entry

_CAME = """
WITH ends ("journal_id", "first") AS (VALUES {ends})
SELECT entry."held_at", entry."journal_id", entry."index"
FROM ends JOIN "journal_entry" entry
  ON entry."journal_id" = ends."journal_id" AND entry."index" >= ends."first"
WHERE entry."held_at" > %s AND entry."kind" NOT IN ({kinds})
ORDER BY entry."held_at" DESC, entry."journal_id" DESC, entry."index" DESC
"""


def came_since(
    since: datetime, firsts: Mapping[int, int], *, but: Collection[str]
) -> tuple[Place, ...]:
    """Say where notices came after a moment, the latest first: one query.

    `firsts` are the entries from which journals, by their ids, are looked through; kinds of `but`
    are left out.
    """
    if not firsts:
        return ()
    ends = ", ".join(["(%s, %s)"] * len(firsts))
    sql = _CAME.format(ends=ends, kinds=", ".join(["%s"] * len(but)) or "''")
    values = [value for end in firsts.items() for value in end]
    found = read(sql, [*values, moment(since), *but])
    return tuple((journal, index) for _held_at, journal, index in found)


def entries_at(places: Collection[Place]) -> list[Entry]:
    """Read some entries, in the order given: one query."""
    journals, indexes = {place[0] for place in places}, {place[1] for place in places}
    near = Entry.objects.filter(journal__in=journals, index__in=indexes)
    found = {(entry.journal_id, entry.index): entry for entry in near}
    return [found[place] for place in places]
