"""The facts of clause 3 about an item: what both sides said of it, and what this side did alone.

Which notices name an item is derived; what they say is opened here, each time, from the journal:
so no table holds it, and what was erased lets nothing out any more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from django.db.models import Q

from kakehashi import node
from kakehashi.core.canonical import NotCanonical
from kakehashi.core.disclosing import FOLLOWING, LETTERS, MENDING, NAMING, Spoken, records_from
from kakehashi.core.disclosure_records import Compulsion, Handing, OwnDecision, Record
from kakehashi.core.envelope import Malformed, read
from kakehashi.core.notices.payload import Links
from kakehashi.core.target_days import day_at
from kakehashi.desk.derived import serving_edition
from kakehashi.desk.disclosures import sealing
from kakehashi.desk.disclosures.opening import opened
from kakehashi.desk.models import (
    Dealing,
    DeskEdition,
    DisclosureItem,
    Draft,
    LocalDisclosure,
    Naming,
)
from kakehashi.journal.models import Entry, Journal

RECEIPT: Final = "entries.received"
RECEIPTS_READ: Final = 100
CONCERNED: Final = (*NAMING, *FOLLOWING, *MENDING, *LETTERS)


def records_about(agreement: str, item: str) -> Iterator[Record]:
    """Give the records that this side holds about an item; nothing is read before one is asked."""
    yield from records_among(agreement, spoken_about(agreement, (item,)))
    yield from local_records(agreement, item)


def records_among(agreement: str, spoken: Iterable[Spoken]) -> tuple[Record, ...]:
    """Fold what was said into records, by the agreement's profile."""
    others = frozenset(node.this().agreements) - {agreement}
    return records_from(spoken, profile=node.profile(agreement), agreements=others)


def spoken_about(agreement: str, items: Collection[str]) -> tuple[Spoken, ...]:
    """Open every notice that names one of the items for disclosure, and what followed on it."""
    edition = serving_edition(agreement)
    named = DisclosureItem.objects.filter(edition=edition, item__in=list(items))
    return spoken_with(edition, named.values_list("jti", flat=True))


def spoken_with(edition: DeskEdition, ids: Iterable[str]) -> tuple[Spoken, ...]:
    """Open some notices of disclosure with what followed on them; twelve queries at most."""
    first = set(ids)
    if not first:
        return ()
    after = set(_naming(edition, first))
    last = set(_naming(edition, after))
    dealings = Dealing.objects.filter(
        edition=edition, jti__in=first | after | last, kind__in=CONCERNED, is_set_aside=False
    )
    return _spoken(edition.agreement, list(dealings))


def _naming(edition: DeskEdition, ids: Collection[str]) -> Iterable[str]:
    found = Naming.objects.filter(edition=edition, named__in=list(ids))
    return found.values_list("jti", flat=True)


def _spoken(agreement: str, dealings: Sequence[Dealing]) -> tuple[Spoken, ...]:
    if not dealings:
        return ()
    journals = {(j.party, j.generation): j for j in Journal.objects.filter(agreement=agreement)}
    rows = _entries(dealings, journals)
    contents = opened(rows)
    jtis = [dealing.jti for dealing in dealings]
    officers = _officers(jtis)
    parties = {journal.pk: journal for journal in journals.values()}
    received = receipts(agreement, [row for row in rows if row.kind == "disclosure.notified"])
    found = []
    for row in rows:
        place = (row.journal_id, row.index)
        if place not in contents:
            continue
        envelope, content = contents[place]
        author = parties[row.journal_id].party
        found.append(
            Spoken(
                jti=row.jti,
                party=author,
                kind=row.kind,
                on=day_in(agreement, author, envelope.issued_at),
                links=content.links or Links(),
                statement=content.statement,
                content=content.confidential,
                received_on=received.get(place),
                officers=officers.get(row.jti, frozenset()),
            )
        )
    return tuple(found)


def _entries(
    dealings: Sequence[Dealing], journals: Mapping[tuple[str, int], Journal]
) -> list[Entry]:
    wanted = Q()
    for one in dealings:
        wanted |= Q(journal=journals[one.party, one.generation], index=one.seq)
    return list(Entry.objects.filter(wanted).order_by("jti"))


def _officers(jtis: Sequence[str]) -> dict[str, frozenset[str]]:
    """Who of ours drafted and who signed each notice."""
    signed = Draft.objects.filter(jti__in=jtis, signed_by__isnull=False)
    rows = signed.values_list("jti", "drafted_by_id", "signed_by_id")
    return {jti: frozenset({str(one), str(other)}) for jti, one, other in rows}


