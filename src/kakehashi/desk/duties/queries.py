"""The ledger of duties as pages and digests read it."""

from collections.abc import Iterator

from kakehashi.database.snapshot import reading
from kakehashi.desk.duties.derive import rows_of
from kakehashi.desk.models import DeskEdition, DutyRow


def ledger_rows(edition: DeskEdition) -> Iterator[bytes]:
    """Give an edition's ledger as both nodes must have it: canonical JSON, in no order."""
    with reading():
        for row in rows_of(edition, DutyRow.objects.filter(edition=edition)):
            yield row.encoded()
