"""Which notices of disclosure there are and which items they name: references and days, no more.

They are read from confidential parts, opened here for a moment. A correction adds the items that
it names to those of the notice it mends. A letter is noted where it restates such a notice; one
that only carries a notice already issued is found by its links.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.db.models import Q

from kakehashi.core.disclosing import KINDS, items_of
from kakehashi.core.heard import Heard
from kakehashi.core.notices import disclosure as said
from kakehashi.core.notices.letters import ConfidentialLetter, LetterDates
from kakehashi.core.notices.payload import Classification, Payload
from kakehashi.desk.disclosures.opening import opened
from kakehashi.desk.models import DeskEdition, DisclosureItem, DisclosureNotice
from kakehashi.journal.models import Entry, Journal

CORRECTION: Final = "notice.corrected"
LETTER: Final = "letter.registered"


def take(edition: DeskEdition, notices: Iterable[Heard]) -> None:
    """Note the notices of disclosure in a batch; inside the transaction that reads them."""
    concerned = [heard for heard in notices if _kind(heard)]
    if not concerned:
        return
    contents = _contents(edition.agreement, concerned)
    DisclosureNotice.objects.bulk_create(
        [
            _notice(edition, heard, contents.get(heard.jti))
            for heard in concerned
            if heard.kind in KINDS or (heard.kind == LETTER and items_of(contents.get(heard.jti)))
        ],
        ignore_conflicts=True,
    )
    DisclosureItem.objects.bulk_create(
        [
            DisclosureItem(edition=edition, item=item.notice, jti=_names_as(heard))
            for heard in concerned
            for item in items_of(contents.get(heard.jti))
        ],
        ignore_conflicts=True,
    )


def _kind(heard: Heard) -> str:
    """Give the kind of disclosure that a notice is, stands for, or may mend; else nothing."""
    if heard.kind in KINDS:
        return heard.kind
    dates = heard.statement
    if heard.kind == LETTER and isinstance(dates, LetterDates):
        return dates.stands_for or "" if dates.stands_for in KINDS else ""
    is_secret = heard.classification is Classification.CONFIDENTIAL
    return CORRECTION if heard.kind == CORRECTION and is_secret else ""


def _names_as(heard: Heard) -> str:
    return heard.links.corrects or heard.jti if heard.kind == CORRECTION else heard.jti


def _notice(edition: DeskEdition, heard: Heard, content: Payload | None) -> DisclosureNotice:
    starts_on, ends_on = _days(content)
    return DisclosureNotice(
        edition=edition,
        jti=heard.jti,
        kind=_kind(heard),
        party=heard.party,
        generation=heard.generation,
        seq=heard.seq,
        issued_at=heard.issued_at,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _days(content: Payload | None) -> tuple[date | None, date | None]:
    """From and until which day it holds."""
    match content:
        case said.Consent(valid=valid):
            return valid.from_on, valid.until_on
        case said.DisclosureNotice(not_before_on=first, until_on=last):
            return first, last
        case said.ConsentWithdrawal(from_on=first):
            return first, None
        case ConfidentialLetter(content=told) if told is not None:
            return _days(told.content)
        case _:
            return None, None


def _contents(agreement: str, concerned: Sequence[Heard]) -> dict[str, Payload]:
    journals = {(j.party, j.generation): j for j in Journal.objects.filter(agreement=agreement)}
    wanted = Q()
    for heard in concerned:
        wanted |= Q(journal=journals[heard.party, heard.generation], index=heard.seq)
    rows = list(Entry.objects.filter(wanted))
    contents = opened(rows)
    return {
        row.jti: read.confidential
        for row in rows
        if (found := contents.get((row.journal_id, row.index)))
        and (read := found[1]).confidential is not None
    }