def day_in(agreement: str, party: str, seconds: int) -> date:
    """Give the day of an instant (seconds since the epoch) where a party is."""
    return day_at(seconds, node.profile(agreement).parties[party].time_zone)


def receipts(agreement: str, rows: Sequence[Entry]) -> dict[tuple[int, int], date]:
    """Say on which day each entry was received: by the first receipt that covers it.

    Two queries; the day is that of the party that received it.
    """
    if not rows:
        return {}
    of = {journal.pk: journal for journal in Journal.objects.filter(agreement=agreement)}
    found: dict[tuple[int, int], date] = {}
    for receipt in _receipts(of, rows):
        by = of[receipt.journal_id].party
        for origin, size, at in _covered(receipt):
            for row in rows:
                place = (row.journal_id, row.index)
                if of[row.journal_id].origin == origin and size > row.index:
                    found.setdefault(place, day_in(agreement, by, at))
    return found


def _receipts(of: Mapping[int, Journal], rows: Sequence[Entry]) -> Iterator[Entry]:
    """Give the receipts that may cover the rows, by whoever did not write them.

    None stands before what the first row's author had seen of the other side's journal.
    """
    for author in {of[row.journal_id].party for row in rows}:
        written = [row for row in rows if of[row.journal_id].party == author]
        generation, index = min((of[row.journal_id].generation, row.index) for row in written)
        seen = min((row.seen_generation, row.seen_size) for row in written)
        after = Q(pk__in=[])
        for journal in of.values():
            if journal.party != author and journal.generation >= seen[0]:
                first = seen[1] if journal.generation == seen[0] else 0
                after |= Q(journal=journal, index__gte=first)
        rests_on = Q(seen_generation=generation, seen_size__gt=index)
        yield from (
            Entry.objects.filter(after, kind=RECEIPT)
            .filter(Q(seen_generation__gt=generation) | rests_on)
            .order_by("journal_id", "index")[:RECEIPTS_READ]
        )


def _covered(receipt: Entry) -> Iterator[tuple[str, int, int]]:
    """Give the journal, size and moment of each receipt that an entry states."""
    try:
        statement = read(bytes(receipt.token)).statement or {}
    except (Malformed, NotCanonical):
        return
    held = statement.get("held")
    for one in held if isinstance(held, list) else ():
        yield str(statement.get("journal")), int(one["size"]), int(one["held_at"])


def local_records(agreement: str, item: str) -> Iterator[Record]:
    """Give what this side decided, was compelled to, or handed over; half-done counts as half."""
    rows = LocalDisclosure.objects.filter(agreement=agreement, item=item).exclude(
        state=LocalDisclosure.State.TURNED_DOWN
    )
    known = list(rows.order_by("proposed_at"))
    told = sealing.open_all(known)
    party = node.this().party
    for one in known:
        if one.pk in told and (record := _local(one, told[one.pk], party)):
            yield record


def handings(agreement: str, items: Collection[str]) -> tuple[Handing, ...]:
    """Give what was handed over of some items; two queries."""
    rows = LocalDisclosure.objects.filter(
        agreement=agreement,
        item__in=list(items),
        what=LocalDisclosure.What.HANDING,
        state=LocalDisclosure.State.CONFIRMED,
    )
    known = list(rows)
    told, party = sealing.open_all(known), node.this().party
    found = [_local(one, told[one.pk], party) for one in known if one.pk in told]
    return tuple(one for one in found if isinstance(one, Handing))


def _local(one: LocalDisclosure, told: sealing.Told, party: str) -> Record | None:
    officers = frozenset(str(who) for who in (one.proposed_by_id, one.decided_by_id) if who)
    form, points, source = told.item_form, told.points, str(one.public_id)
    match one.what:
        case LocalDisclosure.What.DECISION:
            return OwnDecision(
                one.item, told.recipient, party, officers, form, points, source=source
            )
        case LocalDisclosure.What.COMPULSION:
            return Compulsion(
                item=one.item,
                recipient=told.recipient,
                by=party,
                law=told.law,
                authority=told.authority,
                officers=officers,
                may_tell=told.may_tell,
                form=form,
                points=points,
                source=source,
            )
        case LocalDisclosure.What.HANDING if one.decided_at is not None:
            on = one.on or one.decided_at.astimezone(UTC).date()
            return Handing(one.item, told.recipient, party, on, source=source)
        case _:
            return None


def today(agreement: str, now: datetime) -> date:
    """Give the day at this side."""
    return day_in(agreement, node.this().party, int(now.timestamp()))
