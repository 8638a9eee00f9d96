"""The gate in front of every way out of the node: page, file, API, print, mail, other agreement.

`core.disclosure.leave` judges; here its facts are gathered. Whatever shows or hands out content
asks `may_leave` of the very notice, for the very recipient, and shows why where it stays.
"""

from collections.abc import Sequence
from datetime import datetime

from kakehashi import node
from kakehashi.core.disclosure import ANYBODY, Item, Leave, Recipient, Stay, Whom, leave
from kakehashi.core.disclosure_records import Record
from kakehashi.core.envelope import Envelope
from kakehashi.core.notices.disclosure import ItemForm
from kakehashi.core.notices.payload import Classification
from kakehashi.desk.disclosures import gathering

__all__ = ["ANYBODY", "Leave", "Recipient", "Stay", "Whom", "item_of", "may_leave"]


def may_leave(
    agreement: str,
    envelope: Envelope,
    to: Recipient,
    *,
    now: datetime,
    classification: Classification | None = None,
    form: ItemForm = ItemForm.WHOLE,
    points: tuple[int, ...] = (),
    without: str = "",
    records: Sequence[Record] | None = None,
) -> Leave | Stay:
    """Say whether we may let a notice, or a part of it of another class, go to somebody.

    What is on record is read only where the verdict rests on it, and where it was not read
    before (`records`). `without` names a record that does not count: a handing over is not used
    up by itself.
    """
    day = gathering.today(agreement, now)
    item = item_of(agreement, envelope, classification=classification, form=form, points=points)
    known = gathering.records_about(agreement, envelope.jti) if records is None else records
    return leave(
        item,
        to,
        by=node.this().party,
        on=day,
        terms=node.profile(agreement).on(day),
        records=(record for record in known if not _is(record, without)),
    )


def _is(record: Record, source: str) -> bool:
    return bool(source) and record.source == source


def item_of(
    agreement: str,
    envelope: Envelope,
    *,
    classification: Classification | None = None,
    form: ItemForm = ItemForm.WHOLE,
    points: tuple[int, ...] = (),
) -> Item:
    """Give a notice, or a part of it of another class, as the gate judges it."""
    return Item(
        agreement=agreement,
        id=envelope.jti,
        classification=classification or envelope.classification,
        author=envelope.origin.split("/")[-2],
        kind=envelope.kind,
        clause=envelope.clause,
        form=form,
        points=points,
    )
