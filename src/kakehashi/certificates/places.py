"""Places of status lists: drawn at random among those that are free, beside decoys."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from kakehashi.certificates import keys
from kakehashi.certificates.models import Decoy, StatusList
from kakehashi.core.certificate import Status
from kakehashi.core.certificate.status import SLOTS
from kakehashi.database.direct import read, write
from kakehashi.database.prepared import TEXT, Prepared

FULL_AT: Final = SLOTS * 3 // 4
DECOYS: Final = SLOTS // 200
DECOYS_SHOW_WITHIN: Final = 730

_PRESENT = Prepared(lambda: StatusList.objects.filter(agreement=TEXT[0]).order_by("-number")[:1])
_TAKEN: Final = """
SELECT 1 FROM "certificates_certificate"
WHERE "agreement" = %s AND "status_list" = %s AND "status_index" = %s
UNION ALL SELECT 1 FROM "certificates_decoy" WHERE "list_id" = %s AND "index" = %s
"""
_TAKE: Final = 'UPDATE "certificates_statuslist" SET "taken" = "taken" + %s WHERE "id" = %s'


def take_places(agreement: str, count: int, now: datetime) -> Sequence[tuple[int, int]]:
    """Draw free places of the present status list: (list, index) each.

    Inside the transaction, under the write lock, in which the places are given away.
    """
    present = _PRESENT.first(agreement)
    if present is None or present.taken + count > FULL_AT:
        present = open_list(agreement, present.number + 1 if present else 1, now=now)
    found: list[int] = []
    while len(found) < count:
        drawn = secrets.randbelow(SLOTS)
        asked = (agreement, present.number, drawn, present.pk, drawn)
        if drawn not in found and not read(_TAKEN, asked):
            found.append(drawn)
    write(_TAKE, (count, present.pk))
    return [(present.number, index) for index in found]


def open_list(agreement: str, number: int, *, now: datetime) -> StatusList:
    """Open a status list with its decoys, each of which shows from a day drawn at random."""
    made = StatusList.objects.create(agreement=agreement, number=number, opened_at=now)
    today = keys.today(agreement, now)
    indexes: set[int] = set()
    while len(indexes) < DECOYS:
        indexes.add(secrets.randbelow(SLOTS))
    Decoy.objects.bulk_create(
        Decoy(
            list=made,
            index=index,
            status=Status.REVOKED if secrets.randbelow(8) else Status.SUSPENDED,
            shows_on=today + timedelta(days=secrets.randbelow(DECOYS_SHOW_WITHIN)),
        )
        for index in indexes
    )
    return made
